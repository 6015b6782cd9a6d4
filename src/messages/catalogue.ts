// The shape of a language: every code has its sentence, checked by the compiler. A second language is one more file
// of this type.

import type { ClauseTable } from "../model/arguments/clause.ts"
import type { FaultArguments } from "../model/arguments/fault.ts"
import type { FindingArguments } from "../model/arguments/finding.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { ReasonArguments } from "../model/arguments/reason.ts"
import type { CommandName, OwnFlag } from "../model/command-line.ts"
import type { FactLabel, LabelOf } from "../model/facts/label.ts"
import type { SettingId } from "../model/setting.ts"
import type { FaultText, FindingText, Texts } from "../wording/texts.ts"
import type { ScreenTexts } from "./en/screens.ts"

export type { FaultText, FindingText } from "../wording/texts.ts"

export interface Catalogue {
  readonly faults: Texts<FaultArguments, FaultText>
  readonly findings: Texts<FindingArguments, FindingText>
  readonly reasons: Texts<ReasonArguments, string>
  /** Parts of sentences; they are said before the sentence they stand in. */
  readonly clauses: Texts<ClauseTable, string>
  /** What the rows of `criadm detect` are about. */
  readonly labels: { readonly [Id in FactLabel]: string } & { readonly [Id in LabelOf]: (of: string) => string }
  /** What the command line prints beside findings, faults and reasons. */
  readonly lines: Texts<LineArguments, string>
  /** One line each, for --help, man page and completion. */
  readonly commands: { readonly [Name in CommandName]: string }
  readonly flags: { readonly [Name in OwnFlag | "watch-install"]: string }
  /** What --help says beside commands and flags. */
  readonly help: {
    /** Where the wizard's and every command's flags are told. */
    /** `others`: commands that were not told of. */
    ofCommands(others: readonly string[]): string
    /** Above the names of settings: where they are explained. */
    readonly settings: string
    /** Above the rarer settings, on their own page. */
    readonly rareSettings: string
    /** What a flag is for, and the words it takes. */
    readonly choices: (what: string, words: readonly string[]) => string
  }
  /** The manual page's own paragraphs. */
  readonly manual: {
    readonly summary: string
    readonly description: readonly string[]
    readonly exitCodes: Readonly<Record<string, string>>
    readonly files: Readonly<Record<string, string>>
    readonly environment: Readonly<Record<string, string>>
    /** What stands above the answers file that is shown as an example. */
    readonly answersFile: string
    readonly json: string
  }
  readonly settings: { readonly [Id in SettingId]: { readonly question: string; readonly help: string } }
  /** The wizard's own words. */
  readonly screens: ScreenTexts
}
