// A package's release is that of its own programs, whatever manages the packages: another program of the same name,
// below /opt or /usr/local, says for itself which release it is, or nobody does.
import { describe, expect, test } from "bun:test"
import { recordedVersion } from "../../src/components/package-version.ts"
import { packageOf } from "../../src/documents/rpm/header.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const inOpt = "/opt/site/bin/containerd"
const packaged = "/usr/lib/site/containerd"

/** A record of a package that has a program outside of the usual directories. */
const records: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dpkg: {
    "/var/lib/dpkg/status": "Package: containerd.io\nStatus: install ok installed\nVersion: 1.7.24-1\n",
    "/var/lib/dpkg/info/containerd.io.list": `/.\n/usr\n${packaged}\n`,
  },
  "dpkg, of several architectures": {
    "/var/lib/dpkg/status":
      "Package: containerd.io\nStatus: install ok installed\nArchitecture: arm64\nVersion: 5:1.7.24-1\n",
    "/var/lib/dpkg/info/containerd.io:arm64.list": `/.\n${packaged}\n`,
  },
  apk: {
    "/lib/apk/db/installed": `P:musl\nV:1.2.5-r0\nF:opt/site/bin\nR:containerd\n\nP:containerd\nV:1.7.24-r0\nF:usr/lib/site\nR:containerd\nZ:Q1\n`,
  },
  pacman: {
    "/var/lib/pacman/local/containerd-1.7.24-1/desc": "%NAME%\ncontainerd\n",
    "/var/lib/pacman/local/containerd-1.7.24-1/files": `%FILES%\nusr/\n${packaged.slice(1)}\n`,
  },
}

function versionOf(program: string, files: Readonly<Record<string, string>>): string | undefined {
  const fact = recordedVersion(memoryMachine({ files }), ["containerd.io", "containerd"], program)
  return fact?.state === "known" ? fact.value : undefined
}

describe.each(Object.entries(records))("by the record of %s", (_, record) => {
  test("the program of the package has its release", () => {
    expect(versionOf(packaged, { ...record, [packaged]: "one" })).toBe("1.7.24")
  })

  test("a program that an operator put elsewhere has none", () => {
    expect(versionOf(inOpt, { ...record, [packaged]: "one", [inOpt]: "two" })).toBeUndefined()
    expect(versionOf("/usr/local/bin/containerd", { ...record, "/usr/local/bin/containerd": "" })).toBeUndefined()
  })

  test("a copy of the package's program is of its release", () => {
    expect(versionOf(inOpt, { ...record, [packaged]: "one", [inOpt]: "one" })).toBe("1.7.24")
  })
})

test("without a list of files, programs of packages are known by their directory", () => {
  const record = { "/var/lib/dpkg/status": records["dpkg"]?.["/var/lib/dpkg/status"] ?? "" }

  expect(versionOf("/usr/bin/containerd", { ...record, "/usr/bin/containerd": "one" })).toBe("1.7.24")
  expect(versionOf(inOpt, { ...record, "/usr/bin/containerd": "one", [inOpt]: "two" })).toBeUndefined()
})

test("the header of an RPM package has its files", () => {
  const header = rpmHeader([
    [1000, 6, ["containerd"]],
    [1001, 6, ["1.7.24"]],
    [1116, 4, [1, 0]],
    [1117, 8, ["containerd", "readme"]],
    [1118, 8, ["/usr/share/doc/", "/opt/vendor/bin/"]],
  ])

  expect(packageOf(header)?.files()).toEqual(["/opt/vendor/bin/containerd", "/usr/share/doc/readme"])
  expect(packageOf(header.subarray(0, header.length - 3))?.files()).toBeUndefined()
})

type Entry = readonly [tag: number, type: number, values: readonly (string | number)[]]

/** As rpm.org, manual/hregions: the number of entries, the size of the data, the entries, the data. */
function rpmHeader(entries: readonly Entry[]): Uint8Array {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const data = entries.map(([, , values]) =>
    Buffer.concat(values.map((value) => (typeof value === "number" ? number(value) : Buffer.from(`${value}\0`)))),
  )
  const offsetOf = (at: number) => data.slice(0, at).reduce((sum, { length }) => sum + length, 0)
  const index = entries.flatMap(([tag, type, values], at) => [tag, type, offsetOf(at), values.length].map(number))
  return Buffer.concat([number(entries.length), number(offsetOf(data.length)), ...index, ...data])
}
