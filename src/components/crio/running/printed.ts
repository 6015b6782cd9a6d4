// Reads what `crio config` and `crio status config` print. The first comments out what equals the built-in default and
// so tells every value all the same; the second prints what the running daemon has, with nothing commented out.
import { toml } from "../../../documents/toml/toml.ts"
import { isTable, ownValue, valueAt } from "../../../documents/value.ts"
import { type ScalarId, scalarIds, scalarPaths } from "../scalars.ts"

export interface Printed {
  readonly scalars: Readonly<Partial<Record<ScalarId, string>>>
  /** Names of the runtime handlers that are printed and not commented out. */
  readonly handlers: readonly string[]
}

/** Undefined: not the configuration of CRI-O. */
export function readPrinted(stdout: string): Printed | undefined {
  const parsed = toml.parse("crio config", stdout)
  if (!parsed.ok || !isTable(ownValue(parsed.value.root, "crio"))) return undefined
  const { root } = parsed.value
  const runtimes = valueAt(root, ["crio", "runtime", "runtimes"])
  const scalars = scalarIds.flatMap((id): readonly (readonly [ScalarId, string])[] => {
    const value = valueAt(root, scalarPaths[id])
    if (typeof value === "string") return [[id, value]]
    const commented = commentedValue(stdout, scalarPaths[id].at(-1) ?? "")
    return commented === undefined ? [] : [[id, commented]]
  })
  return { scalars: Object.fromEntries(scalars), handlers: isTable(runtimes) ? Object.keys(runtimes) : [] }
}

/** `# cgroup_manager = "systemd"`; of 1.30 to 1.36 each of the keys asked for is printed exactly once. */
function commentedValue(stdout: string, key: string): string | undefined {
  return new RegExp(`^#[ \\t]*${key} = "([^"\\\\]*)"[ \\t]*$`, "m").exec(stdout)?.[1]
}

/** The last line of an error that says something; logrus puts the message into msg="…". */
export function lastLine(stderr: string): string {
  const line = stderr.trimEnd().split("\n").at(-1) ?? ""
  const message = /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]
  return message === undefined ? line : message.replaceAll('\\"', '"')
}
