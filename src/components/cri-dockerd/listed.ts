// What is known of cri-dockerd before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"

export const criDockerd: ListedComponent = {
  id: "cri-dockerd",
  name: "cri-dockerd",
  role: "companion",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  traces: {
    programs: ["cri-dockerd"],
    services: ["cri-docker", "cri-dockerd", "cri-dockerd-mke", "cri-docker.socket", "cri-dockerd.socket"],
    paths: ["/run/cri-dockerd.sock"],
  },
  load: async () => (await import("./component.ts")).criDockerd,
}
