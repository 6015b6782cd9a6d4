// Asks programs of a node what they print, each command line once within one look at it; of answers that depend on nothing
// but files, those that were kept by an earlier run count, as long as the files are the same.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { ServiceFacts } from "../model/service.ts"
import { isOfThisProgram, type KeptAnswer, keptAnswers, keyOf } from "./kept-answers.ts"

export type AskProgram = (argv: readonly string[], timeoutSeconds: number) => Promise<Ran>

/** A command line whose answer is made of the program's file, and of what `madeOf` tells. */
export interface Question {
  /** The program with its path, and its arguments. */
  readonly argv: readonly string[]
  readonly timeoutSeconds: number
  /**
   * A digest of what the program reads, as the machine has it now; empty: it reads nothing. Undefined: something of it
   * cannot be read, and the answer is not kept.
   */
  readonly madeOf: (machine: ReadingMachine) => string | undefined
  /** A shorter text of which the same is read: what is kept of the answer. */
  readonly shortened?: (stdout: string) => string | undefined
}

interface Asker {
  readonly ask: AskProgram
  readonly asked: Map<string, Promise<Ran>>
  readonly questions: Map<string, Question>
}

const askers = new WeakMap<ReadingMachine, Asker>()

function askerOf(machine: ReadingMachine): Asker {
  const known = askers.get(machine)
  if (known !== undefined) return known
  const asked = new Map<string, Promise<Ran>>()
  const asker: Asker = {
    asked,
    questions: new Map(),
    ask(argv, timeoutSeconds) {
      const key = keyOf(argv)
      const answer = asked.get(key) ?? machine.run({ argv, timeoutSeconds })
      asked.set(key, answer)
      return answer
    },
  }
  askers.set(machine, asker)
  return asker
}

/** `machine`: as one look at the node has it, so that the next look asks anew. */
export function programAsker(machine: ReadingMachine): AskProgram {
  return askerOf(machine).ask
}

/**
 * The program is run where no answer was kept, or something that it is made of has changed since. `isBelieved`: false where
 * the question is whether it can be started at all.
 */
export function askKeepable(machine: ReadingMachine, question: Question, isBelieved = true): Promise<Ran> {
  const { asked, ask } = askerOf(machine)
  const { argv, timeoutSeconds } = question
  noteQuestion(machine, question)
  const key = keyOf(argv)
  const kept = asked.has(key) || !isBelieved ? undefined : keptAnswer(machine, question)
  if (kept === undefined) return ask(argv, timeoutSeconds)
  asked.set(key, Promise.resolve(kept))
  return Promise.resolve(kept)
}

/** What its program prints of its release. */
export function askRelease(
  machine: ReadingMachine,
  argv: readonly string[],
  timeoutSeconds: number,
  isBelieved?: boolean,
): Promise<Ran> {
  return askKeepable(machine, { argv, timeoutSeconds, madeOf: () => "" }, isBelieved)
}

/**
 * One that does not run may be one that cannot be started any more, by no change of its file: a library of it is gone, its
 * file system is mounted noexec.
 */
export function isUp(service: ServiceFacts | undefined): boolean {
  return service?.state === "active"
}

/** Says that it may be asked later (`askedBefore`), and its answer be kept. */
export function noteQuestion(machine: ReadingMachine, question: Question): void {
  askerOf(machine).questions.set(keyOf(question.argv), question)
}

/** What a command line printed in that look, or what was kept of it; undefined: it was not run. */
export function askedBefore(machine: ReadingMachine, argv: readonly string[]): Promise<Ran> | undefined {
  const asker = askers.get(machine)
  const key = keyOf(argv)
  const question = asker?.questions.get(key)
  const answer = asker?.asked.get(key)
  if (answer !== undefined || question === undefined) return answer
  const kept = keptAnswer(machine, question)
  return kept === undefined ? undefined : Promise.resolve(kept)
}

/** Those of one look whose answers may be kept. */
export function keepableQuestions(machine: ReadingMachine): readonly Question[] {
  return [...(askers.get(machine)?.questions.values() ?? [])]
}

/** Of the program as it is now; what else the answer is made of may have changed. */
export function hasKept(machine: ReadingMachine, argv: readonly string[]): boolean {
  const kept = keptAnswers(machine).get(keyOf(argv))
  return kept !== undefined && isOfThisProgram(machine, kept)
}

/** Whether everything that the answer is made of is as it was. */
export function holds(machine: ReadingMachine, { madeOf }: Question, kept: KeptAnswer): boolean {
  return isOfThisProgram(machine, kept) && madeOf(machine) === kept.madeOf
}

function keptAnswer(machine: ReadingMachine, question: Question): Ran | undefined {
  const { argv } = question
  const kept = keptAnswers(machine).get(keyOf(argv))
  if (kept === undefined || !holds(machine, question, kept)) return undefined
  return { state: "ran", command: argv, exitCode: 0, stdout: kept.stdout, stderr: kept.stderr }
}
