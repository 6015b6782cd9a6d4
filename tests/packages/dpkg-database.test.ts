// dpkg's record as it is found on nodes, also after dpkg was killed.
import { describe, expect, test } from "bun:test"
import { dpkgMarked, dpkgStates } from "../../src/packages/dpkg-database.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const paragraph = (name: string, status: string, architecture = "amd64") =>
  `Package: ${name}\nStatus: ${status}\nArchitecture: ${architecture}\nVersion: 1\nDescription: a\n Package: ${name}\n`

const wanted = ["containerd", "runc"].map((name) => ({
  name,
  version: "1",
  architecture: "amd64",
  origin: "",
  bytes: 0,
}))

const statesWith = (files: Readonly<Record<string, string>>) => dpkgStates(memoryMachine({ files }), wanted)

describe("dpkg's record", () => {
  test("tells what is installed, what is gone but for its configuration, and what was never there", () => {
    const status = [
      paragraph("containerd", "deinstall ok config-files"),
      paragraph("runc", "install ok installed"),
    ].join("\n")

    expect(statesWith({ "/var/lib/dpkg/status": status })).toEqual(["absent", "installed"])
    expect(statesWith({ "/var/lib/dpkg/status": "" })).toEqual(["absent", "absent"])
  })

  test("tells what was caught in the middle; a package that only waits for a trigger can be used", () => {
    const status = [
      paragraph("containerd", "install ok unpacked"),
      paragraph("runc", "install ok triggers-pending"),
    ].join("\n")

    expect(statesWith({ "/var/lib/dpkg/status": status })).toEqual(["half", "installed"])
    expect(statesWith({ "/var/lib/dpkg/status": paragraph("runc", "install reinstreq half-installed") })).toEqual([
      "absent",
      "half",
    ])
  })

  test("is read with the journal that a killed dpkg left beside it", () => {
    const files = {
      "/var/lib/dpkg/status": paragraph("runc", "install ok installed"),
      "/var/lib/dpkg/updates/0000": paragraph("containerd", "install ok unpacked"),
      "/var/lib/dpkg/updates/0001": paragraph("containerd", "install ok half-configured"),
      "/var/lib/dpkg/updates/tmp.i": "rubbish",
    }

    expect(statesWith(files)).toEqual(["half", "installed"])
  })

  test("of another architecture is another package", () => {
    expect(statesWith({ "/var/lib/dpkg/status": paragraph("runc", "install ok installed", "i386") })).toEqual([
      "absent",
      "absent",
    ])
  })

  test("tells which are marked to be installed though only their configuration files are there", () => {
    const status = [paragraph("containerd", "install ok config-files"), paragraph("runc", "deinstall ok config-files")]
    const files = { "/var/lib/dpkg/status": status.join("\n") }

    expect(dpkgMarked(memoryMachine({ files }), wanted).map(({ name }) => name)).toEqual(["containerd"])
  })
})
