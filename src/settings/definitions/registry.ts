// Registries whole: mirrors in their order, whom to trust, and by what to be known. On the command line a row is
// HOST,KEY=VALUE,...; in the answers file it is a table [registry."HOST"].

import type { Answers } from "../../model/answers.ts"
import { clause } from "../../model/arguments/clause.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { elementToText, type Registry, standardInput } from "../../model/setting.ts"
import { asText, refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"
import { isMirrorUrl, registryHost } from "./registry-mirror.ts"

const accepted = clause("accepts-registry")

const files = ["ca", "client_cert", "client_key", "credentials_file"] as const
const switches = ["skip_verify", "override_path"] as const

type Row = Record<string, unknown>

/** "HOST,mirror=URL,skip_verify" as the table of the answers file would say it. */
function rowOf(given: string): { readonly host: string; readonly row: Row } {
  const [host = "", ...pairs] = given.split(",")
  const row: Row = {}
  const mirrors: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf("=")
    const key = equals < 0 ? pair : pair.slice(0, equals)
    const value = equals < 0 ? true : pair.slice(equals + 1)
    if (key === "mirror") mirrors.push(String(value))
    // Twice is no row: what is refused shows it.
    else row[key] = key in row ? undefined : value === "true" ? true : value
  }
  return { host, row: mirrors.length === 0 ? row : { ...row, mirrors } }
}

function parseRow(name: string, row: Row, written: unknown): Result<Registry> {
  const host = name === "*" ? "_default" : name
  const no = () => refuse("registry", written, accepted)
  const known: readonly string[] = ["mirrors", ...files, ...switches]
  if (!registryHost.test(host) || Object.keys(row).some((key) => !known.includes(key))) return no()
  const urls = row["mirrors"] ?? []
  if (!Array.isArray(urls) || !urls.every((url) => typeof url === "string" && isMirrorUrl(url))) return no()
  const mirrors = urls.map((url: string) => url.replace(/\/+$/, ""))
  if (new Set(mirrors).size !== mirrors.length) return no()
  const isPath = (path: unknown) => typeof path === "string" && /^\/[^\s"'\\,]+$/.test(path)
  const isFromInput = (key: (typeof files)[number]) => key === "credentials_file" && row[key] === standardInput
  if (files.some((key) => key in row && !isFromInput(key) && !isPath(row[key]))) return no()
  if (switches.some((key) => key in row && typeof row[key] !== "boolean")) return no()
  const given = row as Readonly<Record<string, string | undefined>>
  const { ca, client_cert: clientCert, client_key: clientKey, credentials_file: credentialsFile } = given
  // A certificate is of use only with its key.
  if ((clientCert === undefined) !== (clientKey === undefined)) return no()
  const isEmpty = mirrors.length === 0 && Object.keys(row).every((key) => row[key] === false || key === "mirrors")
  // Each registry has a password of its own: there is none for all of them.
  if (credentialsFile !== undefined && host === "_default" && mirrors.length === 0) return no()
  if (isEmpty || (row["override_path"] === true && mirrors.length === 0)) return no()
  return ok({
    host,
    mirrors,
    ...(ca === undefined ? {} : { ca }),
    ...(clientCert === undefined || clientKey === undefined ? {} : { clientCert, clientKey }),
    ...(credentialsFile === undefined ? {} : { credentialsFile }),
    ...(row["skip_verify"] === true ? { skipVerify: true } : {}),
    ...(row["override_path"] === true ? { overridePath: true } : {}),
  })
}

export const registry: SettingDefinition<"registry"> = {
  id: "registry",
  aliases: [],
  form: "list",
  isRare: true,
  placeholder: "HOST,...",
  choices: () => undefined,
  parse(given) {
    const isTable = typeof given === "object" && given !== null && !Array.isArray(given) && !(given instanceof Date)
    const list: readonly unknown[] = Array.isArray(given) ? given : [given]
    const rows = isTable
      ? Object.entries(given).map(([host, row]) => ({ host, row: row as Row, given: row as unknown }))
      : list.map((one) => ({ ...rowOf(typeof one === "string" ? one : ""), given: one }))
    const registries: Registry[] = []
    for (const { host, row, given: one } of rows) {
      if (typeof row !== "object" || row === null) return refuse("registry", one, accepted)
      const parsed = parseRow(host, row, isTable ? `${host}: ${asText(one)}` : one)
      if (!parsed.ok) return parsed
      const same = registries.find((other) => other.host === parsed.value.host)
      if (same === undefined) registries.push(parsed.value)
      else if (elementToText(same) !== elementToText(parsed.value))
        return refuse("registry", one, clause("accepts-one-row", { host: same.host }))
    }
    return ok(registries)
  },
  suggest: () => undefined,
  matters: () => false,
}

/** The short form is a row of the same table: both for one host must say the same. */
export function oneRowEach(answers: Answers): Result<void> {
  for (const { host, url } of answers["registry-mirror"] ?? []) {
    const row = answers.registry?.find((one) => one.host === host)
    if (row === undefined || (row.mirrors.length === 1 && row.mirrors[0] === url)) continue
    const args = {
      setting: "registry-mirror",
      given: `${host}=${url}`,
      accepted: clause("accepts-registry-or-mirror", { host }),
    }
    return failed({ code: "bad-answer", args })
  }
  return ok(undefined)
}
