// What an edit makes of a text, in one string that a test can show: the new text, or why there is none.

import type { Edit, Value } from "../../src/documents/document.ts"
import type { Result } from "../../src/model/fault.ts"
import { inEnglish } from "../in-english.ts"

type EditText = (file: string, text: string, edits: readonly Edit[]) => Result<string>

export function edited(language: { readonly edit: EditText }, text: string, ...edits: readonly Edit[]): string {
  const result = language.edit("/etc/file", text, edits)
  if (result.ok) return result.value
  const { fault } = result
  return fault.code === "edit-refused" ? `refused: ${inEnglish(fault.args.why)}` : `fault: ${fault.code}`
}

export function set(path: readonly string[], value: Value, comment?: string): Edit {
  return { edit: "set", path, value, ...(comment === undefined ? {} : { comment }) }
}

export function remove(...path: readonly string[]): Edit {
  return { edit: "remove", path }
}

/** Where a text is broken and what was expected there: "2:5 a value was expected …". */
export function brokenAt(parse: (file: string, text: string) => Result<unknown>, text: string): string {
  const result = parse("/etc/file", text)
  if (result.ok) return "fine"
  const { fault } = result
  const expected = fault.code === "document-broken" ? inEnglish(fault.args.expected) : fault.code
  return `${fault.place?.line}:${fault.place?.column} ${expected}`
}
