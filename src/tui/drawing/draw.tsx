// Puts Ink between the store and the terminal. Imported late, because Ink and React take longer to load than the rest
// of the program.
import { render } from "ink"
import type { Context } from "../context.ts"
import type { Store } from "../store.ts"
import type { Frame } from "./frame.ts"
import { startTurning } from "./turn.ts"
import { WizardScreen } from "./wizard-screen.tsx"

export interface Drawing {
  /** Resolves when Ink has let go of the terminal; rejects when a component failed. */
  readonly ended: Promise<unknown>
  readonly stop: () => void
}

/** Ink's default of 30 frames a second would let a key wait 33 ms for its repaint. */
const framesPerSecond = 120

export function draw(store: Store, context: Context): Drawing {
  const turner = startTurning((text) => process.stdout.write(text), context.theme)
  let frame: Frame | undefined
  const laid = (next: Frame) => {
    frame = next
  }
  const ink = render(<WizardScreen store={store} context={context} onFrame={laid} />, {
    onRender: () => frame !== undefined && turner.drawn(frame),
    exitOnCtrlC: false,
    patchConsole: false,
    // Otherwise CI=1 in the environment blanks the screen.
    interactive: true,
    maxFps: framesPerSecond,
    incrementalRendering: true,
  })
  return {
    ended: ink.waitUntilExit(),
    stop: () => {
      turner.stop()
      ink.unmount()
    },
  }
}
