import type { Place } from "../place.ts"

/** Where something was observed. */
export type Source =
  | { readonly kind: "file"; readonly path: string; readonly place?: Place }
  | { readonly kind: "program"; readonly command: readonly string[] }
  | { readonly kind: "socket"; readonly path: string }
  /** Follows from a table of criadm; `what` names the row, for example "built-in default of containerd 2.1.9". */
  | { readonly kind: "table"; readonly what: string }
  /** Stated by the person who ran criadm, for example `--runtime-version`. */
  | { readonly kind: "flag"; readonly flag: string }

/**
 * Something observed, with where it was observed. "Absent", "unreadable" and "not understood" are three different
 * answers; none of them is an exception, and none of them stops detection.
 */
export type Fact<T> =
  | { readonly state: "known"; readonly value: T; readonly source: Source }
  | { readonly state: "absent"; readonly source: Source }
  | { readonly state: "unreadable"; readonly source: Source; readonly reason: string }
  | { readonly state: "not-understood"; readonly source: Source; readonly reason: string; readonly text?: string }

export function known<T>(value: T, source: Source): Fact<T> {
  return { state: "known", value, source }
}

/** The value of a fact that is known, else undefined. */
export function knownValue<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === "known" ? fact.value : undefined
}

/** One line that names a source, as shown beside a fact. */
export function sourceToText(source: Source): string {
  switch (source.kind) {
    case "file":
      return source.place === undefined ? source.path : `${source.path}:${source.place.line}`
    case "program":
      return source.command.join(" ")
    case "socket":
      return source.path
    case "table":
      return source.what
    case "flag":
      return source.flag
  }
}
