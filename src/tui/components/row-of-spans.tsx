// One row of the terminal. Keeps nothing; what a tone looks like is the theme's.
import { Text } from "ink"
import { memo, type ReactNode } from "react"
import { type Theme, toAscii } from "../theme.ts"
import type { Row } from "../wrap.ts"

export const RowOfSpans = memo(function RowOfSpans({
  row,
  theme,
}: {
  readonly row: Row
  readonly theme: Theme
}): ReactNode {
  // A row without text would have no height.
  if (row.length === 0) return <Text> </Text>
  return (
    <Text wrap="truncate">
      {row.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by nothing but its place
        <Text key={at} {...theme.styles[one.tone]}>
          {theme.isUnicode ? one.text : toAscii(one.text)}
        </Text>
      ))}
    </Text>
  )
})
