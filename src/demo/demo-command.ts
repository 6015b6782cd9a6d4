// criadm demo: the whole job on a sample node in a temporary directory. On a terminal without --yes it is the wizard;
// else the story runs by itself: what the node is, findings, diff, apply, a second run with nothing to do, undo.
import { apply } from "../cli/commands/apply.ts"
import { check } from "../cli/commands/check.ts"
import { type RunCommand, stop, wantsJson } from "../cli/commands/command.ts"
import { detect } from "../cli/commands/detect.ts"
import { history } from "../cli/commands/history.ts"
import { rollback } from "../cli/commands/rollback.ts"
import { verify } from "../cli/commands/verify.ts"
import { commandNamed, type SampleKind, sampleKinds } from "../cli/definitions.ts"
import type { Face } from "../cli/face.ts"
import type { Invocation } from "../cli/parse.ts"
import { sayLine } from "../cli/print.ts"
import { components } from "../criadm/all-components.ts"
import { criadmOn } from "../criadm/criadm.ts"
import type { Criadm } from "../criadm/interface.ts"
import type { Answers } from "../model/answers.ts"
import { build } from "../model/build.ts"
import { type ExitCode, exitCode } from "../model/exit-code.ts"
import { brokenFiles } from "./sample-files.ts"
import { makeSampleNode, type SampleNode } from "./sample-machine.ts"
import { differingFiles, snapshot } from "./snapshot.ts"

/** Seconds: the simulated containerd answers at once. */
const timeoutSeconds = 10

export function criadmOnSample(sample: SampleNode, answers?: Answers): Criadm {
  return criadmOn(sample.machine, sample.machine, {
    components,
    statedVersion: undefined,
    answers,
    timeoutSeconds,
    criadmVersion: build.version,
    criadmCommand: ["criadm"],
  })
}

/** Seconds that the sample's services must stay up: nothing in it dies late. */
const settleSeconds = "1"

export const demo: RunCommand = async (face, given) => {
  const invocation: Invocation = { ...given, flags: { settle: settleSeconds, ...given.flags } }
  const kind = kindOf(given.argument)
  if (kind === undefined) {
    const args = { setting: "NODE", given: given.argument ?? "", accepted: sampleKinds.join(", ") }
    return stop(face, given, [{ code: "bad-answer", args }])
  }
  const sample = sampleOf(kind)
  try {
    const onSample: Face = {
      ...face,
      catalogue: ofSample(face.catalogue),
      isRoot: true,
      open: async ({ answers }) => criadmOnSample(sample, answers),
    }
    const isAttended = face.ask !== undefined && invocation.flags.yes !== true && !wantsJson(invocation)
    if (!isAttended) return await tell(onSample, invocation, sample, kind)
    const { openWizard } = await import("../open-wizard.ts")
    return await openWizard(onSample, invocation, async (answers) => criadmOnSample(sample, answers), true)
  } finally {
    sample.remove()
  }
}

function kindOf(argument: string | undefined): SampleKind | undefined {
  return sampleKinds.find((one) => one === (argument ?? "fresh"))
}

function sampleOf(kind: SampleKind): SampleNode {
  return kind === "broken" ? makeSampleNode(brokenFiles) : makeSampleNode({}, kind === "failing")
}

/** The sample is gone before anybody could paste a command that is about it. */
function ofSample(catalogue: Face["catalogue"]): Face["catalogue"] {
  const { lines, screens } = catalogue
  const undo = lines["how-to-undo-sample"]
  return {
    ...catalogue,
    lines: { ...lines, "how-to-undo": undo },
    screens: { ...screens, end: { ...screens.end, undoCommand: (run) => undo({ run }) } },
  }
}

async function tell(face: Face, invocation: Invocation, sample: SampleNode, kind: SampleKind): Promise<ExitCode> {
  const say = (line: Parameters<typeof sayLine>[1]) => face.print(sayLine(face.catalogue, line))
  const flags: Invocation["flags"] = { ...invocation.flags, yes: true }
  const before = snapshot(sample.directory)
  const chapter = async (name: string, run: RunCommand, expected: readonly ExitCode[]) => {
    face.print("")
    say({ code: "demo-step", args: { step: `criadm ${name}` } })
    const command = commandNamed(name.split(" ")[0] ?? "") ?? invocation.command
    const code = await run(face, { command, argument: undefined, flags })
    if (!expected.includes(code)) throw new Error(`criadm ${name} ended with ${code} on the sample node`)
  }
  say({ code: "demo-heading", args: { directory: sample.directory } })
  await chapter("detect", detect, [exitCode.done])
  await chapter("check", check, [exitCode.notAsAsked])
  if (kind === "fresh") {
    await chapter("apply --yes", apply, [exitCode.done])
    await chapter("verify", verify, [exitCode.done])
    await chapter("apply --yes", apply, [exitCode.done])
    await chapter("rollback --yes", rollback, [exitCode.done])
  } else {
    await chapter("apply --yes", apply, [kind === "broken" ? exitCode.refused : exitCode.rolledBack])
  }
  await chapter("history", history, [exitCode.done])
  const changed = differingFiles(before, snapshot(sample.directory))
  if (changed.length > 0) throw new Error(`the sample node is not as it was: ${changed.join(", ")}`)
  face.print("")
  say({ code: "demo-done", args: {} })
  return exitCode.done
}
