// What is known of containerd before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"
import { support } from "./tables/support.ts"

export const containerd: ListedComponent = {
  id: "containerd",
  name: "containerd",
  role: "runtime",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  support,
  begin: async () => (await import("./begin.ts")).beginAsking,
  load: async () => (await import("./component.ts")).containerd,
}
