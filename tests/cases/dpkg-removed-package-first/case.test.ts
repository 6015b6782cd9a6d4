// dpkg's record has a removed `containerd`, whose configuration is left, before the installed `containerd.io`.
import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { copyFileSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "dpkg-removed-package-first"
const status = "var/lib/dpkg/status"

const versionOn = (node: CaseNode) => /containerd version +(\S+) /.exec(node.say("detect").text)?.[1]

test("the release is that of the installed package", () => {
  using node = new CaseNode(name)

  expect(versionOn(node)).toBe("2.1.9")
  expect(node.plan()).toMatchObject({ code: 0, refusals: [] })
})

test.each(["containerd-stable", "moby-containerd", "containerd"])("the package may be called %s", (packageName) => {
  using node = new CaseNode(name).write(
    status,
    `Package: ${packageName}\nStatus: install ok installed\nVersion: 2.2.1-0ubuntu1\n`,
  )

  expect(versionOn(node)).toBe("2.2.1")
})

test("a removed package alone says nothing", () => {
  using node = new CaseNode(name)
  node.write(status, node.read(status).replace("install ok installed", "deinstall ok config-files"))

  expect(node.plan().refusals).toEqual(["containerd-release-unknown"])
  expect(node.say("plan").text).toContain("--runtime-version")
})

test.each(["lib/apk/db/installed", "usr/lib/apk/db/installed"])("apk's record in %s is read", (path) => {
  using node = new CaseNode(name).remove(status)
  node.write(path, "C:Q1a\nP:containerd-openrc\nV:9.9.9-r0\n\nC:Q1b\nP:containerd\nV:2.3.4-r1\n")

  expect(versionOn(node)).toBe("2.3.4")
})

test("pacman's record is read", () => {
  using node = new CaseNode(name).remove(status)
  node.write("var/lib/pacman/local/containerd-2.2.0-1/desc", "").write("var/lib/pacman/local/containerd-x-9-1/desc", "")

  expect(versionOn(node)).toBe("2.2.0")
})

/** A header as RPM stores it: rpm.org, manual/hregions. */
function rpmHeader(texts: Readonly<Record<number, string>>): Uint8Array {
  const entries = Object.entries(texts)
  const data = Buffer.from(`${entries.map(([, text]) => text).join("\0")}\0`)
  const head = Buffer.alloc(8 + entries.length * 16)
  head.writeUInt32BE(entries.length, 0)
  head.writeUInt32BE(data.length, 4)
  let offset = 0
  for (const [index, [tag, text]] of entries.entries()) {
    for (const [at, value] of [Number(tag), 6, offset, 1].entries()) head.writeUInt32BE(value, 8 + index * 16 + at * 4)
    offset += text.length + 1
  }
  return Buffer.concat([head, data])
}

test.each(["var/lib/rpm", "usr/lib/sysimage/rpm"])("RPM's database in %s is read", (directory) => {
  using node = new CaseNode(name).remove(status).write(`${directory}/.keep`, "")
  {
    using database = new Database(`${node.root}/${directory}/rpmdb.sqlite`)
    database.run("PRAGMA journal_mode = WAL")
    database.run("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
    database.run("CREATE TABLE Name (key TEXT NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)")
    database.run("INSERT INTO Packages VALUES (7, ?)", [
      rpmHeader({ 1000: "containerd.io", 1001: "2.1.5", 1002: "1.el9" }),
    ])
    database.run("INSERT INTO Name VALUES ('containerd.io', 7, 0)")
  }

  expect(versionOn(node)).toBe("2.1.5")
})

test.each(["Packages.db", "Packages"])("RPM's database of an older form is read: %s", (file) => {
  using node = new CaseNode(name).remove(status).write("var/lib/rpm/.keep", "")
  copyFileSync(join(import.meta.dir, "../../documents/rpm", file), `${node.root}/var/lib/rpm/${file}`)

  expect(versionOn(node)).toBe("1.6.33")
})

test.each(["rpmdb.sqlite", "Packages.db", "Packages"])("a database that is none stops nothing: %s", (file) => {
  using node = new CaseNode(name).remove(status).write(`var/lib/rpm/${file}`, "SQLite format 3\0 and then nothing")

  expect(node.plan().refusals).toEqual(["containerd-release-unknown"])
  expect(node.say("plan").text).toContain("--runtime-version")
})
