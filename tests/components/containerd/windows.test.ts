// containerd on Windows nodes, whose tree is seen from another machine: the C: drive is the root.
import { describe, expect, test } from "bun:test"
import type { Wanted } from "../../../src/components/component.ts"
import { containerd } from "../../../src/components/containerd/component.ts"
import { type ContainerdFacts, effectiveOf } from "../../../src/components/containerd/facts.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"
import { type Texts, textsAfter, wanting } from "./a-node.ts"

const config = "/Program Files/containerd/config.toml"
const image = "mcr.microsoft.com/oss/v2/kubernetes/pause:3.10.1-3"
const endpoint = "npipe:////./pipe/containerd-containerd"

async function look(version: string, texts: Texts): Promise<NodeFacts> {
  const machine = memoryMachine({
    files: texts,
    directories: ["/Program Files"],
    root: "/mnt/c",
    isLive: false,
    platform: "windows",
  })
  return detectNode(machine, { initSystems, components: [containerd], statedVersion: version })
}

async function plan(version: string, texts: Texts, wanted: Partial<Wanted> = {}) {
  const node = await look(version, texts)
  return containerd.contribute(wanting({ endpoint, sandboxImage: image, ...wanted }), node)
}

async function effective(version: string, texts: Texts) {
  const node = await look(version, texts)
  return effectiveOf(node.components["containerd"] as ContainerdFacts, node)
}

/** The keys of 1.7's own `config default` on Windows that matter here, with the line breaks of Windows. */
const printed17 = [
  "version = 2",
  'root = "C:\\\\ProgramData\\\\containerd\\\\root"',
  'state = "C:\\\\ProgramData\\\\containerd\\\\state"',
  "",
  "[grpc]",
  '  address = "\\\\\\\\.\\\\pipe\\\\containerd-containerd"',
  "",
  '[plugins."io.containerd.grpc.v1.cri"]',
  '  sandbox_image = "registry.k8s.io/pause:3.8"',
  "",
  '  [plugins."io.containerd.grpc.v1.cri".cni]',
  '    bin_dir = "C:\\\\opt\\\\cni\\\\bin"',
  '    conf_dir = "C:\\\\etc\\\\cni\\\\net.d"',
  "",
  '  [plugins."io.containerd.grpc.v1.cri".containerd]',
  '    default_runtime_name = "runhcs-wcow-process"',
  '    snapshotter = "windows"',
  "",
  '    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runhcs-wcow-process]',
  '      runtime_type = "io.containerd.runhcs.v1"',
  "",
].join("\r\n")

describe("a new file", () => {
  test.each([
    ["1.6.20", '[plugins."io.containerd.grpc.v1.cri"]\nsandbox_image = '],
    ["1.7.34", '[plugins."io.containerd.grpc.v1.cri"]\nsandbox_image = '],
    ["2.0.11", '[plugins."io.containerd.cri.v1.images".pinned_images]\nsandbox = '],
    ["2.3.4", '[plugins."io.containerd.cri.v1.images".pinned_images]\nsandbox = '],
  ])("containerd %s gets the pause image under its own key, and nothing of cgroups", async (version, table) => {
    const contribution = await plan(version, {})
    const text = textsAfter({}, contribution)[config] ?? ""

    expect(contribution.refusals).toEqual([])
    expect(text).toContain(`${table}"${image}"\n`)
    expect(text).not.toContain("SystemdCgroup")
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
    const found = await effective(version, { [config]: text })
    expect(found).toMatchObject({ daemon: "up", cri: "v1", sandboxImage: { value: image } })
    expect((await plan(version, { [config]: text })).changes).toEqual([])
  })

  test("its directory is made when containerd was never there", async () => {
    const { changes } = await plan("2.3.4", {})

    expect(changes.flatMap((change) => (change.kind === "directory" ? [change.path] : []))).toEqual([
      "/Program Files/containerd",
    ])
  })
})

describe("an existing file", () => {
  test("only the pause image changes, and the line breaks of Windows stay", async () => {
    const after = textsAfter({}, await plan("1.7.34", { [config]: printed17 }))

    expect(after).toEqual({ [config]: printed17.replace("registry.k8s.io/pause:3.8", image) })
  })

  test("its handlers, snapshotter and pipe are read as Windows has them", async () => {
    const found = await effective("1.7.34", { [config]: printed17 })

    expect(found?.criProblems).toEqual([])
    expect(found?.handlers.map(({ name, type, driver }) => [name, type, driver])).toEqual([
      ["runhcs-wcow-process", "io.containerd.runhcs.v1", undefined],
    ])
    expect(found?.snapshotter?.value).toBe("windows")
    expect(found?.address.value).toBe("\\\\.\\pipe\\containerd-containerd")
  })

  test("what is built in is what the release has on Windows", async () => {
    const names = async (version: string) => (await effective(version, {}))?.handlers.map(({ name }) => name)

    expect(await names("1.6.20")).toEqual(["runhcs-wcow-process"])
    expect(await names("1.7.34")).toEqual(["runhcs-wcow-hypervisor", "runhcs-wcow-process"])
    expect(await effective("2.3.4", {})).toMatchObject({
      defaultHandler: "runhcs-wcow-process",
      snapshotter: { value: "windows" },
      registryPath: { value: "" },
      runtimeConfig: null,
    })
  })

  test("a snapshotter of Linux keeps CRI from loading, as it does on the node", async () => {
    const text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd]\nsnapshotter = "overlayfs"\n'

    expect((await plan("1.7.34", { [config]: text })).refusals).toMatchObject([
      { code: "containerd-cri-refused", args: { code: "containerd-snapshotter-unknown", what: "overlayfs" } },
    ])
  })

  test("a byte-order mark, which ends containerd 2, is taken away", async () => {
    const text = "\uFEFFversion = 3\r\n"

    const after = textsAfter({}, await plan("2.1.9", { [config]: text }))[config] ?? ""

    expect(after.startsWith("version = 3\r\n")).toBe(true)
    expect(after).toContain(`sandbox = "${image}"\r\n`)
  })

  test("a file that is no TOML is refused with its place", async () => {
    expect((await plan("2.1.9", { [config]: "version = 3\nroot = C:\\ProgramData\n" })).refusals).toMatchObject([
      { code: "containerd-does-not-start", place: { file: config, line: 2 } },
    ])
  })

  test("imports of drive C are found in the tree", async () => {
    const dropIn = "/Program Files/containerd/conf.d/50-site.toml"
    const texts = {
      [config]: "version = 3\nimports = ['C:\\Program Files\\containerd\\conf.d\\*.toml']\n",
      [dropIn]: `version = 3\n[plugins.'io.containerd.cri.v1.images'.pinned_images]\nsandbox = 'example.com/pause:1'\n`,
    }

    expect((await effective("2.2.7", texts))?.sandboxImage).toMatchObject({
      value: "example.com/pause:1",
      at: { file: dropIn },
    })
    expect(textsAfter({}, await plan("2.2.7", texts))).toEqual({
      [dropIn]: texts[dropIn]?.replace("example.com/pause:1", image) ?? "",
    })
  })

  test("names are taken in the case in which the tree has them", async () => {
    const odd = "/Program Files/ContainerD/Config.toml"
    const mirror = { host: "registry.example.com:5000", url: "https://mirror.example.com" }

    const after = textsAfter({}, await plan("2.1.9", { [odd]: "version = 3\n" }, { registryMirrors: [mirror] }))

    expect(Object.keys(after)).toEqual([odd, "/Program Files/ContainerD/certs.d/registry.example.com_5000_/hosts.toml"])
    expect(after[odd]).toContain('config_path = "C:\\\\Program Files\\\\containerd\\\\certs.d"')
  })
})

describe("what a person is told", () => {
  test("endpoint, CNI directories and service commands are notes of the plan", async () => {
    const { notes } = await plan("1.7.34", { [config]: printed17 })

    expect(notes).toEqual([
      { code: "containerd-windows-endpoint", args: { endpoint } },
      {
        code: "containerd-windows-cni",
        args: { binDirs: ["C:\\opt\\cni\\bin"], confDir: "C:\\etc\\cni\\net.d" },
      },
      {
        code: "containerd-windows-service",
        args: { program: "C:\\Program Files\\containerd\\containerd.exe" },
      },
    ])
  })

  test("a cgroup driver that was asked for is left out and said so", async () => {
    const contribution = await plan("2.3.4", {}, { cgroupDriver: "systemd" })

    expect(contribution.notes[0]).toEqual({ code: "containerd-no-cgroups", args: {} })
    expect(textsAfter({}, contribution)[config]).not.toContain("runc")
  })

  test("another pipe is the endpoint", async () => {
    const node = await look("2.1.9", { [config]: "version = 3\n[grpc]\naddress = '\\\\.\\pipe\\other'\n" })

    expect(containerd.summarize(node).endpoint).toBe("npipe:////./pipe/other")
  })

  test("a tree whose release nobody stated has no containerd to configure", async () => {
    const machine = memoryMachine({ root: "/mnt/c", isLive: false, platform: "windows" })
    const node = await detectNode(machine, { initSystems, components: [containerd] })

    expect(containerd.summarize(node).isInstalled).toBe(false)
  })
})
