// From a code and its arguments to the sentence of a language. The one place where the code's type is let go.
import type { Catalogue, FaultText, FindingText } from "../../messages/catalogue.ts"
import { withShortWords } from "../../messages/short-words.ts"
import type { LineArguments } from "../../model/arguments/line.ts"
import type { Fault } from "../../model/fault.ts"
import type { Finding } from "../../model/finding.ts"
import type { Coded, Reason } from "../../model/message.ts"
import { printable } from "../text.ts"

type Sentences<Text> = Readonly<Record<string, (args: never) => Text>>

function look<Text>(table: Sentences<Text>, code: string, args: unknown): Text {
  const sentence = table[code]
  if (sentence === undefined) throw new Error(`no sentence for ${code}`)
  return withShortWords(sentence(args as never))
}

export function sayFault(catalogue: Catalogue, fault: Fault): FaultText {
  const text = look(catalogue.faults, fault.code, fault.args)
  if (fault.startsOver !== true || text.next.includes("--reset-config")) return text
  return { ...text, next: `${text.next} ${look(catalogue.lines, "or-start-over", {})}` }
}
export const sayFinding = (catalogue: Catalogue, finding: Finding): FindingText =>
  look(catalogue.findings, finding.code, finding.args)
export const sayReason = (catalogue: Catalogue, reason: Reason): string =>
  look(catalogue.reasons, reason.code, reason.args)
/** For the terminal as it is: paths and values in it may come from the node. */
export const sayLine = (catalogue: Catalogue, line: Coded<LineArguments>): string =>
  printable(look(catalogue.lines, line.code, line.args))
