// One turn of fuzzing an editor: a text from the samples, from the grammar or from chance, damaged, and edits of it.
import type { Editor } from "./editor.ts"
import { type AimedEdit, checkEdit, checkText, editsFor } from "./editor-properties.ts"
import { mutated, tokenSoup } from "./mutate.ts"
import type { Chance } from "./random.ts"
import { smallest, type Violation } from "./violation.ts"

export interface Finding {
  readonly property: string
  readonly detail: string
  /** What repeats it. */
  readonly input: unknown
}

export function aText(editor: Editor, chance: Chance): string {
  const right = chance.happens(1, 2) ? chance.pick(editor.samples) : editor.generate(chance)
  switch (chance.below(10)) {
    case 0:
      return tokenSoup(editor.tokens, chance)
    case 1:
    case 2:
      return right
    default:
      return mutated(right, editor.tokens, editor.samples, chance)
  }
}

async function reported(
  editor: Editor,
  text: string,
  aimed: AimedEdit | undefined,
  violation: Violation,
  violates: (text: string) => Violation | undefined | Promise<Violation | undefined>,
  isKnown: (property: string) => boolean,
): Promise<Finding> {
  const property = `${editor.name}: ${violation.property}`
  if (isKnown(property)) return { property, detail: violation.detail, input: { editor: editor.name, text, ...aimed } }
  const small = await smallest(text, violation, violates)
  return {
    property,
    detail: small.violation.detail,
    input: { editor: editor.name, text: small.text, ...aimed },
  }
}

export async function fuzzEditor(
  editor: Editor,
  chance: Chance,
  isKnown: (property: string) => boolean,
): Promise<readonly Finding[]> {
  const text = aText(editor, chance)
  const violation = await checkText(editor, text)
  if (violation !== undefined) {
    return [await reported(editor, text, undefined, violation, (less) => checkText(editor, less), isKnown)]
  }
  const findings: Finding[] = []
  for (const aimed of editsFor(editor, text, chance)) {
    const wrong = checkEdit(editor, text, aimed)
    if (wrong !== undefined) {
      findings.push(await reported(editor, text, aimed, wrong, (less) => checkEdit(editor, less, aimed), isKnown))
    }
  }
  return findings
}
