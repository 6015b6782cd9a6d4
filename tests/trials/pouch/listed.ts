// What is known of PouchContainer before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"

export const pouch: ListedComponent = {
  id: "pouch",
  name: "PouchContainer",
  role: "runtime",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  support: { page: "https://github.com/alibaba/pouch", successor: "", ends: [["1.3", "2020-12-31"]] },
  load: async () => (await import("./component.ts")).pouch,
}
