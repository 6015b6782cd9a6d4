// The first half of every command that looks at a node: which node, then its facts.
import type { Criadm } from "../../criadm/interface.ts"
import type { Answers } from "../../model/answers.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { nextStep } from "../../model/migration/migration.ts"
import { nodeChoice } from "../choice.ts"
import { type Face, isUnjudged, type LookPurpose, NotOpened } from "../face.ts"
import { credentialsGiven } from "../given.ts"
import type { Invocation } from "../parse.ts"
import { sayLine } from "../print.ts"

/** `look`: at once. */
export async function openNode(
  face: Face,
  invocation: Invocation,
  given?: Answers,
  look?: LookPurpose,
): Promise<Result<Criadm>> {
  const choice = nodeChoice(invocation)
  if (!choice.ok) return choice
  const credentials = await credentialsGiven(face, invocation, given ?? {})
  if (!credentials.ok) return credentials
  try {
    return ok(
      await face.open({ ...choice.value, answers: given, credentials: credentials.value, ...(look && { look }) }),
    )
  } catch (error) {
    if (error instanceof NotOpened) return failed(error.fault)
    throw error
  }
}

export async function detectNode(
  face: Face,
  invocation: Invocation,
  given?: Answers,
  look: LookPurpose = "findings",
): Promise<Result<{ readonly criadm: Criadm; readonly node: NodeFacts }>> {
  const criadm = await openNode(face, invocation, given, look)
  if (!criadm.ok) return criadm
  if (invocation.flags.host !== undefined && !face.isQuiet) {
    face.warn(sayLine(face.catalogue, { code: "host-not-asked", args: {} }))
  }
  const unfinished = criadm.value.unfinished()
  if (unfinished !== undefined) {
    face.warn(sayLine(face.catalogue, { code: "unfinished-run", args: { run: unfinished.number } }))
  }
  const migration = criadm.value.lastMigration()
  if (migration.ok && migration.value !== undefined && migration.value.ended === undefined) {
    const args = { migration: migration.value.migration.name, step: nextStep(migration.value)?.id ?? "" }
    face.warn(sayLine(face.catalogue, { code: "migration-is-open", args }))
  }
  const node = await criadm.value.detect(undefined, isUnjudged(look))
  // What a run of another component has left is put in order by that component.
  const isEnough = look === "all" || (unfinished === undefined && !criadm.value.mayLackOne(node))
  if (isEnough) return ok({ criadm: criadm.value, node })
  const whole = await openNode(face, invocation, given, "all")
  return whole.ok ? ok({ criadm: whole.value, node: await whole.value.detect() }) : whole
}
