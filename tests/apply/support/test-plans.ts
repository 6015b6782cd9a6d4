// Plans for tests of apply, from the smallest to one with everything in it.
import { createHash } from "node:crypto"
import type { RunOptions } from "../../../src/apply/context.ts"
import type {
  Change,
  ExchangeChange,
  FileChange,
  FileVersion,
  ImageChange,
  ServiceChange,
  TreeChange,
} from "../../../src/model/change.ts"
import type { Expectation, Plan } from "../../../src/model/plan.ts"
import { configFile, endpoint, newService, sysctl, type TestNode, testNode } from "./test-node.ts"

export function planOf(changes: readonly Change[], over: Partial<Plan> = {}): Plan {
  return {
    kind: "Plan",
    version: 1,
    initSystem: "systemd",
    root: "/",
    answers: { values: {}, chosenBy: {} },
    readings: [],
    judgements: [],
    changes,
    expectations: [],
    notes: [],
    timeoutSeconds: 10,
    ...over,
  }
}

/** A change of a file as it is on that node. A text null: it shall not be there. */
export function fileChange(
  node: TestNode,
  path: string,
  text: string | null,
  over: Partial<FileVersion> = {},
): FileChange {
  const realPath = node.machine.resolve(path) ?? path
  const now = node.machine.readFile(path)
  const before =
    now.state === "read"
      ? { text: Buffer.from(now.bytes).toString(), mode: now.mode, uid: now.uid, gid: now.gid }
      : null
  const rest = before ?? { mode: 0o644, uid: 0, gid: 0 }
  const after = text === null ? null : { ...rest, ...over, text }
  return { kind: "file", component: "containerd", path, realPath, before, after, why: [] }
}

export function directory(path: string): Change {
  return { kind: "directory", component: "containerd", path, mode: 0o750, why: [] }
}

export function restart(service: string, wasActive = true): Change {
  return { kind: "service", component: service, service, action: "restart", wasActive, why: [] }
}

export const forwarding: Change = {
  kind: "live-value",
  component: "kernel",
  path: sysctl,
  before: "0",
  after: "1",
  why: [],
}

export const archive = "/root/pause.tar"
const pause = { component: "containerd", endpoint, image: "registry.k8s.io/pause:3.10", id: "sha256:abc" }

/** An image that an archive of this node brings. */
export function imported(node: TestNode, over: Partial<ImageChange> = {}): ImageChange {
  const text = `${pause.image} ${pause.id}`
  node.machine.put(archive, text)
  const hash = createHash("sha256").update(text).digest("hex")
  return { kind: "image", ...pause, archive, hash, bytes: text.length, hadSame: false, why: [], ...over }
}

/** Files of an archive, unpacked where criadm keeps them until they are placed. */
export function placed(node: TestNode): TreeChange {
  const contents = "/var/cache/criadm/contents-1"
  const files = ["/usr/local/bin/containerd", "/usr/local/bin/ctr", "/opt/cni/bin/bridge"].map((path) => {
    const text = `program ${path}`
    node.machine.put(`${contents}${path}`, text, { mode: 0o755 })
    const sha256 = createHash("sha256").update(text).digest("hex")
    return { path, mode: 0o755, bytes: text.length, sha256 }
  })
  return {
    kind: "tree",
    component: "containerd",
    source: "upstream",
    archives: [{ project: "containerd", version: "2.1.9", url: "https://example.org/containerd", bytes: 1 }],
    contents,
    files,
    directories: ["/opt", "/usr", "/opt/cni", "/usr/local", "/opt/cni/bin", "/usr/local/bin"],
    main: "containerd",
    why: [],
  }
}

/** A newer release of what is on the node already: one file that is another, one that is new, one that is gone. */
export function exchanged(node: TestNode): ExchangeChange {
  const contents = "/var/cache/criadm/contents-2"
  const describe = (path: string, text: string, below = "") => {
    node.machine.put(`${below}${path}`, text, { mode: 0o755 })
    return { path, mode: 0o755, bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") }
  }
  const url = "https://example.org/containerd"
  return {
    kind: "exchange",
    component: "containerd",
    source: "upstream",
    archives: [{ project: "containerd", version: "2.3.4", url, bytes: 1 }],
    was: [{ project: "containerd", version: "1.7.33" }],
    contents,
    files: [
      describe("/usr/local/bin/containerd", "newer program", contents),
      describe("/opt/containerd/bin/new", "new program", contents),
    ],
    kept: "/var/lib/criadm/replaced/1",
    replaced: [
      describe("/usr/local/bin/containerd", "older program"),
      describe("/usr/local/bin/containerd-shim", "shim of old"),
    ],
    directories: ["/opt", "/opt/containerd", "/opt/containerd/bin"],
    why: [],
  }
}

export const hasImage: Expectation = { kind: "image", ...pause }

export const answersCri: Expectation = { kind: "cri", component: "containerd", endpoint }
export const usesSystemd: Expectation = { kind: "cgroup-driver", component: "containerd", endpoint, driver: "systemd" }

export interface TestCase {
  readonly name: string
  /** What apply makes of it when nothing goes wrong. */
  readonly ends: "applied" | "rolled-back"
  readonly options?: Partial<RunOptions>
  make(): { readonly node: TestNode; readonly plan: Plan }
}

export const systemdDriver = "SystemdCgroup = true\n"

export const testCases: readonly TestCase[] = [
  {
    name: "one file",
    ends: "applied",
    make() {
      const node = testNode()
      return { node, plan: planOf([fileChange(node, configFile, systemdDriver)]) }
    },
  },
  {
    name: "one file and its service",
    ends: "applied",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, systemdDriver), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "many files and directories, live value, two services",
    ends: "applied",
    make() {
      const node = testNode({ "/etc/old.conf": "old\n", "/opt/real/kubelet.yaml": "cgroupDriver: cgroupfs\n" })
      node.machine.put("/etc/secret.toml", "\uFEFFtoken\r\n", { mode: 0o600, uid: 5, gid: 7 })
      node.machine.putLink("/etc/kubelet.yaml", "/opt/real/kubelet.yaml")
      const kubelet = newService("/etc/kubelet.yaml")
      node.services.set("kubelet", kubelet)
      Object.assign(kubelet, { state: "active", startedOn: "cgroupDriver: cgroupfs\n", pid: 9, startedAt: 1 })
      const changes: Change[] = [
        directory("/etc/containerd/certs.d"),
        directory("/etc/containerd/certs.d/docker.io"),
        fileChange(node, "/etc/containerd/certs.d/docker.io/hosts.toml", 'server = "https://mirror"\n'),
        fileChange(node, configFile, systemdDriver),
        fileChange(node, "/etc/secret.toml", "\uFEFFother\r\n"),
        fileChange(node, "/etc/old.conf", null),
        fileChange(node, "/etc/kubelet.yaml", "cgroupDriver: systemd\n", { mode: 0o640 }),
        forwarding,
        restart("containerd"),
        restart("kubelet"),
      ]
      const active: Expectation = { kind: "service-active", component: "kubelet", service: "kubelet" }
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd, active] }) }
    },
  },
  {
    name: "files of archives, then the first start of what they bring",
    ends: "applied",
    make() {
      const node = testNode()
      node.services.get("containerd")!.state = "inactive"
      const start = { ...(restart("containerd", false) as ServiceChange), action: "start" } as const
      const changes = [fileChange(node, configFile, systemdDriver), placed(node), start]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "files of archives, and a runtime that does not start",
    ends: "rolled-back",
    make() {
      const node = testNode()
      node.services.get("containerd")!.state = "inactive"
      const start = { ...(restart("containerd", false) as ServiceChange), action: "start" } as const
      const changes = [fileChange(node, configFile, `${systemdDriver}does not start\n`), placed(node), start]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "a newer release of the files of archives, and a restart",
    ends: "applied",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, systemdDriver), exchanged(node), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "a newer release of the files of archives, and a runtime that does not start",
    ends: "rolled-back",
    make() {
      const node = testNode()
      const text = `${systemdDriver}does not start\n`
      const changes = [fileChange(node, configFile, text), exchanged(node), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "an image after its runtime's restart",
    ends: "applied",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, systemdDriver), restart("containerd"), imported(node)]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd, hasImage] }) }
    },
  },
  {
    name: "an image that is there by another name",
    ends: "applied",
    make() {
      const node = testNode()
      node.images.set("registry.example/pause:3.10", "sha256:abc")
      return { node, plan: planOf([imported(node, { hadSame: true })], { expectations: [hasImage] }) }
    },
  },
  {
    name: "an image, and a runtime that ignores what was written",
    ends: "rolled-back",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, "systemdCgroup = true\n"), restart("containerd"), imported(node)]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd, hasImage] }) }
    },
  },
  {
    name: "a service that does not start",
    ends: "rolled-back",
    make() {
      const node = testNode()
      const text = `${systemdDriver}does not start\n`
      const changes = [fileChange(node, configFile, text), directory("/etc/made"), forwarding, restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "a service that starts and never answers",
    ends: "rolled-back",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, `${systemdDriver}no CRI\n`), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "a runtime that ignores what was written",
    ends: "rolled-back",
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, "systemdCgroup = true\n"), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "a unit with the link that enables it, and one that is disabled",
    ends: "applied",
    make() {
      const node = testNode()
      node.machine.putLink("/etc/wants/old.timer", "../old.timer")
      const changes: Change[] = [
        fileChange(node, "/etc/new.timer", "[Timer]\n"),
        { kind: "link", component: "criadm", path: "/etc/wants/new.timer", target: "/etc/new.timer", why: [] },
        {
          kind: "link",
          component: "criadm",
          path: "/etc/wants/old.timer",
          target: "../old.timer",
          remove: true,
          why: [],
        },
        restart("containerd"),
      ]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "a live value",
    ends: "applied",
    make() {
      const node = testNode()
      const file = fileChange(node, "/etc/sysctl.d/99-criadm.conf", "net.ipv4.ip_forward = 1\n")
      const holds: Expectation = { kind: "live-value", component: "kernel", path: sysctl, value: "1" }
      return { node, plan: planOf([file, forwarding], { expectations: [holds] }) }
    },
  },
  {
    name: "a service that did not run",
    ends: "applied",
    make() {
      const node = testNode()
      node.services.get("containerd")!.state = "inactive"
      const start: Change = {
        ...(restart("containerd", false) as object as Change & { kind: "service" }),
        action: "start",
      }
      const changes = [fileChange(node, configFile, systemdDriver), start]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "a service that did not run and does not start",
    ends: "rolled-back",
    make() {
      const node = testNode()
      node.services.get("containerd")!.state = "inactive"
      const start: Change = {
        ...(restart("containerd", false) as object as Change & { kind: "service" }),
        action: "start",
      }
      const changes = [fileChange(node, configFile, "does not start\n"), start]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "a reload",
    ends: "applied",
    make() {
      const node = testNode()
      const reload: Change = { ...(restart("containerd") as object as Change & { kind: "service" }), action: "reload" }
      const changes = [fileChange(node, configFile, systemdDriver), reload]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "a service that starts and dies",
    ends: "rolled-back",
    make() {
      const node = testNode({ "/etc/kubelet.yaml": "cgroupDriver: cgroupfs\n" })
      const kubelet = newService("/etc/kubelet.yaml")
      node.services.set("kubelet", kubelet)
      Object.assign(kubelet, { state: "active", startedOn: "cgroupDriver: cgroupfs\n", pid: 9, startedAt: 1 })
      const files = [fileChange(node, configFile, systemdDriver), fileChange(node, "/etc/kubelet.yaml", "dies\n")]
      const changes = [...files, restart("containerd"), restart("kubelet")]
      return { node, plan: planOf(changes, { expectations: [answersCri, usesSystemd] }) }
    },
  },
  {
    name: "a run that is to be confirmed",
    ends: "applied",
    options: { confirmSeconds: 120 },
    make() {
      const node = testNode()
      const changes = [fileChange(node, configFile, systemdDriver), restart("containerd")]
      return { node, plan: planOf(changes, { expectations: [answersCri] }) }
    },
  },
  {
    name: "the tree of a node that does not run",
    ends: "applied",
    make() {
      const node = testNode({}, false)
      const changes = [
        directory("/etc/containerd/conf.d"),
        fileChange(node, "/etc/containerd/conf.d/50-criadm.toml", systemdDriver),
        fileChange(node, configFile, "imports\n"),
      ]
      return { node, plan: planOf(changes) }
    },
  },
]
