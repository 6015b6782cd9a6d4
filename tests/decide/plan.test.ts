import { describe, expect, test } from "bun:test"
import {
  type Component,
  type Contribution,
  define,
  nothingToContribute,
  type Wanted,
} from "../../src/components/component.ts"
import { makePlan } from "../../src/decide/plan.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { Change } from "../../src/model/change.ts"
import { nothingToSay } from "../../src/wording/texts.ts"
import { nowhere } from "../components/nowhere.ts"
import { nodeWith } from "../settings/situations.ts"

const options = {
  timeoutSeconds: 60,
  drivesServices: true,
  freePath: (path: string) => `${path}.old`,
  commandLine: (service: string, action: string) => `systemctl ${action} ${service}`,
}
const answers = (values: Answers) => ({ values: { runtime: "containerd", ...values }, chosenBy: {} })
const node = nodeWith({ components: { containerd: {}, crio: {}, kubelet: {}, kernel: {} } })

function component(
  id: string,
  role: Component["role"],
  contribution: Partial<Contribution>,
  onWanted?: (wanted: Wanted) => void,
): Component {
  return define<object>({
    id,
    name: id,
    role,
    says: nothingToSay,
    places: nowhere,
    judgedKeys: [],
    detect: async () => ({}),
    summarize: () => ({ isInstalled: true, endpoint: `unix:///run/${id}.sock`, rows: [] }),
    explain: () => [],
    findings: () => [],
    contribute(wanted) {
      onWanted?.(wanted)
      return { ...nothingToContribute, ...contribution }
    },
  })
}

const file = (path: string): Change => ({
  kind: "file",
  component: "containerd",
  path,
  realPath: path,
  before: null,
  after: { text: "x", mode: 0o644, uid: 0, gid: 0 },
  why: [],
})
const service = (name: string, action: "restart" | "reload"): Change => ({
  kind: "service",
  component: name,
  service: name,
  action,
  wasActive: true,
  why: [],
})
const directory = (path: string): Change => ({ kind: "directory", component: "containerd", path, mode: 0o755, why: [] })
const live: Change = { kind: "live-value", component: "kernel", path: "/proc/sys/x", before: "0", after: "1", why: [] }
const show = (change: Change) =>
  "path" in change
    ? `${change.kind} ${change.path}`
    : "action" in change
      ? `${change.action} ${change.service}`
      : change.kind

describe("a plan", () => {
  test("makes directories, then files, then live values, then restarts the runtime before the kubelet", () => {
    const components = [
      component("containerd", "runtime", { changes: [service("containerd", "restart"), file("/b"), directory("/a")] }),
      component("kubelet", "kubelet", { changes: [service("kubelet", "restart"), file("/c")] }),
      component("kernel", "kernel", { changes: [live, file("/d")] }),
    ]

    const planned = makePlan(node, answers({}), components, options)

    expect(planned.ok && planned.plan.changes.map(show)).toEqual([
      "directory /a",
      "file /b",
      "file /c",
      "file /d",
      "live-value /proc/sys/x",
      "restart containerd",
      "restart kubelet",
    ])
  })

  test("acts once on a service that two components touch, with the stronger of the two acts", () => {
    const components = [
      component("containerd", "runtime", {
        changes: [service("containerd", "reload"), service("containerd", "restart")],
      }),
    ]

    const planned = makePlan(node, answers({}), components, options)

    expect(planned.ok && planned.plan.changes.map(show)).toEqual(["restart containerd"])
  })

  test("leaves a runtime alone that was not chosen", () => {
    const components = [
      component("containerd", "runtime", {}),
      component("crio", "runtime", { changes: [file("/etc/crio")] }),
    ]

    const planned = makePlan(node, answers({}), components, options)

    expect(planned.ok && planned.plan.changes).toEqual([])
  })

  test("is not made when one component refuses, and every refusal is told", () => {
    const refusal = (why: string) => ({ code: "edit-refused", args: { file: "/f", key: "k", why } }) as const
    const components = [
      component("containerd", "runtime", { refusals: [refusal("one")] }),
      component("kubelet", "kubelet", { refusals: [refusal("two")], changes: [file("/c")] }),
    ]

    const planned = makePlan(node, answers({}), components, options)

    expect(planned.ok ? [] : planned.refusals.map((one) => one.args)).toEqual([
      { file: "/f", key: "k", why: "one" },
      { file: "/f", key: "k", why: "two" },
    ])
  })

  test("without restarts says how a person does them, and does not ask the running node for what waits for them", () => {
    const expectation = { kind: "cri", component: "containerd", endpoint: "unix:///run/containerd.sock" } as const
    const components = [
      component("containerd", "runtime", {
        changes: [file("/b"), service("containerd", "restart")],
        expectations: [expectation],
      }),
    ]

    const planned = makePlan(node, answers({ restart: false }), components, options)

    expect(planned.ok && planned.plan.changes.map(show)).toEqual(["file /b"])
    expect(planned.ok && planned.plan.expectations).toEqual([])
    expect(planned.ok && planned.plan.notes).toEqual([
      { code: "service-not-restarted", args: { command: "systemctl restart containerd" } },
    ])
  })

  test("does not ask a runtime that nothing starts, and says that its files count from its next start", () => {
    const endpoint = "unix:///run/containerd.sock"
    const cri = { kind: "cri", component: "containerd", endpoint } as const
    const made = (contribution: Partial<Contribution>, its: Partial<Parameters<typeof makePlan>[3]>) => {
      const components = [component("containerd", "runtime", { expectations: [cri], ...contribution })]
      const planned = makePlan(node, answers({}), components, { ...options, ...its })
      return planned.ok ? planned.plan : undefined
    }
    const note = { code: "runtime-not-asked", args: { runtime: "containerd" } } as const

    const withoutService = made({ changes: [file("/b")], startsLater: true }, {})
    expect(withoutService?.expectations).toEqual([])
    expect(withoutService?.notes).toEqual([note])
    // Whoever only asks is told what does not hold.
    expect(made({ changes: [file("/b")], startsLater: true }, { isToBeAsked: true })?.expectations).toEqual([cri])
  })

  test("leaves a value of the kernel that cannot be set here to the next boot", () => {
    const holds = { kind: "live-value", component: "kernel", path: "/proc/sys/x", value: "1" } as const
    const components = [
      component("containerd", "runtime", {}),
      component("kernel", "kernel", { changes: [live, file("/d")], expectations: [holds] }),
    ]

    const planned = makePlan(node, answers({}), components, { ...options, isFixedLiveValue: () => true })

    expect(planned.ok && planned.plan.changes.map(show)).toEqual(["file /d"])
    expect(planned.ok && planned.plan.expectations).toEqual([])
    expect(planned.ok && planned.plan.notes).toEqual([{ code: "live-value-at-boot", args: { path: "/proc/sys/x" } }])
  })

  test("for a tree of files promises nothing about a running node", () => {
    const expectation = { kind: "cri", component: "containerd", endpoint: "unix:///run/containerd.sock" } as const
    const components = [component("containerd", "runtime", { expectations: [expectation] })]

    const planned = makePlan(nodeWith({ isLive: false, components: node.components }), answers({}), components, options)

    expect(planned.ok && planned.plan.expectations).toEqual([])
  })

  test("says of services it does not restart why, and what to type", () => {
    const components = [component("containerd", "runtime", { changes: [service("containerd", "restart")] })]
    const notesOf = (isLive: boolean, drivesServices: boolean) => {
      const where = nodeWith({ isLive, components: node.components })
      const planned = makePlan(where, answers({}), components, { ...options, drivesServices })
      return planned.ok ? planned.plan.notes : []
    }
    const command = "systemctl restart containerd"

    expect(notesOf(false, true)).toEqual([
      { code: "service-starts-with-change", args: { service: "containerd", command } },
    ])
    expect(notesOf(true, false)).toEqual([{ code: "service-left-to-person", args: { command } }])
    expect(notesOf(true, true)).toEqual([])
  })

  test('"keep" asks for no sandbox image', () => {
    let seen: Wanted | undefined
    const components = [component("containerd", "runtime", {}, (wanted) => (seen = wanted))]

    makePlan(node, answers({ "sandbox-image": "keep", "cgroup-driver": "systemd" }), components, options)

    expect(seen).toMatchObject({
      runtime: "containerd",
      cgroupDriver: "systemd",
      endpoint: "unix:///run/containerd.sock",
    })
    expect(seen?.sandboxImage).toBeUndefined()
  })

  test("for a runtime that is not installed is refused, naming those that are", () => {
    const planned = makePlan(node, answers({ runtime: "docker" }), [component("containerd", "runtime", {})], options)

    expect(planned.ok ? [] : planned.refusals).toMatchObject([
      { code: "runtime-not-installed", args: { runtime: "docker", installed: ["containerd"] } },
    ])
  })
})
