// criadm version: what this program was built from; with --check FILE, whether a downloaded file is what its release
// says.
import { supportDates } from "../../messages/support-dates.ts"
import { build } from "../../model/build.ts"
import { exitCode } from "../../model/exit-code.ts"
import { datesCheckedOn } from "../../model/since.ts"
import { usageOf } from "../definitions.ts"
import type { Face } from "../face.ts"
import { jsonDocument } from "../json.ts"
import type { Invocation } from "../parse.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"

export const version: RunCommand = async (face, invocation) => {
  const { argument, command, flags } = invocation
  if (flags.check === true) return await checkFile(face, invocation)
  if (command.name === "version" && argument !== undefined) {
    return stop(face, invocation, [{ code: "too-many-arguments", args: { argument, usage: usageOf(command) } }])
  }
  const { version: release, commit, target, bun, form } = build
  const dates = face.isVerbose ? { datesCheckedOn, support: supportDates } : {}
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Version", { release, commit, target, bun, form, ...dates }))
    return exitCode.done
  }
  face.print(`criadm ${release} (${target}, ${form}, commit ${commit}, Bun ${bun})`)
  if (!face.isVerbose) return exitCode.done
  face.print(sayLine(face.catalogue, { code: "dates-checked", args: { date: datesCheckedOn } }))
  for (const { runtime, ends, page } of supportDates) {
    face.print(sayLine(face.catalogue, { code: "supported-until", args: { runtime, page } }))
    for (const { series, until } of ends) face.print(`  ${series.padEnd(6)} ${until}`)
  }
  return exitCode.done
}

async function checkFile(face: Face, invocation: Invocation) {
  const file = invocation.argument
  if (file === undefined) {
    const args = { argument: "FILE", usage: "criadm version --check FILE" }
    return stop(face, invocation, [{ code: "missing-argument", args }])
  }
  const checked = await face.checkDownload(file)
  if (!checked.ok) return stop(face, invocation, [checked.fault])
  const { sha256, signer } = checked.value
  if (wantsJson(invocation)) face.print(jsonDocument("CheckedDownload", { file, sha256, signer }))
  else {
    face.print(printable(sayLine(face.catalogue, { code: "download-whole", args: { file, sha256 } })))
    const unsigned = { code: "download-not-checked", args: {} } as const
    const line = signer === undefined ? unsigned : ({ code: "download-signed", args: { signer } } as const)
    face.print(printable(sayLine(face.catalogue, line)))
  }
  return exitCode.done
}
