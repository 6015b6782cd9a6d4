// The smaller acts, on real files: done means done on the disk, twice is as good as once, refused means untouched.
import { describe, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { linuxMachine } from "../../src/machine/linux.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const done = { ok: true } as const

function node() {
  const root = directory.root()
  return { root, machine: linuxMachine({ root }) }
}

describe("removing a file", () => {
  test("it is gone, with what a killed run left beside it, and removing it again is done too", () => {
    const { root, machine } = node()
    directory.file(join(root, "a"), "x")
    directory.file(join(root, ".a.criadm-0123abcd"), "half")

    expect(machine.removeFile("/a")).toEqual(done)
    expect(machine.removeFile("/a")).toEqual(done)
    expect(machine.removeFile("/none/a")).toEqual(done)

    expect(readdirSync(root)).toEqual([])
  })

  test("a directory and a link are refused", () => {
    const { root, machine } = node()
    mkdirSync(join(root, "d"))
    symlinkSync("d", join(root, "l"))

    expect(machine.removeFile("/d")).toMatchObject({ failure: { act: "remove-file", errno: "EISDIR" } })
    expect(machine.removeFile("/l")).toMatchObject({ failure: { errno: "ELOOP" } })

    expect(readdirSync(root).sort()).toEqual(["d", "l"])
  })
})

describe("directories", () => {
  test("a directory has exactly the mode asked for, and one that exists is left as it is", () => {
    const { root, machine } = node()

    const before = process.umask(0o077)
    expect(machine.makeDirectory("/d", 0o775)).toEqual(done)
    process.umask(before)
    expect(machine.makeDirectory("/d", 0o700)).toEqual(done)

    expect(lstatSync(join(root, "d")).mode & 0o7777).toBe(0o775)
  })

  test("a directory cannot take the place of a file, and needs its parent", () => {
    const { root, machine } = node()
    directory.file(join(root, "a"), "x")

    expect(machine.makeDirectory("/a", 0o755)).toMatchObject({ failure: { errno: "EEXIST" } })
    expect(machine.makeDirectory("/b/c", 0o755)).toMatchObject({ failure: { errno: "ENOENT" } })
    expect(readFileSync(join(root, "a"), "utf8")).toBe("x")
  })

  test("only an empty directory is removed", () => {
    const { root, machine } = node()
    mkdirSync(join(root, "empty"))
    directory.file(join(root, "full/a"), "x")

    expect(machine.removeEmptyDirectory("/empty")).toEqual(done)
    expect(machine.removeEmptyDirectory("/empty")).toEqual(done)
    expect(machine.removeEmptyDirectory("/full")).toEqual(done)
    expect(machine.removeEmptyDirectory("/full/a")).toMatchObject({ failure: { errno: "ENOTDIR" } })

    expect(readdirSync(root)).toEqual(["full"])
  })
})

describe("appending a line", () => {
  test("lines follow each other in a file that only we may read", () => {
    const { root, machine } = node()

    machine.appendLine("/ledger", "one")
    machine.appendLine("/ledger", "two")

    expect(readFileSync(join(root, "ledger"), "utf8")).toBe("one\ntwo\n")
    expect(lstatSync(join(root, "ledger")).mode & 0o777).toBe(0o600)
  })

  test("a line that a power cut left half does not swallow the next one", () => {
    const { root, machine } = node()
    writeFileSync(join(root, "ledger"), "one\ntw")

    machine.appendLine("/ledger", "three")

    expect(readFileSync(join(root, "ledger"), "utf8")).toBe("one\ntw\nthree\n")
  })

  test("a link is not written through", () => {
    const { root, machine } = node()
    directory.file(join(root, "target"), "x\n")
    symlinkSync("target", join(root, "ledger"))

    expect(machine.appendLine("/ledger", "one")).toMatchObject({ failure: { errno: "ELOOP" } })
    expect(readFileSync(join(root, "target"), "utf8")).toBe("x\n")
  })

  test("a full disk leaves the lines that were there", () => {
    expect(errnoOfAppendingWhereNoFileMayGrow()).toBe("EFBIG")
  })
})

describe("creating a file exclusively", () => {
  test("the first one gets it, complete, and the second one is told EEXIST", () => {
    const { root, machine } = node()

    expect(machine.createExclusively("/lock", "pid 1\n", 0o640)).toEqual(done)
    expect(machine.createExclusively("/lock", "pid 2\n", 0o640)).toMatchObject({ failure: { errno: "EEXIST" } })

    expect(readFileSync(join(root, "lock"), "utf8")).toBe("pid 1\n")
    expect(lstatSync(join(root, "lock"))).toMatchObject({ nlink: 1, mode: 0o100640 })
    expect(readdirSync(root)).toEqual(["lock"])
  })

  test("a dangling link in its place is not followed", () => {
    const { root, machine } = node()
    symlinkSync("elsewhere", join(root, "lock"))

    expect(machine.createExclusively("/lock", "x", 0o600)).toMatchObject({ failure: { errno: "ELOOP" } })
    expect(readdirSync(root)).toEqual(["lock"])
  })

  test("the lock of another name of the same file counts as taken", () => {
    const { root, machine } = node()
    directory.file(join(root, "a"), "x")
    linkSync(join(root, "a"), join(root, "lock"))

    expect(machine.createExclusively("/lock", "y", 0o600)).toMatchObject({ failure: { errno: "EEXIST" } })
  })
})

describe("writing a value of the running kernel", () => {
  test("it is written where the kernel reads it", () => {
    const comm = "/proc/self/comm"
    const machine = linuxMachine({ root: "/" })
    const before = readFileSync(comm, "utf8")

    expect(machine.writeLiveValue(comm, "criadm-test")).toEqual(done)
    expect(readFileSync(comm, "utf8").trim()).toBe("criadm-test")

    machine.writeLiveValue(comm, before)
  })

  test("only files of the running kernel are written, and only on the running node", () => {
    const { root, machine } = node()
    directory.file(join(root, "proc/sys/net/ipv4/ip_forward"), "0\n")
    const live = linuxMachine({ root: "/" })
    const file = join(root, "proc/sys/net/ipv4/ip_forward")

    expect(machine.writeLiveValue("/proc/sys/net/ipv4/ip_forward", "1")).toMatchObject({ failure: { errno: "EINVAL" } })
    expect(live.writeLiveValue(file, "1")).toMatchObject({ failure: { errno: "EINVAL" } })
    expect(live.writeLiveValue("/proc/sys/none", "1")).toMatchObject({ failure: { errno: "ENOENT" } })
    expect(readFileSync(file, "utf8")).toBe("0\n")
  })
})

test("a pause takes as long as it says", async () => {
  const { machine } = node()
  const before = machine.now()

  await machine.pause(20)

  expect(machine.now() - before).toBeGreaterThanOrEqual(19)
})

/** Appends where a file may have one block only (RLIMIT_FSIZE, SIGXFSZ ignored) and looks that nothing changed. */
function errnoOfAppendingWhereNoFileMayGrow(): string {
  const root = directory.root()
  writeFileSync(join(root, "ledger"), "one\n")
  const program = `
    import { linuxMachine } from ${JSON.stringify(join(import.meta.dir, "../../src/machine/linux.ts"))}
    const acted = linuxMachine({ root: ${JSON.stringify(root)} }).appendLine("/ledger", "x".repeat(2000))
    console.log(acted.ok ? "done" : acted.failure.errno)`
  const script = 'trap \'\' XFSZ; ulimit -f 1; exec "$0" -e "$1"'
  const ran = spawnSync("sh", ["-c", script, process.execPath, program], { encoding: "utf8" })
  expect(readFileSync(join(root, "ledger"), "utf8")).toBe("one\n")
  return ran.stdout.trim()
}
