// What detection learns about kernel modules that were asked for: whether they are loaded, what a boot makes of them.
import type { ReadingMachine } from "../../../machine/reading.ts"
import type { Answers } from "../../../model/answers.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import { toFileFact } from "../../../model/facts/file-fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Place } from "../../../model/place.ts"
import { presetModules } from "../tables/presets.ts"
import { isBuiltIn, keepingOutLines, listLines, namesModule } from "./files.ts"

export const ownList = "/etc/modules-load.d/99-criadm.conf"

export interface AskedModule {
  /** With underscores. */
  readonly name: string
  readonly isBuiltIn: boolean
  /** Absent with --root. */
  readonly isLoaded?: boolean
  /** Whether the running kernel has such a module; absent where that is not known. */
  readonly isThere?: boolean
  /** The first line that makes a boot load it. */
  readonly listedAt?: Place
  /** The first line that keeps it out. */
  readonly keptOutBy?: Place
}

export interface AskedModules {
  readonly modules: readonly AskedModule[]
  /** The list of our own. */
  readonly ownList: FileFact
  readonly hasListDirectory: boolean
}

export function askedModules({ module = [], "kernel-preset": preset }: Pick<Answers, "module" | "kernel-preset">) {
  return [...new Set([...module, ...(preset === undefined ? [] : presetModules[preset].map(({ name }) => name))])]
}

/** Undefined: none was asked for. */
export function lookAtModules(machine: ReadingMachine, answers: Answers): AskedModules | undefined {
  const names = askedModules(answers)
  if (names.length === 0) return undefined
  const listed = listLines(machine, names)
  const keptOut = keepingOutLines(machine, names)
  const running = machine.isLive ? textOf(machine, "/proc/sys/kernel/osrelease")?.trim() : undefined
  // In the order of the kernel's own build; a kernel with one large file of modules has some 6000 lines.
  const there = running === undefined ? undefined : textOf(machine, `/lib/modules/${running}/modules.dep`)
  return {
    modules: names.map((name): AskedModule => {
      const listedAt = listed.find(({ module }) => module === name)?.place
      const keptOutBy = keptOut.find(({ module }) => module === name)?.place
      return {
        name,
        isBuiltIn: isBuiltIn(machine, name),
        ...(machine.isLive ? { isLoaded: machine.inspect(`/sys/module/${name}`) !== undefined } : {}),
        ...(there === undefined ? {} : { isThere: namesModule(there, name) }),
        ...(listedAt === undefined ? {} : { listedAt }),
        ...(keptOutBy === undefined ? {} : { keptOutBy }),
      }
    }),
    ownList: toFileFact(machine.readFile(ownList)),
    hasListDirectory: machine.list("/etc/modules-load.d") !== undefined,
  }
}

function textOf(machine: ReadingMachine, path: string): string | undefined {
  return knownValue(toFileFact(machine.readFile(path)))?.text
}
