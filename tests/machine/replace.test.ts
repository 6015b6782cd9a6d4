// Replacing files of a node, on real file systems: nothing of the old file but its text is lost, and what cannot be
// replaced safely is left alone.
import { describe, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import {
  chownSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  symlinkSync,
} from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { aclForUser1000, attributesOf, setAttribute } from "./attributes.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const me = process.geteuid?.() ?? 0

function node() {
  const root = directory.root()
  mkdirSync(join(root, "etc"), { mode: 0o755 })
  return { root, etc: join(root, "etc"), machine: linuxMachine({ root }) }
}

function newFile(text: string, mode = 0o644) {
  return { bytes: Buffer.from(text), mode, uid: me, gid: me }
}

function skipped(what: string, why: string | false): boolean {
  if (why !== false) console.log(`skipped: ${what}: ${why}`)
  return why !== false
}

const notRoot = me !== 0 && "this needs root"
const noMounts = spawnSync("unshare", ["-m", "true"]).status !== 0 && "no mount namespace can be made here"

describe("replacing a file", () => {
  test("a new file has the text, the mode and the owner asked for, whatever the umask is", () => {
    const { etc, machine } = node()

    const before = process.umask(0o077)
    const acted = machine.replaceFile("/etc/a.toml", newFile("version = 2\n", 0o664))
    process.umask(before)

    expect(acted).toEqual({ ok: true })
    expect(readFileSync(join(etc, "a.toml"), "utf8")).toBe("version = 2\n")
    expect(lstatSync(join(etc, "a.toml")).mode & 0o7777).toBe(0o664)
    expect(readdirSync(etc)).toEqual(["a.toml"])
  })

  test("whoever reads the old file goes on reading the old file", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a.toml"), "old text\n")
    const descriptor = openSync(join(etc, "a.toml"), "r")

    machine.replaceFile("/etc/a.toml", newFile("new\n"))

    const seen = Buffer.alloc(100)
    expect(seen.toString("utf8", 0, readSync(descriptor, seen))).toBe("old text\n")
    expect(readFileSync(join(etc, "a.toml"), "utf8")).toBe("new\n")
    closeSync(descriptor)
  })

  test.skipIf(skipped("owner and group are kept", notRoot))("owner and group are as asked", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a.toml"), "old")
    chownSync(join(etc, "a.toml"), 12, 34)

    machine.replaceFile("/etc/a.toml", { ...newFile("new", 0o4640), uid: 12, gid: 34 })

    const { uid, gid, mode } = lstatSync(join(etc, "a.toml"))
    expect([uid, gid, mode & 0o7777]).toEqual([12, 34, 0o4640])
  })

  const probe = directory.at("probe")
  directory.file(probe, "")
  const noAttributes = !setAttribute(probe, "user.probe", Buffer.from("x")) && "no user attributes on this file system"
  test.skipIf(skipped("extended attributes are kept", noAttributes))("extended attributes and ACLs are kept", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a.toml"), "old", 0o640)
    setAttribute(join(etc, "a.toml"), "user.comment", Buffer.from("managed by hand"))
    setAttribute(join(etc, "a.toml"), "user.empty", new Uint8Array())
    setAttribute(join(etc, "a.toml"), "system.posix_acl_access", aclForUser1000())
    const before = attributesOf(join(etc, "a.toml"))

    expect(machine.replaceFile("/etc/a.toml", newFile("new", 0o640))).toEqual({ ok: true })

    expect(Object.keys(before).sort()).toEqual(["system.posix_acl_access", "user.comment", "user.empty"])
    expect(attributesOf(join(etc, "a.toml"))).toEqual(before)
    expect(lstatSync(join(etc, "a.toml")).mode & 0o777).toBe(0o640)
  })

  test.skipIf(skipped("a file without an ACL gets none", noAttributes))(
    "a file without an ACL does not get one from its directory's default",
    () => {
      const { etc, machine } = node()
      directory.file(join(etc, "a.toml"), "old")
      setAttribute(etc, "system.posix_acl_default", aclForUser1000())

      expect(machine.replaceFile("/etc/a.toml", newFile("new"))).toEqual({ ok: true })

      expect(attributesOf(join(etc, "a.toml"))).toEqual({})
      expect(lstatSync(join(etc, "a.toml")).mode & 0o777).toBe(0o644)
    },
  )

  test("what a killed run left beside the file is swept away, and nothing else", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a.toml"), "old")
    directory.file(join(etc, ".a.toml.criadm-0123abcd"), "half of a fi")
    directory.file(join(etc, ".a.toml.criadm-notes"), "somebody's own")
    directory.file(join(etc, ".b.toml.criadm-0123abcd"), "of another file")

    expect(machine.replaceFile("/etc/a.toml", newFile("new"))).toEqual({ ok: true })

    expect(readdirSync(etc).sort()).toEqual([".a.toml.criadm-notes", ".b.toml.criadm-0123abcd", "a.toml"])
  })

  test("a link is not replaced, neither at the end of the path nor in the middle", () => {
    const { root, etc, machine } = node()
    directory.file(join(etc, "a.toml"), "old")
    symlinkSync("a.toml", join(etc, "link.toml"))
    symlinkSync("etc", join(root, "configuration"))

    expect(machine.replaceFile("/etc/link.toml", newFile("new"))).toMatchObject({ failure: { errno: "ELOOP" } })
    expect(machine.replaceFile("/configuration/a.toml", newFile("new"))).toMatchObject({ failure: { errno: "ELOOP" } })
    expect(machine.replaceFile("/etc/../../x", newFile("new"))).toMatchObject({ ok: false })

    expect(readFileSync(join(etc, "a.toml"), "utf8")).toBe("old")
    expect(lstatSync(join(etc, "link.toml")).isSymbolicLink()).toBe(true)
  })

  test("a directory that others can write is refused, also further up, unless it is sticky", () => {
    const { root, machine } = node()
    for (const [name, mode] of [
      ["open", 0o777],
      ["open/below", 0o755],
      ["sticky", 0o1777],
    ] as const) {
      mkdirSync(join(root, name))
      spawnSync("chmod", [mode.toString(8), join(root, name)])
    }

    for (const path of ["/open/a", "/open/below/a"]) {
      expect(machine.replaceFile(path, newFile("new"))).toEqual({
        ok: false,
        failure: { act: "replace-file", path, errno: "EUNSAFE", message: "EUNSAFE: /open can be written by others" },
      })
    }
    expect(machine.replaceFile("/sticky/a", newFile("new"))).toEqual({ ok: true })
  })

  test("a file with several names, a directory and a FIFO are refused and left alone", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a"), "old")
    linkSync(join(etc, "a"), join(etc, "b"))
    mkdirSync(join(etc, "directory"))
    spawnSync("mkfifo", [join(etc, "fifo")])
    const names = readdirSync(etc)

    expect(machine.replaceFile("/etc/a", newFile("new"))).toMatchObject({ failure: { errno: "EMLINK" } })
    expect(machine.replaceFile("/etc/directory", newFile("new"))).toMatchObject({ failure: { errno: "EISDIR" } })
    expect(machine.replaceFile("/etc/fifo", newFile("new"))).toMatchObject({ failure: { errno: "EINVAL" } })
    expect(machine.replaceFile("/none/a", newFile("new"))).toMatchObject({ failure: { errno: "ENOENT" } })

    expect(readFileSync(join(etc, "b"), "utf8")).toBe("old")
    expect(readdirSync(etc)).toEqual(names)
  })

  const immutableProbe = spawnSync("chattr", ["+i", probe]).status !== 0 && "chattr +i does not work here"
  spawnSync("chattr", ["-i", probe])
  test.skipIf(skipped("an immutable file is left alone", immutableProbe))("an immutable file is left alone", () => {
    const { etc, machine } = node()
    directory.file(join(etc, "a"), "old")
    spawnSync("chattr", ["+i", join(etc, "a")])

    const acted = machine.replaceFile("/etc/a", newFile("new"))
    spawnSync("chattr", ["-i", join(etc, "a")])

    expect(acted).toMatchObject({ ok: false, failure: { errno: "EPERM" } })
    expect(readFileSync(join(etc, "a"), "utf8")).toBe("old")
    expect(readdirSync(etc)).toEqual(["a"])
  })

  test.skipIf(skipped("a file mounted over another is written in place", noMounts))(
    "a file that is mounted over another keeps its mount and gets the new text",
    () => {
      const { root, etc } = node()
      directory.file(join(root, "data/real"), "old and longer")
      directory.file(join(etc, "a"), "hidden below the mount")
      const inode = lstatSync(join(root, "data/real")).ino

      const output = inPrivateMounts(`mount --bind ${root}/data/real ${root}/etc/a`, [root, "/etc/a", "new", "600"])

      expect(output).toBe('{"ok":true}\n')
      expect(readFileSync(join(root, "data/real"), "utf8")).toBe("new")
      expect(lstatSync(join(root, "data/real"))).toMatchObject({ ino: inode, mode: 0o100600 })
      expect(readFileSync(join(etc, "a"), "utf8")).toBe("hidden below the mount")
      expect(readdirSync(etc)).toEqual(["a"])
    },
  )

  test.skipIf(skipped("a full disk", noMounts))("a full disk leaves the old file and nothing else", () => {
    const { root } = node()
    const prepare = `mount -t tmpfs -o size=32k none ${root}/etc; printf old > ${root}/etc/a`
    const look = `cat ${root}/etc/a; ls -A ${root}/etc`

    const output = inPrivateMounts(prepare, [root, "/etc/a", "x".repeat(100_000), "644"], look)

    expect(output).toMatch(/"errno":"ENOSPC".*\nolda\n$/)
  })

  test.skipIf(skipped("a read-only file system", noMounts))("a read-only file system is EROFS", () => {
    const { root } = node()
    const prepare = `mount -t tmpfs none ${root}/etc; printf old > ${root}/etc/a; mount -o remount,ro ${root}/etc`

    const output = inPrivateMounts(prepare, [root, "/etc/a", "new", "644"], `cat ${root}/etc/a`)

    expect(output).toMatch(/"errno":"EROFS".*\nold$/)
  })
})

/** Runs replace-once.ts where mounts made by `prepare` are seen by nobody else; what it and `look` print. */
function inPrivateMounts(prepare: string, args: readonly string[], look = "true"): string {
  const script = `set -e; ${prepare}; "$0" "$@" || true; ${look}`
  const once = join(import.meta.dir, "replace-once.ts")
  const ran = spawnSync("unshare", ["-m", "sh", "-c", script, process.execPath, once, ...args], { encoding: "utf8" })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return ran.stdout
}
