// Nodes and situations in a few words, for tests of what follows from them.
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { InitSystemId } from "../../src/model/service.ts"
import type { Situation } from "../../src/settings/setting-definition.ts"

const source = { kind: "file", path: "/proc" } as const
const absent = { state: "absent", source } as const

export function nodeWith(differing: {
  initSystem?: InitSystemId
  isLive?: boolean
  components?: NodeFacts["components"]
}): NodeFacts {
  return {
    kind: "NodeFacts",
    version: 1,
    root: "/",
    isLive: differing.isLive ?? true,
    platform: "linux",
    uid: 0,
    initSystem: { state: "known", value: differing.initSystem ?? "systemd", source },
    cgroup: absent,
    os: absent,
    kernel: absent,
    architecture: absent,
    containment: absent,
    selinux: absent,
    apparmor: absent,
    swap: absent,
    components: differing.components ?? {},
  }
}

export function situationWith(differing: {
  node?: NodeFacts
  kubernetesVersion?: string
  sandboxImage?: string
  cgroupDriver?: "systemd" | "cgroupfs"
  hasCrictl?: boolean
}): Situation {
  return {
    node: differing.node ?? nodeWith({}),
    runtimes: [
      {
        id: "containerd",
        name: "containerd",
        servesCri: true,
        isListening: true,
        cgroupDriver: differing.cgroupDriver,
        sandboxImage: differing.sandboxImage,
      },
    ],
    kubernetesVersion: differing.kubernetesVersion,
    hasKubeletConfiguration: false,
    ipForward: false,
    hasCrictl: differing.hasCrictl ?? false,
  }
}
