// The drawn form of the wizard: settles colours and the terminal's state, then lets Ink draw, and takes resizes first.
import type { Show } from "./showing.ts"
import { terminalState } from "./terminal.ts"

export const drawOnTerminal: Show = async ({ store, context, terminal, crash }) => {
  // Ink's chalk looks at these when it is loaded. It does not know NO_COLOR, and DEV makes Ink look for its debugger.
  process.env["FORCE_COLOR"] = terminal.isColor ? "1" : "0"
  delete process.env["DEV"]
  const { draw } = await import("./draw.tsx")
  const { stdin, stdout } = process
  // A terminal that is gone (EIO after SIGHUP) must not end the program before the node is back.
  const ignore = () => undefined
  stdout.on("error", ignore)
  stdin.on("error", ignore)
  const state = terminalState(terminal.term, stdin, stdout)
  state.enter()
  const drawing = draw(store, context)
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
