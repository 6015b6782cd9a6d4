// criadm migrate [WHAT]: leads a node that has joined to another state, step by step. What needs the cluster is printed
// as commands and asked for; criadm holds no credentials. The same command goes on where the last one ended.

import type { Criadm, MigrateOptions, PreviewedMigration } from "../../criadm/interface.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import {
  type Migration,
  type MigrationEnd,
  type MigrationName,
  type MigrationState,
  migrationNames,
  stepsOfCluster,
} from "../../model/migration/migration.ts"
import { faultLines } from "../../pages/fault.ts"
import { migrationLines, standLines, stepLines } from "../../pages/migration.ts"
import { reasonText } from "../../pages/sentences.ts"
import { refuse } from "../../settings/refuse.ts"
import { usageOf } from "../definitions.ts"
import { exitCodeOfMigration } from "../exit-code-of.ts"
import type { Face } from "../face.ts"
import { givenAnswers } from "../given.ts"
import { faultOf, migrationToJson } from "../migration-json.ts"
import type { Invocation } from "../parse.ts"
import { printed, sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { agree, decline, isYes } from "./agree.ts"
import { applyOptions, tellOutcome } from "./apply.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

export const migrate: RunCommand = async (face, invocation) => {
  const { flags, argument } = invocation
  const name = migrationNames.find((one) => one === argument)
  const isAboutLast = flags.status === true || flags.back === true
  if (name === undefined && !(isAboutLast && argument === undefined)) {
    return stop(face, invocation, [whyNoName(argument, invocation)])
  }
  const opened = await openNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const criadm = opened.value
  if (!face.isRoot) return stop(face, invocation, [{ code: "not-root", args: { command: "criadm migrate" } }])
  const last = criadm.lastMigration()
  if (!last.ok) return stop(face, invocation, [last.fault])
  if (flags.status === true) return tellState(face, invocation, last.value)
  const ended =
    flags.back === true
      ? await goBack(face, invocation, criadm, last.value)
      : await goOn(face, invocation, criadm, name!, last.value)
  await criadm.forgetFetched()
  return ended
}

function whyNoName(argument: string | undefined, { command }: Invocation): Fault {
  if (argument !== undefined) return refuse("WHAT", argument, migrationNames.join(", ")).fault
  return { code: "missing-argument", args: { argument: "WHAT", usage: usageOf(command) } }
}

function tellState(face: Face, invocation: Invocation, state: MigrationState | undefined): ExitCode {
  if (wantsJson(invocation)) face.print(migrationToJson(face, state))
  else if (state === undefined) face.print(sayLine(face.catalogue, { code: "migration-none", args: {} }))
  else face.print(printed(face, standLines(state, face.catalogue, "whole")))
  return exitCode.done
}

async function goBack(
  face: Face,
  invocation: Invocation,
  criadm: Criadm,
  state: MigrationState | undefined,
): Promise<ExitCode> {
  if (state === undefined || state.ended === "back") return stop(face, invocation, [{ code: "no-migration", args: {} }])
  if (!wantsJson(invocation) && !face.isQuiet) face.print(printed(face, standLines(state, face.catalogue, "whole")))
  const agreed = await agree(face, invocation, "migration-returns")
  if (!agreed.ok) return stop(face, invocation, [agreed.fault])
  if (!agreed.value) return decline(face)
  return takeSteps(face, invocation, criadm, { turn: "back" }, [])
}

async function goOn(
  face: Face,
  invocation: Invocation,
  criadm: Criadm,
  name: MigrationName,
  last: MigrationState | undefined,
): Promise<ExitCode> {
  const { flags } = invocation
  const open = last?.ended === undefined ? last : undefined
  const to = typeof flags.to === "string" ? flags.to : undefined
  const isOther =
    open !== undefined && (open.migration.name !== name || (to ?? open.migration.to) !== open.migration.to)
  if (isOther) {
    const asked = `${name}${to === undefined ? "" : ` --to ${to}`}`
    return stop(face, invocation, [{ code: "another-migration", args: { migration: open.migration.name, asked } }])
  }
  const made = open === undefined ? await make(criadm, face, invocation, name, to) : ok({ ...open, previews: {} })
  if (!made.ok) return stop(face, invocation, [made.fault])
  if (made.value === undefined) {
    if (wantsJson(invocation)) face.print(migrationToJson(face, undefined))
    else face.print(sayLine(face.catalogue, { code: "migration-nothing", args: {} }))
    return exitCode.done
  }
  const { migration, previews } = made.value
  if (flags.plan === true) {
    face.print(
      wantsJson(invocation)
        ? migrationToJson(face, open ?? migration)
        : printed(face, migrationLines(migration, open, face.catalogue, previews)),
    )
    return exitCode.done
  }
  const said = await stepsSaid(face, invocation, migration)
  if (!said.ok) return stop(face, invocation, [said.fault])
  if (open !== undefined) return takeSteps(face, invocation, criadm, { turn: "forward" }, said.value)
  if (!wantsJson(invocation) && !face.isQuiet)
    face.print(printed(face, migrationLines(migration, undefined, face.catalogue, previews)))
  const agreed = await agree(face, invocation, "migration-begins")
  if (!agreed.ok) return stop(face, invocation, [agreed.fault])
  if (!agreed.value) return decline(face)
  return takeSteps(face, invocation, criadm, { begin: migration }, said.value)
}

async function make(
  criadm: Criadm,
  face: Face,
  invocation: Invocation,
  name: MigrationName,
  to: string | undefined,
): Promise<Result<PreviewedMigration | undefined>> {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return given
  const stopPods = invocation.flags["stop-pods"] === true
  const wish = { stopPods, given: given.value.values, ...(to === undefined ? {} : { to }) }
  return criadm.migration(await criadm.detect(), name, wish)
}

/** What is said to be done, and what a saved ConfigMap shows. */
async function stepsSaid(face: Face, { flags }: Invocation, migration: Migration): Promise<Result<readonly string[]>> {
  const said = (Array.isArray(flags.done) ? flags.done : []) as readonly string[]
  const unknown = said.find((id) => !stepsOfCluster.includes(id))
  if (unknown !== undefined) return refuse("done", unknown, stepsOfCluster.join(", "))
  const file = flags["kubelet-configmap"]
  if (typeof file !== "string" || !migration.steps.some(({ id }) => id === "cluster-config")) return ok(said)
  const text = await face.readText(file, "any")
  if (!text.ok) return text
  const { checkConfigMap } = await import("../../migrate/kubelet-configmap.ts")
  const fault = checkConfigMap(file, text.value, migration)
  return fault === undefined ? ok([...said, "cluster-config"]) : failed(fault)
}

async function takeSteps(
  face: Face,
  invocation: Invocation,
  criadm: Criadm,
  what: Parameters<Criadm["migrate"]>[0],
  said: readonly string[],
): Promise<ExitCode> {
  const options = applyOptions(face, invocation)
  if (!options.ok) return stop(face, invocation, [options.fault])
  const isTold = !wantsJson(invocation) && !face.isQuiet
  const { ask } = face
  const isAsked = ask !== undefined && !wantsJson(invocation) && invocation.flags.yes !== true
  const how: MigrateOptions = {
    ...options.value,
    said,
    stopPods: invocation.flags["stop-pods"] === true,
    onNotes(notes) {
      for (const one of isTold ? notes : []) face.print(face.paint(printable(reasonText(one, face.catalogue)), "quiet"))
    },
    onStep(step, state) {
      const lines = stepLines(step, state, face.catalogue)
      if (isTold && lines.length > 0) face.print(printed(face, lines))
    },
    ...(isAsked
      ? {
          async ask() {
            const answer = await ask(sayLine(face.catalogue, { code: "migration-asks", args: {} }))
            return isYes(answer)
          },
        }
      : {}),
  }
  const end = await criadm.migrate(what, how)
  const state = criadm.lastMigration()
  if (wantsJson(invocation)) face.print(migrationToJson(face, state.ok ? state.value : undefined, end))
  else tellEnd(face, invocation, end, state.ok ? state.value : undefined)
  return exitCodeOfMigration(end)
}

function tellEnd(face: Face, invocation: Invocation, end: MigrationEnd, state: MigrationState | undefined): void {
  const { catalogue } = face
  const fault = faultOf(end)
  if (end.kind === "stopped")
    tellOutcome(face, invocation, end.outcome, state?.direction === "back" ? "rollback" : "apply")
  if (fault !== undefined) face.warn(printed(face, faultLines(fault, face.catalogue)))
  if (face.isQuiet) return
  if (end.kind === "done") {
    face.print(
      face.paint(sayLine(catalogue, { code: "migration-done", args: { node: state?.migration.node ?? "" } }), "ok"),
    )
  } else if (end.kind === "back") face.print(face.paint(sayLine(catalogue, { code: "migration-back", args: {} }), "ok"))
  else if (state !== undefined && state.ended === undefined)
    face.print(printed(face, standLines(state, face.catalogue, "short")))
}
