// What a daemon that runs was started with.
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import { proxyVariables } from "./variables.ts"

/** What a process was started with, as far as it is about proxies. See proc_pid_environ(5); root may read it. */
export function environmentOf(machine: ReadingMachine, pid: number): Readonly<Record<string, string>> | undefined {
  const text = knownValue(toFileFact(machine.readFile(`/proc/${pid}/environ`)))?.text
  if (text === undefined) return undefined
  const pairs = text.split("\0").map((pair): readonly [string, string] => {
    const equals = pair.indexOf("=")
    return [pair.slice(0, equals), pair.slice(equals + 1)]
  })
  return Object.fromEntries(pairs.filter(([name]) => proxyVariables.includes(name)))
}
