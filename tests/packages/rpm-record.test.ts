// RPM's record of a node that runs, in each form: what is installed by it, and what is done where RPM's index says
// something else than its packages do.
import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { rpmRecord } from "../../src/components/rpm-database.ts"
import type { Ran } from "../../src/machine/reading.ts"
import { packageManagers } from "../../src/packages/known.ts"
import { hasReadableRpm, rpmStates, settleRpm } from "../../src/packages/rpm.ts"
import { memoryMachine, succeeding } from "../machine/memory-machine.ts"

const database = (name: string) => readFileSync(join(import.meta.dir, "../documents/rpm", name))
const directory = "/var/lib/rpm"
const forms = ["Packages.db", "Packages"]

/** By its record containerd.io is there and runc is not. */
const packages = ["containerd.io", "runc"].map((name) => ({
  name,
  version: "1",
  architecture: "x86_64",
  bytes: 0,
  origin: "",
}))
const notInstalled = (name: string) => `package ${name} is not installed\n`
const agreeing = `containerd.io\n${notInstalled("runc")}`

/** RPM says on its output what is not installed, and ends with how many are not. */
const told = (stdout: string, stderr = ""): Ran => ({
  state: "ran",
  command: [],
  exitCode: stdout.split("package ").length - 1,
  stdout,
  stderr,
})

function nodeWith(files: Readonly<Record<string, Uint8Array | string>>, query: () => Ran = () => told(agreeing)) {
  const machine = memoryMachine({ files: { "/usr/bin/rpm": "", ...files } })
  const rebuilt: string[] = []
  machine.programs.set("rpm", (argv) => {
    if (argv.includes("--query")) return query()
    rebuilt.push(argv.slice(1).join(" "))
    return succeeding()
  })
  return { machine, rebuilt }
}

describe.each(forms)("a record as %s", (form) => {
  const record = { [`${directory}/${form}`]: database(form) }

  test("says of each package whether it is there", () => {
    const { machine } = nodeWith(record)

    expect(hasReadableRpm(machine)).toBe(true)
    expect(rpmStates(machine, packages)).toEqual(["installed", "absent"])
  })

  test.each([
    ["dnf", { "/usr/bin/dnf": "", "/etc/yum.repos.d/a.repo": "" }],
    ["zypper", { "/usr/bin/zypper": "", "/etc/zypp/repos.d/a.repo": "" }],
  ])("is one of %s", (id, files) => {
    const { machine } = nodeWith({ ...record, ...files })

    expect(packageManagers.find((one) => one.recognise(machine))?.id).toBe(id)
  })

  test("is left alone where RPM says the same", async () => {
    const { machine, rebuilt } = nodeWith(record)

    await settleRpm(machine, packages)

    expect(rebuilt).toEqual([])
  })

  test.each([
    ["knows one more", () => told("containerd.io\nrunc\n")],
    ["knows one less", () => told(notInstalled("containerd.io") + notInstalled("runc"))],
    ["cannot read it", () => told(agreeing, "error: rpmdb: BDB0113 Thread/process 7/7 failed\n")],
  ])("is made anew where RPM %s", async (_what, query) => {
    const { machine, rebuilt } = nodeWith(record, query)

    await settleRpm(machine, packages)

    expect(rebuilt).toEqual(["--rebuilddb"])
  })

  test("that is damaged is none, and an older one beside it does not count", () => {
    const { machine } = nodeWith({ [`${directory}/rpmdb.sqlite`]: "damaged", ...record })

    expect(rpmRecord(machine, [])).toBeUndefined()
    expect(hasReadableRpm(machine)).toBe(false)
    expect(rpmStates(machine, packages)).toEqual(["half", "half"])
  })
})

test("what a killed RPM shared of Berkeley DB is taken away before it is made anew, and nothing else", async () => {
  const shared = { [`${directory}/__db.001`]: "a", [`${directory}/__db.003`]: "c", [`${directory}/__db.note`]: "" }
  const { machine, rebuilt } = nodeWith({ [`${directory}/Packages`]: database("Packages"), ...shared }, () =>
    told("", "error: db5 error(-30973) from dbenv->failchk\n"),
  )

  await settleRpm(machine, packages)

  expect(machine.list(directory)).toEqual(["Packages", "__db.note"])
  expect(rebuilt).toEqual(["--rebuilddb"])
})
