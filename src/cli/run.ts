// From arguments to an exit code: parse, help, then the one command. The only place that knows all commands.
import type { CommandName, HiddenCommand } from "../model/command-line.ts"
import { type ExitCode, exitCode } from "../model/exit-code.ts"
import type { RunCommand } from "./commands/command.ts"
import { isHidden, usageOf } from "./definitions.ts"
import type { Face } from "./face.ts"
import { renderHelp, renderSettings } from "./help.ts"
import { pluginExitCode } from "./monitoring.ts"
import type { Invocation } from "./parse.ts"

/** The commands that need more than a face: main.ts gives them. */
export interface OuterCommands {
  readonly wizard: RunCommand
  readonly demo: RunCommand
  readonly bundle: RunCommand
  readonly guard: RunCommand
  readonly record: RunCommand
}

type Inner = Exclude<CommandName | HiddenCommand, keyof OuterCommands>

/** Each is loaded when it is the one that was asked for. */
const commands: { readonly [Name in Inner]: () => Promise<RunCommand> } = {
  answers: async () => (await import("./commands/answers.ts")).answers,
  apply: async () => (await import("./commands/apply.ts")).apply,
  check: async () => (await import("./commands/check.ts")).check,
  completion: async () => (await import("./commands/completion.ts")).completion,
  confirm: async () => (await import("./commands/confirm.ts")).confirm,
  detect: async () => (await import("./commands/detect.ts")).detect,
  explain: async () => (await import("./commands/explain.ts")).explain,
  history: async () => (await import("./commands/history.ts")).history,
  man: async () => (await import("./commands/man.ts")).man,
  migrate: async () => (await import("./commands/migrate.ts")).migrate,
  plan: async () => (await import("./commands/plan.ts")).plan,
  rollback: async () => (await import("./commands/rollback.ts")).rollback,
  schema: async () => (await import("./commands/schema.ts")).schema,
  uninstall: async () => (await import("./commands/uninstall.ts")).uninstall,
  verify: async () => (await import("./commands/verify.ts")).verify,
  version: async () => (await import("./commands/version.ts")).version,
  watch: async () => (await import("./commands/watch.ts")).watch,
}

export async function runCommand(face: Face, invocation: Invocation, outer: OuterCommands): Promise<ExitCode> {
  const { command, flags } = invocation
  if (flags.help === true) {
    if (isHidden(command)) {
      face.print(usageOf(command))
      return exitCode.done
    }
    const columns = Math.min(face.columns, 80)
    face.print(
      invocation.topic === "settings"
        ? renderSettings(face.catalogue, columns)
        : renderHelp(face.catalogue, command, columns, face.isVerbose),
    )
    return exitCode.done
  }
  if (flags.version === true) return (await commands.version())(face, invocation)
  const isOuter = (name: CommandName | HiddenCommand): name is keyof OuterCommands => name in outer
  const run = isOuter(command.name) ? outer[command.name] : await commands[command.name]()
  const code = await run(face, invocation)
  return flags.output === "npd" ? pluginExitCode(code) : code
}
