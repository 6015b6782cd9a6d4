// Standard output, standard error and the question on the terminal, for the face of the command line.
import { writeSync } from "node:fs"

/** Writes everything before it returns, so that no line is lost when the process exits; a closed pipe ends quietly. */
export function writeAll(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      else if (code === "EPIPE") return
      else throw error
    }
  }
}

/** One line from the terminal; empty when it is closed. */
export async function askOnTerminal(question: string): Promise<string> {
  // Takes longer to load than the rest of the command line, and most runs ask nothing.
  const { createInterface } = await import("node:readline/promises")
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await new Promise((resolve) => {
      lines.once("close", () => resolve(""))
      void lines.question(question).then(resolve, () => resolve(""))
    })
  } finally {
    lines.close()
  }
}

/** Whether colours are wanted: --color, then NO_COLOR (no-color.org), then whether a terminal that has them is there. */
export function wantsColor(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag === "always" || flag === "never") return flag === "always"
  if (environment["NO_COLOR"] !== undefined && environment["NO_COLOR"] !== "") return false
  return isTerminal && environment["TERM"] !== undefined && environment["TERM"] !== "dumb"
}
