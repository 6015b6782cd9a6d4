// Reading a node's files, on real files: what is odd is an answer, never a hang, an exception or a way out of the root.
import { describe, expect, test } from "bun:test"
import { execFileSync } from "node:child_process"
import { linkSync, mkdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()

function node() {
  const root = directory.root()
  return { root, machine: linuxMachine({ root }) }
}

describe("reading a file", () => {
  test("a file has its bytes, mode and owner, and its path as the node sees it", () => {
    const { root, machine } = node()
    directory.file(join(root, "etc/a.toml"), "version = 2\n", 0o640)

    expect(machine.readFile("/etc/a.toml")).toEqual({
      state: "read",
      path: "/etc/a.toml",
      realPath: "/etc/a.toml",
      bytes: Buffer.from("version = 2\n"),
      mode: 0o640,
      uid: statSync(root).uid,
      gid: statSync(join(root, "etc/a.toml")).gid,
    })
  })

  test("an absolute link is followed inside the root, never out of it", () => {
    const { root, machine } = node()
    directory.file(join(root, "data/a"), "inside")
    directory.file(directory.at("outside"), "outside")
    mkdirSync(join(root, "etc"))
    symlinkSync("/data/a", join(root, "etc/absolute"))
    symlinkSync("../../../../../../../../data/a", join(root, "etc/climbing"))
    symlinkSync(directory.at("outside"), join(root, "etc/escaping"))
    symlinkSync("../../outside", join(root, "etc/escaping-too"))

    expect(machine.readFile("/etc/absolute")).toMatchObject({ state: "read", realPath: "/data/a" })
    expect(machine.readFile("/etc/climbing")).toMatchObject({ state: "read", realPath: "/data/a" })
    expect(machine.readFile("/etc/escaping")).toEqual({ state: "absent", path: "/etc/escaping" })
    expect(machine.readFile("/etc/escaping-too")).toMatchObject({ state: "absent" })
    expect(machine.readFile("/../outside")).toMatchObject({ state: "absent" })
    expect(machine.inspect("/..")?.inode).toBe(statSync(root).ino)
  })

  test("links in a circle are unreadable with ELOOP", () => {
    const { root, machine } = node()
    symlinkSync("b", join(root, "a"))
    symlinkSync("a", join(root, "b"))

    expect(machine.readFile("/a")).toEqual({ state: "unreadable", path: "/a", why: "ELOOP" })
    expect(machine.resolve("/a")).toBeUndefined()
    expect(machine.inspect("/a")).toMatchObject({ kind: "symlink", target: "b" })
  })

  test("a FIFO without a writer does not block", () => {
    const { root, machine } = node()
    execFileSync("mkfifo", [join(root, "fifo")])

    expect(machine.readFile("/fifo")).toEqual({ state: "unreadable", path: "/fifo", why: "not-a-regular-file" })
    expect(machine.inspect("/fifo")?.kind).toBe("other")
  })

  test("a directory, a socket and a path through a file say what they are", () => {
    const { root, machine } = node()
    directory.file(join(root, "etc/file"), "")
    const server = createServer().listen(join(root, "socket"))

    expect(machine.readFile("/etc")).toMatchObject({ state: "unreadable", why: "directory" })
    expect(machine.readFile("/socket")).toMatchObject({ state: "unreadable", why: "not-a-regular-file" })
    expect(machine.inspect("/socket")?.kind).toBe("socket")
    expect(machine.readFile("/etc/file/below")).toMatchObject({ state: "absent" })
    expect(machine.readFile("/etc/none")).toMatchObject({ state: "absent" })
    server.close()
  })

  test("a file of 20 MB is too large, unless so much was asked for", () => {
    const { root, machine } = node()
    writeFileSync(join(root, "large"), Buffer.alloc(20_000_000, "x"))

    expect(machine.readFile("/large")).toEqual({ state: "unreadable", path: "/large", why: "too-large" })
    expect(machine.readFile("/large", { maxBytes: 20_000_000 })).toMatchObject({ state: "read" })
    expect(machine.readFile("/large", { maxBytes: 19_999_999 })).toMatchObject({ why: "too-large" })
  })

  test("of a program of 200 MB no more is read than its head", () => {
    const { root, machine } = node()
    writeFileSync(join(root, "program"), "head and rest")
    truncateSync(join(root, "program"), 200_000_000)
    writeFileSync(join(root, "short"), "he")

    const head = (path: string) => {
      const read = machine.readFile(path, { headBytes: 4 })
      return read.state === "read" ? Buffer.from(read.bytes).toString() : read.state
    }
    expect(head("/program")).toBe("head")
    expect(head("/short")).toBe("he")
    expect(head("/missing")).toBe("absent")
  })

  test("a file of the kernel that says it has no size is read to its end, and no further than asked", () => {
    const machine = linuxMachine({ root: "/" })

    const read = machine.readFile("/proc/self/status")

    expect(read.state === "read" && Buffer.from(read.bytes).toString()).toContain("\nPid:\t")
    expect(machine.readFile("/proc/self/status", { maxBytes: 10 })).toMatchObject({ why: "too-large" })
  })

  test("a name with a NUL in it is unreadable with EINVAL", () => {
    expect(node().machine.readFile("/a\0b")).toMatchObject({ state: "unreadable", why: "EINVAL" })
  })

  const cannotBecomeAnother = process.geteuid?.() !== 0 && "not root, so no other user can be tried"
  if (cannotBecomeAnother) console.log(`skipped: another user's file is unreadable: ${cannotBecomeAnother}`)
  test.skipIf(cannotBecomeAnother !== false)(
    "a file that only root may read is unreadable with EACCES for others",
    () => {
      const { root, machine } = node()
      directory.file(join(root, "secret"), "s", 0o600)
      mkdirSync(join(root, "closed"), { mode: 0o700 })
      directory.file(join(root, "closed/file"), "s")

      process.seteuid?.(65534)
      try {
        expect(machine.readFile("/secret")).toEqual({ state: "unreadable", path: "/secret", why: "EACCES" })
        expect(machine.readFile("/closed/file")).toMatchObject({ state: "unreadable", why: "EACCES" })
        expect(machine.list("/closed")).toBeUndefined()
        expect(machine.inspect("/closed/file")).toBeUndefined()
      } finally {
        process.seteuid?.(0)
      }
      expect(machine.readFile("/secret")).toMatchObject({ state: "read" })
    },
  )
})

describe("looking around", () => {
  test("names come in the order of their bytes", () => {
    const { root, machine } = node()
    for (const name of ["10-b.conf", "Z", "a", "ä", "99-z.conf", "_"]) directory.file(join(root, "d", name), "")

    expect(machine.list("/d")).toEqual(["10-b.conf", "99-z.conf", "Z", "_", "a", "ä"])
    expect(machine.list("/none")).toBeUndefined()
    expect(machine.list("/d/a")).toBeUndefined()
  })

  test("an entry tells kind, size, links, inode and time", () => {
    const { root, machine } = node()
    directory.file(join(root, "a"), "12345", 0o4755)
    linkSync(join(root, "a"), join(root, "b"))
    const stat = statSync(join(root, "a"))

    expect(machine.inspect("/a")).toEqual({
      path: "/a",
      kind: "file",
      mode: 0o4755,
      uid: stat.uid,
      gid: stat.gid,
      size: 5,
      links: 2,
      inode: stat.ino,
      modifiedAt: stat.mtimeMs,
    })
  })

  test("the type of a file system is the kernel's number for it", () => {
    // include/uapi/linux/magic.h, PROC_SUPER_MAGIC.
    expect(linuxMachine({ root: "/" }).fileSystemType("/proc/self")).toBe(0x9fa0)
    expect(node().machine.fileSystemType("/none")).toBeUndefined()
  })

  test("below another root nothing runs, nobody answers, and the kernel of this machine is out of reach", async () => {
    const { root, machine } = node()
    const socket = join(root, "s.sock")
    const server = createServer().listen(socket)
    const call = { socket, method: "/a/B", request: new Uint8Array(), timeoutMilliseconds: 100 }

    expect(machine.isLive).toBe(false)
    expect(await machine.run({ argv: ["true"], timeoutSeconds: 1 })).toMatchObject({ state: "not-possible" })
    expect(await machine.act({ argv: ["true"], timeoutSeconds: 1 })).toMatchObject({ state: "not-possible" })
    expect(await machine.accepts(socket)).toBe(false)
    expect(await machine.grpc(call)).toMatchObject({ state: "unreachable", errno: "ENOENT" })
    expect(machine.readFile("/proc/self/status")).toMatchObject({ state: "absent" })
    server.close()
  })

  test("no more descriptors are open however often a file is read", () => {
    const { root, machine } = node()
    directory.file(join(root, "a"), "x")
    const system = linuxMachine({ root: "/" })
    const open = () => system.list("/proc/self/fd")
    machine.readFile("/a")
    const before = open()?.length

    for (let n = 0; n < 50; n++) {
      machine.readFile("/a")
      machine.readFile("/a", { maxBytes: 0 })
      machine.readFile("/")
    }

    expect(open()?.length).toBe(before)
  })
})
