// What dnf 4.24, dnf 5.4, zypper 1.14 and pacman 7.1 print, as they printed it.
import { describe, expect, test } from "bun:test"
import { readOffers, readTable } from "../../src/packages/output/dnf.ts"
import { readSearch, readSummary } from "../../src/packages/output/zypper.ts"
import { nameOfEntry, readPrinted } from "../../src/packages/pacman.ts"

const rpm = (name: string, version: string, bytes: number, origin = "extra") => ({
  name,
  version,
  architecture: "x86_64",
  origin,
  bytes,
})

describe("dnf", () => {
  test("4 lists a transaction, with long names on lines of their own", () => {
    const said = `Dependencies resolved.
================================================================================
 Package                           Architecture Version       Repository   Size
================================================================================
Installing:
 containerd                        x86_64       2.1.9-1       extra        43 M
 containernetworking-plugins-of-somebody-else
                                   x86_64       1:1.9.1-1     extra        30 k
Installing dependencies:
 runc                              x86_64       1.3.6-1       extra       905

Transaction Summary
================================================================================
Install  3 Packages

Total size: 87 M
`
    expect(readTable(said)).toEqual({
      installed: [
        rpm("containerd", "2.1.9-1", 43 * 1024 ** 2),
        rpm("containernetworking-plugins-of-somebody-else", "1:1.9.1-1", 30 * 1024),
        { ...rpm("runc", "1.3.6-1", 905) },
      ],
      upgraded: [],
      removed: [],
    })
  })

  test("5 lists it with epochs, and names what goes and what is replaced", () => {
    const said = `Package                      Arch   Version   Repository      Size
Installing:
 containerd                  x86_64 0:2.1.9-1 extra      105.2 MiB
Upgrading:
 container-selinux           noarch 4:2.240-1 updates     69.1 KiB
   replacing container-selinux noarch 4:2.230-1 updates   69.0 KiB
Removing dependent packages:
 containerd.io               x86_64 0:2.2.1-1 docker-ce  120.0 MiB

Transaction Summary:
 Installing:         1 package
`
    expect(readTable(said)).toEqual({
      installed: [rpm("containerd", "2.1.9-1", Math.round(105.2 * 1024 ** 2))],
      upgraded: ["container-selinux 4:2.240-1"],
      removed: ["containerd.io"],
    })
  })

  test("lists versions, of dnf 4 with empty lines between", () => {
    expect(readOffers("0:2.1.9-1 extra\n\n3:2.2.1-1.fc43 docker-ce-stable\n\n")).toEqual([
      { version: "2.1.9-1", origin: "extra" },
      { version: "3:2.2.1-1.fc43", origin: "docker-ce-stable" },
    ])
  })
})

describe("zypper", () => {
  test("tells what it would do", () => {
    const said = `<?xml version='1.0'?>
<stream>
<message type="info">Resolving package dependencies...</message>
<install-summary download-size="0" packages-to-change="3">
<to-upgrade><solvable type="package" name="libseccomp2" edition="2.6.0-1" arch="x86_64" edition-old="2.5.0-1" repository="extra"/></to-upgrade>
<to-install>
<solvable type="package" name="containerd" edition="2.1.9-1" arch="x86_64" repository="extra"/>
<solvable type="package" name="runc" edition="1.3.6-1" arch="x86_64" repository="extra"/>
</to-install>
<to-remove><solvable type="package" name="docker" edition="28.0-1" arch="x86_64"/></to-remove>
</install-summary>
</stream>`
    expect(readSummary(said)).toEqual({
      installed: [rpm("containerd", "2.1.9-1", 0), rpm("runc", "1.3.6-1", 0)],
      upgraded: ["libseccomp2 2.5.0-1"],
      removed: ["docker"],
    })
  })

  test("lists versions that are not installed", () => {
    const said = `<solvable-list>
<solvable status="not-installed" name="containerd" kind="package" edition="2.1.9-1" arch="x86_64" repository="extra"/>
<solvable status="installed" name="containerd" kind="package" edition="1.7.1-1" arch="x86_64" repository="(System Packages)"/>
</solvable-list>`
    expect(readSearch(said)).toEqual([{ version: "2.1.9-1", origin: "extra" }])
  })
})

describe("pacman", () => {
  test("prints what would come, and names its records by name, version and release", () => {
    expect(readPrinted("runc 1.3.6-1 x86_64 extra 12847802\nerror: x\n")).toEqual([rpm("runc", "1.3.6-1", 12847802)])
    expect(nameOfEntry("cni-plugins-1.9.1-1")).toBe("cni-plugins")
    expect(nameOfEntry("lib32-gcc-libs-1:15.1-1")).toBe("lib32-gcc-libs")
  })
})
