// From arguments to an exit code: parse, help, then the one command. The only place that knows all commands.
import type { CommandName, HiddenCommand } from "../model/command-line.ts"
import { type ExitCode, exitCode } from "../model/exit-code.ts"
import { answers } from "./commands/answers.ts"
import { apply } from "./commands/apply.ts"
import { check } from "./commands/check.ts"
import type { RunCommand } from "./commands/command.ts"
import { completion } from "./commands/completion.ts"
import { confirm } from "./commands/confirm.ts"
import { detect } from "./commands/detect.ts"
import { explain } from "./commands/explain.ts"
import { history } from "./commands/history.ts"
import { man } from "./commands/man.ts"
import { migrate } from "./commands/migrate.ts"
import { plan } from "./commands/plan.ts"
import { rollback } from "./commands/rollback.ts"
import { schema } from "./commands/schema.ts"
import { uninstall } from "./commands/uninstall.ts"
import { verify } from "./commands/verify.ts"
import { version } from "./commands/version.ts"
import { watch } from "./commands/watch.ts"
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
  if (flags.version === true) return version(face, invocation)
  const commands: { readonly [Name in CommandName | HiddenCommand]: RunCommand } = {
    ...outer,
    answers,
    apply,
    check,
    completion,
    confirm,
    detect,
    explain,
    history,
    man,
    migrate,
    plan,
    rollback,
    schema,
    uninstall,
    verify,
    version,
    watch,
  }
  const code = await commands[command.name](face, invocation)
  return flags.output === "npd" ? pluginExitCode(code) : code
}
