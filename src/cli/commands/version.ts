// criadm version: what this program was built from.
import { build } from "../../model/build.ts"
import { exitCode } from "../../model/exit-code.ts"
import { jsonDocument } from "../json.ts"
import { type RunCommand, wantsJson } from "./command.ts"

export const version: RunCommand = async (face, invocation) => {
  const { version: release, commit, target, bun, form } = build
  face.print(
    wantsJson(invocation)
      ? jsonDocument("Version", { release, commit, target, bun, form })
      : `criadm ${release} (${target}, ${form}, commit ${commit}, Bun ${bun})`,
  )
  return exitCode.done
}
