// What is known of kubelet before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"

export const kubelet: ListedComponent = {
  id: "kubelet",
  name: "kubelet",
  role: "kubelet",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  load: async () => (await import("./component.ts")).kubelet,
}
