// Which package manager is a node's own, where programs of several are there.
import { expect, test } from "bun:test"
import { packageManagers } from "../../src/packages/known.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const recognised = (files: Readonly<Record<string, string>>) =>
  packageManagers.find((one) => one.recognise(memoryMachine({ files })))?.id

test("apt, where dpkg manages itself; not where it is only a program beside another one", () => {
  const programs = { "/usr/bin/apt-get": "", "/usr/bin/pacman": "", "/etc/pacman.conf": "" }

  expect(recognised({ ...programs, "/var/lib/dpkg/status": "Package: dpkg\nStatus: install ok installed\n" })).toBe(
    "apt",
  )
  expect(recognised({ ...programs, "/var/lib/dpkg/status": "", "/var/lib/pacman/local/ALPM_DB_VERSION": "9" })).toBe(
    "pacman",
  )
})

test("apk by its program and its record, and none where there is no record", () => {
  expect(recognised({ "/sbin/apk": "", "/lib/apk/db/installed": "P:musl\n" })).toBe("apk")
  expect(recognised({ "/sbin/apk": "" })).toBeUndefined()
  expect(recognised({ "/usr/bin/dnf": "", "/usr/bin/rpm": "", "/etc/yum.repos.d/a.repo": "" })).toBeUndefined()
})
