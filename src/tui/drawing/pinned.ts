// What stands below the body and is always in view: the field that is typed into, the actions. Pure.
import { splitGraphemes, widthOf } from "../../messages/line-breaks.ts"
import { span } from "../../pages/lines.ts"
import { cut, printable, type Row, wrap } from "../../pages/wrap.ts"
import type { Context } from "../context.ts"
import type { Description, Item } from "../screens/description.ts"
import type { Field } from "../state/field.ts"
import { type State, shown } from "../state/state.ts"
import { focusedId, focusedSpans, plainSpans, pointerSpan } from "./body.ts"

export interface Pinned {
  readonly row: Row
  /** Column of the cursor, where something is typed. */
  readonly cursor?: number
}

/** What is always in view below the body: the field, the actions. */
export function pinnedRows(description: Description, state: State, width: number, context: Context): readonly Pinned[] {
  const visit = shown(state)
  const focus = focusedId(description, visit)
  const field = description.field === undefined ? [] : [fieldRow(description.field, visit.field, width, context)]
  return [...field, ...description.actions.flatMap((item) => actionRows(item, item.id === focus, width, context))]
}

function actionRows(item: Item, isFocused: boolean, width: number, context: Context): readonly Pinned[] {
  return item.lines.flatMap((line, at) => {
    const before = at === 0 ? pointerSpan(isFocused, context) : span("    ")
    const indent = span(" ".repeat(widthOf(before.text)))
    return wrap(line, Math.max(1, width - widthOf(before.text))).map((row, wrapped) => ({
      row: [wrapped === 0 ? before : indent, ...(isFocused ? focusedSpans(row) : plainSpans(row))],
    }))
  })
}

/**
 * The field with its label, what is offered as long as nothing was typed; the start of the text is cut off where the
 * cursor would leave the row.
 */
function fieldRow(
  { label, offered }: NonNullable<Description["field"]>,
  field: Field | undefined,
  width: number,
  context: Context,
): Pinned {
  const room = Math.max(4, width - widthOf(label) - 3)
  if (field === undefined) {
    const placeholder = cut(printable(offered), room + 1, context.theme.glyphs.ellipsis)
    const row = [pointerSpan(true, context), span(label, "quiet"), span(placeholder, "quiet")]
    return { row, cursor: 2 + widthOf(label) }
  }
  const graphemes = splitGraphemes(printable(field.text))
  let from = 0
  const at = field.cursor
  while (widthOf(graphemes.slice(from, at).join("")) > room) from++
  const shownText = cut(graphemes.slice(from).join(""), room + 1, "")
  const cursor = 2 + widthOf(label) + widthOf(graphemes.slice(from, at).join(""))
  return { row: [pointerSpan(true, context), span(label, "quiet"), span(shownText, "strong")], cursor }
}
