// A node that has joined and its migrations: which steps there would be, how far the last one came, and their taking.
import type { ApplyContext } from "../apply/context.ts"
import { answersOfAct } from "../apply/migration/plan-of-act.ts"
import { lastMigration } from "../apply/migration/record.ts"
import type { RunnableAct } from "../apply/migration/take-steps.ts"
import { lastAsked } from "../apply/run/asked.ts"
import { placedArchives } from "../apply/run/placed.ts"
import { kubeletsRuntime } from "../decide/kubelets-runtime.ts"
import type { PlanOptions } from "../decide/plan.ts"
import { detectNode } from "../detect/node.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { migrationOf } from "../migrate/known.ts"
import { migrationsOffered } from "../migrate/offered.ts"
import type { Upgrade } from "../migrate/release.ts"
import type { Answers, ResolvedAnswers } from "../model/answers.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Plan, Planned } from "../model/plan.ts"
import type { Criadm } from "./interface.ts"

/** What the verbs of migrations take of the others. */
export interface MigratingParts {
  readonly context: ApplyContext
  /** For a look at what is recorded, of one moment. */
  readingOnce(): ReadingMachine
  readonly timeoutSeconds: number
  readonly planDiffers: Fault
  planFor(node: NodeFacts, answers: ResolvedAnswers, how?: Pick<PlanOptions, "schema">): Planned
  readonly asItWillBe: Criadm["asItWillBe"]
  changing<T>(change: () => T): T
}

export function migratingOn({
  context,
  readingOnce,
  timeoutSeconds,
  planDiffers,
  planFor,
  asItWillBe,
  changing,
}: MigratingParts): Pick<Criadm, "migrationsOffered" | "migration" | "lastMigration" | "migrate"> {
  const { machine, components } = context
  const planForAct = async (
    node: NodeFacts,
    act: Extract<RunnableAct, { do: "answers" | "schema" }>,
    why: Reason,
  ): Promise<Planned> => {
    if (act.do === "schema") {
      return planFor(node, { values: { runtime: act.component }, chosenBy: {} }, { schema: act.schema })
    }
    const answers = answersOfAct(act.values, lastAsked(machine), why)
    if (act.values.install === undefined) return planFor(node, answers)
    const willBe = await asItWillBe(node, answers)
    return willBe.ok ? planFor(willBe.value, answers) : { ok: false, refusals: [willBe.fault] }
  }
  /** Undefined: there is none, or it is of that release already. */
  const upgradeTo = async (node: NodeFacts, to: string, given: Answers): Promise<Result<Upgrade | undefined>> => {
    const used = kubeletsRuntime(node, components)?.runtime
    const runtime = components.find(({ id }) => id === used)
    if (runtime === undefined) return ok(undefined)
    const { upgradeOf } = await import("./upgrade.ts")
    const wish = { to, given, placed: placedArchives(machine)?.component }
    return upgradeOf(machine, node, components, runtime, wish, asItWillBe)
  }
  /** Undefined: no images go to another runtime, or only root may ask which. */
  const previewOfImages = async (node: NodeFacts, { steps }: Migration) => {
    const step = steps.find(({ act }) => act.do === "carry-images")
    if (step?.act.do !== "carry-images" || node.uid !== 0) return undefined
    const { planOfAct } = (await import("./acting.ts")).acting
    const planned = await planOfAct(context, step.act, node, { why: step.what, timeoutSeconds })
    return planned.ok ? { id: step.id, plan: planned.plan } : undefined
  }
  return {
    migrationsOffered: (node, findings) => migrationsOffered(node, components, findings),
    async migration(node, name, { given, ...wish }) {
      // Refused before anything is fetched.
      const looked = name === "release" ? migrationOf(name, node, components, { ...wish, pods: [] }) : ok(undefined)
      if (!looked.ok) return looked
      const upgraded = name === "release" ? await upgradeTo(node, wish.to ?? "", given ?? {}) : ok(undefined)
      if (!upgraded.ok) return upgraded
      const upgrade = upgraded.value === undefined ? {} : { upgrade: upgraded.value }
      const endpoint = kubeletsRuntime(node, components)?.endpoint
      const listed = endpoint === undefined ? undefined : await context.cri.listSandboxes(machine, endpoint)
      const pods = listed?.ok === true ? listed.value.filter(({ state }) => state === "ready") : []
      const made = migrationOf(name, node, components, { ...wish, ...upgrade, pods })
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
        const planned = await planForAct(node, act, what)
        if (!planned.ok) return failed(planned.refusals[0] ?? planDiffers)
        previews[id] = planned.plan
      }
      const carrying = await previewOfImages(node, made.value)
      if (carrying !== undefined && carrying.plan.changes.length > 0) previews[carrying.id] = carrying.plan
      const isByHand = made.value.steps.some(({ act }) => act.do === "ask")
      const isNeeded =
        isByHand || made.value.steps.length > 1 || Object.values(previews).some(({ changes }) => changes.length > 0)
      // Where nothing is copied, there is no step's plan to say why.
      const untold = carrying?.plan.changes.length === 0 ? carrying.plan.notes : []
      const migration = { ...made.value, notes: [...made.value.notes, ...untold] }
      return ok(isNeeded ? { migration, previews } : undefined)
    },
    lastMigration: () => lastMigration(readingOnce()),
    migrate: (what, how) =>
      changing(async () => {
        const { migrate, planOfAct } = (await import("./acting.ts")).acting
        return await migrate(context, what, {
          ...how,
          timeoutSeconds,
          planOf: async (act, step) => {
            const node = await detectNode(machine, { initSystems, components })
            if (act.do === "answers" || act.do === "schema") return planForAct(node, act, step.what)
            return planOfAct(context, act, node, { why: step.what, timeoutSeconds })
          },
        })
      }),
  }
}
