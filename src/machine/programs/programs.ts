// Runs programs of the node: from argument lists, found in a fixed path, with a small fixed environment, in a session
// of their own, with limits of time and output. Nothing of the caller's environment, directory or terminal gets in.
import { accessSync, constants, statSync } from "node:fs"
import { errnoOf } from "../errno.ts"
import type { Command, Ran } from "../reading.ts"
import { collect, collectInFile, type Output } from "./program-output.ts"

/** As in sudoers(5), secure_path, and systemd.exec(5), the default of $PATH. */
const programPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

const environment = { PATH: programPath.join(":"), LANG: "C.UTF-8", HOME: "/root" }

/**
 * Runtimes are Go programs whose collector runs beside them on every processor, for answers that fit in memory ten times
 * over: from 40 MB on is soon enough. See runtime/debug, SetGCPercent. A fifth of the processor time of a dump.
 */
const environmentToRead = { ...environment, GOGC: "1000" }

/** How long a program may take to end after SIGTERM; every program we run only has to let go of what it waits for. */
const graceMilliseconds = 2000

/** How long to wait after SIGKILL: a process stuck in the kernel (state D) does not even hear that. */
const lastWaitMilliseconds = 1000

/** Runs a program that only reads. Its output comes through pipes, so it cannot fill a disk. */
export async function runReading(command: Command): Promise<Ran> {
  return run(command, collect, environmentToRead)
}

/**
 * Runs a program that may start a service. An init script can leave the service holding its output: with a pipe, the
 * service would be killed by SIGPIPE at its first line after criadm has ended, so the output goes to a nameless file.
 */
export async function runActing(command: Command): Promise<Ran> {
  return run(command, collectInFile, environment)
}

async function run(
  command: Command,
  collectOutput: () => Output,
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const program = findProgram(command.argv[0] ?? "")
  if (program === undefined) return { state: "not-found", command: command.argv }
  // An argument can come from a file of the node; the kernel would cut it at the NUL.
  if (command.argv.some((text) => text.includes("\0"))) {
    return { state: "not-possible", command: command.argv, why: "EINVAL" }
  }
  const output = collectOutput()
  try {
    const child = Bun.spawn([program, ...command.argv.slice(1)], {
      argv0: command.argv[0] ?? program,
      cwd: "/",
      env: { ...environment, ...command.environment },
      stdin: command.input === undefined ? "ignore" : Buffer.from(command.input),
      stdout: output.stdout,
      stderr: output.stderr,
      // A session of its own: no terminal to ask on, no Ctrl-C of ours, and one group to end with all it started.
      detached: true,
    })
    output.begin(child)
    const end = await endOf(child, command.timeoutSeconds * 1000)
    return ranAs(command.argv, child, end, await output.texts())
  } catch (error) {
    // The file is there, but the kernel will not run it: another architecture (ENOEXEC), no interpreter (ENOENT).
    return { state: "not-possible", command: command.argv, why: errnoOf(error) }
  } finally {
    output.close()
  }
}

function ranAs(
  command: readonly string[],
  child: Bun.Subprocess,
  end: "ended" | "timed-out",
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): Ran {
  if (end === "timed-out") return { state: "timed-out", command, stdout, stderr }
  if (child.signalCode !== null) return { state: "killed", command, signal: `${child.signalCode}`, stdout, stderr }
  return { state: "ran", command, exitCode: child.exitCode ?? 0, stdout, stderr }
}

/** The program's file: itself when it has a slash, else the first executable of that name in the fixed path. */
function findProgram(name: string): string | undefined {
  if (name === "") return undefined
  const candidates = name.includes("/") ? [name] : programPath.map((directory) => `${directory}/${name}`)
  return candidates.find(isExecutableFile)
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch (error) {
    errnoOf(error)
    return false
  }
}

/** Waits for the end; when the time is over, ends the whole process group, first asking, then not. */
async function endOf(child: Bun.Subprocess, timeoutMilliseconds: number): Promise<"ended" | "timed-out"> {
  if (await endsWithin(child, timeoutMilliseconds)) return "ended"
  signalGroup(child.pid, "SIGTERM")
  await endsWithin(child, graceMilliseconds)
  // Also when the program itself has ended: what it started may have ignored the first signal.
  signalGroup(child.pid, "SIGKILL")
  await endsWithin(child, lastWaitMilliseconds)
  child.unref()
  return "timed-out"
}

async function endsWithin(child: Bun.Subprocess, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  try {
    return await Promise.race([child.exited.then(() => true), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** The child leads its group (setsid), so the group has its number. An empty group (ESRCH) is what we want. */
function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    errnoOf(error)
  }
}
