// A node that is recorded and asked again answers exactly as it did, and no secret of it is written down.
import { describe, expect, test } from "bun:test"
import { readFileSync, statSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { type RecordingNote, recording } from "../../src/machine/recording.ts"
import { memoryMachine, succeeding } from "./memory-machine.ts"
import { recordedMachine } from "./recorded-machine.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const note: RecordingNote = { name: "test", recorded: { when: "2026-11-22", how: "by a test", criadm: "0.1.0" } }

describe("a recorded node", () => {
  test("gives the same answers about every kind of path of a real tree", () => {
    const root = directory.root()
    directory.file(join(root, "usr/lib/os-release"), "ID=debian\n", 0o640)
    directory.file(join(root, "etc/bytes"), Buffer.from([0, 255, 10, 128]))
    directory.file(join(root, "etc/empty"), "")
    directory.file(join(root, "etc/large"), Buffer.alloc(5_000_000))
    symlinkSync("../usr/lib/os-release", join(root, "etc/os-release"))
    symlinkSync("loop", join(root, "etc/loop"))
    const real = linuxMachine({ root })
    const listening = recording(real)
    const paths = ["os-release", "bytes", "empty", "large", "loop", "none", "bytes/below"].map((name) => `/etc/${name}`)
    const everything = (machine: typeof real | typeof listening | ReturnType<typeof recordedMachine>) =>
      ["/", "/etc", "/usr", "/none", ...paths].map((path) => ({
        read: plain(machine.readFile(path)),
        inspected: machine.inspect(path),
        names: machine.list(path),
        realPath: machine.resolve(path),
        type: machine.fileSystemType(path),
      }))

    const heard = everything(listening)
    listening.save(directory.at("tree"), note)
    const replayed = recordedMachine(directory.at("tree"))

    expect(heard).toEqual(everything(real))
    expect(everything(replayed)).toEqual(heard)
    expect(replayed.unasked).toEqual([])
    expect(readFileSync(directory.at("tree/files/etc/bytes"))).toEqual(Buffer.from([0, 255, 10, 128]))
    expect(replayed.node).toMatchObject({ ...note, root, isLive: false, platform: "linux", uid: real.uid })
  })

  test("gives the same answers of programs, sockets, calls and the clock", async () => {
    const node = memoryMachine({
      programs: { containerd: (argv) => succeeding(`ran ${argv.length}\n`), slow: () => timedOut },
      grpc: { "/run/x.sock": { "/a/B": (request) => ({ state: "answered", response: Buffer.from(request) }) } },
      now: 1234,
    })
    const listening = recording(node)
    const everything = async (machine: typeof node | typeof listening | ReturnType<typeof recordedMachine>) => ({
      programs: await Promise.all(
        [["containerd"], ["containerd", "--version"], ["slow"], ["none"]].map((argv) =>
          machine.run({ argv, timeoutSeconds: 1 }),
        ),
      ),
      accepts: [await machine.accepts("/run/x.sock"), await machine.accepts("/run/y.sock")],
      calls: await Promise.all(
        [
          { socket: "/run/x.sock", method: "/a/B", request: Buffer.from([1, 255]) },
          { socket: "/run/x.sock", method: "/a/B", request: Buffer.from([2]) },
          { socket: "/run/x.sock", method: "/a/None", request: Buffer.from([1]) },
          { socket: "/run/y.sock", method: "/a/B", request: Buffer.from([1]) },
        ].map((call) => machine.grpc({ ...call, timeoutMilliseconds: 1 })),
      ),
      now: machine.now(),
    })

    const heard = await everything(listening)
    listening.save(directory.at("programs"), note)
    const replayed = recordedMachine(directory.at("programs"))

    expect(await everything(replayed)).toEqual(heard)
    expect(heard.calls[0]).toEqual({ state: "answered", response: Buffer.from([1, 255]) })
    expect(replayed.unasked).toEqual([])
  })

  test("says which questions it was never asked, except about names that a directory is known not to have", () => {
    const listening = recording(memoryMachine({ files: { "/etc/a": "x", "/opt/b": "y" } }))
    listening.list("/etc")
    listening.save(directory.at("unasked"), note)
    const replayed = recordedMachine(directory.at("unasked"))

    expect(replayed.readFile("/etc/none")).toMatchObject({ state: "absent" })
    expect(replayed.readFile("/etc/a")).toMatchObject({ state: "absent" })
    expect(replayed.inspect("/opt/b")).toBeUndefined()

    expect(replayed.unasked).toEqual(["read /etc/a", "inspect /opt/b"])
  })

  test("has no secrets in it, and files keep their size", async () => {
    const config = `[plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]\n  password = "hunter2"\n`
    const node = memoryMachine({
      files: { "/etc/containerd/config.toml": config },
      programs: { containerd: () => succeeding(config) },
      grpc: { "/run/x.sock": { "/a/B": () => ({ state: "answered", response: Buffer.from(`"password":"hunter2"`) }) } },
    })
    const listening = recording(node)
    listening.readFile("/etc/containerd/config.toml")
    await listening.run({ argv: ["containerd", "config", "dump"], timeoutSeconds: 1 })
    await listening.grpc({ socket: "/run/x.sock", method: "/a/B", request: Buffer.from(""), timeoutMilliseconds: 1 })

    listening.save(directory.at("secret"), note)
    const replayed = recordedMachine(directory.at("secret"))
    const answer = await replayed.grpc({
      socket: "/run/x.sock",
      method: "/a/B",
      request: Buffer.from(""),
      timeoutMilliseconds: 1,
    })

    const file = directory.at("secret/files/etc/containerd/config.toml")
    expect(readFileSync(file, "utf8")).toBe(config.replace("hunter2", "xxxxxxx"))
    expect(statSync(file).size).toBe(config.length)
    expect(await replayed.run({ argv: ["containerd", "config", "dump"], timeoutSeconds: 1 })).toMatchObject({
      stdout: config.replace("hunter2", "xxxxxxx"),
    })
    expect(answer).toEqual({ state: "answered", response: Buffer.from(`"password":"xxxxxxx"`) })
  })
})

const timedOut = { state: "timed-out", command: [], stdout: "half", stderr: "" } as const

/** Bytes compared as bytes, whatever kind of array holds them. */
function plain<T extends object>(read: T): object {
  return "bytes" in read && read.bytes instanceof Uint8Array ? { ...read, bytes: Buffer.from(read.bytes) } : read
}
