// The release of a program that a service runs is what it tells over CRI, as long as the file on the disk is that program.
import { describe, expect, test } from "bun:test"
import type { Component } from "../../src/components/component.ts"
import { containerd } from "../../src/components/containerd/component.ts"
import { crio } from "../../src/components/crio/component.ts"
import { runningRelease } from "../../src/components/running-release.ts"
import type { ProgramFile, Ran, ReadingMachine } from "../../src/machine/reading.ts"
import { type Fact, known } from "../../src/model/facts/fact.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const program = "/usr/bin/containerd"
const at = { endpoint: "unix:///run/containerd/containerd.sock", runtimeName: "containerd" }
const told: Fact<string> = known("2.3.7", { kind: "socket", path: "/run/containerd/containerd.sock" })
const startedAt = Date.parse("2026-11-30T12:00:00Z")

const started: ServiceFacts = {
  name: "containerd",
  state: "active",
  startsAtBoot: true,
  pid: 136,
  startedAt,
  command: [],
  environment: {},
  files: [],
  canReload: false,
}

function printing(stdout: string): () => Ran {
  return () => ({ state: "ran", command: [], exitCode: 0, stdout, stderr: "" })
}

const node = memoryMachine({ files: { [program]: "ELF" } })
const { inode = 0 } = node.inspect(program) ?? {}
const onDisk: ProgramFile = { inode, device: node.device(program) ?? 0, changedAt: startedAt - 60_000 }

function releaseOf(running: ProgramFile | undefined, of: ServiceFacts | undefined = started, answer = told) {
  const machine: ReadingMachine = { ...node, programOf: (pid) => (pid === 136 ? running : undefined) }
  const servedVersion = async (endpoint: string, name: string) =>
    endpoint === at.endpoint && name === at.runtimeName ? answer : undefined
  return runningRelease({ machine, servedVersion }, of, program, at)
}

describe("the release of a program that runs", () => {
  test("is what it tells over CRI where the process has this very file", async () => {
    expect(await releaseOf(onDisk)).toEqual(told)
  })

  test("is not known that way where a package has put another file in its place", async () => {
    expect(await releaseOf({ ...onDisk, inode: inode + 1 })).toBeUndefined()
    expect(await releaseOf({ ...onDisk, device: onDisk.device + 1 })).toBeUndefined()
  })

  test("is not known that way where the file was written to after the start, or in that second", async () => {
    expect(await releaseOf({ ...onDisk, changedAt: startedAt + 1 })).toBeUndefined()
    expect(await releaseOf({ ...onDisk, changedAt: startedAt })).toBeUndefined()
  })

  test("is not known that way where nothing runs, or it is not known since when", async () => {
    const { pid: _pid, ...stopped } = started
    const { startedAt: _at, ...sinceWhen } = started

    expect(await releaseOf(onDisk, stopped)).toBeUndefined()
    expect(await releaseOf(onDisk, sinceWhen)).toBeUndefined()
    expect(await releaseOf(undefined)).toBeUndefined()
    expect(
      await runningRelease({ machine: node, servedVersion: async () => told }, started, program, at),
    ).toBeUndefined()
  })
})

describe("a runtime whose files name another endpoint than the one that answers", () => {
  const usual = { containerd: "unix:///run/containerd/containerd.sock", crio: "unix:///run/crio/crio.sock" }
  const programs = {
    "/usr/bin/containerd --version": printing("containerd github.com/containerd/containerd 1.7.24 abc\n"),
    "/usr/bin/crio --version": printing("crio version 1.34.2\n"),
  }

  /** The release that is found of a running one with this configuration, while somebody answers at the usual endpoint. */
  async function found(component: Component, configuration: string, text: string) {
    const path = `/usr/bin/${component.id}`
    const machine = memoryMachine({ files: { [path]: "ELF", [configuration]: text }, programs })
    const ran = { inode: machine.inspect(path)?.inode ?? 0, device: machine.device(path) ?? 0, changedAt: 0 }
    const facts = await component.detect({
      machine: { ...machine, programOf: () => ran },
      initSystem: "systemd",
      service: async (names) =>
        names.includes(component.id) ? { ...started, name: component.id, command: [path] } : undefined,
      services: async () => [],
      answers: {},
      servedVersion: async (endpoint) =>
        Object.values(usual).includes(endpoint) ? known("2.3.7", { kind: "socket", path: "/run/x.sock" }) : undefined,
    })
    return (facts as { readonly version: Fact<string> }).version
  }

  test.each([
    {
      component: containerd,
      file: "/etc/containerd/config.toml",
      text: 'version = 2\n[grpc]\n  address = "/run/own/containerd.sock"\n',
      own: "1.7.24",
    },
    {
      component: crio,
      file: "/etc/crio/crio.conf",
      text: '[crio.api]\nlisten = "/run/own/crio.sock"\n',
      own: "1.34.2",
    },
  ])("is asked itself: $component.name", async ({ component, file, text, own }) => {
    expect(await found(component, file, text)).toMatchObject({ value: own, source: { kind: "program" } })
    expect(await found(component, file, "")).toMatchObject({ value: "2.3.7", source: { kind: "socket" } })
  })
})
