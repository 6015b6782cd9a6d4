// What stays the same for as long as the wizard runs and everything pure in it may ask: language, settings, looks.
import type { Catalogue } from "../messages/catalogue.ts"
import type { AnySetting } from "../settings/known.ts"
import type { Theme } from "./drawing/theme.ts"
import type { Wrapping } from "./drawing/wrapping.ts"

export interface Context {
  readonly catalogue: Catalogue
  /** In the order in which they are asked. */
  readonly settings: readonly AnySetting[]
  readonly theme: Theme
  readonly wrap: Wrapping
  /** Seconds the keep screen waits before the node goes back. */
  readonly confirmSeconds: number
  /** Whether the end offers to run a pod sandbox as a proof. */
  readonly offersSandbox: boolean
  /** Whether the terminal takes what is copied (OSC 52). */
  readonly canCopy: boolean
  /** Names offered for files that are written, relative to the current directory. */
  readonly offeredFiles: { readonly answers: string; readonly plan: string }
}
