// Files that decide which kernel modules a boot can and does load, as far as pods need them: lines of modprobe.d that
// keep a module out, and lists for modules-load.d whose name nobody reads.
import { isCopyName } from "../../../documents/copy-names.ts"
import type { ReadingMachine } from "../../../machine/reading.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import { toFileFact } from "../../../model/facts/file-fact.ts"
import { type Place, placeAt } from "../../../model/place.ts"

/** What containers and most networks of pods are built on; see kubernetes.io, "Container Runtimes", prerequisites. */
export const podModules = ["overlay", "br_netfilter"] as const

/** Earlier directories hide files of the same name in later ones. See modprobe.d(5) and modules-load.d(5). */
const parents = ["/etc", "/run", "/usr/local/lib", "/usr/lib"] as const

export interface ModuleLine {
  readonly module: string
  /** Of the line, or of the module's name in it. */
  readonly place: Place
}

/** Both undefined: there are none. */
export interface ModuleFacts {
  /** `install MODULE /bin/false` and its like: modprobe runs the command instead of loading the module. */
  readonly keptOut?: readonly ModuleLine[]
  /** Names in files beside modules-load.d's whose own name does not end in .conf. */
  readonly notLoaded?: readonly ModuleLine[]
}

export function moduleFiles(machine: ReadingMachine): ModuleFacts {
  const keptOut = keptOutLines(machine)
  const notLoaded = unreadLists(machine)
  return {
    ...(keptOut.length === 0 ? {} : { keptOut }),
    ...(notLoaded.length === 0 ? {} : { notLoaded }),
  }
}

function keptOutLines(machine: ReadingMachine): readonly ModuleLine[] {
  const lines = readNames(machine, "modprobe.d").flatMap((path) =>
    linesOf(podModules, machine, path, /^[ \t]*install[ \t]+([\w-]+)[ \t]+(?:\/usr)?\/bin\/(?:true|false)\b.*$/gm),
  )
  return lines.filter(({ module }) => !isBuiltIn(machine, module))
}

/** What another file loads as well is no loss. */
function unreadLists(machine: ReadingMachine): readonly ModuleLine[] {
  const directory = "/etc/modules-load.d"
  const names = (machine.list(directory) ?? []).filter((name) => !name.endsWith(".conf") && !isCopyName(name))
  const unread = names.flatMap((name) => namesIn(machine, `${directory}/${name}`))
  if (unread.length === 0) return []
  const read = [...readNames(machine, "modules-load.d"), "/etc/modules"].flatMap((path) => namesIn(machine, path))
  return unread.filter(({ module }) => !read.some((line) => line.module === module) && !isBuiltIn(machine, module))
}

const namesIn = (machine: ReadingMachine, path: string) => linesOf(podModules, machine, path, listedName)

/** A module's name alone on its line: modules-load.d(5). */
const listedName = /^[ \t]*([\w-]+)[ \t]*$/gm

/** The lines that make a boot load one of these modules. /etc/modules is Debian's and Alpine's own. */
export function listLines(machine: ReadingMachine, modules: readonly string[]): readonly ModuleLine[] {
  const paths = [...readNames(machine, "modules-load.d"), "/etc/modules"]
  return paths.flatMap((path) => linesOf(modules, machine, path, listedName))
}

/**
 * The lines that keep a boot from loading one of these: modprobe runs the command instead, and what loads the lists
 * passes over what is blacklisted (systemd's modules-load.c, kmod's and OpenRC's modprobe -b).
 */
export function keepingOutLines(machine: ReadingMachine, modules: readonly string[]): readonly ModuleLine[] {
  const forms = [
    /^[ \t]*install[ \t]+([\w-]+)[ \t]+(?:\/usr)?\/bin\/(?:true|false)\b.*$/gm,
    /^[ \t]*blacklist[ \t]+([\w-]+)[ \t]*$/gm,
  ]
  return readNames(machine, "modprobe.d").flatMap((path) =>
    forms.flatMap((form) => linesOf(modules, machine, path, form)),
  )
}

function linesOf(
  modules: readonly string[],
  machine: ReadingMachine,
  path: string,
  form: RegExp,
): readonly ModuleLine[] {
  const text = knownValue(toFileFact(machine.readFile(path)))?.text ?? ""
  return [...text.matchAll(form)].flatMap((match): ModuleLine[] => {
    // A dash and an underscore are the same in a module's name; see modprobe(8).
    const module = modules.find((name) => name === match[1]?.replaceAll("-", "_"))
    const indent = match[0].length - match[0].trimStart().length
    const place = placeAt(path, text, match.index + indent, match[0].trim().length)
    return module === undefined ? [] : [{ module, place }]
  })
}

/** The files that are read, each name from the first directory that has it. */
function readNames(machine: ReadingMachine, directory: string): readonly string[] {
  const byName = new Map<string, string>()
  for (const parent of parents) {
    for (const name of machine.list(`${parent}/${directory}`) ?? []) {
      if (name.endsWith(".conf") && !byName.has(name)) byName.set(name, `${parent}/${directory}/${name}`)
    }
  }
  return [...byName.values()]
}

/** Whether some kernel here has it inside: no file keeps that out, and nothing must load it. */
export function isBuiltIn(machine: ReadingMachine, module: string): boolean {
  return ["/usr/lib/modules", "/lib/modules"].some((parent) =>
    (machine.list(parent) ?? []).some((release) => {
      const text = knownValue(toFileFact(machine.readFile(`${parent}/${release}/modules.builtin`)))?.text ?? ""
      return namesModule(text, module)
    }),
  )
}

/** Whether a list of modules.dep(5) or modules.builtin has it; its file's name may have dashes. */
export function namesModule(text: string, module: string): boolean {
  return new RegExp(`/${module.replaceAll("_", "[_-]")}\\.ko`).test(text)
}
