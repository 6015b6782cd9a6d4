// The shapes of what is said: one text per code, with the arguments of that code; what a language of one owner holds.
// Below the components, because each brings its own sentences.
import type { Severity } from "../model/finding.ts"

/** What happened and what to do next; one or two plain sentences each. */
export interface FaultText {
  readonly what: string
  readonly next: string
}

/** One finding: the sentence, the cause with the evidence of this node, what to do, where to read. */
export interface FindingText {
  readonly what: string
  readonly why: string
  readonly next: string
  readonly link: string
}

/** A text for each code of a table; the compiler names a code that has none. */
export type Texts<Table, Text> = { readonly [Code in keyof Table]: (args: Table[Code]) => Text }

/** A finding's sentences without its link, which is written once, in English. */
export type Sentences = Omit<FindingText, "link">

/** A table of findings in a language other than English. */
export type Told<Table> = Texts<Table, Sentences>

/** Evidence as it could be found on some node, so that the sentences of a code can be shown without one. */
export interface FindingExample<Arguments> {
  /** How grave it usually is; some codes depend on the Kubernetes minor. */
  readonly usually: Severity
  readonly args: Arguments
}

export type FindingExamples<Table> = { readonly [Code in keyof Table]: FindingExample<Table[Code]> }
