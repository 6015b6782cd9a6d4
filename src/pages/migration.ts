// A migration: its steps with their commands, which are done, which comes next, how to go on and back.
import type { Catalogue } from "../messages/catalogue.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { Finding } from "../model/finding.ts"
import type { Coded } from "../model/message.ts"
import { type Migration, type MigrationState, nextStep } from "../model/migration/migration.ts"
import type { Step } from "../model/migration/step.ts"
import type { Plan } from "../model/plan.ts"
import { findingLines } from "./finding.ts"
import { commandLine, indented, type Line, line, quiet, strong } from "./lines.ts"
import { planLines } from "./plan.ts"
import { lineText, reasonText } from "./sentences.ts"

/** The whole list; with a state, what of it is done; with previews, what of it would change files. */
export function migrationLines(
  { name, to, node, steps, notes, findings }: Migration,
  state: MigrationState | undefined,
  catalogue: Catalogue,
  previews: Readonly<Record<string, Plan>> = {},
): readonly Line[] {
  const args = { migration: name, to, node, steps: steps.length }
  return [
    strong(lineText({ code: "migration-heading", args }, catalogue)),
    ...steps.flatMap((step, index) => {
      const preview = previews[step.id]
      const changes = preview === undefined ? [] : planLines(preview, catalogue)
      return [rowOf(step, index, state, catalogue), ...commandsOf(step, catalogue), ...changes]
    }),
    ...notes.map((note) => quiet(reasonText(note, catalogue))),
    ...(findings === undefined || state !== undefined ? [] : readyLines(findings, catalogue)),
  ]
}

/** The steps alone, each with its state: what each has to run is shown when its turn comes. */
export function stepRows({ steps }: Migration, state: MigrationState | undefined, catalogue: Catalogue) {
  return steps.map((step, index) => rowOf(step, index, state, catalogue))
}

/** What `check` would say of the node afterwards, and not now. */
function readyLines(findings: readonly Finding[], catalogue: Catalogue): readonly Line[] {
  const args = { findings: findings.length }
  const heading = line(lineText({ code: "migration-ready", args }, catalogue))
  const told = findings.flatMap((finding) => findingLines(finding, catalogue, "short"))
  return [heading, ...indented(told, 2)]
}

/** Where it stands and how to go on; "short": without the list. */
export function standLines(state: MigrationState, catalogue: Catalogue, form: "whole" | "short"): readonly Line[] {
  const say = (coded: Coded<LineArguments>) => line(lineText(coded, catalogue))
  const { migration, ended } = state
  const { name, to, steps } = migration
  if (ended !== undefined) return [say({ code: "migration-was", args: { migration: name, to, end: ended } })]
  const next = nextStep(state)
  const number = next === undefined ? steps.length : steps.indexOf(next) + 1
  const what = next === undefined ? "" : reasonText(next.what, catalogue)
  const isBack = state.direction === "back"
  const command = isBack ? "criadm migrate --back" : `criadm migrate ${name}`
  return [
    ...(form === "whole" ? migrationLines(migration, state, catalogue) : []),
    ...(isBack ? [say({ code: "migration-goes-back", args: {} })] : []),
    say({ code: "migration-stands", args: { number, steps: steps.length, what } }),
    say({ code: "migration-how-on", args: { command } }),
    ...(isBack ? [] : [say({ code: "migration-how-back", args: {} })]),
  ]
}

/**
 * A step as its turn comes; on the way back what the cluster has to undo, and nothing of a step that leaves nothing.
 * "attended": without what an unattended run is told.
 */
export function stepLines(
  step: Step,
  { migration, direction }: MigrationState,
  catalogue: Catalogue,
  form: "whole" | "attended" = "whole",
): readonly Line[] {
  const number = migration.steps.findIndex(({ id }) => id === step.id) + 1
  const isBack = direction === "back"
  if (isBack && step.undo.acts.length === 0) return []
  const args = { number, steps: migration.steps.length, what: reasonText(step.what, catalogue), isBack }
  const commands = isBack ? commandsBack(step, catalogue) : commandsOf(step, catalogue, form)
  return [strong(lineText({ code: "migration-step", args }, catalogue)), ...commands]
}

function rowOf(step: Step, index: number, state: MigrationState | undefined, catalogue: Catalogue): Line {
  const isDone = state?.done.includes(step.id) === true
  const isNext = state !== undefined && nextStep(state)?.id === step.id
  const isOfCluster = step.act.do === "ask" || step.act.do === "tell"
  const word = isDone ? "done" : isNext ? "next" : isOfCluster ? "cluster" : "open"
  const args = { number: index + 1, what: reasonText(step.what, catalogue), state: word } as const
  return line(lineText({ code: "migration-row", args }, catalogue), 4)
}

function commandsOf(
  { id, act, proof }: Step,
  catalogue: Catalogue,
  form: "whole" | "attended" = "whole",
): readonly Line[] {
  if (act.do !== "ask" && act.do !== "tell") return []
  const isHere = act.isHere === true
  const told: readonly Coded<LineArguments>[] = [
    ...(isHere ? [] : [{ code: "migration-not-seen", args: { isTaken: whatIsTaken(act, proof) } } as const]),
    ...(act.do === "ask" && isHere ? [{ code: "migration-look-again", args: {} } as const] : []),
    ...(act.do === "ask" && !isHere && form === "whole"
      ? [{ code: "migration-say-done", args: { step: id } } as const]
      : []),
  ]
  return [
    ...shellLines(act.commands, isHere, catalogue),
    ...indented(
      told.map((one) => line(lineText(one, catalogue))),
      4,
    ),
  ]
}

/** Of a step of the cluster's: what has to be believed of it. */
function whatIsTaken(act: Step["act"], proof: Step["proof"]): "word" | "rest" | "told" {
  if (act.do === "tell") return "told"
  return proof.length === 0 ? "word" : "rest"
}

function commandsBack({ undo }: Step, catalogue: Catalogue): readonly Line[] {
  return undo.acts.flatMap((act) =>
    act.do === "tell" || act.do === "ask" ? shellLines(act.commands, act.isHere === true, catalogue) : [],
  )
}

function shellLines(commands: readonly string[], isHere: boolean, catalogue: Catalogue): readonly Line[] {
  const where = lineText({ code: isHere ? "migration-here" : "migration-elsewhere", args: {} }, catalogue)
  return [
    ...indented([line(where)], 4),
    ...indented(
      commands.map((command) => commandLine(command)),
      6,
    ),
  ]
}
