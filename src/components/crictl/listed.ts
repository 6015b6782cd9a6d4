// What is known of crictl before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"

export const crictl: ListedComponent = {
  id: "crictl",
  name: "crictl",
  role: "client",
  says: { english, examples, faultKinds: {}, chinese: async () => (await import("./says/zh.ts")).chinese },
  load: async () => (await import("./component.ts")).crictl,
}
