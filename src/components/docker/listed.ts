// What is known of Docker Engine before a node is looked at: its name, what is said of it, and where the rest is.
import type { ListedComponent, Traces } from "../known.ts"
import { faultKinds } from "./says/codes.ts"
import { english } from "./says/en.ts"
import { examples } from "./says/examples.ts"
import { support } from "./tables/support.ts"

/** Mirantis Container Runtime has the same. */
export const traces: Traces = {
  programs: ["dockerd", "docker"],
  services: ["docker"],
  paths: ["/etc/docker", "/run/docker.sock"],
}

export const docker: ListedComponent = {
  id: "docker",
  name: "Docker Engine",
  role: "runtime",
  says: { english, examples, faultKinds, chinese: async () => (await import("./says/zh.ts")).chinese },
  support,
  traces,
  load: async () => (await import("./component.ts")).docker,
}
