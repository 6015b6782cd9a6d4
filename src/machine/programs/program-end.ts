// How a program ended, for a fault.
import type { Fault } from "../../model/fault.ts"
import type { Ran } from "../reading.ts"

/** How many of a program's last lines are worth showing; an editor's choice, more do not fit a screen. */
const lastLines = 12

/** Whether the program ran and said 0. */
export function succeeded(ran: Ran): boolean {
  return ran.state === "ran" && ran.exitCode === 0
}

/** The program with how it ended and its last lines, for Fault.ran. */
export function ranOf(ran: Ran, log: readonly string[] = []): NonNullable<Fault["ran"]> {
  const said = "stdout" in ran ? `${ran.stdout}\n${ran.stderr}`.split("\n") : []
  const lines = [...said, ...log].map((line) => line.trimEnd()).filter((line) => line !== "")
  return { command: ran.command, exit: exitOf(ran), lastLines: lines.slice(-lastLines) }
}

function exitOf(ran: Ran): string {
  switch (ran.state) {
    case "ran":
      return String(ran.exitCode)
    case "killed":
      return ran.signal
    case "not-possible":
      return ran.why
    case "not-found":
    case "timed-out":
      return ran.state
  }
}
