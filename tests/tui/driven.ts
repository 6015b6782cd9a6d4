// A wizard without a terminal: the reducer with the fake program's answers, driven by key presses.
import type { Criadm } from "../../src/criadm/interface.ts"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import { ok } from "../../src/model/fault.ts"
import { settings } from "../../src/settings/known.ts"
import type { Context } from "../../src/tui/context.ts"
import { layFrame } from "../../src/tui/drawing/frame.ts"
import { themeFor } from "../../src/tui/drawing/theme.ts"
import { rememberedWrapping } from "../../src/tui/drawing/wrapping.ts"
import { describe } from "../../src/tui/screens/describe.ts"
import type { Effect } from "../../src/tui/state/effect.ts"
import type { Event } from "../../src/tui/state/event.ts"
import type { Key, KeyName } from "../../src/tui/state/keys.ts"
import { reduce } from "../../src/tui/state/reducer.ts"
import { initialState, type Looked, type State, shown } from "../../src/tui/state/state.ts"
import { fakeCriadm, type Scenario } from "./fake-criadm.ts"

export const context: Context = {
  catalogue: en,
  settings,
  theme: themeFor({ isColor: true, isUnicode: true, term: "xterm-256color", background: "dark" }),
  wrap: rememberedWrapping(),
  confirmSeconds: 60,
  offersSandbox: true,
  canCopy: true,
  offeredFiles: { answers: "criadm-answers.toml", plan: "criadm-plan.json" },
}

export const asciiContext: Context = {
  ...context,
  theme: themeFor({ isColor: true, isUnicode: false, term: "xterm", background: "dark" }),
}

export const chineseContext: Context = { ...context, catalogue: zh, wrap: rememberedWrapping() }

/** A moment in November 2026, in milliseconds since the epoch. */
export const startedAt = Date.UTC(2026, 10, 22, 9, 0)

const named: Readonly<Record<string, KeyName>> = {
  enter: "enter",
  esc: "escape",
  up: "up",
  down: "down",
  left: "left",
  right: "right",
  tab: "tab",
  space: "space",
  pgdn: "page-down",
  pgup: "page-up",
  home: "home",
  end: "end",
  backspace: "backspace",
  clear: "clear",
  "ctrl-c": "interrupt",
}

export class Driven {
  state: State
  readonly effects: Effect[] = []
  readonly #criadm
  readonly #context: Context
  readonly #told: (event: Event) => Event

  /** `told`: what becomes of an event before the wizard gets it. */
  constructor(
    scenario: Scenario,
    size = { columns: 80, rows: 24 },
    its: Context = context,
    told: (event: Event) => Event = (event) => event,
  ) {
    this.#told = told
    this.#criadm = fakeCriadm(scenario, { stepMilliseconds: 0 })
    this.#context = its
    this.state = initialState({
      ...size,
      given: { values: {}, chosenBy: {} },
      asksToKeep: true,
      allowsRunningPods: false,
      now: startedAt,
    })
  }

  send(event: Event): this {
    this.state = reduce(this.state, this.#told(event), this.#context)
    for (const effect of this.state.outbox) this.#follow(effect)
    return this
  }

  /** Presses keys: names as above, or single characters; "type:..." types each character of a text. */
  press(...keys: readonly string[]): this {
    for (const key of keys) {
      if (key.startsWith("type:")) for (const one of key.slice(5)) this.#pressOne(one === " " ? "space" : one)
      else this.#pressOne(key)
    }
    return this
  }

  #pressOne(key: string): void {
    const name = named[key]
    const pressed: Key = name === undefined ? { key: "character", character: key } : { key: name }
    this.send({ event: "key", key: pressed })
  }

  async look(): Promise<this> {
    return this.send({ event: "looked", looked: await this.looked() })
  }

  async looked(): Promise<Looked> {
    return this.#lookedAt(await this.#criadm.detect())
  }

  /** The fetch that was asked for last, done. */
  async fetched(): Promise<this> {
    const effect = this.lastEffect
    if (effect?.effect !== "fetch") throw new Error("nothing is being fetched")
    const willBe = await this.#criadm.asItWillBe(effect.node, effect.given)
    return this.send({ event: "fetched", fetched: willBe.ok ? ok(await this.#lookedAt(willBe.value)) : willBe })
  }

  async #lookedAt(node: NodeFacts): Promise<Looked> {
    const criadm = this.#criadm
    const findings = criadm.findings(node)
    return {
      node,
      essentials: criadm.essentials(node, findings),
      rows: criadm.rows(node),
      findings,
      explanations: criadm.explain(node),
      situation: criadm.situation(node),
      unfinished: criadm.unfinished(),
      installable: await criadm.installable(node, this.state.given),
      stuck: criadm.stuck(node, this.state.given),
      migration: openMigrationOf(criadm),
      migrations: criadm.migrationsOffered(node, findings),
    }
  }

  /** Plans are made at once; everything else is for the test to answer. */
  #follow(effect: Effect): void {
    this.effects.push(effect)
    if (effect.effect !== "plan") return
    const resolved = this.#criadm.resolve(effect.node, effect.given)
    this.send({ event: "planned", resolved, planned: this.#criadm.plan(effect.node, resolved) })
  }

  get screen(): string {
    const { screen } = shown(this.state)
    return "setting" in screen ? `${screen.name} ${screen.setting}` : screen.name
  }

  get lastEffect(): Effect | undefined {
    return this.effects.at(-1)
  }

  /** The rows of the screen as text. */
  get rows(): readonly string[] {
    return rowsOf(this.state, this.#context)
  }

  get text(): string {
    return this.rows.join("\n")
  }
}

/** The rows of a state's screen as text, from the top of the terminal to its last row. */
export function rowsOf(state: State, its: Context = context): readonly string[] {
  const frame = layFrame(describe(state, its), shown(state), state, its)
  const gap = Array.from({ length: frame.gap }, () => [])
  const placed = [...frame.steps, ...gap, ...frame.title, ...frame.body, ...frame.pinned]
  const free = Math.max(0, state.size.rows - placed.length - frame.hints.length)
  return [...placed, ...Array.from({ length: free }, () => []), ...frame.hints].map((row) => {
    const text = row.map((span) => span.text).join("")
    return text === "" ? "" : `${" ".repeat(frame.margin)}${text}`
  })
}

export async function lookedAt(
  scenario: Scenario,
  size?: { columns: number; rows: number },
  its?: Context,
): Promise<Driven> {
  return new Driven(scenario, size, its).look()
}

function openMigrationOf({ lastMigration }: Criadm) {
  const last = lastMigration()
  return last.ok && last.value?.ended === undefined ? last.value : undefined
}
