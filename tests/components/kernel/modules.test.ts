import { describe, expect, test } from "bun:test"
import { inverse, observedState } from "../../../src/apply/changes/known.ts"
import type { Contribution } from "../../../src/components/component.ts"
import { kernel } from "../../../src/components/kernel/component.ts"
import type { Answers } from "../../../src/model/answers.ts"
import type { ModuleChange } from "../../../src/model/change.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { module } from "../../../src/settings/definitions/kernel/module.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"
import { kernelNode, type Tree } from "./a-node.ts"

const source = { kind: "file", path: "/x" } as const
const absent = { state: "absent", source } as const

interface About {
  readonly isLive?: boolean
  /** Types of the network plugins in force. */
  readonly cni?: readonly string[]
  readonly container?: true
}

async function nodeOf(files: Tree["files"], answers: Answers, about: About = {}): Promise<NodeFacts> {
  const { isLive = true, cni, container } = about
  const types = cni === undefined ? absent : ({ state: "known", value: cni, source } as const)
  return {
    ...(await kernelNode({ files, answers, isLive })),
    containment: { state: "known", value: { kind: container === true ? "docker" : "none" }, source },
    preflight: { cni: { types, programs: {} } } as unknown as NonNullable<NodeFacts["preflight"]>,
  }
}

async function contribution(files: Readonly<Record<string, string>>, answers: Answers, about: About = {}) {
  const wanted = { runtime: "", endpoint: "", registryMirrors: [], kubelet: false, resetConfig: false }
  return kernel.contribute({ ...wanted, runtimeTellsDriver: false, ...answers }, await nodeOf(files, answers, about))
}

const told = ({ changes }: Contribution) =>
  changes.map((change) => {
    if (change.kind === "file") return [change.path, change.after?.text]
    return change.kind === "module" ? [change.kind, change.name] : [change.kind, "path" in change ? change.path : ""]
  })

const running = {
  "/proc/sys/kernel/osrelease": "6.12.1\n",
  "/lib/modules/6.12.1/modules.dep": "kernel/net/bridge/br_netfilter.ko.xz:\nkernel/drivers/net/dummy.ko:\n",
}
const list = "/etc/modules-load.d/99-criadm.conf"

describe("a kernel module that is asked for", () => {
  test("is loaded now and by every boot", async () => {
    const contributed = await contribution(running, { module: ["dummy"] })

    expect(told(contributed)).toEqual([
      [list, "# Written by criadm.\ndummy\n"],
      ["module", "dummy"],
    ])
    expect(contributed.expectations).toEqual([{ kind: "module-loaded", component: "kernel", name: "dummy" }])
  })

  test("that is loaded and listed needs nothing, whatever file lists it", async () => {
    const files = { ...running, "/sys/module/dummy/refcnt": "0\n", "/etc/modules": "# x\ndummy\n" }

    expect((await contribution(files, { module: ["dummy"] })).changes).toEqual([])
  })

  test("is added to the list of our own, which keeps its lines", async () => {
    const files = { ...running, "/sys/module/dummy/refcnt": "0\n", [list]: "# mine\nbr_netfilter" }

    expect(told(await contribution(files, { module: ["dummy"] }))).toEqual([[list, "# mine\nbr_netfilter\ndummy\n"]])
  })

  test("that is part of the kernel needs nothing", async () => {
    const files = { "/lib/modules/6.12.1/modules.builtin": "kernel/drivers/net/dummy.ko\n" }

    expect((await contribution(files, { module: ["dummy"] })).changes).toEqual([])
  })

  test.each(["install dummy /bin/false", "blacklist dummy"])(
    "that a line keeps out (%s) is refused with the line",
    async (line) => {
      const files = { ...running, "/etc/modprobe.d/cis.conf": `# hardened\n${line}\n` }

      expect((await contribution(files, { module: ["dummy"] })).refusals).toMatchObject([
        { code: "kernel-module-is-kept-out", args: { module: "dummy", line }, place: { line: 2 } },
      ])
    },
  )

  test("that the running kernel does not have is refused", async () => {
    expect((await contribution(running, { module: ["dumy"] })).refusals).toMatchObject([
      { code: "kernel-module-unknown", args: { module: "dumy" } },
    ])
  })

  test("of an image is listed, and of a container too, with a word about its host", async () => {
    expect(told(await contribution({}, { module: ["dummy"] }, { isLive: false }))).toHaveLength(1)

    const contained = await contribution(running, { module: ["dummy"] }, { container: true })
    expect(told(contained)).toHaveLength(1)
    expect(contained.expectations).toEqual([])
    expect(contained.notes).toEqual([{ code: "module-of-the-host", args: { module: "dummy" } }])
  })

  test("is undone by taking it out, and stands as the kernel says", () => {
    const loaded: ModuleChange = { kind: "module", component: "kernel", name: "dummy", why: [] }
    const without = memoryMachine({ files: {} })
    const having = memoryMachine({ files: { "/sys/module/dummy/refcnt": "0\n" } })

    expect([observedState(without, loaded), observedState(having, loaded)]).toEqual(["before", "after"])
    const undone = inverse(loaded) as ModuleChange
    expect([observedState(without, undone), observedState(having, undone)]).toEqual(["after", "before"])
    expect(inverse(undone)).toEqual(loaded)
  })

  test("has one name however it is written", () => {
    expect(module.parse(["br-netfilter", "br_netfilter"])).toEqual({ ok: true, value: ["br_netfilter"] })
    expect(module.parse(["../x"])).toMatchObject({ ok: false })
  })
})

describe("a value that comes with a module", () => {
  const key = "net.bridge.bridge-nf-call-iptables"
  const path = "/proc/sys/net/bridge/bridge-nf-call-iptables"

  test("is set after the module is loaded, in the same run", async () => {
    const contributed = await contribution(running, { module: ["br_netfilter"], sysctl: [{ key, value: "0" }] })

    expect(contributed.changes.find((one) => one.kind === "live-value")).toMatchObject({
      path,
      before: "",
      after: "0",
      withModule: "br_netfilter",
    })
  })

  test("is refused without it, and the module is named", async () => {
    expect((await contribution(running, { sysctl: [{ key, value: "1" }] })).refusals).toMatchObject([
      { code: "kernel-value-unknown", args: { key, module: "br_netfilter" } },
    ])
  })
})

describe("the preset for Kubernetes", () => {
  const preset: Answers = { "kernel-preset": "kubernetes" }
  const live = {
    ...running,
    "/proc/sys/vm/overcommit_memory": "0\n",
    "/proc/sys/kernel/panic": "10\n",
    "/proc/sys/fs/inotify/max_user_instances": "128\n",
    "/proc/sys/fs/inotify/max_user_watches": "2097152\n",
  }
  const ownFile = ({ changes }: Contribution) => {
    const own = changes.find((one) => one.kind === "file" && one.path.endsWith("/sysctl.d/99-criadm.conf"))
    return { text: own?.kind === "file" ? (own.after?.text ?? "") : "", why: own?.why ?? [] }
  }

  test("has a line with its reason for each value, and lowers none", async () => {
    const contributed = await contribution(live, preset)
    const own = ownFile(contributed)

    expect(own.text).toContain("vm.overcommit_memory = 1\n")
    expect(own.why.map(({ code }) => code)).toContain("sysctl-kubelet-protects")
    expect(own.why.map(({ code }) => code)).toContain("sysctl-pods-watch-files")
    const values = contributed.changes.flatMap((one) => (one.kind === "live-value" ? [[one.path, one.after]] : []))
    expect(values).toContainEqual(["/proc/sys/fs/inotify/max_user_instances", "8192"])
    expect(values.map(([path]) => path)).not.toContain("/proc/sys/fs/inotify/max_user_watches")
    expect(own.text).toContain("max_user_watches = 2097152\n")
  })

  test("leaves out what this kernel does not have", async () => {
    const own = ownFile(await contribution(live, preset))

    expect(own.text).not.toContain("root_maxkeys")
  })

  test("sees to bridges unless the network has none", async () => {
    const withBridge = await contribution(live, preset, { cni: ["bridge", "host-local"] })
    const without = await contribution(live, preset, { cni: ["calico"] })

    expect(told(withBridge)).toContainEqual(["module", "br_netfilter"])
    expect(JSON.stringify(without.changes)).not.toContain("bridge")
  })

  test("gives way to a value that is asked for by key", async () => {
    const own = ownFile(await contribution(live, { ...preset, sysctl: [{ key: "kernel.panic", value: "0" }] }))

    expect(own.text).toContain("kernel.panic = 0\n")
    expect(own.text).not.toContain("kernel.panic = 10\n")
  })

  test("is a finding later where a module or a value is not as it was asked for", async () => {
    const node = await nodeOf(live, preset)
    const codes = kernel.findings(node).map(({ code, args }) => [code, "key" in args ? args.key : ""])

    expect(codes).toContainEqual(["kernel-value-not-as-asked", "vm.overcommit_memory"])
    expect(codes).toContainEqual(["kernel-module-not-as-asked", ""])
    expect(codes).not.toContainEqual(["kernel-value-not-as-asked", "kernel.keys.root_maxkeys"])
  })
})
