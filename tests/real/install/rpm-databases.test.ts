// Databases that RPM itself and Berkeley DB's own loader have written, read without either: the same packages that RPM
// lists. KEEP_RPM_DATABASES=1 keeps small ones as what tests/documents/rpm reads.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { valuesInBerkeleyHash } from "../../../src/documents/rpm/berkeley-hash.ts"
import { packageOf } from "../../../src/documents/rpm/header.ts"
import { headersInNdb } from "../../../src/documents/rpm/ndb.ts"
import { contents, criadm, debianFiles, Tree } from "../../binary/program.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { needsOfPackages, unpacked } from "../support/packages.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const suite = { suite: "trixie", isUsrMerged: true }
const packages = ["rpm", "db5.3-util", "busybox-static"]

/** One that was removed, one whose header needs a page, and one whose header needs many. */
const specs = [
  { name: "containerd", version: "1.4.3", description: "an older one, removed again" },
  { name: "containerd.io", version: "1.6.33", description: "short" },
  { name: "kernel-core", version: "4.18.0", description: "a long line, of which there are many\n".repeat(300) },
]

const specOf = ({ name, version, description }: (typeof specs)[number]) =>
  `Name: ${name}\nVersion: ${version}\nRelease: 3.1.el8\nEpoch: 1\nSummary: test\nLicense: none\nBuildArch: noarch\n` +
  `AutoReqProv: no\n%description\n${description}\n%files\n`

/** $1: the unpacked packages, $2: a directory for what is made, in which "work" is shared with the node. */
const inRoot = `
set -e
mkdir -p "$2/upper" "$2/overlay" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/overlay" "$2/root"
for name in sh mkdir rm chmod; do ln -sf busybox "$2/root/usr/bin/$name"; done
mkdir -p "$2/root/work" && mount --bind "$2/work" "$2/root/work"
exec chroot "$2/root" /usr/bin/sh -ec "$3"
`

describeReal("RPM's databases that are not SQLite", needsOfPackages, () => {
  let directory = ""
  let tree = ""

  const onNode = (script: string) =>
    mustRun(["unshare", "--mount", "bash", "-c", inRoot, "rpm", tree, directory, script])
  const work = (...names: readonly string[]) => join(directory, "work", ...names)
  const listed = async (backend: string, where: string) => {
    const list = `rpm --dbpath /work/${where} --define '_db_backend ${backend}' -qa --qf '%{NAME} %{VERSION}\\n'`
    return (await onNode(list)).trim().split("\n").sort()
  }
  const read = (headers: Iterable<Uint8Array> | undefined) =>
    [...(headers ?? [])].flatMap((header) => {
      const found = packageOf(header)
      return found === undefined ? [] : [`${found.name} ${found.version}`]
    })

  beforeAll(async () => {
    tree = await unpacked("rpm", suite, packages)
    directory = momentaryDirectory(join(cacheDirectory, "rpm-databases"), "made")
    mkdirSync(work("ndb"), { recursive: true })
    for (const spec of specs) writeFileSync(work(`${spec.name}.spec`), specOf(spec))
    await onNode(`
      for spec in /work/*.spec; do rpmbuild -bb --quiet --define '_topdir /work' --define '_build_name_fmt %{NAME}.rpm' $spec; done
      rpm() { command rpm --dbpath /work/ndb --define '_db_backend ndb' "$@"; }
      rpm --initdb
      for one in containerd kernel-core containerd.io; do rpm -i --justdb --nodeps --noscripts /work/RPMS/$one.rpm; done
      rpm -e --justdb containerd`)
  })

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test("what RPM has written in its own format is what RPM lists", async () => {
    const file = work("ndb", "Packages.db")

    expect(read(headersInNdb(readFileSync(file))).sort()).toEqual(await listed("ndb", "ndb"))
    keep(file, "Packages.db")
  })

  test.each([
    ["Packages", "db_pagesize=4096"],
    ["Packages-big-endian", "db_pagesize=512\ndb_lorder=4321"],
  ])("what Berkeley DB has written is what RPM lists: %s", async (name, how) => {
    const headers = headersInNdb(readFileSync(work("ndb", "Packages.db"))) ?? []
    const hex = (bytes: Uint8Array) => ` ${Buffer.from(bytes).toString("hex")}\n`
    const key = (number: number) => {
      const bytes = Buffer.alloc(4)
      if (how.includes("4321")) bytes.writeUInt32BE(number)
      else bytes.writeUInt32LE(number)
      return bytes
    }
    // RPM's first pair says which number the next package gets.
    const pairs = [key(headers.length + 1), ...headers].map((value, at) => hex(key(at)) + hex(value))
    writeFileSync(
      work("dump"),
      `VERSION=3\nformat=bytevalue\ntype=hash\n${how}\nh_nelem=1\nHEADER=END\n${pairs.join("")}DATA=END\n`,
    )
    await onNode(`rm -rf /work/bdb; mkdir /work/bdb; db5.3_load -f /work/dump /work/bdb/Packages`)

    expect(read(valuesInBerkeleyHash(readFileSync(work("bdb", "Packages")))).sort()).toEqual(
      await listed("bdb_ro", "bdb"),
    )
    keep(work("bdb", "Packages"), name)
  })

  test.each([
    ["ndb", "Packages.db"],
    ["bdb", "Packages"],
  ])("criadm names containerd's release from %s, and leaves the record as it was", (where, name) => {
    using node = new Tree({ ...debianFiles, [`usr/lib/sysimage/rpm/${name}`]: readFileSync(work(where, name)) })
    const before = contents(node.path)

    const run = criadm(["detect", "--root", node.path])

    expect(run.out).toMatch(new RegExp(`version +1\\.6\\.33 \\(/usr/lib/sysimage/rpm/${name}\\)`))
    expect(contents(node.path)).toBe(before)
  })
})

function keep(file: string, name: string): void {
  if (process.env["KEEP_RPM_DATABASES"] === "1") copyFileSync(file, join(import.meta.dir, "../../documents/rpm", name))
}
