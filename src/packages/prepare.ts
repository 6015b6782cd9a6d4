// Looks up what would be installed, fetches it into criadm's own cache and unpacks it there: nothing of the node
// changes, and it can be looked at as it will be. Everything in the cache can be deleted at any time.
import { linuxMachine } from "../machine/linux.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Acted, WritingMachine } from "../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { sha256 } from "../model/file-content.ts"
import type { ComingPackages, FetchedArchive } from "../model/install/packages.ts"
import type { ChosenPackages } from "./choose-packages.ts"
import type { PackageManager } from "./package-manager.ts"
import { faultWith } from "./ran-fault.ts"

/** file-hierarchy(7): what can be made again. */
export const cacheDirectory = "/var/cache/criadm"
export const archiveDirectory = `${cacheDirectory}/archives`

/** Where packages put units and init scripts. */
const serviceDirectories = ["/usr/lib/systemd/system", "/lib/systemd/system", "/etc/init.d"]

export async function prepare(
  machine: WritingMachine,
  manager: PackageManager,
  component: string,
  { release, ...transaction }: ChosenPackages,
): Promise<Result<ComingPackages>> {
  const made = makeCache(machine)
  if (!made.ok) return failed(actFault(made.failure))
  const fetched = await manager.fetch(machine, transaction, archiveDirectory)
  if (!fetched.ok) return fetched
  const contents = await unpacked(machine, manager, fetched.value, sha256(JSON.stringify(transaction)).slice(0, 16))
  if (!contents.ok) return contents
  const layer = linuxMachine({ root: contents.value })
  const brought = below(layer, "/etc")
  const isThere = (path: string) => machine.inspect(path.replace(/\/$/, "")) !== undefined
  return ok({
    kind: "packages",
    manager: manager.id,
    component,
    requested: transaction.requested,
    packages: transaction.packages,
    release,
    archiveDirectory,
    services: servicesIn(layer),
    contents: contents.value,
    configuration: brought.filter((path) => !isThere(path)),
    kept: brought.filter((path) => isThere(path) && !path.endsWith("/")),
  })
}

/** Several may look at the node at a time; who uses the cache is written down in it, as the name of a file. */
const userMark = /^used-by\.(\d+)$/

/** apt needs "partial" and makes none. */
export function makeCache(machine: WritingMachine): Acted {
  for (const path of [cacheDirectory, archiveDirectory, `${archiveDirectory}/partial`]) {
    const made = machine.makeDirectory(path, 0o755)
    if (!made.ok) return made
  }
  const marked = machine.createExclusively(`${cacheDirectory}/used-by.${process.pid}`, "", 0o644)
  return marked.ok || marked.failure.errno === "EEXIST" ? { ok: true } : marked
}

export function actFault({
  act,
  path,
  errno,
  message,
}: {
  readonly act: string
  readonly path: string
  readonly errno: string
  readonly message: string
}): Fault {
  return { code: "act-failed", args: { act, path, errno, message } }
}

/** Whole or not at all: unpacked beside, then renamed. What is there already under that name is the same. */
async function unpacked(
  machine: WritingMachine,
  manager: PackageManager,
  archives: readonly FetchedArchive[],
  key: string,
): Promise<Result<string>> {
  const contents = `${cacheDirectory}/contents-${key}`
  if (machine.inspect(contents) !== undefined) return ok(contents)
  const partial = `${contents}.${process.pid}`
  const made = await runAll(machine, [
    ["rm", "-rf", partial],
    ["mkdir", "-m", "0755", partial],
    ...mergedLinks(machine, partial),
  ])
  if (made !== undefined) return failed(made)
  for (const archive of archives) {
    const ran = await manager.unpack(machine, archive, partial)
    if (ran.state !== "ran" || ran.exitCode !== 0) {
      await runAll(machine, [["rm", "-rf", partial]])
      return failed(faultWith(ran, { code: "packages-not-fetched", args: { packages: [archive.name] } }))
    }
  }
  const moved = await runAll(machine, [["mv", "-T", partial, contents]])
  return moved === undefined ? ok(contents) : failed(moved)
}

/** Where the node's /lib is a link to usr/lib, files of packages land there. */
function mergedLinks(machine: ReadingMachine, directory: string): readonly (readonly string[])[] {
  return ["bin", "sbin", "lib", "lib64"].flatMap((name) => {
    const { target } = machine.inspect(`/${name}`) ?? {}
    return target === undefined
      ? []
      : [
          ["mkdir", "-p", `${directory}/${target.replace(/^\//, "")}`],
          ["ln", "-s", target.replace(/^\//, ""), `${directory}/${name}`],
        ]
  })
}

export async function runAll(
  machine: WritingMachine,
  commands: readonly (readonly string[])[],
): Promise<Fault | undefined> {
  for (const argv of commands) {
    const ran = await machine.act({ argv, timeoutSeconds: 300 })
    if (ran.state !== "ran" || ran.exitCode !== 0) {
      const message = "stderr" in ran ? ran.stderr.trim() : ran.state
      return actFault({ act: argv[0] ?? "", path: argv.at(-1) ?? "", errno: "EIO", message })
    }
  }
  return undefined
}

function servicesIn(layer: ReadingMachine): readonly string[] {
  const names = serviceDirectories.flatMap((directory) => layer.list(directory) ?? [])
  return [...new Set(names)].filter(
    (name) =>
      !name.includes("@") && /^[\w.-]+$/.test(name) && (!name.includes(".") || /\.(?:service|socket)$/.test(name)),
  )
}

/** Everything below a directory of the layer; directories end in "/". */
export function below(layer: ReadingMachine, directory: string): readonly string[] {
  return (layer.list(directory) ?? []).flatMap((name) => {
    const path = `${directory}/${name}`
    return layer.inspect(path)?.kind === "directory" ? [`${path}/`, ...below(layer, path)] : [path]
  })
}

/** The number may be another program's by now; one that has ended and was not waited for has no command line. */
function isCriadm(machine: ReadingMachine, pid: string): boolean {
  const file = machine.readFile(`/proc/${pid}/cmdline`)
  return file.state === "read" && new TextDecoder().decode(file.bytes).includes("criadm")
}

/** Removes the cache, unless another process that is alive uses it; it can be made again. */
export async function forgetCache(machine: WritingMachine): Promise<void> {
  const names = machine.list(cacheDirectory)
  if (names === undefined) return
  const others = names
    .map((name) => userMark.exec(name)?.[1])
    .filter((pid) => pid !== undefined && pid !== String(process.pid) && isCriadm(machine, pid))
  if (others.length > 0) machine.removeFile(`${cacheDirectory}/used-by.${process.pid}`)
  else await runAll(machine, [["rm", "-rf", "--one-file-system", cacheDirectory]])
}
