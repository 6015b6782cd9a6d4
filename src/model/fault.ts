import type { CodedFault } from "./message.ts"
import type { Place } from "./place.ts"

/** Whose turn it is: the person who runs criadm, another program, us (a bug), or nobody (they pressed Ctrl-C). */
export type Turn = "person" | "program" | "bug" | "nobody"

/** An error we knew could happen, as a value. Exceptions are for bugs. */
export type Fault = CodedFault & {
  readonly turn: Turn
  readonly place?: Place
  /** The program that failed, with its last lines. */
  readonly ran?: { readonly command: readonly string[]; readonly exit: string; readonly lastLines: readonly string[] }
  readonly because?: Fault
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function failed(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault }
}
