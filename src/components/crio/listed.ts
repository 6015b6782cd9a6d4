// What is known of CRI-O before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"
import { support } from "./tables/support.ts"

export const crio: ListedComponent = {
  id: "crio",
  name: "CRI-O",
  role: "runtime",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  support,
  traces: { programs: ["crio"], services: ["crio", "cri-o"], paths: ["/etc/crio", "/run/crio"] },
  load: async () => (await import("./component.ts")).crio,
}
