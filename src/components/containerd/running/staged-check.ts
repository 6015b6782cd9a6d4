// The staged copy that containerd's own program reads before anything is replaced, and what is made of its answer.
import type { Document } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import type { Ran } from "../../../machine/reading.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Judgement } from "../../../model/plan.ts"
import { isSecretName } from "../../../model/secrets/names.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { leavesOf, treeOf, valueText } from "../simulate/tree.ts"
import { runcTypes } from "../tables/layout.ts"
import { lastLine, readDump } from "./dump.ts"

/** A dump takes 30 ms; an emulated machine or a cold disk needs more. */
const timeoutSeconds = 30

/** Absolute imports led to the staged copies; relative ones lead there by themselves. */
export function stagedText(path: string, { root, text }: Pick<Document, "root" | "text">): string {
  const imports = root["imports"]
  if (!Array.isArray(imports)) return text
  const moved = imports.map((one) => (typeof one === "string" && one.startsWith("/") ? `{staged}${one}` : one))
  const edited = toml.edit(path, text, [{ edit: "set", path: ["imports"], value: moved }])
  return edited.ok ? edited.value : text
}

export function judgementOf(program: string, root: string, files: readonly LoadedFile[]): Judgement {
  return {
    component: "containerd",
    files: files.map((file) => ({ path: file.path, text: stagedText(file.path, file.document) })),
    command: [program, "--config", `{staged}${root}`, "config", "dump"],
    timeoutSeconds,
  }
}

function unfit(ran: Ran, says: string): Fault {
  const exit = ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state
  const lines = "stderr" in ran ? ran.stderr.trimEnd().split("\n").slice(-5) : []
  return {
    code: "containerd-judged-unfit",
    args: { says },
    ran: { command: ran.command, exit, lastLines: lines },
  }
}

function different(what: string, wanted: string, found: string): Fault {
  return { code: "containerd-judged-different", args: { what, wanted, found } }
}

/** Of two dumps; the paths of imports lead to the copies in one of them. */
function firstDifference(now: string, then: string) {
  const valuesIn = (text: string) => {
    const parsed = toml.parse("", text)
    const leaves = parsed.ok ? leavesOf(treeOf(parsed.value)).filter(({ path }) => path[0] !== "imports") : []
    return new Map(leaves.map(({ path, leaf }) => [path.join("."), valueText(leaf.value)]))
  }
  const [before, after] = [valuesIn(now), valuesIn(then)]
  const key = [...new Set([...before.keys(), ...after.keys()])].find((one) => before.get(one) !== after.get(one))
  if (key === undefined) return undefined
  // A dump has registry credentials in it, and this is shown.
  const shown = (value = "") => (isSecretName(key) ? "xxx" : value)
  return { key, before: shown(before.get(key)), after: shown(after.get(key)) }
}

/**
 * Why a second containerd, which was tried on the copies, did not serve CRI: its last words, or CRI's own, which is left
 * out with a warning (containerd 2.1.9 cmd/containerd/server/server.go, "failed to load plugin").
 */
export function trialFailed(ran: Ran): Fault {
  // Its configuration, which 1.x logs whole, says nothing of the reason, and may hold credentials.
  const said = "stderr" in ran ? ran.stderr.trimEnd().split("\n") : []
  const lines = said.filter((line) => !/msg="?start(?:ing)? cri plugin/i.test(line))
  const aboutCri = lines.findLast(
    (line) => /failed to load plugin|skip loading plugin/.test(line) && /\bcri\b/.test(line),
  )
  const says = aboutCri ?? lines.findLast((line) => line !== "") ?? ran.state
  return {
    code: "containerd-trial-failed",
    args: { says },
    ran: {
      command: ran.command,
      exit: ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state,
      lastLines: lines.slice(-5),
    },
  }
}

/** Undefined: containerd reads from the copies what was wanted. */
export function judgeDump(
  ran: Ran,
  wanted: { readonly cgroupDriver?: CgroupDriver; readonly sandboxImage?: string; readonly now?: Ran },
): Fault | undefined {
  if (ran.state !== "ran") return unfit(ran, ran.state === "not-possible" ? ran.why : ran.state)
  if (ran.exitCode !== 0) return unfit(ran, lastLine(ran.stderr))
  const dumped = readDump(ran.stdout)
  if (dumped === undefined) return unfit(ran, "its dump is not TOML")
  const { sandboxImage, cgroupDriver, now } = wanted
  if (now?.state === "ran" && now.exitCode === 0) {
    const what = firstDifference(now.stdout, ran.stdout)
    if (what !== undefined) return different(what.key, what.before, what.after)
  }
  if (sandboxImage !== undefined && dumped.sandboxImage !== sandboxImage) {
    return different("the sandbox image", sandboxImage, dumped.sandboxImage ?? "nothing")
  }
  if (cgroupDriver === undefined) return undefined
  const handlers = Object.entries(dumped.handlers).filter(([name]) => runcTypes.has(dumped.types[name] ?? ""))
  // The dump of 1.4 shows no options of any handler.
  if (handlers.every(([, value]) => value === null)) return undefined
  const isSystemd = cgroupDriver === "systemd"
  const wrong = handlers.find(([, value]) => (value ?? false) !== isSystemd)
  if (wrong === undefined) return undefined
  return different(`SystemdCgroup of ${wrong[0]}`, String(isSystemd), String(wrong[1]))
}
