// What the init systems without timers share to run a program later: a script of their own for the next boot, and the
// program itself at once, in a session of its own; it waits by itself until its time has come.
import type { Ran } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { RunLaterFailure, RunLaterTask } from "./init-system.ts"

/** For a program that only registers a script, or starts another one and ends. */
const timeoutSeconds = 30

const scriptMode = 0o755

/** Writes a script of ours. Undefined: done. */
export function writeScript(machine: WritingMachine, path: string, text: string): RunLaterFailure | undefined {
  const bytes = new TextEncoder().encode(text)
  const acted = machine.replaceFile(path, { bytes, mode: scriptMode, uid: 0, gid: 0 })
  return acted.ok ? undefined : { by: "act", acted }
}

export function removeScript(machine: WritingMachine, path: string): RunLaterFailure | undefined {
  const acted = machine.removeFile(path)
  return acted.ok ? undefined : { by: "act", acted }
}

/** Undefined: it ran and said 0. */
export async function program(machine: WritingMachine, argv: readonly string[]): Promise<RunLaterFailure | undefined> {
  const ran: Ran = await machine.act({ argv, timeoutSeconds })
  return ran.state === "ran" && ran.exitCode === 0 ? undefined : { by: "program", ran }
}

/** The command starts itself once more in a session of its own, without this terminal, and returns at once. */
export function startDetached(machine: WritingMachine, { argv }: RunLaterTask): Promise<RunLaterFailure | undefined> {
  return program(machine, detached(argv))
}

export function detached(argv: readonly string[]): readonly string[] {
  return [...argv, "--detach"]
}

/**
 * What a program registered lies in a directory that it did not sync; a power cut in the next seconds must not lose it.
 * Of no consequence where there is no such program: then the kernel writes it within half a minute.
 */
export async function syncRegistration(machine: WritingMachine, directory: string): Promise<void> {
  await machine.act({ argv: ["sync", "-f", directory], timeoutSeconds })
}

/** For a shell script: in single quotes. */
export function shellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
