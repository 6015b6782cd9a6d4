import type { NoArguments } from "./no-arguments.ts"

/** Every short clause criadm can say in an explanation, a suggestion or a plan, with its arguments. */
export interface ReasonArguments {
  /** An explanation: this line is the one that counts. */
  "in-effect": NoArguments
  /** A later file sets the same key. */
  "overridden-by": { file: string }
}
