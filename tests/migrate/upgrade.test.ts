// Where a node's runtime came from, what that source has, and what the node would be judged by then: on recorded nodes, with
// apt's answers as it prints them.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { upgradeOf } from "../../src/criadm/upgrade.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import type { FileRead, ReadingMachine } from "../../src/machine/reading.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import { recordedNode } from "../machine/recorded-machine.ts"

const file = "/etc/containerd/config.toml"
const madison = [
  "containerd | 2.3.7~ds1-2 | http://deb.example.test trixie-backports/main amd64 Packages",
  "containerd | 2.2.1-0deb13 | http://deb.example.test trixie-updates/main amd64 Packages",
  "containerd | 1.7.24~ds1-6+b4 | http://deb.example.test trixie/main amd64 Packages",
].join("\n")

/** Debian 13 with its containerd 1.7.24. */
function trixie(config?: string): ReadingMachine {
  const recorded = recordedNode("trixie")
  const readFile = (path: string): FileRead => {
    if (config === undefined || path !== file) return recorded.readFile(path)
    return { state: "read", path, realPath: path, mode: 0o644, uid: 0, gid: 0, bytes: new TextEncoder().encode(config) }
  }
  const inspect: ReadingMachine["inspect"] = (path) => {
    if (path === "/usr/bin/apt-get") return recorded.inspect("/usr/bin/containerd")
    return recorded.inspect(path)
  }
  return {
    ...recorded,
    readFile,
    inspect,
    resolve: (path) => (path === "/usr/bin/apt-get" ? path : recorded.resolve(path)),
    async run(command) {
      if (command.argv[0] !== "apt-cache") return recorded.run(command)
      return { state: "ran", command: command.argv, exitCode: 0, stdout: madison, stderr: "" }
    },
  }
}

async function upgraded(to: string, machine = trixie(), given: Answers = {}, placed?: string) {
  const node = await detectNode(machine, { initSystems, components })
  const runtime = components.find(({ id }) => id === "containerd")!
  const asItWillBe = async (asItIs: NodeFacts) =>
    ({ ok: true, value: { ...asItIs, toBeInstalled: { release: "2.3.7" } as never } }) as const
  return upgradeOf(machine, node, components, runtime, { to, given, placed }, asItWillBe)
}

describe("the source of another release", () => {
  test("is the package manager where it has the program: exactly that version, and the one that is there for the way back", async () => {
    expect(await upgraded("2.2")).toMatchObject({
      ok: true,
      value: {
        from: "1.7.24",
        to: "2.2.1",
        by: {
          source: "packages",
          manager: "apt",
          there: expect.stringContaining("--only-upgrade containerd=2.2.1-0deb13"),
          back: expect.stringMatching(/--allow-downgrades containerd=1\.7\.24~ds1-6\S*$/),
        },
      },
    })
    expect(await upgraded("2.3.7")).toMatchObject({ ok: true, value: { to: "2.3.7" } })
  })

  test("is the archives that criadm has placed, where it did", async () => {
    expect(await upgraded("2.3", trixie(), { checksums: "/root/sums" }, "containerd")).toMatchObject({
      ok: true,
      value: {
        to: "2.3.7",
        by: {
          source: "archives",
          values: { install: "upstream", runtime: "containerd", "runtime-release": "2.3.7", checksums: "/root/sums" },
        },
      },
    })
  })

  test("is none where the node is of that release, or where nobody has it", async () => {
    expect(await upgraded("1.7")).toEqual({ ok: true, value: undefined })
    expect(await upgraded("2.4")).toMatchObject({
      ok: false,
      fault: {
        code: "release-not-in-packages",
        args: { package: "containerd", offered: ["2.3.7", "2.2.1", "1.7.24"] },
      },
    })
    expect(await upgraded("1.6")).toMatchObject({ ok: false, fault: { code: "release-is-older" } })
    expect(await upgraded("2.2", trixie(), { install: "upstream" })).toMatchObject({
      ok: false,
      fault: { code: "another-release-there" },
    })
  })

  test("is not known where no package has the program", async () => {
    const machine = trixie()
    const without: ReadingMachine = {
      ...machine,
      readFile: (path) => (path === "/var/lib/dpkg/status" ? { state: "absent", path } : machine.readFile(path)),
    }
    expect(await upgraded("2.2", without)).toMatchObject({ ok: false, fault: { code: "release-source-unknown" } })
  })
})

describe("whether the node is ready for it", () => {
  async function codesOf(config: string, to = "2.3"): Promise<readonly string[]> {
    const found = await upgraded(to, trixie(config))
    if (!found.ok || found.value === undefined) throw new Error(JSON.stringify(found))
    return found.value.findings.map(({ code, severity }) => `${severity} ${code}`)
  }

  test("is told by what check would say with that release and not with this one", async () => {
    const shim = `version = 2
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runtime.v1.linux"
`
    expect(await codesOf(shim)).toEqual(["failure containerd-runtime-type-gone"])
    expect(await codesOf("version = 2\n")).toEqual([])
  })

  test("has the limit of open files that the newer unit no longer sets, and the schema for later", async () => {
    const found = await upgraded("2.3", trixie("version = 2\n"))
    expect(found).toMatchObject({ ok: true, value: { losesOpenFiles: true, newerSchema: "4" } })
  })
})
