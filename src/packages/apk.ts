// apk: Alpine Linux. Its programs are not to be had where criadm's tests run: what is here follows its manual pages and
// output as it was recorded (tests/packages/apk-output.test.ts).
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { newestFirst } from "../model/install/packages.ts"
import { lockHolderOf } from "./lock-holder.ts"
import { readInstalled, readPolicy, readSteps } from "./output/apk.ts"
import type { PackageManager, Transaction, WantedPackage } from "./package-manager.ts"
import { allFetched, faultWith } from "./ran-fault.ts"
import { isSameTransaction } from "./same-transaction.ts"
import { onlyInstalling } from "./simulated.ts"

const askSeconds = 120
const seconds = 1800

/** apk-tools 3 keeps it below /usr where /lib is a link; see apk(8), FILES. */
const records = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"]
const locks = records.map((path) => path.replace(/installed$/, "lock"))

function ask(machine: ReadingMachine, ...args: readonly string[]): Promise<Ran> {
  return machine.run({ argv: ["apk", ...args], timeoutSeconds: askSeconds })
}

function act(machine: WritingMachine, ...argv: readonly string[]): Promise<Ran> {
  return machine.act({ argv, timeoutSeconds: seconds })
}

function textOf(machine: ReadingMachine, path: string): string {
  const file = machine.readFile(path, { maxBytes: 64 * 1024 * 1024 })
  return file.state === "read" ? new TextDecoder().decode(file.bytes) : ""
}

async function resolve(machine: ReadingMachine, wanted: readonly WantedPackage[]): Promise<Result<Transaction>> {
  const names = wanted.map(({ name }) => name)
  const words = wanted.map(({ name, version }) => (version === undefined ? name : `${name}=${version}`))
  const ran = await ask(machine, "add", "--simulate", "--no-progress", ...words)
  if (ran.state !== "ran" || ran.exitCode !== 0) {
    const isAbsent = ran.state === "ran" && /no such package/.test(ran.stdout + ran.stderr)
    return failed(
      isAbsent
        ? faultWith(ran, {
            code: "packages-not-offered",
            args: { packages: names, command: "apk update", elsewhere: "" },
          })
        : faultWith(ran, { code: "packages-unsolvable", args: { packages: names } }),
    )
  }
  const packages = onlyInstalling(readSteps(ran.stdout, textOf(machine, "/etc/apk/arch").trim()), names, "apk upgrade")
  if (!packages.ok) return packages
  return ok({
    requested: names.filter((name) => packages.value.some((one) => one.name === name)),
    packages: packages.value,
  })
}

export const apk: PackageManager = {
  id: "apk",
  recordsFirst: false,
  enablesServices: false,

  recognise: (machine) =>
    ["/sbin/apk", "/usr/bin/apk"].some((path) => machine.resolve(path) !== undefined) &&
    records.some((path) => machine.resolve(path) !== undefined),

  lockHolder: (machine) => lockHolderOf(machine, locks),

  async offers(machine, name) {
    const ran = await ask(machine, "policy", name)
    return ran.state === "ran" ? newestFirst(readPolicy(ran.stdout)) : []
  },

  resolve,

  async fetch(machine, { packages }, directory) {
    const words = packages.map(({ name, version }) => `${name}=${version}`)
    const ran = await act(machine, "apk", "fetch", "--no-progress", "--output", directory, ...words)
    const archives = packages.flatMap(({ name, version }) => {
      const path = `${directory}/${name}-${version}.apk`
      return machine.resolve(path) === undefined ? [] : [{ name, path }]
    })
    return allFetched(ran, packages, archives)
  },

  /** A signature, a control part and the files, each a compressed archive, one after another; see apk-package(5). */
  unpack: (machine, { path }, directory) =>
    act(
      machine,
      "sh",
      "-ec",
      'tar -xzf "$1" -C "$2" 2>/dev/null; rm -f "$2"/.PKGINFO "$2"/.SIGN.* "$2"/.pre-* "$2"/.post-* "$2"/.trigger',
      "sh",
      path,
      directory,
    ),

  states(machine, packages) {
    const there = readInstalled(records.map((path) => textOf(machine, path)).join("\n"))
    return packages.map(({ name }) => (there.has(name) ? "installed" : "absent"))
  },

  /** Its packages start and enable nothing. */
  hold: () => undefined,
  letGo: () => undefined,

  async install(machine, transaction) {
    const again = transaction.packages.map(({ name, version }) => ({ name, version }))
    if (!isSameTransaction(await resolve(machine, again), transaction)) {
      return { state: "not-possible", command: ["apk", "add", ...transaction.requested], why: "changed" }
    }
    return act(machine, "apk", "add", "--no-progress", ...transaction.requested)
  },

  /** What came because these needed it goes with them. */
  remove: (machine, packages) => act(machine, "apk", "del", "--no-progress", ...packages.map(({ name }) => name)),

  finish: (machine) => act(machine, "apk", "fix", "--no-progress"),

  leftBeside: (path) => [`${path}.apk-new`],
  installCommand: (names) => `apk add ${names.join(" ")}`,
  /** Its repositories have one version of each package. */
  exchangeCommand: (name, version, isNewer) => (isNewer ? `apk upgrade ${name}` : `apk add ${name}=${version}`),
  removeCommand: (names) => `apk del ${names.join(" ")}`,
}
