// What programs printed in an earlier run is believed as long as nothing that it is made of has changed, and no longer.
import { describe, expect, test } from "bun:test"
import { isToBeKeptAfter, keepAnswers } from "../../src/apply/run/keep-answers.ts"
import { containerd } from "../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../src/components/containerd/facts.ts"
import { answersFile, fromText, toText } from "../../src/components/kept-answers.ts"
import { lookAtOciRuntimes } from "../../src/components/oci-runtimes/look.ts"
import { askRelease } from "../../src/components/program-asker.ts"
import type { FileIdentity, ReadingMachine } from "../../src/machine/reading.ts"
import { recording } from "../../src/machine/recording.ts"
import type { WritingMachine } from "../../src/machine/writing.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { layered } from "../../src/packages/layered.ts"
import { failing, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const program = "/usr/bin/containerd"
const config = "/etc/containerd/config.toml"
const elf = `\u007fELF${"\u0002\u0001\u0001".padEnd(12, "\0")}\u0002\0>\0${"\0".repeat(64)}`
const configuration = 'version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n'

const service: ServiceFacts = {
  name: "containerd",
  state: "active",
  startsAtBoot: true,
  command: [program],
  environment: {},
  files: [],
  canReload: false,
}

const dump = `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.8"
  [plugins."io.containerd.grpc.v1.cri".registry.configs."registry.test".auth]
    password = "secret-of-the-registry"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`

/** A node whose programs are counted, with the identities that files have on a real one. */
function liveNode(files: Readonly<Record<string, string>> = {}, exitCode = 0) {
  const started: string[] = []
  const counting = (stdout: string) => (argv: readonly string[]) => {
    started.push(argv.slice(1).at(-1) ?? "")
    return { ...succeeding(stdout), exitCode }
  }
  const memory = memoryMachine({
    files: { [program]: elf, [config]: configuration, ...files },
    directories: ["/var/lib/criadm", "/etc/containerd/conf.d"],
    programs: {
      [`${program} --version`]: counting("containerd github.com/containerd/containerd v1.7.24 abc\n"),
      [`${program} --config ${config} config dump`]: counting(dump),
    },
  })
  const changed = new Map<string, Partial<FileIdentity>>()
  const machine: WritingMachine = {
    ...memory,
    identity(path) {
      const entry = memory.inspect(memory.resolve(path) ?? path)
      if (entry === undefined) return undefined
      const { inode, size, modifiedAt } = entry
      // A package manager sets the time of what it unpacked, and renames it then.
      const now = { device: memory.device(path) ?? 0, inode, size, modifiedAt, changedAt: modifiedAt + 1 }
      return { ...now, ...changed.get(path) }
    },
  }
  return { memory, machine, started, changed }
}

type LiveNode = ReturnType<typeof liveNode>

/** One look at the node, as every command has it. */
async function look({ machine, started }: LiveNode, state: ServiceFacts["state"] = "active") {
  started.length = 0
  const looked: ReadingMachine = { ...machine }
  const facts = await containerd.detect({
    machine: looked,
    initSystem: "systemd",
    service: async () => ({ ...service, state }),
    services: async () => [],
    answers: {},
  })
  return { looked, facts: facts as ContainerdFacts, started: [...started] }
}

/** After a look at the end of a run. */
async function kept(node: LiveNode = liveNode()): Promise<LiveNode> {
  await keepAnswers(node.machine, (await look(node)).looked)
  return node
}

describe("what containerd printed in an earlier run", () => {
  test("is not asked again, and the facts are the same", async () => {
    const node = liveNode()
    const before = await look(node)
    await kept(node)
    const after = await look(node)

    expect(before.started.toSorted()).toEqual(["--version", "dump"])
    expect(after.started).toEqual([])
    expect(after.facts).toEqual(before.facts)
    expect(after.facts.dump).toMatchObject({ sandboxImage: "registry.k8s.io/pause:3.8", handlers: { runc: false } })
  })

  test.each(["device", "inode", "size", "modifiedAt", "changedAt"] as const)(
    "is asked again where the program has another %s",
    async (member) => {
      const node = await kept()
      const now = node.machine.identity?.(program)
      node.changed.set(program, { [member]: (now?.[member] ?? 0) + 1 })

      expect((await look(node)).started.toSorted()).toEqual(["--version", "dump"])
    },
  )

  test.each([
    ["the configuration changed", (node: LiveNode) => node.memory.put(config, `${configuration}\n`)],
    ["a file came that it imports", (node: LiveNode) => node.memory.put("/etc/containerd/conf.d/a.toml", "")],
    ["the configuration is gone", (node: LiveNode) => node.memory.take(config)],
  ])("is asked for its configuration again where %s", async (_, change) => {
    const node = await kept()
    change(node)

    expect((await look(node)).started).toEqual(["dump"])
  })

  test("is asked for its configuration again where its release is another one by now, which reads other files", async () => {
    const imported = "/etc/containerd/conf.d/a.toml"
    const dumped = `${program} --config ${config} config dump`
    const node = liveNode({ [config]: 'version = 2\nimports = ["conf.d/*.toml"]\n', [imported]: "[debug]\n" })
    // 1.7.10 looks for relative globs elsewhere: tables/releases.ts, matchesRelativeGlobs.
    node.memory.programs.set(`${program} --version`, () => succeeding("containerd containerd v1.7.10 abc\n"))
    const { looked } = await look(node)
    node.memory.programs.set(`${program} --version`, () => succeeding("containerd containerd v1.7.24 abc\n"))
    node.memory.put(program, `${elf} of another release`)
    await keepAnswers(node.machine, looked)
    node.memory.take(imported)
    node.memory.programs.set(dumped, () => succeeding(dump.replace("pause:3.8", "pause:3.9")))

    expect((await look(node)).facts.dump).toMatchObject({ sandboxImage: "registry.k8s.io/pause:3.9" })
  })

  test("is asked again where its service does not run, for it may not start any more", async () => {
    const node = await kept()
    for (const command of node.memory.programs.keys()) {
      node.memory.programs.set(command, () => failing("error while loading shared libraries: libseccomp.so.2", 127))
    }
    const { facts } = await look(node, "failed")

    expect(facts.version).toMatchObject({ state: "not-understood", reason: "exit code 127" })
    expect(facts.dump).toMatchObject({ exitCode: 127 })
  })

  test.each([
    ["its release is not known", "containerd example.org/containerd dev abc\n", ""],
    ["its release is newer than the tables", "containerd containerd v99.0.0 abc\n", ""],
    ["it should end over a file whose imports are then not followed", "containerd containerd v2.1.4 abc\n", "\ufeff"],
  ])("is asked for its configuration each time where %s", async (_, release, before) => {
    const imported = "/etc/containerd/conf.d/a.toml"
    const node = liveNode({ [config]: `${before}${configuration}`, [imported]: "[debug]\n" })
    node.memory.programs.set(`${program} --version`, () => succeeding(release))
    const { facts } = await look(await kept(node))
    node.memory.put(imported, "")
    node.memory.programs.set(`${program} --config ${config} config dump`, () => succeeding("version = 2\n"))

    expect(facts.dump).toMatchObject({ sandboxImage: "registry.k8s.io/pause:3.8" })
    expect((await look(node)).facts.dump).not.toHaveProperty("sandboxImage")
  })

  test.each([
    ["a line of a log", '{"level":"warning","msg":"a plugin is deprecated"}\nversion = 2\n'],
    ["JSON", "{}\n"],
  ])("is no dump where it begins with %s", async (_, printed) => {
    const node = liveNode()
    node.memory.programs.set(`${program} --config ${config} config dump`, () => succeeding(printed))
    const { facts, looked } = await look(node)
    await keepAnswers(node.machine, looked)

    expect(facts.dump).toEqual({ command: [program, "--config", config, "config", "dump"], exitCode: 0 })
    expect(fromText(node.memory.text(answersFile) ?? "").map(({ argv }) => argv.at(-1))).toEqual(["--version"])
  })

  test("counts again where the configuration is back as it was", async () => {
    const node = await kept()
    node.memory.put(config, `${configuration}# a line\n`)
    node.memory.put(config, configuration)

    expect((await look(node)).started).toEqual([])
  })

  test("is asked again where an imported file changed, came back with other bytes, or went", async () => {
    const imported = "/etc/containerd/conf.d/a.toml"
    const node = await kept(liveNode({ [imported]: "[debug]\n" }))
    expect((await look(node)).started).toEqual([])

    node.memory.put(imported, '[debug]\n  level = "info"\n')
    expect((await look(node)).started).toEqual(["dump"])

    node.memory.take(imported)
    expect((await look(node)).started).toEqual(["dump"])
  })
})

/** What an OCI runtime is said to be, before and after runc became another one. */
async function releasesOf(place: string, ...outputs: readonly string[]) {
  const node = liveNode({ [place]: elf })
  const releases: (string | undefined)[] = []
  for (const output of outputs) {
    node.memory.programs.set(`${place} --version`, () => succeeding(output))
    const looked: ReadingMachine = { ...node.machine }
    const { ociRuntimes } = await lookAtOciRuntimes({ machine: looked }, undefined, [{ handler: "h", program: place }])
    releases.push(ociRuntimes?.[0]?.release)
    await keepAnswers(node.machine, looked)
  }
  return releases
}

describe("what an OCI runtime printed in an earlier run", () => {
  test("is not asked again where it is of itself", async () => {
    expect(await releasesOf("/usr/bin/runc", "runc version 1.1.12\n", "runc version 1.3.4\n")).toEqual([
      "1.1.12",
      "1.1.12",
    ])
  })

  // NVIDIA/nvidia-container-toolkit 1.17.8, internal/runtime/runtime.go, Run.
  test("is asked again where it is of the runc behind it", async () => {
    const toolkit = "NVIDIA Container Runtime version 1.17.8\ncommit: f202b80\nspec: 1.2.1\n\n"
    const printed = ["1.1.12", "1.3.4"].map((release) => `${toolkit}runc version ${release}\n`)

    expect(await releasesOf("/usr/bin/nvidia-container-runtime", ...printed)).toEqual(["1.1.12", "1.3.4"])
  })
})

describe("the file of kept answers", () => {
  test("has no credentials in it, and nobody else may read it", async () => {
    const node = await kept()

    expect(node.memory.text(answersFile)).toContain("pause:3.8")
    expect(node.memory.text(answersFile)).not.toContain("secret-of-the-registry")
    expect(node.memory.inspect(answersFile)).toMatchObject({ mode: 0o600 })
  })

  test.each([
    ["it is not there", (node: LiveNode) => node.memory.take(answersFile)],
    [
      "it is cut off",
      (node: LiveNode) => node.memory.put(answersFile, (node.memory.text(answersFile) ?? "").slice(0, 99)),
    ],
    ["it is JSON of another kind", (node: LiveNode) => node.memory.put(answersFile, "[null]")],
    ["an answer in it is not whole", (node: LiveNode) => node.memory.put(answersFile, toText([{} as never]))],
    [
      "another criadm wrote it",
      (node: LiveNode) =>
        node.memory.put(answersFile, (node.memory.text(answersFile) ?? "").replace(/"writer": "/, "$&0.0.1 ")),
    ],
    [
      "it is somebody else's",
      (node: LiveNode) =>
        node.memory.put(answersFile, node.memory.text(answersFile) ?? "", { mode: 0o600, uid: 1000, gid: 0 }),
    ],
    [
      "somebody else may write to it",
      (node: LiveNode) =>
        node.memory.put(answersFile, node.memory.text(answersFile) ?? "", { mode: 0o622, uid: 0, gid: 0 }),
    ],
  ])("counts for nothing where %s", async (_, change) => {
    const node = await kept()
    change(node)

    expect((await look(node)).started.toSorted()).toEqual(["--version", "dump"])
  })

  test("is not made on a node that criadm has changed nothing on", async () => {
    const node = liveNode()
    node.memory.take("/var/lib/criadm")
    await kept(node)

    expect(node.memory.inspect("/var/lib/criadm")).toBeUndefined()
  })

  test("is written once, and not again where nothing changed", async () => {
    const node = await kept()
    const acts = node.memory.acts.length
    await kept(node)

    expect(node.memory.acts.length).toBe(acts)
  })

  test("is not written again where the programs were asked in another order", async () => {
    const programs = ["/usr/bin/kubelet", "/usr/bin/runc"]
    const node = liveNode(Object.fromEntries(programs.map((one) => [one, elf])))
    for (const one of programs) node.memory.programs.set(`${one} --version`, () => succeeding("1.2.3\n"))
    const keepInOrder = async (order: readonly string[]) => {
      const looked: ReadingMachine = { ...node.machine }
      for (const one of order) await askRelease(looked, [one, "--version"], 5)
      await keepAnswers(node.machine, looked)
      return node.memory.acts.length
    }

    expect(await keepInOrder(programs.toReversed())).toBe(await keepInOrder(programs))
    expect(fromText(node.memory.text(answersFile) ?? "")).toHaveLength(2)
  })

  test("is not made while a run waits to be confirmed, whose time is running", () => {
    const applied = { kind: "applied", verified: [] } as const

    expect(isToBeKeptAfter(applied)).toBe(true)
    expect(isToBeKeptAfter({ kind: "nothing-to-do", verified: [] })).toBe(true)
    expect(isToBeKeptAfter({ ...applied, confirmSeconds: 60 })).toBe(false)
    expect(isToBeKeptAfter({ kind: "rolled-back", verified: [] })).toBe(false)
  })

  test("that cannot be written stops nothing", async () => {
    const node = liveNode()
    node.memory.failAt(1, "ENOSPC")
    await kept(node)

    expect(node.memory.inspect(answersFile)).toBeUndefined()
  })

  test("holds no answer of a script, which may start anything", async () => {
    const node = await kept(liveNode({ [program]: '#!/bin/sh\nexec /opt/containerd "$@"\n' }))

    expect(fromText(node.memory.text(answersFile) ?? "")).toEqual([])
  })

  test("holds no answer of a program that is called by another name than its own", async () => {
    const node = await kept(liveNode({ [program]: "", "/usr/bin/snap": elf }))
    node.memory.take(program)
    node.memory.putLink(program, "/usr/bin/snap")
    await kept(node)

    expect(fromText(node.memory.text(answersFile) ?? "")).toEqual([])
  })

  test("holds answers of a program that is linked to with its release", async () => {
    const node = liveNode({ "/opt/containerd-1.7.24": elf })
    node.memory.take(program)
    node.memory.putLink(program, "/opt/containerd-1.7.24")
    await kept(node)

    expect(fromText(node.memory.text(answersFile) ?? "")).toHaveLength(2)
  })

  test("holds no answer of a program in an image, whose times and inode the next image may have too", async () => {
    const node = liveNode()
    node.changed.set(program, { modifiedAt: 0, changedAt: 0 })
    await kept(node)

    expect(fromText(node.memory.text(answersFile) ?? "")).toEqual([])
  })

  test("holds no answer of a program that failed, which is not asked once more", async () => {
    const node = liveNode({}, 1)
    await kept(node)

    expect(node.started.toSorted()).toEqual(["--version", "dump"])

    expect(fromText(node.memory.text(answersFile) ?? "")).toEqual([])
  })

  test("holds no answer during which the configuration changed", async () => {
    const node = liveNode()
    const { looked } = await look(node)
    const command = `${program} --config ${config} config dump`
    const asked = node.memory.programs.get(command)
    node.memory.programs.set(command, (argv, machine, how) => {
      machine.put(config, "version = 2\n")
      return asked?.(argv, machine, how) ?? succeeding()
    })
    await keepAnswers(node.machine, looked)

    expect(fromText(node.memory.text(answersFile) ?? "").map(({ argv }) => argv.at(-1))).toEqual(["--version"])
  })

  test("says nothing of a program that is about to come under the same path", async () => {
    const node = await kept()
    const layer = memoryMachine({ files: { [program]: `${elf} of another release` } })
    const below = "/var/cache/criadm/contents"
    const coming = `${below}${program} --version`
    node.memory.programs.set(coming, () => succeeding("containerd github.com/containerd/containerd/v2 v2.3.7 abc\n"))

    const { facts } = await look({ ...node, machine: { ...node.machine, ...layered(node.machine, layer, below) } })

    expect(facts.version).toMatchObject({ value: "2.3.7" })
  })

  test("is passed over where a node is recorded, which shall have what programs print", async () => {
    const node = await kept()
    const { started } = await look({ ...node, machine: { ...node.machine, ...recording(node.machine) } })

    expect(started.toSorted()).toEqual(["--version", "dump"])
  })

  test("says nothing of a tree that is not running", async () => {
    const node = await kept()
    const facts = await look({ ...node, machine: { ...node.machine, isLive: false } })

    expect(facts.facts.dump).toBeUndefined()
  })
})
