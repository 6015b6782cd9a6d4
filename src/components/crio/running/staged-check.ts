// The staged copy that CRI-O's own program reads before anything is replaced, and what is made of its answer. `crio
// config` checks syntax, types, default_runtime and pause_image; the cgroup manager and the monitors' cgroups it does
// not check, so those rules are criadm's own (effective.ts).
import type { Ran } from "../../../machine/reading.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Judgement } from "../../../model/plan.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import { flagRows, type Override } from "../flags.ts"
import type { ConfigFile } from "../load.ts"
import { lastLine, readPrinted } from "./printed.ts"

/** It takes a tenth of a second; an emulated machine or a cold disk needs more. */
const timeoutSeconds = 30

/**
 * The command with everything that the service says by flags or in its environment, as flags: the program is run
 * without the service's environment. `places` names the files instead of the service's own.
 */
export function configCommand(
  program: string,
  overrides: readonly Override[],
  places: { readonly config?: string; readonly configDirectory?: string },
): readonly string[] {
  const flags = flagRows.flatMap(({ id, flag }) => {
    const place = id === "config" ? places.config : id === "configDirectory" ? places.configDirectory : undefined
    if (place !== undefined) return [`--${flag}`, place]
    return overrides.filter((one) => one.id === id).flatMap(({ value }) => [`--${flag}`, value])
  })
  return [program, ...flags, "config"]
}

/** `files` as they would be. A file named by --config must exist, so an empty one stands for none. */
export function judgementOf(
  program: string,
  overrides: readonly Override[],
  files: readonly ConfigFile[],
  { configPath, dropInDirectory }: { readonly configPath: string; readonly dropInDirectory: string },
): Judgement {
  const texts = files.flatMap(({ path, text }) => (typeof text === "string" ? [{ path, text }] : []))
  const hasMainFile = texts.some(({ path }) => path === configPath)
  const places = {
    config: `{staged}${configPath}`,
    ...(dropInDirectory === "" ? {} : { configDirectory: `{staged}${dropInDirectory}` }),
  }
  return {
    component: "crio",
    files: hasMainFile ? texts : [{ path: configPath, text: "" }, ...texts],
    command: configCommand(program, overrides, places),
    timeoutSeconds,
  }
}

function unfit(ran: Ran, says: string): Fault {
  const exit = ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state
  const lastLines = "stderr" in ran ? ran.stderr.trimEnd().split("\n").slice(-5) : []
  return { code: "crio-judged-unfit", args: { says }, ran: { command: ran.command, exit, lastLines } }
}

/** Undefined: CRI-O reads from the copies what was wanted. */
export function judgePrinted(
  ran: Ran,
  wanted: { readonly cgroupDriver?: CgroupDriver; readonly sandboxImage?: string },
): Fault | undefined {
  if (ran.state !== "ran") return unfit(ran, ran.state === "not-possible" ? ran.why : ran.state)
  if (ran.exitCode !== 0) return unfit(ran, lastLine(ran.stderr))
  const printed = readPrinted(ran.stdout)
  if (printed === undefined) return unfit(ran, "its output is not its configuration")
  const { cgroupManager, pauseImage } = printed.scalars
  const compare = (what: string, wish: string | undefined, found = "nothing"): Fault | undefined =>
    wish === undefined || wish === found
      ? undefined
      : { code: "crio-judged-different", args: { what, wanted: wish, found } }
  return (
    compare("cgroup_manager", wanted.cgroupDriver, cgroupManager) ??
    compare("pause_image", wanted.sandboxImage, pauseImage)
  )
}
