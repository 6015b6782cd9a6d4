// Running real programs: what gets in, what comes out, and that none of them can hold us up or outlive its time.
import { describe, expect, test } from "bun:test"
import { readFileSync, writeFileSync } from "node:fs"
import { linuxMachine } from "../../src/machine/linux.ts"
import type { Command } from "../../src/machine/reading.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()
const machine = linuxMachine({ root: "/" })

function shell(script: string, more: Partial<Command> = {}): Command {
  return { argv: ["sh", "-c", script], timeoutSeconds: 20, ...more }
}

/** Resolves when none of these processes runs any more: a killed process takes a moment to die. Else the test fails. */
async function allEnded(pidFile: string): Promise<void> {
  const pids = readFileSync(pidFile, "utf8").trim().split(" ")
  expect(pids).toHaveLength(2)
  while (pids.some(runs)) await machine.pause(1)
}

/** Whether a process of this number runs; a zombie does not. */
function runs(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
  } catch {
    return false
  }
}

for (const [how, run, besides] of [
  ["a program that reads", machine.run, ["GOGC=1000"]],
  ["a program that acts", machine.act, []],
] as const) {
  describe(how, () => {
    test("answers with its exit code and both outputs", async () => {
      const command = shell("echo out; echo err >&2; exit 3")

      expect(await run(command)).toEqual({
        state: "ran",
        command: command.argv,
        exitCode: 3,
        stdout: "out\n",
        stderr: "err\n",
      })
    })

    test("gets a fixed environment, no terminal, no input and the root as its directory", async () => {
      process.env["CRIADM_TEST_SECRET"] = "leaked"
      const ran = await run(shell("env | sort; pwd; tty; cat", { environment: { EXTRA: "1" } }))
      delete process.env["CRIADM_TEST_SECRET"]

      // PWD and the like are added by the shell itself.
      expect(ran).toMatchObject({
        stdout: [
          "EXTRA=1",
          ...besides,
          "HOME=/root",
          "LANG=C.UTF-8",
          "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "PWD=/",
          "/",
          "not a tty",
          "",
        ].join("\n"),
      })
    })

    test("is not looked up in the caller's PATH", async () => {
      writeFileSync(directory.at("criadm-test-program"), "#!/bin/sh\necho mine\n", { mode: 0o755 })
      const before = process.env["PATH"]
      process.env["PATH"] = directory.path
      const byName = await run({ argv: ["criadm-test-program"], timeoutSeconds: 20 })
      process.env["PATH"] = before

      expect(byName).toEqual({ state: "not-found", command: ["criadm-test-program"] })
      expect(await run({ argv: [directory.at("criadm-test-program")], timeoutSeconds: 20 })).toMatchObject({
        stdout: "mine\n",
      })
    })

    test("gets its arguments as they are", async () => {
      const odd = ["$HOME", "a b", "'\"", "*", "ä", ""]

      expect(await run({ argv: ["printf", "[%s]", ...odd], timeoutSeconds: 20 })).toMatchObject({
        stdout: odd.map((text) => `[${text}]`).join(""),
      })
      expect(await run({ argv: ["printf", "a\0b"], timeoutSeconds: 20 })).toMatchObject({
        state: "not-possible",
        why: "EINVAL",
      })
    })

    test("gets its input, and may leave it unread", async () => {
      expect(await run(shell("cat", { input: "hello" }))).toMatchObject({ stdout: "hello" })
      expect(await run(shell("exit 0", { input: "x".repeat(1_000_000) }))).toMatchObject({ exitCode: 0 })
    })

    test("that prints 20 MB is not held up, and 4 MiB of it are kept", async () => {
      const ran = await run(shell("head -c 20000000 /dev/zero | tr '\\0' x"))

      expect(ran).toMatchObject({ state: "ran", exitCode: 0 })
      expect("stdout" in ran && ran.stdout.length).toBe(4 * 1024 * 1024)
    })

    test("that takes too long is ended with everything it started", async () => {
      const pids = directory.at("pids")
      const ran = await run(shell(`sleep 1000 & echo $$ $! > ${pids}; echo started; wait`, { timeoutSeconds: 0.3 }))

      expect(ran).toMatchObject({ state: "timed-out", stdout: "started\n" })
      await allEnded(pids)
    })

    test("that ignores being asked to end is killed", async () => {
      const pids = directory.at("deaf-pids")
      const script = `trap '' TERM; (trap '' TERM; sleep 1000) & echo $$ $! > ${pids}; wait; sleep 1000`
      const ran = await run(shell(script, { timeoutSeconds: 0.2 }))

      expect(ran).toMatchObject({ state: "timed-out" })
      await allEnded(pids)
    })

    test("that leaves a service behind does not hold us up", async () => {
      const pid = directory.at("service-pid")
      const ran = await run(shell(`sleep 1000 & echo $! > ${pid}; echo started`))

      expect(ran).toMatchObject({ state: "ran", exitCode: 0, stdout: "started\n" })
      process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL")
    })

    test("that is killed says by which signal", async () => {
      expect(await run(shell("echo dying; kill -9 $$"))).toMatchObject({
        state: "killed",
        signal: "SIGKILL",
        stdout: "dying\n",
      })
    })

    test("that is no program for this machine is not possible, and one that is missing not found", async () => {
      writeFileSync(directory.at("no-program"), "\x7fELF of another machine", { mode: 0o755 })
      writeFileSync(directory.at("no-interpreter"), "#!/none/sh\n", { mode: 0o755 })
      writeFileSync(directory.at("not-executable"), "#!/bin/sh\n", { mode: 0o644 })
      const state = async (program: string) => await run({ argv: [program], timeoutSeconds: 20 })

      expect(await state(directory.at("no-program"))).toMatchObject({ state: "not-possible", why: "ENOEXEC" })
      expect(await state(directory.at("no-interpreter"))).toMatchObject({ state: "not-possible", why: "ENOENT" })
      expect(await state(directory.at("not-executable"))).toMatchObject({ state: "not-found" })
      expect(await state(directory.at("missing"))).toMatchObject({ state: "not-found" })
      expect(await state("")).toMatchObject({ state: "not-found" })
    })

    test("holds none of our open files", async () => {
      const ran = await run({ argv: ["ls", "/proc/self/fd"], timeoutSeconds: 20 })

      expect(ran).toMatchObject({ stdout: "0\n1\n2\n3\n" })
    })
  })
}

test("a service that an init script leaves holding its output lives on when it prints after we are gone", async () => {
  const [gate, told] = [directory.at("gate"), directory.at("told")]
  await machine.run({ argv: ["mkfifo", gate, told], timeoutSeconds: 20 })
  const service = `trap 'echo SIGPIPE > ${told}; exit' PIPE; read _ < ${gate}; echo hello && echo fine > ${told}`

  await machine.act(shell(`(${service}) & echo started`))
  const answer = await machine.run(shell(`echo go > ${gate}; cat ${told}`))

  expect(answer).toMatchObject({ stdout: "fine\n" })
})
