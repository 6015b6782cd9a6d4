// Rows of spans as one text of Ink's, which is laid out as a whole: a text for each row would be laid out one by one. A
// row is made again only when it says something else.
import { Text } from "ink"
import { memo, type ReactNode } from "react"
import type { Span } from "../../pages/lines.ts"
import type { Row } from "../../pages/wrap.ts"
import { type Theme, toAscii } from "./theme.ts"

interface RowsProps {
  /** None of them is wider than the terminal. */
  readonly rows: readonly Row[]
  readonly theme: Theme
}

export function Rows({ rows, theme }: RowsProps): ReactNode {
  if (rows.length === 0) return null
  return (
    <Text wrap="truncate">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by nothing but its place
        <RowOfSpans key={at} row={row} theme={theme} isLast={at === rows.length - 1} />
      ))}
    </Text>
  )
}

interface RowProps {
  readonly row: Row
  readonly theme: Theme
  readonly isLast: boolean
}

const RowOfSpans = memo(function RowOfSpans({ row, theme, isLast }: RowProps): ReactNode {
  const isEmpty = row.every(({ text }) => text === "")
  return [
    ...row.map((span, at) => shown(span, at, theme)),
    // The last row would have no height without a text.
    isLast ? isEmpty && " " : "\n",
  ]
}, saysTheSame)

function shown({ text, tone }: Span, at: number, theme: Theme): ReactNode {
  const told = theme.isUnicode ? text : toAscii(text)
  return tone === "plain" ? (
    told
  ) : (
    <Text key={at} {...theme.looks[tone]}>
      {told}
    </Text>
  )
}

function saysTheSame(before: RowProps, after: RowProps): boolean {
  return (
    before.theme === after.theme &&
    before.isLast === after.isLast &&
    before.row.length === after.row.length &&
    before.row.every(({ text, tone }, at) => text === after.row[at]?.text && tone === after.row[at]?.tone)
  )
}
