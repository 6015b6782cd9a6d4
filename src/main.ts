// Arguments in, exit code out. The only process.exit, and the only place that builds the real machine. What a command
// does not need is not loaded: --version is a few milliseconds above an empty program.

import { type Face, isUnjudged, type NodeChoice, NotOpened } from "./cli/face.ts"
import { basicPaint, noPaint } from "./cli/paint.ts"
import type { Invocation } from "./cli/parse.ts"
import { build } from "./model/build.ts"
import { type ExitCode, exitCode } from "./model/exit-code.ts"

const { argv, env } = process
const words = argv.slice(2)

/** This program; run from source it is Bun with the path of this file. */
const ownCommand = build.form === "source" ? [process.execPath, argv[1] ?? ""] : [process.execPath]

/** Set while the node is being changed: then an interruption is acted on between two changes, not at once. */
let isChanging = false
/** Whether the node was changed, or was to be: then the exit code tells of that. */
let hasChanged = false
const interruption = new AbortController()

async function main(): Promise<ExitCode> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (isChanging) interruption.abort()
      else process.exit(exitCode.interrupted)
    })
  }
  const { openOutput, isTerminal, askOnTerminal, wantsColor } = await import("./cli/terminal.ts")
  const { chooseCatalogue, languageAskedFor } = await import("./messages/choose.ts")
  const { withRoot } = await import("./messages/with-root.ts")
  const { asksForJson, parseArguments } = await import("./cli/parse.ts")
  const { printed } = await import("./cli/print.ts")
  const { runCommand } = await import("./cli/run.ts")
  const { faultLines } = await import("./pages/fault.ts")
  const { listOperatorDirectory, readOperatorFile, writeOperatorFile } = await import("./machine/operator-files.ts")

  const output = openOutput()
  const language = await chooseCatalogue(languageAskedFor(words), env)
  const parsed = parseArguments(words)
  const flags = parsed.ok ? parsed.value.flags : {}
  const text = (flag: unknown) => (typeof flag === "string" ? flag : undefined)
  const root = text(flags.root)
  const isOnTerminal = isTerminal(1)
  const face: Face = {
    print: (line) => output.write(1, `${line}\n`),
    warn: (line) => output.write(2, `${line}\n`),
    // EL of ECMA-48 erases to the end of the line.
    ...(isTerminal(2) && env["TERM"] !== "dumb"
      ? { overwrite: (line: string) => output.write(2, `\r\x1b[K${line}`) }
      : {}),
    ask: isTerminal(0) && isOnTerminal ? askOnTerminal : undefined,
    catalogue: root === undefined || root === "/" ? language : withRoot(language, root),
    paint: wantsColor(text(flags.color), env, isOnTerminal) ? basicPaint : noPaint,
    isQuiet: flags.quiet === true,
    isVerbose: flags.verbose === true,
    // A serial console and a pseudo-terminal that nobody has told its size have 0 columns.
    columns: isOnTerminal ? process.stdout.columns || 80 : 80,
    isRoot: process.geteuid?.() === 0,
    interrupted: interruption.signal,
    readText: readOperatorFile,
    listDirectory: listOperatorDirectory,
    async checkDownload(file) {
      const { checkDownload } = await import("./machine/release-files.ts")
      return await checkDownload(file, build.signers)
    },
    writeText: writeOperatorFile,
    async open(choice) {
      const opened = await openMachine(choice)
      if (!opened.ok) throw new NotOpened(opened.fault)
      const { linuxMachine } = await import("./machine/linux.ts")
      const { look } = choice
      const isBegun = look !== undefined && opened.value.isLive && choice.isHost !== true
      const begun = isBegun
        ? await (await import("./criadm/begin-programs.ts")).beginPrograms(opened.value, {
            isUnjudged: isUnjudged(look),
            isToBeVerified: look === "verification",
          })
        : undefined
      const { componentsHere } = await import("./criadm/components-here.ts")
      const components = await componentsHere(look === "all" ? undefined : begun)
      const { criadmOn } = await import("./criadm/criadm.ts")
      return whileChanging(
        criadmOn(opened.value, linuxMachine({ root: "/" }), {
          statedVersion: choice.runtimeVersion,
          answers: choice.answers,
          credentials: choice.credentials,
          begun,
          components,
          timeoutSeconds: choice.timeoutSeconds,
          criadmVersion: build.version,
          criadmCommand: ownCommand,
        }),
        output.neverWait,
      )
    },
  }
  if (!parsed.ok) {
    if (asksForJson(words)) {
      const { faultToJson, jsonDocument } = await import("./cli/json.ts")
      face.print(jsonDocument("Faults", { faults: [faultToJson(face, parsed.fault)] }))
    }
    face.warn(printed(face, faultLines(parsed.fault, face.catalogue)))
    return exitCode.usage
  }
  const code = await runCommand(face, parsed.value, {
    wizard: async (...given) => (await import("./open-wizard.ts")).wizard(...given, openMachine),
    bundle: async (...given) => (await import("./bundle/bundle-command.ts")).bundle(...given),
    demo: async (...given) => (await import("./demo/demo-command.ts")).demo(...given),
    guard,
    record: async (...given) => (await import("./record-node.ts")).record(...given),
  })
  const errno = output.lost()
  if (errno === undefined || hasChanged) return code
  // Whoever only looks at the node has nothing but what is printed.
  face.warn(printed(face, faultLines({ code: "output-lost", args: { errno } }, face.catalogue)))
  return code === exitCode.done || code === exitCode.notAsAsked ? exitCode.refused : code
}

/** The node's files and programs. Not all that is known of nodes: the wizard's first frame does not wait for that. */
async function openMachine({ root, platform, isHost }: NodeChoice) {
  const { openHost } = await import("./machine/host.ts")
  const { openTree } = await import("./machine/linux.ts")
  return isHost ? openHost(root) : openTree({ root, platform })
}

/**
 * `criadm guard RUN`: started by criadm itself to outlive the terminal (apply/run/arm-guard.ts). With --detach it starts
 * itself once more in a session of its own, setsid(2), and returns at once.
 */
async function guard(face: Face, invocation: Invocation): Promise<ExitCode> {
  const { argument = "", flags } = invocation
  if (!/^[0-9]+$/.test(argument)) {
    const { stop } = await import("./cli/commands/command.ts")
    return stop(face, invocation, [
      { code: "bad-answer", args: { setting: "RUN", given: argument, accepted: "1, 2, 3" } },
    ])
  }
  if (flags.detach === true) {
    const { spawn } = await import("node:child_process")
    const [program = "", ...args] = ownCommand
    spawn(program, [...args, "guard", argument], { detached: true, stdio: "ignore", cwd: "/", env: {} }).unref()
    return exitCode.done
  }
  const criadm = await face.open({ root: "/", platform: "linux", runtimeVersion: undefined, timeoutSeconds: 60 })
  await criadm.guard(Number(argument))
  return exitCode.done
}

/** Marks the time in which the node is changed, for the signal handlers above. */
function whileChanging<T extends Awaited<ReturnType<Face["open"]>>>(criadm: T, neverWait: () => void): T {
  const marked =
    <Arguments extends readonly unknown[], Answer>(act: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      isChanging = true
      hasChanged = true
      neverWait()
      try {
        return await act(...given)
      } finally {
        isChanging = false
      }
    }
  const verifyWithSandbox = marked(criadm.verify)
  return {
    ...criadm,
    apply: marked(criadm.apply),
    rollback: marked(criadm.rollback),
    uninstall: marked(criadm.uninstall),
    recover: marked(criadm.recover),
    migrate: marked(criadm.migrate),
    verify: (...given) => (given[3] === undefined ? criadm.verify(...given) : verifyWithSandbox(...given)),
  }
}

// Before anything is loaded: package scripts and provisioning tools ask this again and again.
if (words.length === 1 && words[0] === "--version") console.log(`criadm ${build.version}`)
else {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(`This is a bug in criadm ${build.version}. Please report it with these lines:\n${stack}\n`)
      process.exit(exitCode.bug)
    },
  )
}
