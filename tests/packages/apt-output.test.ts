// What apt-get prints for programs, as apt 2.2 to 3.0 print it.
import { describe, expect, test } from "bun:test"
import { archiveName, localFile, readMadison, readSimulation, readUris } from "../../src/packages/output/apt.ts"

describe("the steps of a simulation", () => {
  test("tell each package with version, origin and architecture", () => {
    const { installed, upgraded, removed } = readSimulation(
      [
        "The following NEW packages will be installed:",
        "  containerd runc",
        "Inst runc (1.1.15+ds1-2+b4 Debian:13.2/stable [amd64])",
        "Inst containerd (1.7.24~ds1-6 Debian:13.2/stable, Debian-Security:13/stable-security [amd64])",
        "Inst libc6:i386 (2.41-12 localhost [i386]) []",
        "Conf runc (1.1.15+ds1-2+b4 Debian:13.2/stable [amd64])",
      ].join("\n"),
    )

    expect(installed).toEqual([
      { name: "runc", version: "1.1.15+ds1-2+b4", origin: "Debian:13.2/stable", architecture: "amd64" },
      {
        name: "containerd",
        version: "1.7.24~ds1-6",
        origin: "Debian:13.2/stable, Debian-Security:13/stable-security",
        architecture: "amd64",
      },
      { name: "libc6:i386", version: "2.41-12", origin: "localhost", architecture: "i386" },
    ])
    expect([upgraded, removed]).toEqual([[], []])
  })

  test("a source without a Release file has no origin", () => {
    expect(readSimulation("Inst runc (1.1.5 [arm64])").installed).toEqual([
      { name: "runc", version: "1.1.5", origin: "", architecture: "arm64" },
    ])
  })

  test("tell what would be upgraded and removed beside", () => {
    const { installed, upgraded, removed } = readSimulation(
      [
        "Remv docker-ce [5:28.0.1-1~debian.13~trixie]",
        "Remv containerd.io [1.7.25-1]",
        "Inst libseccomp2 [2.5.4-1] (2.6.0-2 Debian:13.2/stable [amd64])",
        "Inst containerd (1.7.24 Debian:13.2/stable [amd64])",
      ].join("\n"),
    )

    expect(removed).toEqual(["docker-ce", "containerd.io"])
    expect(upgraded).toEqual(["libseccomp2 2.5.4-1"])
    expect(installed.map(({ name }) => name)).toEqual(["containerd"])
  })
})

describe("archives", () => {
  test("are listed with where they come from and their size", () => {
    expect(
      readUris(
        "'http://deb.debian.org/debian/pool/main/r/runc/runc_1.1.15%2bds1-2%2bb4_amd64.deb' runc_1.1.15+ds1-2+b4_amd64.deb 3229748 SHA256:3d04\nnoise\n",
      ),
    ).toEqual([
      {
        uri: "http://deb.debian.org/debian/pool/main/r/runc/runc_1.1.15%2bds1-2%2bb4_amd64.deb",
        file: "runc_1.1.15+ds1-2+b4_amd64.deb",
        bytes: 3229748,
      },
    ])
  })

  test("of a directory of this node stay where they are", () => {
    expect(localFile("file:/srv/repository/./containerd_1.7.24%7eds1_amd64.deb")).toBe(
      "/srv/repository/./containerd_1.7.24~ds1_amd64.deb",
    )
    expect(localFile("file:///srv/a.deb")).toBe("/srv/a.deb")
    expect(localFile("http://deb.debian.org/a.deb")).toBeUndefined()
  })

  test("are kept under a name in which an epoch's colon is written %3a", () => {
    expect(archiveName({ name: "docker-ce", version: "5:28.0.1-1", architecture: "amd64" })).toBe(
      "docker-ce_5%3a28.0.1-1_amd64.deb",
    )
    expect(archiveName({ name: "libc6:i386", version: "2.41", architecture: "i386" })).toBe("libc6_2.41_i386.deb")
  })
})

test("what the sources offer is listed by version and origin, without source packages", () => {
  const said = [
    "containerd | 1.7.24~ds1-6+deb13u1 | http://deb.debian.org/debian trixie/main amd64 Packages",
    "containerd | 1.6.20~ds1-1 | file:/srv/old ./ Packages",
    "containerd | 1.7.24~ds1-6 | http://deb.debian.org/debian trixie/main Sources",
    "",
  ].join("\n")

  expect(readMadison(said)).toEqual([
    { version: "1.7.24~ds1-6+deb13u1", origin: "http://deb.debian.org/debian trixie/main amd64" },
    { version: "1.6.20~ds1-1", origin: "file:/srv/old ./" },
  ])
})
