// Asks programs of a node what they print, each command line once within one look at it.
import type { Ran, ReadingMachine } from "../machine/reading.ts"

export type AskProgram = (argv: readonly string[], timeoutSeconds: number) => Promise<Ran>

interface Asker {
  readonly ask: AskProgram
  readonly asked: ReadonlyMap<string, Promise<Ran>>
}

const askers = new WeakMap<ReadingMachine, Asker>()
const keyOf = (argv: readonly string[]) => argv.join("\0")

/** `machine`: as one look at the node has it, so that the next look asks anew. */
export function programAsker(machine: ReadingMachine): AskProgram {
  const known = askers.get(machine)
  if (known !== undefined) return known.ask
  const asked = new Map<string, Promise<Ran>>()
  const ask: AskProgram = (argv, timeoutSeconds) => {
    const key = keyOf(argv)
    const answer = asked.get(key) ?? machine.run({ argv, timeoutSeconds })
    asked.set(key, answer)
    return answer
  }
  askers.set(machine, { ask, asked })
  return ask
}

/** What a command line printed in that look; undefined: it was not run. */
export function askedBefore(machine: ReadingMachine, argv: readonly string[]): Promise<Ran> | undefined {
  return askers.get(machine)?.asked.get(keyOf(argv))
}
