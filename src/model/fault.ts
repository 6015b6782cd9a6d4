import type { CodedFault } from "./message.ts"
import type { Place } from "./place.ts"

/**
 * What kind of fault a code is; the exit code follows from it where the fault stops a command before anything was
 * touched. "usage": the command line or a file that was given cannot be used. "refused": the node or its state comes
 * first. "failed": the node or another program did not do what it was asked. "not-as-asked": nothing is left that
 * criadm could change, and it is not as asked. "interrupted": somebody wanted it to end.
 */
export type FaultKind = "usage" | "refused" | "failed" | "not-as-asked" | "interrupted"

/** The kind of each code of a table; the compiler names a code that has none. */
export type FaultKinds<Table> = { readonly [Code in keyof Table]: FaultKind }

/** An error we knew could happen, as a value. Exceptions are for bugs. */
export type Fault = CodedFault & {
  readonly place?: Place
  /** The program that failed, with its last lines. */
  readonly ran?: { readonly command: readonly string[]; readonly exit: string; readonly lastLines: readonly string[] }
  readonly because?: Fault
  /** A plan could be made if the runtime's configuration started over from its own default (--reset-config). */
  readonly startsOver?: true
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function failed(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault }
}
