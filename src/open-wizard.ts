// Opens the wizard on a node: what it needs to know of the terminal, and how it saves answers and plans. Ink and React
// are loaded here and nowhere else. What the first frame does not need is loaded after it.
import { resolve } from "node:path"
import { nodeChoice, secondsOf } from "./cli/choice.ts"
import { stop } from "./cli/commands/command.ts"
import type { Face, NodeChoice } from "./cli/face.ts"
import { credentialsGiven, givenAnswers } from "./cli/given.ts"
import type { Invocation } from "./cli/parse.ts"
import { wantsColor } from "./cli/terminal.ts"
import type { Criadm } from "./criadm/interface.ts"
import type { Catalogue } from "./messages/catalogue.ts"
import type { Answers } from "./model/answers.ts"
import type { ExitCode } from "./model/exit-code.ts"
import { ok, type Result } from "./model/fault.ts"
import { isUtf8 } from "./model/locale.ts"
import type { WizardTerminal } from "./tui/wizard-options.ts"

/** Times JavaScriptCore's own thresholds; a command starts with the one of scripts/release/compile.ts. */
const wizardsJitPolicy = 8

type Environment = Readonly<Record<string, string | undefined>>

/** criadm without a command. `openMachine` tells whether there is such a node. */
export async function wizard(
  face: Face,
  invocation: Invocation,
  openMachine: (choice: NodeChoice) => Promise<Result<unknown>>,
): Promise<ExitCode> {
  if (face.ask === undefined) return stop(face, invocation, [{ code: "no-terminal", args: {} }])
  const choice = nodeChoice(invocation)
  if (!choice.ok) return stop(face, invocation, [choice.fault])
  // A root that cannot be used is told before the screen is taken.
  const opened = await openMachine(choice.value)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  return openWizard(face, invocation, (answers) => face.open({ ...choice.value, answers }))
}

/** `open` is told what was asked for. `isSample`: the node's runtime is a simulated one. */
export async function openWizard(
  face: Face,
  invocation: Invocation,
  open: (answers: Answers) => Promise<Criadm>,
  isSample = false,
): Promise<ExitCode> {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return stop(face, invocation, [given.fault])
  // The keys come by it.
  const credentials = await credentialsGiven(face, invocation, given.value.values)
  if (!credentials.ok) return stop(face, invocation, [credentials.fault])
  const confirm = secondsOf(invocation, "confirm", 0)
  if (!confirm.ok) return stop(face, invocation, [confirm.fault])
  const { env } = process
  // A terminal that is gone (EIO after SIGHUP) must not end the program before the node is back.
  process.stdout.on("error", () => undefined)
  // It stays, and draws the same again and again: worth compiling sooner than what a command does once.
  Bun.unsafe.setJITPolicy(wizardsJitPolicy)
  const { runWizard } = await import("./tui/wizard.ts")
  const { steadyClock } = await import("./tui/clock.ts")
  const color = invocation.flags.color
  return runWizard({
    open: () => open(given.value.values),
    catalogue: face.catalogue,
    terminal: terminalOf(
      env,
      wantsColor(typeof color === "string" ? color : undefined, env, true),
      invocation.flags.lang,
    ),
    accessible: invocation.flags.accessible === true || (env["ACCESSIBLE"] ?? "0") !== "0",
    given: given.value,
    confirmSeconds: invocation.flags.confirm === undefined ? undefined : confirm.value,
    offersSandbox: !isSample,
    asksRegistries: !isSample,
    copy: copyToTerminal,
    allowRunningPods: invocation.flags["allow-running-pods"] === true,
    saveAnswers: async (file, answers) => {
      const { writeAnswers } = await import("./settings/answers-file.ts")
      return save(
        face,
        file,
        writeAnswers(answers.values, (setting) => answerComment(face.catalogue, setting.id)),
      )
    },
    savePlan: async (file, plan) => {
      const { planToSave } = await import("./cli/commands/saved-plan.ts")
      return save(face, file, planToSave(plan, invocation))
    },
    now: steadyClock(),
  })
}

function answerComment(catalogue: Catalogue, id: keyof Catalogue["settings"]): string {
  return catalogue.settings[id].help
}

function terminalOf(env: Environment, isColor: boolean, lang: unknown): WizardTerminal {
  return {
    columns: process.stdout.columns,
    rows: process.stdout.rows,
    isColor,
    // Who asks for Chinese says that the terminal can show it.
    isUnicode: isUtf8(env) || lang === "zh",
    term: env["TERM"] ?? "dumb",
    canCopy: takesCopies(env),
    ...backgroundOf(env["COLORFGBG"]),
  }
}

/**
 * Terminals that take a text for the clipboard as they are installed, as far as the environment names them. Others, such
 * as xterm, do so only when somebody switched it on.
 */
function takesCopies(env: Environment): boolean {
  const named = /^(?:xterm-kitty|foot|alacritty|wezterm|xterm-ghostty|contour|rio|tmux)/
  const programs = ["iTerm.app", "WezTerm", "ghostty", "vscode", "tmux"]
  return (
    named.test(env["TERM"] ?? "") || programs.includes(env["TERM_PROGRAM"] ?? "") || env["WT_SESSION"] !== undefined
  )
}

/** xterm's "Manipulate Selection Data" (ctlseqs, OSC 52), base64. */
function copyToTerminal(text: string): void {
  process.stdout.write(`\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`)
}

/** rxvt, Konsole and others tell "foreground;background" as colour numbers: 7 and 15 are the light ones. */
function backgroundOf(colors: string | undefined): Pick<WizardTerminal, "background"> {
  const number = colors?.split(";").at(-1)
  return number === undefined ? {} : { background: number === "7" || number === "15" ? "light" : "dark" }
}

async function save(face: Face, file: string, text: string): Promise<Result<string>> {
  const path = resolve(file)
  const written = await face.writeText(path, text)
  return written.ok ? ok(path) : written
}
