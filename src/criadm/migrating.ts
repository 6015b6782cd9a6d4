// A node that has joined and its migrations: which steps there would be, how far the last one came, and their taking.
import type { ApplyContext } from "../apply/context.ts"
import { migrate } from "../apply/migration/migrate.ts"
import { answersOfAct, planOfAct } from "../apply/migration/plan-of-act.ts"
import { lastMigration } from "../apply/migration/record.ts"
import type { RunnableAct } from "../apply/migration/take-steps.ts"
import { lastAsked } from "../apply/run/asked.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import type { PlanOptions } from "../decide/plan.ts"
import { detectNode } from "../detect/node.ts"
import { initSystems } from "../init-systems/known.ts"
import { migrationOf } from "../migrate/known.ts"
import type { ResolvedAnswers } from "../model/answers.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type Fault, failed, ok } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Plan, Planned } from "../model/plan.ts"
import type { Criadm } from "./interface.ts"

/** What the verbs of migrations take of the others. */
export interface MigratingParts {
  readonly context: ApplyContext
  readonly timeoutSeconds: number
  readonly planDiffers: Fault
  planFor(node: NodeFacts, answers: ResolvedAnswers, how?: Pick<PlanOptions, "schema">): Planned
  changing<T>(change: () => T): T
}

export function migratingOn({
  context,
  timeoutSeconds,
  planDiffers,
  planFor,
  changing,
}: MigratingParts): Pick<Criadm, "migration" | "lastMigration" | "migrate"> {
  const { machine, components } = context
  const planForAct = (
    node: NodeFacts,
    act: Extract<RunnableAct, { do: "answers" | "schema" }>,
    why: Reason,
  ): Planned => {
    if (act.do === "schema") {
      return planFor(node, { values: { runtime: act.component }, chosenBy: {} }, { schema: act.schema })
    }
    return planFor(node, answersOfAct(act.values, lastAsked(machine), why))
  }
  return {
    async migration(node, name, wish) {
      const endpoint = kubeletsRuntime(node, components)?.endpoint
      const listed = endpoint === undefined ? undefined : await context.cri.listSandboxes(machine, endpoint)
      const pods = listed?.ok === true ? listed.value.filter(({ state }) => state === "ready") : []
      const made = migrationOf(name, node, components, { ...wish, pods })
      if (!made.ok || made.value === undefined) return made.ok ? ok(undefined) : made
      const initSystem = initSystems.find((one) => one.id === knownValue(node.initSystem))
      const acted = made.value.steps.find(({ act }) => act.do === "service")?.act
      if (acted?.do === "service" && initSystem?.isDriven !== true) {
        return failed({ code: "no-init-system", args: { service: acted.service } })
      }
      const previews: Record<string, Plan> = {}
      for (const { id, act, what } of made.value.steps) {
        if (act.do !== "answers" && act.do !== "schema") continue
        // Refused now rather than when half of the steps are done.
        const planned = planForAct(node, act, what)
        if (!planned.ok) return failed(planned.refusals[0] ?? planDiffers)
        previews[id] = planned.plan
      }
      const isNeeded = made.value.steps.length > 1 || Object.values(previews).some(({ changes }) => changes.length > 0)
      return ok(isNeeded ? { migration: made.value, previews } : undefined)
    },
    lastMigration: () => lastMigration(machine),
    migrate: (what, how) =>
      changing(() =>
        migrate(context, what, {
          ...how,
          timeoutSeconds,
          planOf: async (act, step) => {
            const node = await detectNode(machine, { initSystems, components })
            if (act.do === "answers" || act.do === "schema") return planForAct(node, act, step.what)
            return planOfAct(context, act, node, { why: step.what, timeoutSeconds })
          },
        }),
      ),
  }
}
