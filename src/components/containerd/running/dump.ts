// Reads what `containerd config dump` prints. It takes the few values criadm compares; the dump holds all of them.
import type { Table, Value } from "../../../documents/document.ts"
import { tomlValues } from "../../../documents/toml/values.ts"
import type { Ran } from "../../../machine/reading.ts"
import type { DumpFact } from "../facts.ts"
import { criImagesId, criRuntimeId, criServerId } from "../tables/plugin-ids.ts"

/** The values a dump shows, before or after migration. */
interface DumpedValues {
  readonly defaultRuntime?: string
  readonly sandboxImage?: string
  readonly disabledPlugins: readonly string[]
  readonly handlers: Readonly<Record<string, boolean | string | null>>
  /** runtime_type by handler. */
  readonly types: Readonly<Record<string, string>>
}

function inside(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value
  for (const key of path) {
    if (typeof current !== "object" || current === null || Array.isArray(current) || current instanceof Date) {
      return undefined
    }
    current = Object.hasOwn(current, key) ? (current as Table)[key] : undefined
  }
  return current
}

/** No program begins what it prints with this. */
const keptMark = "criadm-kept:"

/** What is kept of a dump: the values that are read of it, as JSON. A dump has registry credentials in it. */
export function shortenedDump(text: string): string | undefined {
  const values = readDump(text)
  return values === undefined ? undefined : `${keptMark}${JSON.stringify(values)}`
}

/** Of a dump, or of what was kept of one. Undefined when it is neither. */
export function readDump(text: string): DumpedValues | undefined {
  if (text.startsWith(keptMark)) return JSON.parse(text.slice(keptMark.length))
  const root = tomlValues(text)
  if (root === undefined) return undefined
  const plugins = root["plugins"]
  const server = inside(plugins, criServerId)
  const runtime = inside(plugins, criRuntimeId)
  const images = inside(plugins, criImagesId)
  const handlers: Record<string, boolean | string | null> = {}
  const types: Record<string, string> = {}
  // 2.0.0 to 2.0.5 print old tables unmigrated beside the built-in new ones; then the old ones say what will count.
  for (const table of [inside(runtime, "containerd", "runtimes"), inside(server, "containerd", "runtimes")]) {
    if (typeof table !== "object" || table === null) continue
    for (const [name, handler] of Object.entries(table)) {
      const own = inside(handler as Value, "options", "SystemdCgroup")
      const type = inside(handler as Value, "runtime_type")
      handlers[name] = typeof own === "boolean" || typeof own === "string" ? own : (handlers[name] ?? null)
      types[name] = typeof type === "string" ? type : (types[name] ?? "")
    }
  }
  const defaultRuntime =
    inside(server, "containerd", "default_runtime_name") ?? inside(runtime, "containerd", "default_runtime_name")
  const image = inside(server, "sandbox_image") ?? inside(images, "pinned_images", "sandbox")
  const disabled = root["disabled_plugins"]
  return {
    ...(typeof defaultRuntime === "string" ? { defaultRuntime } : {}),
    ...(typeof image === "string" ? { sandboxImage: image } : {}),
    disabledPlugins: Array.isArray(disabled) ? disabled.map(String) : [],
    handlers,
    types,
  }
}

/** The last line that says what went wrong: not a trace, not a warning. */
export function lastLine(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
  return lines.find((line) => line.startsWith("panic:")) ?? lines.at(-1) ?? ""
}

export function toDumpFact(ran: Ran): DumpFact | undefined {
  if (ran.state !== "ran") return undefined
  const { command, exitCode } = ran
  if (exitCode !== 0) return { command, exitCode, error: lastLine(ran.stderr) }
  const values = readDump(ran.stdout)
  if (values === undefined) return { command, exitCode }
  const { types: _types, ...rest } = values
  return { command, exitCode, ...rest }
}
