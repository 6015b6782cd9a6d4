// The answers file: TOML, one key per setting, named as the flag. Reads it whole or not at all, and writes one.
import { toml } from "../documents/toml/toml.ts"
import type { Answers, ChosenBy, ResolvedAnswers } from "../model/answers.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { elementToText, type Registry } from "../model/setting.ts"
import { closest } from "./closest.ts"
import { type AnySetting, settings } from "./known.ts"

function settingNamed(key: string): AnySetting | undefined {
  return settings.find((setting) => setting.id === key || setting.aliases.includes(key))
}

/** Faults carry the place of the key that cannot be used. */
export function readAnswers(file: string, text: string): Result<ResolvedAnswers> {
  const document = toml.parse(file, text.replace(/^\uFEFF/, ""))
  if (!document.ok) return document
  const values: Record<string, unknown> = {}
  const chosenBy: Record<string, ChosenBy> = {}
  for (const [key, value] of Object.entries(document.value.root)) {
    const place = document.value.keys.find((one) => one.path[0] === key)
    const setting = settingNamed(key)
    if (setting === undefined) {
      const names = settings.map((one) => one.id)
      return failed({
        code: "unknown-answer",
        args: { key, hint: closest(key, names) ?? "", known: names },
        ...(place === undefined ? {} : { place: place.keyPlace }),
      })
    }
    const parsed = setting.parse(value)
    if (!parsed.ok) {
      return failed({ ...parsed.fault, ...(place === undefined ? {} : { place: place.valuePlace }) })
    }
    values[setting.id] = parsed.value
    chosenBy[setting.id] = { who: "file", file }
  }
  return ok({ values: values as Answers, chosenBy })
}

/** What would repeat these answers on the next node; `explain` gives the comment of a setting, in lines. */
export function writeAnswers(answers: Answers, explain: (setting: AnySetting) => string): string {
  const tables: string[] = []
  const lines = ["# Answers for criadm apply --answers FILE", ""]
  for (const setting of settings) {
    const value = answers[setting.id]
    if (value === undefined) continue
    const comment = explain(setting)
      .split("\n")
      .map((line) => `# ${line}`)
    if (setting.id === "registry") tables.push(...registryTables(answers.registry ?? [], comment))
    else lines.push(...comment, `${setting.id} = ${valueToToml(value)}`, "")
  }
  // Behind a table's header every key would be the table's.
  return [...lines, ...tables].slice(0, -1).concat("").join("\n")
}

function registryTables(registries: readonly Registry[], comment: readonly string[]): readonly string[] {
  const pair = (key: string, value: unknown) => (value === undefined ? [] : [`${key} = ${JSON.stringify(value)}`])
  return registries.flatMap(
    ({ host, mirrors, ca, clientCert, clientKey, credentialsFile, skipVerify, overridePath }, at) => [
      ...(at === 0 ? comment : []),
      `[registry.${JSON.stringify(host)}]`,
      ...(mirrors.length === 0 ? [] : [`mirrors = [${mirrors.map((url) => JSON.stringify(url)).join(", ")}]`]),
      ...pair("ca", ca),
      ...pair("client_cert", clientCert),
      ...pair("client_key", clientKey),
      ...pair("credentials_file", credentialsFile),
      ...pair("skip_verify", skipVerify),
      ...pair("override_path", overridePath),
      "",
    ],
  )
}

function valueToToml(value: NonNullable<Answers[keyof Answers]>): string {
  if (typeof value === "boolean" || typeof value === "number") return String(value)
  // Basic TOML strings take JSON's escapes; the values that get here have no control characters.
  if (typeof value === "string") return JSON.stringify(value)
  return `[${value.map((one) => JSON.stringify(elementToText(one))).join(", ")}]`
}
