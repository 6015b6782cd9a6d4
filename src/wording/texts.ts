// The shapes of what is said: one text per code, with the arguments of that code; what a language of one owner holds.
// Below the components, because each brings its own sentences.
import type { Clause } from "../model/arguments/clause.ts"
import type { FaultKind } from "../model/fault.ts"
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

/** Arguments as sentences get them: each clause already said in their language. */
export type Spoken<Args> = { readonly [Name in keyof Args]: Clause extends Args[Name] ? string : Args[Name] }

/** A text for each code of a table; the compiler names a code that has none. */
export type Texts<Table, Text> = { readonly [Code in keyof Table]: (args: Spoken<Table[Code]>) => Text }

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

/** For a table without a code. */
export type Nothing = Record<never, never>

/** All that one owner says in English; the compiler names a code that has no text. */
export interface English<Faults, Findings, Reasons> {
  readonly faults: Texts<Faults, FaultText>
  readonly findings: Texts<Findings, FindingText>
  readonly reasons: Texts<Reasons, string>
}

/** All that one owner says in another language: the links of its findings are the English ones. */
export interface Translated<Faults, Findings, Reasons> extends Omit<English<Faults, Findings, Reasons>, "findings"> {
  readonly findings: Told<Findings>
}

type Any<Text> = Readonly<Record<string, (args: never) => Text>>

/** What a component brings for its codes, whichever they are. */
export interface Says {
  readonly english: {
    readonly faults: Any<FaultText>
    readonly findings: Any<FindingText>
    readonly reasons: Any<string>
  }
  /** Example evidence; only pages about findings ask for it. */
  examples(): Readonly<Record<string, FindingExample<unknown>>>
  readonly faultKinds: Readonly<Record<string, FaultKind>>
  /** Loaded for those who read it. */
  chinese(): Promise<{
    readonly faults: Any<FaultText>
    readonly findings: Any<Sentences>
    readonly reasons: Any<string>
  }>
}

const nothing = { faults: {}, findings: {}, reasons: {} }

/** For a component that has no code of its own. */
export const nothingToSay: Says = {
  english: nothing,
  examples: () => ({}),
  faultKinds: {},
  chinese: async () => nothing,
}
