// One row of the terminal. Keeps nothing; drawn again only when its text is another one.
import { Text } from "ink"
import { memo, type ReactNode } from "react"

export const PaintedRow = memo(function PaintedRow({ text }: { readonly text: string }): ReactNode {
  // A row without text would have no height.
  return <Text wrap="truncate">{text === "" ? " " : text}</Text>
})
