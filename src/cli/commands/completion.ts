// criadm completion SHELL: prints the completion script.
import { exitCode } from "../../model/exit-code.ts"
import { refuse } from "../../settings/refuse.ts"
import { bashCompletion } from "../completion/bash.ts"
import { fishCompletion } from "../completion/fish.ts"
import { zshCompletion } from "../completion/zsh.ts"
import { shells } from "../definitions.ts"
import { type RunCommand, stop } from "./command.ts"

export const completion: RunCommand = async (face, invocation) => {
  const shell = shells.find((one) => one === invocation.argument)
  if (shell === undefined) {
    return stop(face, invocation, [refuse("SHELL", invocation.argument, shells.join(", ")).fault])
  }
  const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }
  face.print(scripts[shell](face.catalogue).trimEnd())
  return exitCode.done
}
