// Asks programs of a node what they print, each command line once within one look at it.
import type { Ran, ReadingMachine } from "../machine/reading.ts"

export type AskProgram = (argv: readonly string[], timeoutSeconds: number) => Promise<Ran>

const askers = new WeakMap<ReadingMachine, AskProgram>()

/** `machine`: as one look at the node has it, so that the next look asks anew. */
export function programAsker(machine: ReadingMachine): AskProgram {
  const known = askers.get(machine)
  if (known !== undefined) return known
  const asked = new Map<string, Promise<Ran>>()
  const ask: AskProgram = (argv, timeoutSeconds) => {
    const key = argv.join("\0")
    const answer = asked.get(key) ?? machine.run({ argv, timeoutSeconds })
    asked.set(key, answer)
    return answer
  }
  askers.set(machine, ask)
  return ask
}
