// The last lines of a service's log file, for init systems that keep no journal. `tail` reads the end only, however
// large the file is.
import type { ReadingMachine } from "../machine/reading.ts"

/** tail of a local file answers at once; more means the disk hangs. */
const tailSeconds = 5

/** The last lines of the first of these files that exists; empty when there is none. */
export async function lastLines(
  machine: ReadingMachine,
  paths: readonly string[],
  lines: number,
): Promise<readonly string[]> {
  const path = paths.find((candidate) => machine.inspect(candidate) !== undefined)
  if (path === undefined) return []
  const ran = await machine.run({ argv: ["tail", "-n", String(lines), "--", path], timeoutSeconds: tailSeconds })
  return ran.state === "ran" && ran.exitCode === 0 ? splitLines(ran.stdout) : []
}

/** Lines without the empty one behind the last line break. */
export function splitLines(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n")
}
