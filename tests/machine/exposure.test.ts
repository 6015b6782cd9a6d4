// Who could exchange a file under our hands: the rule by itself, and on real directories as root meets them.
import { describe, expect, test } from "bun:test"
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { exposureAt } from "../../src/machine/exposure.ts"
import { linuxMachine } from "../../src/machine/linux.ts"
import { ExposedRoot } from "../../src/machine/node-tree.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const caller = 1000

function at(path: string, uid: number, gid: number, mode: number, child?: number) {
  const there = child === undefined ? undefined : { path: `${path}/x`, uid: child }
  return exposureAt(path, { uid, gid, mode }, there, caller, (group, user) => group === 1000 && user === 1000)?.to
}

describe("a directory on the way to a file", () => {
  test("of root or of the caller, which only its owner can write, is safe", () => {
    expect(at("/etc", 0, 0, 0o755)).toBeUndefined()
    expect(at("/etc", caller, 1000, 0o700)).toBeUndefined()
  })

  test("of another user, or that everybody or a group can write, is not", () => {
    expect(at("/etc", 1001, 0, 0o755)).toBe("owner")
    expect(at("/etc", 0, 0, 0o757)).toBe("everybody")
    expect(at("/etc", 0, 0, 0o775)).toBe("group")
    expect(at("/etc", 0, 27, 0o2775)).toBe("group")
  })

  test("with the sticky bit is safe for what belongs to root or the caller, and for nothing else", () => {
    expect(at("/tmp", 0, 0, 0o1777, 0)).toBeUndefined()
    expect(at("/tmp", 0, 0, 0o1777, caller)).toBeUndefined()
    expect(at("/tmp", 0, 0, 0o1777, 1001)).toBe("owner")
    expect(at("/tmp", 1001, 0, 0o1777, 0)).toBe("owner")
  })

  test("that Debian gives to its group staff is safe below /usr/local and /var/local only", () => {
    expect(at("/usr/local", 0, 50, 0o2775)).toBeUndefined()
    expect(at("/usr/local/bin", 0, 50, 0o2775)).toBeUndefined()
    expect(at("/var/local", 0, 50, 0o2775)).toBeUndefined()
    expect(at("/usr/locality", 0, 50, 0o2775)).toBe("group")
    expect(at("/etc", 0, 50, 0o2775)).toBe("group")
    expect(at("/usr/local/bin", 0, 51, 0o2775)).toBe("group")
  })

  test("that only the caller's own private group can write is safe", () => {
    expect(at("/home/me/image", caller, 1000, 0o775)).toBeUndefined()
    expect(at("/home/me/image", 0, 1000, 0o775)).toBe("group")
  })
})

const directory = temporaryDirectory()
const asRoot = process.geteuid?.() === 0 ? test : test.skip
if (process.geteuid?.() !== 0) console.warn("exposure: skipped what needs root, who may give directories away")

describe("on a real tree", () => {
  asRoot("every directory on the way counts, those of links too, and none beside it", () => {
    const root = directory.root()
    directory.file(join(root, "etc/containerd/config.toml"), "")
    directory.file(join(root, "home/bob/config.toml"), "")
    symlinkSync("/home/bob/config.toml", join(root, "etc/linked.toml"))
    chownSync(join(root, "home/bob"), 1000, 1000)
    const machine = linuxMachine({ root })

    expect(machine.exposure("/etc/containerd/config.toml")).toBeUndefined()
    expect(machine.exposure("/etc/containerd/none/at/all")).toBeUndefined()
    expect(machine.exposure("/etc/linked.toml")).toEqual({ path: "/home/bob", to: "owner", id: 1000 })
    chmodSync(join(root, "etc"), 0o775)
    expect(machine.exposure("/etc/containerd/none")).toEqual({ path: "/etc", to: "group", id: 0 })
    const file = { bytes: new Uint8Array(), mode: 0o644, uid: 0, gid: 0 }
    expect(machine.replaceFile("/etc/containerd/config.toml", file)).toMatchObject({ failure: { errno: "EUNSAFE" } })
    chownSync(root, 1000, 1000)
    expect(machine.exposure("/etc/none")).toEqual({ path: "/", to: "owner", id: 1000 })
  })

  asRoot("a link in a directory that everybody can write is followed only if root or the caller made it", () => {
    const root = directory.root()
    directory.file(join(root, "etc/a"), "")
    mkdirSync(join(root, "tmp"))
    chmodSync(join(root, "tmp"), 0o1777)
    symlinkSync("/etc/a", join(root, "tmp/mine"))
    symlinkSync("/etc/a", join(root, "tmp/his"))
    lchownSync(join(root, "tmp/his"), 1000, 1000)
    const machine = linuxMachine({ root })

    expect(machine.exposure("/tmp/mine")).toBeUndefined()
    expect(machine.exposure("/tmp/his")).toEqual({ path: "/tmp/his", to: "owner", id: 1000 })
  })

  asRoot("a root behind a link that another user could turn elsewhere is no root", () => {
    const home = directory.root()
    const image = directory.root()
    symlinkSync(image, join(home, "image"))
    expect(linuxMachine({ root: join(home, "image") }).isLive).toBe(false)
    chownSync(home, 1000, 1000)
    expect(() => linuxMachine({ root: join(home, "image") })).toThrow(ExposedRoot)
  })
})
