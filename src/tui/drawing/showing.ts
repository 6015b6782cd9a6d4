import type { Context } from "../context.ts"
import type { Store } from "../store.ts"
import type { WizardTerminal } from "../wizard-options.ts"

/** What a way of showing the wizard gets. */
interface Showing {
  readonly store: Store
  readonly context: Context
  readonly terminal: WizardTerminal
  /** The way of showing has failed; the wizard ends with this error. */
  readonly crash: (error: unknown) => void
}

/** Begins to show the wizard; gives back how to stop, after which the terminal is as it was. */
export type Show = (showing: Showing) => Promise<() => Promise<void>>
