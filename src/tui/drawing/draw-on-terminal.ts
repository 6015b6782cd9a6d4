// The drawn form of the wizard: takes the terminal, paints the first frame, and only then loads Ink to draw the rest.
// Takes resizes before Ink does.

import { describe } from "../screens/describe.ts"
import { shown } from "../state/state.ts"
import { terminalState } from "../terminal.ts"
import { layFrame } from "./frame.ts"
import { paintFrame } from "./paint.ts"
import type { Show } from "./showing.ts"

export const drawOnTerminal: Show = async ({ store, context, crash }) => {
  const { stdin, stdout } = process
  // A terminal that is gone (EIO after SIGHUP) must not end the program before the node is back.
  const ignore = () => undefined
  stdout.on("error", ignore)
  stdin.on("error", ignore)
  const state = terminalState(stdin, stdout)
  state.enter()
  const first = store.state()
  stdout.write(paintFrame(layFrame(describe(first, context), shown(first), first, context), context.theme))
  // With DEV in the environment Ink looks for the React developer tools when it is loaded.
  delete process.env["DEV"]
  const drawing = await import("./draw.tsx").then(
    ({ draw }) => draw(store, context),
    (error: unknown) => {
      state.restore()
      throw error
    },
  )
  const resize = () => store.send({ event: "resized", columns: stdout.columns, rows: stdout.rows })
  // Before Ink's own listener, which would draw the old screen once more at the new size.
  stdout.prependListener("resize", resize)
  drawing.ended.catch(crash)
  return async () => {
    stdout.off("resize", resize)
    drawing.stop()
    await drawing.ended.catch(ignore)
    state.restore()
  }
}
