// `criadm` on a terminal: builds the wizard from what it is handed, runs it until somebody leaves, and gives back the
// exit code. Draws on a terminal, or speaks in numbered prompts where drawing is not wanted or not possible.
import type { ExitCode } from "../model/exit-code.ts"
import { printable } from "../pages/wrap.ts"
import { settings } from "../settings/known.ts"
import { startClock } from "./clock.ts"
import type { Context } from "./context.ts"
import { drawOnTerminal } from "./drawing/draw-on-terminal.ts"
import { themeFor, toAscii } from "./drawing/theme.ts"
import { rememberedWrapping } from "./drawing/wrapping.ts"
import { workOf } from "./effects.ts"
import { farewell } from "./lines/farewell.ts"
import { reduce } from "./state/reducer.ts"
import { initialState } from "./state/state.ts"
import { createStore } from "./store.ts"
import { takeSignals } from "./terminal.ts"
import { defaultConfirmSeconds, type WizardOptions } from "./wizard-options.ts"

export async function runWizard(options: WizardOptions): Promise<ExitCode> {
  const { terminal, catalogue, given, now } = options
  const speaks = options.accessible || terminal.term === "dumb"
  const context: Context = {
    catalogue,
    settings,
    theme: themeFor({ ...terminal, background: terminal.background ?? "dark" }),
    wrap: rememberedWrapping(),
    confirmSeconds: options.confirmSeconds || defaultConfirmSeconds,
    offersSandbox: options.offersSandbox,
    canCopy: terminal.canCopy && !speaks,
    offeredFiles: { answers: "criadm-answers.toml", plan: "criadm-plan.json" },
  }
  const initial = initialState({
    columns: terminal.columns,
    rows: terminal.rows,
    given,
    asksToKeep: options.confirmSeconds !== 0,
    allowsRunningPods: options.allowRunningPods,
    now: now(),
  })
  const { promise: left, resolve: leave, reject: crash } = Promise.withResolvers<ExitCode>()
  const work = workOf(
    options,
    (event) => store.send(event),
    ({ code }) => leave(code),
    crash,
  )
  const store = createStore(initial, (state, event) => reduce({ ...state, now: now() }, event, context), work.begin)
  const giveSignalsBack = takeSignals((signal) =>
    store.send(signal === "SIGINT" ? { event: "key", key: { key: "interrupt" } } : { event: "interrupted" }),
  )
  const stopClock = startClock(store, now)
  process.on("uncaughtException", crash)
  process.on("unhandledRejection", crash)
  try {
    const show = speaks ? (await import("./accessible.ts")).speak : drawOnTerminal
    const stop = await show({ store, context, terminal, crash })
    // The first frame is out; only now the node is looked at.
    setImmediate(() => work.begin({ effect: "look", given }))
    try {
      return await left
    } finally {
      // After a crash of the screen, what changes the node still goes back before the program ends.
      await work.settle()
      await stop()
      for (const line of farewell(store.state(), context)) {
        const text = printable(line)
        process.stdout.write(`${context.theme.isUnicode ? text : toAscii(text)}\n`)
      }
    }
  } finally {
    stopClock()
    process.off("uncaughtException", crash)
    process.off("unhandledRejection", crash)
    giveSignalsBack()
  }
}
