// What stands on a node where the units of `criadm watch` would be: read for the plan, which reads nothing.
import { readVersion } from "../apply/changes/file-version.ts"
import type { UnitOfWatch, Watching } from "../decide/watch/plan-watch.ts"
import { ownPath, timerLink, units } from "../decide/watch/units.ts"
import type { InitSystem } from "../init-systems/init-system.ts"
import type { ReadingMachine } from "../machine/reading.ts"

/** `command`: this program by its absolute path, with what it needs in front of a command's name. */
export async function watchingOf(
  machine: ReadingMachine,
  initSystems: readonly InitSystem[],
  command: readonly string[],
): Promise<Watching> {
  const initSystem = initSystems.find((one) => one.recognise(machine) !== undefined)
  const [program = "", ...words] = command
  const inNode = [placeOf(machine, program), ...words]
  const found = units.map(async (unit): Promise<UnitOfWatch> => {
    const facts = machine.isLive ? await initSystem?.service(machine, unit.name) : undefined
    return {
      ...unit,
      realPath: machine.resolve(unit.path) ?? unit.path,
      file: readVersion(machine, unit.path),
      state: facts?.state,
    }
  })
  return {
    root: machine.root,
    isLive: machine.isLive,
    initSystem: initSystem?.id ?? "none",
    command: inNode,
    hasProgram: machine.resolve(inNode[0] ?? "") !== undefined,
    units: await Promise.all(found),
    link: machine.inspect(timerLink.path),
    isLinkAlone: machine.list(timerLink.directory)?.length === 1,
  }
}

/**
 * Where that node has this program. It may have been started from the very tree that is prepared; else where that tree
 * has one, or will have it.
 */
function placeOf({ isLive, root, resolve }: ReadingMachine, program: string): string {
  if (isLive) return program
  const within = program.startsWith(`${root}/`) ? program.slice(root.length) : program
  return [within, ownPath, "/usr/bin/criadm"].find((path) => resolve(path) !== undefined) ?? ownPath
}
