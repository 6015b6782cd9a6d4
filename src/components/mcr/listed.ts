// What is known of Mirantis Container Runtime before a node is looked at: its name, what is said of it, and where the
// rest is.
import { nothingToSay } from "../../wording/texts.ts"
import { traces } from "../docker/listed.ts"
import type { ListedComponent } from "../known.ts"
import { support } from "./tables/support.ts"

export const mcr: ListedComponent = {
  id: "mcr",
  name: "Mirantis Container Runtime",
  role: "runtime",
  says: nothingToSay,
  support,
  traces,
  load: async () => (await import("./component.ts")).mcr,
}
