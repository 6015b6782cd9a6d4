// The drawn form of the wizard: takes the terminal, loads Ink, which draws it. Takes resizes before Ink does.
import { terminalState } from "../terminal.ts"
import type { Show } from "./showing.ts"

export const drawOnTerminal: Show = async ({ store, context, crash }) => {
  const { stdin, stdout } = process
  // A terminal that is gone (EIO after SIGHUP) must not end the program before the node is back.
  const ignore = () => undefined
  stdout.on("error", ignore)
  stdin.on("error", ignore)
  const state = terminalState(stdin, stdout)
  state.enter()
  const drawing = await loadInk().then(
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

/** What Ink and its colours read of the environment when they are loaded is what the wizard decided. */
async function loadInk(): Promise<typeof import("./draw.tsx")> {
  const { env } = process
  // With DEV in the environment Ink looks for the React developer tools.
  delete env["DEV"]
  // Whether there are colours is the theme's to say; programs that criadm starts do not hear of it.
  const before = env["FORCE_COLOR"]
  env["FORCE_COLOR"] = "1"
  try {
    return await import("./draw.tsx")
  } finally {
    if (before === undefined) delete env["FORCE_COLOR"]
    else env["FORCE_COLOR"] = before
  }
}
