// Looks up what would be installed, fetches it into criadm's own cache and unpacks it there: nothing of the node
// changes, and it can be looked at as it will be. Everything in the cache can be deleted at any time.
import { linuxMachine } from "../machine/linux.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { sha256 } from "../model/file-content.ts"
import type { ComingPackages, FetchedArchive } from "../model/install/packages.ts"
import { actFault, archiveDirectory, cacheDirectory, makeCache, runAll } from "./cache.ts"
import type { ChosenPackages } from "./choose-packages.ts"
import type { PackageManager } from "./package-manager.ts"
import { faultWith } from "./ran-fault.ts"

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
