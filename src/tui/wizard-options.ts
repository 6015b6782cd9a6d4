import type { Criadm, Given } from "../criadm/interface.ts"
import type { Catalogue } from "../messages/catalogue.ts"
import type { ResolvedAnswers } from "../model/answers.ts"
import type { Result } from "../model/fault.ts"
import type { Plan } from "../model/plan.ts"

/** What is known about the terminal before the first frame. */
export interface WizardTerminal {
  readonly columns: number
  readonly rows: number
  /** What --color, NO_COLOR and the terminal come to. */
  readonly isColor: boolean
  /** Whether the locale's character set is UTF-8. */
  readonly isUnicode: boolean
  /** TERM. */
  readonly term: string
  /** Whether it is known to take what is copied to it (OSC 52). */
  readonly canCopy: boolean
  /** Where the terminal told; undefined counts as dark. */
  readonly background?: "dark" | "light"
}

/** Everything the wizard is handed; it imports neither the machine nor the command line. */
export interface WizardOptions {
  /** Loads what looks at the node and changes it; called once, after the first frame. */
  readonly open: () => Promise<Criadm>
  readonly catalogue: Catalogue
  readonly terminal: WizardTerminal
  /** Plain numbered prompts, nothing drawn over: --accessible, ACCESSIBLE=1. TERM=dumb gets them in any case. */
  readonly accessible: boolean
  /** Answers given by flags and by an answers file; they are not asked again. */
  readonly given: Given
  /** --confirm; undefined: the question is on, with 60 seconds. 0: not asked. */
  readonly confirmSeconds: number | undefined
  readonly allowRunningPods: boolean
  /** Whether a runtime runs here that can start a pod sandbox. */
  readonly offersSandbox: boolean
  /** Whether it is asked over the network which registries answer. */
  readonly asksRegistries: boolean
  /** Hands a text to the terminal's clipboard. */
  readonly copy: (text: string) => void
  /** Writes the answers file; gives back the name to be shown, or why it could not be written. */
  readonly saveAnswers: (file: string, answers: ResolvedAnswers) => Promise<Result<string>>
  readonly savePlan: (file: string, plan: Plan) => Result<string> | Promise<Result<string>>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** How long the keep screen waits by default; netplan try waits 120 s, a person at the keyboard needs less. */
export const defaultConfirmSeconds = 60
