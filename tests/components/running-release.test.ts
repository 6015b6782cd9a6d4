// The release of a program that a service runs is what it tells over CRI, as long as the file on the disk is that program.
import { describe, expect, test } from "bun:test"
import { runningRelease } from "../../src/components/running-release.ts"
import type { ProgramFile, ReadingMachine } from "../../src/machine/reading.ts"
import { type Fact, known } from "../../src/model/facts/fact.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const program = "/usr/bin/containerd"
const at = { endpoint: "unix:///run/containerd/containerd.sock", runtimeName: "containerd" }
const told: Fact<string> = known("2.3.7", { kind: "socket", path: "/run/containerd/containerd.sock" })
const startedAt = Date.parse("2026-11-30T12:00:00Z")
const service = { name: "containerd.service", pid: 136, startedAt } as ServiceFacts

const node = memoryMachine({ files: { [program]: "ELF" } })
const { inode = 0 } = node.inspect(program) ?? {}
const onDisk: ProgramFile = { inode, device: node.device(program) ?? 0, changedAt: startedAt - 60_000 }

function releaseOf(running: ProgramFile | undefined, of: ServiceFacts | undefined = service, answer = told) {
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
    const { pid: _pid, ...stopped } = service
    const { startedAt: _at, ...sinceWhen } = service

    expect(await releaseOf(onDisk, stopped)).toBeUndefined()
    expect(await releaseOf(onDisk, sinceWhen)).toBeUndefined()
    expect(await releaseOf(undefined)).toBeUndefined()
    expect(
      await runningRelease({ machine: node, servedVersion: async () => told }, service, program, at),
    ).toBeUndefined()
  })
})
