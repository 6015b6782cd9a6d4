// Keeps what programs printed (src/components/kept-answers.ts) at the end of a run, so that commands that only look need not
// start them: those may not write to the node.
import { answersFile, isKeepable, type KeptAnswer, keptAnswers, keyOf, toText } from "../../components/kept-answers.ts"
import { askedBefore, holds, keepableQuestions, type Question } from "../../components/program-asker.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import { type Outcome, stateDirectory } from "../../model/run.ts"
import { writeOwnFile } from "./state-directory.ts"

/**
 * After a run that came to what was asked. Not while it waits to be confirmed: a program that is slow to answer would take of
 * the time for it before anybody is told, and what it says of the configuration may not stay.
 */
export function isToBeKeptAfter({ kind, confirmSeconds }: Outcome): boolean {
  return (kind === "applied" || kind === "nothing-to-do") && confirmSeconds === undefined
}

/**
 * `looked`: the look at the node in which they were asked. A node without a state directory gets none. That it cannot be
 * written is no fault of the run: the programs are asked then.
 */
export async function keepAnswers(machine: WritingMachine, looked: ReadingMachine): Promise<void> {
  if (!machine.isLive || machine.inspect(stateDirectory)?.uid !== machine.uid) return
  const before = keptAnswers(looked)
  const answers = await Promise.all(
    keepableQuestions(looked).map(async (question) => {
      // Who did not answer then is not waited for once more.
      const then = await askedBefore(looked, question.argv)
      if (then?.state !== "ran" || then.exitCode !== 0) return undefined
      const known = before.get(keyOf(question.argv))
      return known !== undefined && holds(machine, question, known) ? known : askAnew(machine, question)
    }),
  )
  // In one order, whichever was asked first: a run that has nothing to do changes nothing.
  const inOrder = answers
    .filter((answer) => answer !== undefined)
    .toSorted((a, b) => (keyOf(a.argv) < keyOf(b.argv) ? -1 : 1))
  const text = toText(inOrder)
  if (text !== toText([...before.values()])) writeOwnFile(machine, answersFile, text)
}

/** Everything that it is made of was the same before and after. Undefined: it was not, or it is not to be kept. */
async function askAnew(machine: ReadingMachine, question: Question): Promise<KeptAnswer | undefined> {
  const { argv, timeoutSeconds, madeOf, shortened } = question
  const [path = ""] = argv
  const program = machine.identity?.(path)
  const of = madeOf(machine)
  if (program === undefined || of === undefined || !isKeepable(machine, path, program)) return undefined
  const ran = await machine.run({ argv, timeoutSeconds })
  if (ran.state !== "ran" || ran.exitCode !== 0) return undefined
  const stdout = shortened === undefined ? ran.stdout : shortened(ran.stdout)
  if (stdout === undefined) return undefined
  const answer: KeptAnswer = { argv, program, madeOf: of, stdout, stderr: shortened === undefined ? ran.stderr : "" }
  return holds(machine, question, answer) ? answer : undefined
}
