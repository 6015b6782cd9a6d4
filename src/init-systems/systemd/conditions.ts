// Conditions and assertions of a unit that are not met on this node: systemd passes over the start without an error, or
// ends it with one. Those that files answer, and on a running node the kernel's command line and the kind of container;
// systemd.unit(5), CONDITIONS AND ASSERTS.
import type { Document } from "../../documents/document.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { UnmetCondition } from "../../model/service.ts"

/** What is there only while a node runs: a tree says nothing about it. */
const passing = /^\/(?:run|var\/run|tmp|var\/tmp|dev|proc|sys)(?:\/|$)/

/** Undefined: not known here. */
type Test = (machine: ReadingMachine, value: string) => boolean | undefined

const tests: Readonly<Record<string, Test>> = {
  PathExists: ofPath((machine, path) => machine.resolve(path) !== undefined),
  PathExistsGlob: ofPath((machine, pattern) => isMatched(machine, pattern)),
  PathIsDirectory: ofPath((machine, path) => kindOf(machine, path) === "directory"),
  PathIsSymbolicLink: ofPath((machine, path) => machine.inspect(path)?.kind === "symlink"),
  FileNotEmpty: ofPath((machine, path) => kindOf(machine, path) === "file" && sizeOf(machine, path) > 0),
  DirectoryNotEmpty: ofPath((machine, path) => (machine.list(path) ?? []).some((name) => !name.startsWith("."))),
  FileIsExecutable: ofPath((machine, path) => {
    const real = machine.resolve(path)
    const entry = real === undefined ? undefined : machine.inspect(real)
    return entry?.kind === "file" && (entry.mode & 0o111) !== 0
  }),
  KernelCommandLine: (machine, value) => {
    const read = machine.isLive ? machine.readFile("/proc/cmdline") : undefined
    if (read?.state !== "read") return undefined
    const words = new TextDecoder().decode(read.bytes).trim().split(/\s+/)
    return words.some((word) => word === value || (!value.includes("=") && word.startsWith(`${value}=`)))
  },
  /** Only "container": what kind of virtual machine it is, is not asked. */
  Virtualization: (machine, value) =>
    machine.isLive && value === "container" ? machine.inspect("/run/systemd/container") !== undefined : undefined,
}

export function unmetConditions(
  machine: ReadingMachine,
  documents: readonly Pick<Document, "keys">[],
  expand: (text: string) => string,
): readonly UnmetCondition[] {
  return (["Condition", "Assert"] as const).flatMap((prefix): readonly UnmetCondition[] => {
    const said = statedWith(documents, prefix).map(({ key, value }) =>
      judged(machine, key, expand(value), tests[key.slice(prefix.length)]),
    )
    const unmet = said.filter(({ isTriggering, isMet }) => !isTriggering && isMet === false)
    const triggering = said.filter(({ isTriggering }) => isTriggering)
    const isTriggered = triggering.length === 0 || triggering.some(({ isMet }) => isMet !== false)
    return [...unmet, ...(isTriggered ? [] : triggering)].map(({ key, value }) => ({ key, value }))
  })
}

/** An empty one takes back all before it, of whatever kind. */
function statedWith(documents: readonly Pick<Document, "keys">[], prefix: string): readonly UnmetCondition[] {
  let stated: UnmetCondition[] = []
  for (const { path, value } of documents.flatMap(({ keys }) => keys)) {
    const [section, key = ""] = path
    if (section !== "Unit" || !key.startsWith(prefix) || typeof value !== "string") continue
    stated = value === "" ? [] : [...stated, { key, value }]
  }
  return stated
}

/** "|" before the value: one of those with it is enough; "!": the opposite. */
function judged(machine: ReadingMachine, key: string, value: string, test: Test | undefined) {
  const [, marks = "", rest = ""] = /^(\|?!?)\s*(.*)$/s.exec(value.trim()) ?? []
  const isMet = test === undefined || /%[A-Za-z]/.test(rest) ? undefined : test(machine, rest)
  const isTriggering = marks.includes("|")
  return { key, value, isTriggering, isMet: isMet === undefined ? undefined : isMet !== marks.includes("!") }
}

function ofPath(test: (machine: ReadingMachine, path: string) => boolean): Test {
  return (machine, path) => {
    if (!path.startsWith("/") || (!machine.isLive && passing.test(path))) return undefined
    return test(machine, path)
  }
}

function kindOf(machine: ReadingMachine, path: string): string | undefined {
  const real = machine.resolve(path)
  return real === undefined ? undefined : machine.inspect(real)?.kind
}

function sizeOf(machine: ReadingMachine, path: string): number {
  const real = machine.resolve(path)
  return real === undefined ? 0 : (machine.inspect(real)?.size ?? 0)
}

/** glob(7), each part between slashes by itself; brackets as they are in regular expressions. */
function isMatched(machine: ReadingMachine, pattern: string): boolean {
  let found = [""]
  for (const part of pattern.split("/").slice(1)) {
    const isPattern = /[*?[]/.test(part)
    const source = part
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")
    const matches = new RegExp(`^${source}$`)
    found = found.flatMap((above) =>
      isPattern
        ? (machine.list(above === "" ? "/" : above) ?? [])
            .filter((name) => matches.test(name) && !name.startsWith("."))
            .map((name) => `${above}/${name}`)
        : [`${above}/${part}`],
    )
  }
  return found.some((path) => machine.resolve(path) !== undefined)
}
