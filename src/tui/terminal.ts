// The state of the terminal around the wizard: the other screen while it runs, everything as before afterwards, also
// when the program dies of an exception or a signal. Ink's own handling of the other screen does not home the cursor.
import { writeSync } from "node:fs"

/** xterm's "alternate screen" (ctlseqs, DECSET 1049), cleared, cursor at the top left. */
const enterScreen = "\u001b[?1049h\u001b[2J\u001b[H"
/**
 * Bracketed paste off (DECSET 2004), all attributes off, cursor visible, the last frame cleared away, back to the main
 * screen. Cleared first, because some have no other screen, whatever TERM says: the Linux console, and GNU screen as
 * long as its `altscreen` is off, which it is unless somebody turned it on (screen(1)).
 */
const leaveScreen = "\u001b[?2004l\u001b[0m\u001b[?25h\u001b[2J\u001b[H\u001b[?1049l"

export interface TerminalState {
  readonly enter: () => void
  /** May be called more than once; also from an exit handler. */
  readonly restore: () => void
}

export function terminalState(input: NodeJS.ReadStream, output: NodeJS.WriteStream): TerminalState {
  let isEntered = false
  const restore = () => {
    if (!isEntered) return
    isEntered = false
    try {
      input.setRawMode(false)
    } catch {
      // The terminal is gone; there is nothing left to restore.
    }
    writeNow(leaveScreen)
    process.off("exit", restore)
  }
  return {
    enter() {
      isEntered = true
      process.on("exit", restore)
      // At once, so that keys pressed before anybody reads them are not echoed over the screen.
      input.setRawMode(true)
      output.write(enterScreen)
    },
    restore,
  }
}

/** Written at once, because after an exit handler nothing is flushed any more. */
function writeNow(text: string): void {
  try {
    writeSync(1, text)
  } catch {
    // EIO: the terminal is gone. EAGAIN: it does not read; then it cannot show the screen either.
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const
export type CaughtSignal = (typeof signals)[number]

/** Takes the signals over from whoever listens to them; returns how to give them back. */
export function takeSignals(onSignal: (signal: CaughtSignal) => void): () => void {
  const former = signals.map((signal) => ({ signal, listeners: process.listeners(signal) }))
  const own = signals.map((signal) => ({ signal, listener: () => onSignal(signal) }))
  for (const signal of signals) process.removeAllListeners(signal)
  for (const { signal, listener } of own) process.on(signal, listener)
  return () => {
    for (const { signal, listener } of own) process.off(signal, listener)
    for (const { signal, listeners } of former) for (const listener of listeners) process.on(signal, listener)
  }
}
