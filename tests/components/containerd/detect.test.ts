// Detection on whole nodes in memory: what is found, and that nothing stops it.
import { describe, expect, test } from "bun:test"
import { containerd } from "../../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../../src/components/containerd/facts.ts"
import type { Ran } from "../../../src/machine/reading.ts"
import type { ServiceFacts } from "../../../src/model/service.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"
import { nodeOf } from "./a-node.ts"

type Description = Parameters<typeof memoryMachine>[0]

const service: ServiceFacts = {
  name: "containerd",
  state: "active",
  startsAtBoot: true,
  command: ["/usr/bin/containerd"],
  environment: {},
  files: [],
  canReload: false,
}

function printing(stdout: string): () => Ran {
  return () => ({ state: "ran", command: [], exitCode: 0, stdout, stderr: "" })
}

const debian = "containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6+b4\n"
const program = { "/usr/bin/containerd": "ELF" }

async function detect(
  description: Description,
  more: { readonly command?: readonly string[]; readonly service?: false; readonly statedVersion?: string } = {},
): Promise<ContainerdFacts> {
  const found = more.service === false ? undefined : { ...service, command: more.command ?? service.command }
  const facts = await containerd.detect({
    machine: memoryMachine(description),
    initSystem: "systemd",
    service: async (names) => (names.includes("containerd") ? found : undefined),
    services: async () => [],
    answers: {},
    ...(more.statedVersion === undefined ? {} : { statedVersion: more.statedVersion }),
  })
  return facts as ContainerdFacts
}

const pathsOf = (facts: ContainerdFacts) =>
  facts.files.map((file) => `${file.state} ${file.source.kind === "file" ? file.source.path : ""}`)

describe("the release", () => {
  test("is what the service's own program says", async () => {
    const files = { ...program, "/usr/local/bin/containerd": "ELF" }
    const programs = {
      "/usr/bin/containerd --version": printing(debian),
      "/usr/local/bin/containerd --version": printing("containerd github.com/containerd/containerd/v2 v2.2.7 abc\n"),
    }

    const facts = await detect({ files, programs }, { command: ["/usr/local/bin/containerd"] })

    expect(facts.program).toBe("/usr/local/bin/containerd")
    expect(facts.version).toMatchObject({ state: "known", value: "2.2.7" })
    expect(facts.binaries).toMatchObject([{ path: "/usr/local/bin/containerd" }, { path: "/usr/bin/containerd" }])
  })

  test("is what the person said where no program can be asked", async () => {
    const facts = await detect({ files: program, isLive: false }, { statedVersion: "1.6.20" })

    expect(facts.version).toEqual({
      state: "known",
      value: "1.6.20",
      source: { kind: "flag", flag: "--runtime-version" },
    })
  })

  test("is what the package manager recorded where nobody says it", async () => {
    const status =
      "Package: other\nStatus: install ok installed\nVersion: 9.9\n\n" +
      "Package: containerd\nStatus: install ok installed\nVersion: 1.7.24~ds1-6+deb13u1\n"

    const facts = await detect({ files: { ...program, "/var/lib/dpkg/status": status }, isLive: false })

    expect(facts.version).toEqual({
      state: "known",
      value: "1.7.24",
      source: { kind: "file", path: "/var/lib/dpkg/status" },
    })
  })

  test("is not known from a program that prints something else", async () => {
    const facts = await detect({ files: program, programs: { containerd: printing("hello") } })

    expect(facts.version.state).toBe("not-understood")
    expect(containerd.findings(nodeOf(facts)).map(({ code }) => code)).toEqual(["containerd-release-not-known"])
  })
})

describe("the configuration", () => {
  const programs = { containerd: printing(debian) }

  test("is the file that the service names, in every spelling", async () => {
    for (const command of [
      ["/usr/bin/containerd", "--config", "/opt/c.toml"],
      ["/usr/bin/containerd", "--config=/opt/c.toml"],
      ["/usr/bin/containerd", "-c", "/opt/c.toml"],
    ]) {
      const facts = await detect({ files: { ...program, "/opt/c.toml": "version = 2\n" }, programs }, { command })
      expect([facts.configPath, facts.isConfigNamed, pathsOf(facts)]).toEqual([
        "/opt/c.toml",
        true,
        ["known /opt/c.toml"],
      ])
    }
  })

  test("is read in merge order, with what is named and not there", async () => {
    const files = {
      ...program,
      "/etc/containerd/config.toml": 'version = 2\nimports = ["conf.d/*.toml", "missing.toml"]\n',
      "/etc/containerd/conf.d/b.toml": "version = 2\n",
      "/etc/containerd/conf.d/a.toml": 'version = 2\nimports = ["../more.toml"]\n',
      "/etc/containerd/conf.d/c.conf": "not read",
      "/etc/containerd/more.toml": "version = 2\n",
    }

    const facts = await detect({ files, programs })

    expect(pathsOf(facts)).toEqual([
      "known /etc/containerd/config.toml",
      "known /etc/containerd/conf.d/a.toml",
      "known /etc/containerd/conf.d/b.toml",
      "absent /etc/containerd/missing.toml",
      "known /etc/containerd/more.toml",
    ])
  })

  test("leaves drop-ins aside that nothing imports, and says so", async () => {
    const files = { ...program, "/etc/containerd/conf.d/a.toml": "version = 2\n" }

    const facts = await detect({ files, programs })

    expect(pathsOf(facts)).toEqual(["absent /etc/containerd/config.toml"])
    expect(facts.strayDropIns).toHaveLength(1)
  })

  test("that is a directory or no text is a fact, not an end", async () => {
    const facts = await detect({ files: program, directories: ["/etc/containerd/config.toml"], programs })

    expect(facts.files.map(({ state }) => state)).toEqual(["unreadable"])
    expect(containerd.findings(nodeOf(facts))[0]?.code).toBe("containerd-config-unreadable")
  })
})

test("the socket is the one the configuration names, and somebody listens or not", async () => {
  const files = { ...program, "/etc/containerd/config.toml": 'version = 2\n[grpc]\naddress = "/run/own.sock"\n' }
  const programs = { containerd: printing(debian) }

  const facts = await detect({ files, programs, grpc: { "/run/own.sock": {} } })
  const summary = containerd.summarize(nodeOf(facts))

  expect([summary.endpoint, summary.isListening]).toEqual(["unix:///run/own.sock", true])
})

test("a node without containerd is told so", async () => {
  const facts = await detect({}, { service: false })

  expect(containerd.summarize(nodeOf(facts))).toEqual({ isInstalled: false, rows: [] })
  expect(containerd.findings(nodeOf(facts))).toEqual([])
})

describe("a configuration without a program, service or socket", () => {
  const files = { "/etc/containerd/config.toml": "version = 2\n" }

  test("is shown as what a removed package left, and is no runtime", async () => {
    const node = nodeOf(await detect({ files }, { service: false }))

    expect(containerd.summarize(node)).toEqual({
      isInstalled: false,
      rows: [
        { label: "program", text: "none" },
        { label: "configuration", text: "/etc/containerd/config.toml" },
      ],
    })
    expect(containerd.findings(node)).toEqual([])
  })

  test("is the configuration of a containerd when the person says its release", async () => {
    const node = nodeOf(await detect({ files }, { service: false, statedVersion: "2.1.9" }))

    expect(containerd.summarize(node)).toMatchObject({ isInstalled: true, version: "2.1.9" })
  })
})
