// Runs programs of the machine the tests run on. A program that had to succeed and did not is an exception with its
// last lines: in a test that is the most useful message.

export interface Finished {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface HowToRun {
  /** Added to the caller's environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  readonly directory?: string
  /** Seconds; then it is killed and the exit code is 137. */
  readonly timeoutSeconds?: number
}

export async function run(argv: readonly string[], how: HowToRun = {}): Promise<Finished> {
  const child = Bun.spawn([...argv], {
    stdin: how.input === undefined ? "ignore" : new TextEncoder().encode(how.input),
    stdout: "pipe",
    stderr: "pipe",
    env: { ...process.env, LC_ALL: "C.UTF-8", ...how.environment },
    ...(how.directory === undefined ? {} : { cwd: how.directory }),
    ...(how.timeoutSeconds === undefined ? {} : { timeout: how.timeoutSeconds * 1000, killSignal: "SIGKILL" }),
  })
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { exitCode, stdout, stderr }
}

/** Its standard output; throws when it ends with anything but 0. */
export async function mustRun(argv: readonly string[], how: HowToRun = {}): Promise<string> {
  const finished = await run(argv, how)
  if (finished.exitCode === 0) return finished.stdout
  const said = `${finished.stdout}${finished.stderr}`.trimEnd().split("\n").slice(-20).join("\n")
  throw new Error(`${argv.join(" ")} ended with ${finished.exitCode}:\n${said}`)
}
