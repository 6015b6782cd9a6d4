// Does what the reducer asked for, through the functions of Criadm, and sends what came of it back as events. The only
// place of the wizard where something is waited for. A failure of the program itself is handed to `crash`.
import type { ApplyOptions, AskedNode, Criadm, Given, MigrateOptions } from "../criadm/interface.ts"
import type { ResolvedAnswers } from "../model/answers.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { ok, type Result } from "../model/fault.ts"
import type { Step } from "../model/migration/step.ts"
import type { Progress } from "../model/progress.ts"
import type { Outcome } from "../model/run.ts"
import type { Effect } from "./state/effect.ts"
import type { Event } from "./state/event.ts"
import { proveOldState } from "./state/old-state.ts"
import type { Looked } from "./state/state.ts"
import type { WizardOptions } from "./wizard-options.ts"

export interface Work {
  readonly begin: (effect: Effect) => void
  /** Asks what changes the node to finish its step and go back; resolves when nothing changes the node any more. */
  readonly settle: () => Promise<void>
}

/** A lock held by another criadm is waited for as long as a person has patience; design: `--lock-timeout`. */
const lockTimeoutSeconds = 5
/** The guard that is just putting the run back holds the lock for as long as a restart takes. */
const guardTimeoutSeconds = 120

export function workOf(
  {
    open,
    saveAnswers,
    savePlan,
    now,
    copy,
    asksRegistries,
  }: Pick<WizardOptions, "copy" | "open" | "saveAnswers" | "savePlan" | "now" | "asksRegistries">,
  send: (event: Event) => void,
  leave: (effect: Extract<Effect, { effect: "leave" }>) => void,
  crash: (error: unknown) => void,
): Work {
  let opened: Criadm | undefined
  let interruption = new AbortController()
  let changing: Promise<unknown> = Promise.resolve()
  let isLive = false
  /** Undefined: nobody has asked; empty: they are being asked. */
  let registries: NonNullable<Looked["situation"]["registries"]> | undefined

  const asking = newAsking()

  const options = (allowRunningPods: boolean, lockSeconds: number) => ({
    allowRunningPods,
    lockTimeoutSeconds: lockSeconds,
    onProgress: (progress: Progress) => {
      // A screen that fails must not stop what is changing the node in the middle of a step.
      try {
        send({ event: "progress", progress })
      } catch (error) {
        crash(error)
      }
    },
    interrupted: interruption.signal,
  })
  const change = async (work: () => Promise<Outcome>) => {
    interruption = new AbortController()
    const done = work()
    changing = done.catch(() => undefined)
    const outcome = await done
    send({ event: "ended", outcome, now: now() })
  }

  const criadm = (): Criadm => {
    if (opened === undefined) throw new Error("the node is used before anybody has looked at it")
    return opened
  }

  /** Once, behind everything else: who gave the repository needs no other. */
  const askRegistries = async (given: Given): Promise<void> => {
    const isGiven = given.values["image-repository"] !== undefined
    if (!asksRegistries || registries !== undefined || isGiven || !isLive) return
    registries = []
    registries = await criadm().registries(given)
    send({ event: "registries", registries })
  }
  const withRegistries = (looked: Looked): Looked => {
    isLive = looked.node.isLive
    if (registries === undefined || registries.length === 0) return looked
    return { ...looked, situation: { ...looked.situation, registries } }
  }

  const run = async (effect: Effect): Promise<void> => {
    switch (effect.effect) {
      case "look":
        opened ??= await open()
        send({ event: "looked", looked: withRegistries(await look(opened, effect.given, send)) })
        return askRegistries(effect.given)
      case "fetch": {
        const willBe = await criadm().asItWillBe(effect.node, effect.given, (progress) => {
          send({ event: "progress", progress })
        })
        const fetched = willBe.ok ? ok(withRegistries(await lookedAt(criadm(), willBe.value, effect.given))) : willBe
        return send({ event: "fetched", fetched })
      }
      case "plan": {
        const resolved = criadm().resolve(effect.node, effect.given)
        return send({ event: "planned", resolved, planned: criadm().plan(effect.node, resolved) })
      }
      case "apply":
        return change(() =>
          criadm().apply(effect.plan, {
            ...options(effect.allowRunningPods, lockTimeoutSeconds),
            ...(effect.confirmSeconds === undefined ? {} : { confirmSeconds: effect.confirmSeconds }),
          }),
        )
      case "prove": {
        const asked = await criadm().verify(effect.node, effect.answers)
        return asked.ok ? send({ event: "proven", verified: asked.verified }) : undefined
      }
      case "prove-sandbox": {
        interruption = new AbortController()
        const asking = proveSandbox(criadm(), effect.answers, interruption.signal)
        // What was begun is removed before the program ends.
        changing = asking.catch(() => undefined)
        return send({ event: "sandbox-proven", asked: await asking })
      }
      case "make-migration": {
        const { name, to } = effect.offer
        const made = await criadm().migration(effect.node, name, { to, stopPods: false })
        return send({ event: "migration-made", made })
      }
      case "migrate": {
        interruption = new AbortController()
        const done = criadm().migrate(effect.what, { ...options(false, lockTimeoutSeconds), ...stepsBy(send, asking) })
        changing = done.catch(() => undefined)
        const end = await done
        const last = criadm().lastMigration()
        return send({ event: "migration-ended", end, state: last.ok ? last.value : undefined })
      }
      case "answer-step":
        return asking.answer(effect.yes)
      case "copy":
        return copy(effect.text)
      case "interrupt":
        return interruption.abort()
      case "keep":
        return send({ event: "kept", kept: await keep(criadm(), effect.run) })
      case "put-back":
        return change(async () => {
          const how = options(true, guardTimeoutSeconds)
          // What goes back is not stopped half way, whatever happens to the screen.
          const interrupted = new AbortController().signal
          const outcome = await criadm().rollback(effect.run, { ...how, interrupted, force: false })
          if (!(await guardWasQuicker(criadm(), effect.run, outcome))) return outcome
          await proveOldState(criadm(), effect.runtime, how.onProgress)
          return { kind: "applied", verified: [], ...(effect.run === undefined ? {} : { run: effect.run }) }
        })
      case "save-answers":
        return send({ event: "saved", what: "answers", saved: await saveAnswers(effect.file, effect.answers) })
      case "save-plan":
        return send({ event: "saved", what: "plan", saved: await savePlan(effect.file, effect.plan) })
      case "leave":
        await opened?.forgetFetched()
        return leave(effect)
    }
  }
  return {
    begin: (effect) => void run(effect).catch(crash),
    settle: async () => {
      interruption.abort()
      asking.answer(false)
      await changing
    },
  }
}

/** What a migration has asked, and nobody has answered yet. */
interface Asking {
  ask(): Promise<boolean>
  answer(yes: boolean): void
}

function newAsking(): Asking {
  let waiting: ((yes: boolean) => void) | undefined
  return {
    ask: () =>
      new Promise((resolve) => {
        waiting = resolve
      }),
    answer(yes) {
      waiting?.(yes)
      waiting = undefined
    },
  }
}

/** A person is asked before each act, and for each step that is theirs. */
function stepsBy(
  send: (event: Event) => void,
  asking: Asking,
): Omit<MigrateOptions, keyof ApplyOptions> & Pick<MigrateOptions, "stopPods"> {
  const asked = (kind: "act" | "person") => (step: Step) => {
    const answered = asking.ask()
    send({ event: "migration-waits", step, for: kind })
    return answered
  }
  return {
    said: [],
    stopPods: false,
    ask: asked("person"),
    mayAct: asked("act"),
    onStep: (_, state) => send({ event: "migration-went-on", state }),
    onNotes: (notes) => send({ event: "migration-notes", notes }),
  }
}

async function look(criadm: Criadm, given: Given, send: (event: Event) => void): Promise<Looked> {
  const node = await criadm.detect((progress) => send({ event: "progress", progress }))
  // What is to be installed is fetched only when that was chosen.
  const { "sandbox-image-archive": archive, install } = given.values
  if (archive === undefined || install !== undefined) return lookedAt(criadm, node, given)
  const brought = await criadm.asItWillBe(node, given)
  if (brought.ok) return lookedAt(criadm, brought.value, given)
  const looked = await lookedAt(criadm, node, given)
  return { ...looked, stuck: [brought.fault, ...looked.stuck] }
}

async function lookedAt(criadm: Criadm, node: NodeFacts, given: Given): Promise<Looked> {
  const findings = criadm.findings(node)
  return {
    node,
    essentials: criadm.essentials(node, findings),
    rows: criadm.rows(node),
    findings,
    explanations: criadm.explain(node),
    situation: criadm.situation(node),
    unfinished: criadm.unfinished(),
    installable: await criadm.installable(node, given),
    stuck: criadm.stuck(node, given),
    migration: openOf(criadm),
    migrations: criadm.migrationsOffered(node, findings),
  }
}

/** Undefined: none is under way, or only root may read whether one is. */
function openOf(criadm: Criadm) {
  const last = criadm.lastMigration()
  return last.ok && last.value?.ended === undefined ? last.value : undefined
}

/** The node is looked at once more: what it was before the run is not what is asked. */
async function proveSandbox(criadm: Criadm, answers: ResolvedAnswers, interrupted: AbortSignal): Promise<AskedNode> {
  return criadm.verify(await criadm.detect(), answers, undefined, { lockTimeoutSeconds, interrupted })
}

/** Somebody may have kept it from another terminal. */
async function keep(criadm: Criadm, run: number | undefined): Promise<Result<number>> {
  const kept = await criadm.confirm()
  if (kept.ok || kept.fault.code !== "nothing-to-confirm" || run === undefined) return kept
  const history = await criadm.history()
  const recorded = history.ok ? history.value.find((one) => one.number === run) : undefined
  return recorded?.outcome === "applied" && recorded.undoneBy === undefined ? ok(run) : kept
}

/** Then there is nothing left to put back; the record of the run tells. */
async function guardWasQuicker(criadm: Criadm, run: number | undefined, outcome: Outcome): Promise<boolean> {
  if (outcome.kind !== "refused" || run === undefined) return false
  const history = await criadm.history()
  const recorded = history.ok ? history.value.find((one) => one.number === run) : undefined
  return recorded?.outcome === "rolled-back" || recorded?.undoneBy !== undefined
}
