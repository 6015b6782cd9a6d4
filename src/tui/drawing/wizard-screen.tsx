// The whole wizard as Ink draws it: one root that listens to the keys, and the parts of the state's screen below each
// other. All state is in the store.
import { Box, Spacer, useCursor, useInput, usePaste } from "ink"
import { type ReactNode, useSyncExternalStore } from "react"
import type { Context } from "../context.ts"
import { describe } from "../screens/describe.ts"
import { toKeys } from "../state/keys.ts"
import { type State, shown } from "../state/state.ts"
import type { Store } from "../store.ts"
import { type Frame, layFrame } from "./frame.ts"
import { Rows } from "./rows.tsx"

interface WizardScreenProps {
  readonly store: Store
  readonly context: Context
  /** Told each frame before it is drawn. */
  readonly onFrame: (frame: Frame) => void
}

export function WizardScreen({ store, context, onFrame }: WizardScreenProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.state)
  useInput((input, key) => store.send(...toKeys(input, key).map((one) => ({ event: "key", key: one }) as const)))
  usePaste((text) => store.send({ event: "paste", text }))
  return <Screen state={state} context={context} onFrame={onFrame} />
}

interface ScreenProps {
  readonly state: State
  readonly context: Context
  readonly onFrame?: WizardScreenProps["onFrame"]
}

/** A state's screen; also drawn by tests without a terminal. */
export function Screen({ state, context, onFrame }: ScreenProps): ReactNode {
  const { setCursorPosition } = useCursor()
  const frame = layFrame(describe(state, context), shown(state), state, context)
  setCursorPosition(frame.cursor)
  onFrame?.(frame)
  const { theme } = context
  return (
    <Box flexDirection="column" width={state.size.columns} height={state.size.rows} paddingLeft={frame.margin}>
      <Box flexDirection="column" flexShrink={0} gap={frame.gap}>
        <Rows rows={frame.steps} theme={theme} />
        <Rows rows={frame.title} theme={theme} />
      </Box>
      <Rows rows={frame.body} theme={theme} />
      <Rows rows={frame.pinned} theme={theme} />
      <Spacer />
      <Rows rows={frame.hints} theme={theme} />
    </Box>
  )
}
