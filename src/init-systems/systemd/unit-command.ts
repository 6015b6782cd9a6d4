// What a unit starts: the command line of its ExecStart= with specifiers and variables put in, and the environment
// from Environment= and the files that EnvironmentFile= names. See systemd.exec(5) and systemd.service(5).
import { environmentFile } from "../../documents/assignments/key-values.ts"
import { mergeUnits, type UnitSections, unitFile } from "../../documents/units/unit-file.ts"
import { expandVariables, splitWords, stripPrefix } from "../../documents/units/words.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import { commandBehind } from "../wrapped-command.ts"
import type { ManagerEnvironment } from "./manager.ts"

export interface UnitCommand {
  /** Empty when there is none or it is not understood. */
  readonly command: readonly string[]
  /** The program that is started, where the one behind it was not found. */
  readonly notUnderstood?: string
  readonly environment: Readonly<Record<string, string>>
  /** The environment files that exist or cannot be read, in order. */
  readonly environmentFiles: readonly FileFact[]
  readonly hasReload: boolean
  /** Units without which it does not start: Requires= and BindsTo= of systemd.unit(5). */
  readonly needs: readonly string[]
  /** Keys and values of all its files together. */
  readonly sections: UnitSections
  /** Puts the specifiers of this unit in. */
  expand(text: string): string
}

export function readUnitCommand(
  machine: ReadingMachine,
  name: string,
  files: readonly FileFact[],
  manager: ManagerEnvironment,
): UnitCommand {
  const sections = mergeUnits(parsedUnits(files))
  const values = (key: string) => sections.get("Service")?.get(key) ?? []
  const expand = (text: string) => withSpecifiers(text, name)
  const environmentFiles = values("EnvironmentFile")
    .map((path) => toFileFact(machine.readFile(expand(path.replace(/^-/, "")))))
    .filter((fact) => fact.state !== "absent")
  const passed = values("PassEnvironment")
    .flatMap((line) => splitWords(line))
    .flatMap((name) => (manager.own[name] === undefined ? [] : [[name, manager.own[name]] as const]))
  const environment: Record<string, string> = Object.fromEntries([
    // systemd.exec(5), ENVIRONMENT VARIABLES IN SPAWNED PROCESSES: what comes later counts.
    ...Object.entries(manager.handedOut),
    ...passed,
    ...values("Environment").flatMap((line) => assignments(splitWords(expand(line)))),
    // Files override Environment=, and later files earlier ones.
    ...environmentFiles.flatMap(assignmentsOfFile),
  ])
  // The last step: systemd.exec(5), UnsetEnvironment=. A word with a value takes away that value only.
  for (const word of values("UnsetEnvironment").flatMap((line) => splitWords(expand(line)))) {
    const [name = "", ...value] = word.split("=")
    if (value.length === 0 || environment[name] === value.join("=")) delete environment[name]
  }
  const written = commandOf(sections, environment, expand)
  const command = commandBehind(machine, written, environment)
  const needs = ["Requires", "BindsTo"].flatMap((key) => sections.get("Unit")?.get(key) ?? [])
  return {
    command,
    ...(command.length === 0 && written.length > 0 ? { notUnderstood: written[0] ?? "" } : {}),
    environment,
    environmentFiles,
    hasReload: values("ExecReload").length > 0,
    needs: needs.flatMap((names) => splitWords(expand(names))),
    sections,
    expand,
  }
}

/** A file that is broken for systemd as well contributes nothing; components show the file itself. */
export function parsedUnits(files: readonly FileFact[]) {
  return files.flatMap((file) => {
    if (file.state !== "known") return []
    const parsed = unitFile.parse(file.value.path, file.value.text)
    return parsed.ok ? [parsed.value] : []
  })
}

/** A line with `export` is no assignment for systemd; one before it counts. */
function assignmentsOfFile(file: FileFact): readonly (readonly [string, string])[] {
  if (file.state !== "known") return []
  const parsed = environmentFile.parse(file.value.path, file.value.text)
  if (!parsed.ok) return []
  return parsed.value.keys.flatMap(({ path: [key = ""], value, keyPlace }) => {
    const isExported = /^\s*export\s/.test(keyPlace.text ?? "")
    return typeof value === "string" && isVariableName(key) && !isExported ? [[key, value] as const] : []
  })
}

function assignments(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word) => {
    const name = word.slice(0, Math.max(0, word.indexOf("=")))
    return isVariableName(name) ? [[name, word.slice(name.length + 1)] as const] : []
  })
}

/** Others are ignored with a line in the journal. See systemd, src/basic/env-util.c, env_name_is_valid. */
function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

function commandOf(
  sections: UnitSections,
  environment: Readonly<Record<string, string>>,
  expand: (text: string) => string,
): readonly string[] {
  // Only Type=oneshot may have several, and then the first is as good as any.
  const line = sections.get("Service")?.get("ExecStart")?.[0]
  if (line === undefined) return []
  const [first = "", ...rest] = splitWords(line).map(expand)
  const prefix = first.slice(0, first.length - stripPrefix(first).length)
  // "@": the next word is the name that the process shows, not an argument.
  const words = prefix.includes("@") ? rest.slice(1) : rest
  return [stripPrefix(first), ...(prefix.includes(":") ? words : expandVariables(words, environment))]
}

/** The specifiers that container units use. See systemd.unit(5), SPECIFIERS; others stay as they are. */
function withSpecifiers(text: string, name: string): string {
  const stem = name.slice(0, name.lastIndexOf("."))
  const values: Readonly<Record<string, string>> = {
    "%": "%",
    n: name,
    N: stem,
    p: stem,
    t: "/run",
    S: "/var/lib",
    C: "/var/cache",
    L: "/var/log",
    E: "/etc",
  }
  return text.replace(/%([%nNptSCLE])/g, (all, letter: string) => values[letter] ?? all)
}
