import { describe, expect, test } from "bun:test"
import { isHalfWritten } from "../../src/apply/back/half-written.ts"
import { newLines } from "../../src/apply/forward/follow-log.ts"
import { watchFailures } from "../../src/apply/forward/watch-failures.ts"
import { observeCri } from "../../src/apply/prove/cri.ts"
import { observeDriver, observeSandboxImage } from "../../src/apply/prove/settings.ts"
import { verify } from "../../src/apply/prove/verify.ts"
import type { RuntimeReport } from "../../src/components/runtime-part.ts"
import type { FileChange } from "../../src/model/change.ts"
import type { CriReport } from "../../src/model/facts/cri-report.ts"
import { memoryMachine } from "../machine/memory-machine.ts"
import { endpoint, testNode } from "./support/test-node.ts"
import { answersCri, usesSystemd } from "./support/test-plans.ts"

const answered: CriReport = {
  endpoint,
  version: { ok: true, value: { runtimeName: "containerd", runtimeVersion: "1.7.24", apiVersion: "v1" } },
  status: {
    ok: true,
    value: {
      conditions: [
        { type: "RuntimeReady", status: true, reason: "", message: "" },
        { type: "NetworkReady", status: false, reason: "NetworkPluginNotReady", message: "cni plugin not initialized" },
      ],
      info: {},
      handlers: [],
    },
  },
  cgroupDriver: { ok: false, failure: { cause: "unimplemented", message: "method RuntimeConfig not implemented" } },
}
const silent: RuntimeReport = { handlers: {}, handlersWithoutType: [] }
const unimplemented: CriReport["version"] = {
  ok: false,
  failure: { cause: "unimplemented", message: "unknown service runtime.v1.RuntimeService" },
}

describe("a runtime", () => {
  test("serves CRI without a network plugin", () => {
    expect(observeCri({ cri: answered, report: silent })).toEqual({
      holds: true,
      observed: { code: "observed-cri", args: { runtime: "containerd", version: "1.7.24" } },
    })
  })

  test("whose CRI plugin is disabled is told apart from one that speaks only v1alpha2", () => {
    const disabled = { ...answered, version: unimplemented, speaksV1alpha2: false }
    const old = { ...answered, version: unimplemented, speaksV1alpha2: true }
    expect(observeCri({ cri: disabled, report: silent }).observed.code).toBe("observed-no-cri-service")
    expect(observeCri({ cri: old, report: silent }).observed.code).toBe("observed-v1alpha2-only")
    expect(observeDriver({ cri: old, report: silent }, "systemd").observed.code).toBe("observed-v1alpha2-only")
  })

  test("whose default handler has no type cannot run pods; another handler without one is somebody else's", () => {
    const of = (handlersWithoutType: string[]) =>
      observeCri({ cri: answered, report: { handlers: {}, defaultHandler: "runc", handlersWithoutType } })
    expect(of(["runc"])).toMatchObject({ holds: false, observed: { code: "observed-handler-without-type" } })
    expect(of(["kata"]).holds).toBe(true)
  })

  test("that is not ready does not serve", () => {
    const status: CriReport["status"] = { ok: true, value: { conditions: [], info: {}, handlers: [] } }
    expect(observeCri({ cri: { ...answered, status }, report: silent }).holds).toBe(false)
  })
})

describe("the cgroup driver", () => {
  test("must be the same in every runtime handler, whatever RuntimeConfig says", () => {
    const cri = { ...answered, cgroupDriver: { ok: true, value: "systemd" } } as const
    const handlers = { runc: "systemd", nvidia: "cgroupfs" } as const
    expect(observeDriver({ cri, report: { ...silent, handlers } }, "systemd")).toEqual({
      holds: false,
      observed: { code: "observed-handlers", args: { handlers: ["nvidia"], driver: "cgroupfs" } },
    })
  })

  test("comes from the handlers where RuntimeConfig is not there yet", () => {
    expect(
      observeDriver({ cri: answered, report: { ...silent, handlers: { runc: "systemd" } } }, "systemd").holds,
    ).toBe(true)
  })

  test("that nobody tells is not proven", () => {
    expect(observeDriver({ cri: answered, report: silent }, "systemd")).toEqual({
      holds: false,
      observed: { code: "observed-driver-unknown", args: {} },
    })
  })
})

describe("the sandbox image", () => {
  test("need not be on the node yet, but must be the one in use", () => {
    const report = { ...silent, sandboxImage: "registry.k8s.io/pause:3.10.2" }
    const asked = { cri: answered, report }
    const absent = { present: false, pinned: false }
    expect(observeSandboxImage(asked, report.sandboxImage, absent).holds).toBe(true)
    expect(observeSandboxImage(asked, "registry.k8s.io/pause:3.9", absent)).toMatchObject({
      holds: false,
      observed: { args: { image: "registry.k8s.io/pause:3.10.2" } },
    })
  })
})

describe("verify", () => {
  test("asks each endpoint once and reports each expectation", async () => {
    const node = testNode()
    const context = node.start()
    let asked = 0
    const askCri: typeof context.cri.askCri = (...args) => {
      asked += 1
      return context.cri.askCri(...args)
    }
    const reported: boolean[] = []

    const all = [
      answersCri,
      usesSystemd,
      { kind: "service-active", component: "containerd", service: "containerd" } as const,
    ]
    await verify({ ...context, cri: { ...context.cri, askCri } }, all, (one) => reported.push(one.holds))

    expect(asked).toBe(1)
    expect(reported).toEqual([true, false, true])
  })

  test("runs the program an expectation names where CRI does not tell, and writes nothing", async () => {
    const node = testNode()
    node.machine.programs.set("containerd", () => ({
      state: "ran",
      command: [],
      exitCode: 0,
      stdout: "pause",
      stderr: "",
    }))
    const context = node.start()
    const runtime = context.components[0]!.runtime!
    const report = (_: CriReport, dump: unknown) =>
      ({
        ...silent,
        ...(dump === undefined ? {} : { sandboxImage: (dump as { stdout: string }).stdout }),
      }) as RuntimeReport
    const components = [{ ...context.components[0]!, runtime: { ...runtime, report } }]
    const expectation = { kind: "sandbox-image", component: "containerd", endpoint, image: "pause" } as const

    const without = await verify({ ...context, components }, [expectation])
    const dumpCommand = ["containerd", "config", "dump"]
    const withDump = await verify({ ...context, components }, [{ ...expectation, dumpCommand }])

    expect([without[0]?.observed.code, withDump[0]?.holds]).toEqual(["observed-image-unknown", true])
    expect(node.machine.acts).toEqual([])
  })
})

describe("new lines of a log", () => {
  test("are those behind the longest known end", () => {
    expect(newLines(["a", "b", "c"], ["b", "c", "d"])).toEqual(["d"])
    expect(newLines([], ["a"])).toEqual(["a"])
    expect(newLines(["a", "a"], ["a", "a"])).toEqual([])
    expect(newLines(["a", "b"], ["x", "y"])).toEqual(["x", "y"])
  })
})

describe("a bind-mounted file, which is written in place,", () => {
  const version = (text: string) => ({ text, mode: 0o644, uid: 0, gid: 0 })
  const change: FileChange = {
    kind: "file",
    component: "containerd",
    path: "/f",
    realPath: "/f",
    before: version("old content, longer\n"),
    after: version("new text\n"),
    why: [],
  }
  const isHalf = (text: string) => isHalfWritten(memoryMachine({ files: { "/f": text } }), change)

  test("is recognised at every byte at which the writing stopped, in both directions", () => {
    const [old, young] = ["old content, longer\n", "new text\n"]
    for (let at = 0; at <= young.length; at += 1) expect(isHalf(young.slice(0, at) + old.slice(at))).toBe(true)
    for (let at = 0; at <= old.length; at += 1) expect(isHalf(old.slice(0, at) + young.slice(at))).toBe(true)
  })

  test("is somebody else's when it is anything else", () => {
    expect(isHalf("hand edit\n")).toBe(false)
    expect(isHalf("new text\nplus a line\n")).toBe(false)
  })
})

describe("a service that is waited for", () => {
  const service = (state: "active" | "failed") => ({
    ...{ name: "kubelet", startsAtBoot: true, command: [], environment: {}, files: [], canReload: false },
    state,
  })

  test("may fail once, as a kubelet does that starts before its runtime", () => {
    const hasFailed = watchFailures()
    expect(hasFailed([service("failed")], 0)).toBeUndefined()
    expect(hasFailed([service("failed")], 10_000)).toBeUndefined()
    expect(hasFailed([service("active")], 10_500)).toBeUndefined()
  })

  test("has failed for good when it fails again, or nobody starts it any more", () => {
    const again = watchFailures()
    for (const state of ["failed", "active"] as const) expect(again([service(state)], 0)).toBeUndefined()
    expect(again([service("failed")], 1000)).toBe("kubelet")
    const stays = watchFailures()
    expect(stays([service("failed")], 0)).toBeUndefined()
    expect(stays([service("failed")], 12_000)).toBe("kubelet")
  })
})
