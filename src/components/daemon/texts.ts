// The files that give a service's daemon its variables, or take them away, each as its init system reads it.
import { environmentFile } from "../../documents/assignments/key-values.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { FileContent } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { Home } from "./home.ts"
import { hasCredentials, proxyVariables, type Variables } from "./variables.ts"

/** A file as it shall be. `text` null: it goes. */
export interface NewText {
  readonly path: string
  readonly before: FileContent | undefined
  readonly text: string | null
}

const header = "# Written by criadm.\n"

/** Names of the drop-in, most wanted first: the later ones sort behind what people call http-proxy.conf or zz-proxy.conf. */
const ownStems = ["99-criadm-proxy", "zz-criadm-proxy", "zzz-criadm-proxy"]

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1)

export function newTexts(
  service: ServiceFacts,
  home: Home,
  variables: Variables,
  isSecret: boolean,
): Result<readonly NewText[]> {
  const files = service.files.flatMap((fact) => knownValue(fact) ?? [])
  if (home.kind === "drop-ins") {
    const all = withOwn(service, files, home.directory, variables)
    const hasSecret = isSecret || [...all.values()].some((value) => value !== undefined && hasCredentials(value))
    return ok(dropIns(files, home.directory, all, hasSecret))
  }
  const old = (path: string) => files.find((file) => file.path === path)
  if (home.kind === "directory-of-variables") {
    // chpst(8), -e: the first line is the value; an empty file takes the variable away.
    const texts = [...variables].map(([name, value]): NewText => {
      const path = `${home.path}/${name}`
      return { path, before: old(path), text: value === undefined ? "" : `${value}\n` }
    })
    return ok(texts)
  }
  const before = old(home.path)
  const text = shellText(home.path, before?.text ?? header, variables)
  return text.ok ? ok([{ path: home.path, before, text: text.value }]) : text
}

/** Exported, at the end, because a script reads them in order and only an exported one reaches its daemon. */
function shellText(path: string, start: string, variables: Variables): Result<string> {
  let text = start
  for (const [name, value] of variables) {
    const without = environmentFile.edit(path, text, [{ edit: "remove", path: [name] }])
    if (!without.ok) return without
    const gap = without.value === "" || without.value.endsWith("\n") ? "" : "\n"
    text = value === undefined ? without.value : `${without.value}${gap}export ${name}='${value}'\n`
  }
  return ok(text)
}

const ownPathsIn = (directory: string) =>
  ownStems.flatMap((stem) => [`${directory}/${stem}.conf`, `${directory}/${stem}.env`])

const setsOne = (text: string, name: string) => new RegExp(`^(?![ \\t]*[#;]).*\\b${name}=`, "m").test(text)

/** Our own files are written whole: what they set besides stays in them, a proxy where only exceptions were asked for. */
function withOwn(
  { environment }: ServiceFacts,
  files: readonly FileContent[],
  directory: string,
  variables: Variables,
): Variables {
  const own = files.filter(({ path }) => ownPathsIn(directory).includes(path))
  const besides = proxyVariables.flatMap((name): readonly (readonly [string, string])[] => {
    const value = environment[name]
    const isOurs = value !== undefined && !variables.has(name) && own.some(({ text }) => setsOne(text, name))
    return isOurs ? [[name, value]] : []
  })
  return new Map([...besides, ...variables])
}

function dropIns(
  files: readonly FileContent[],
  directory: string,
  variables: Variables,
  isSecret: boolean,
): readonly NewText[] {
  const ownPaths = ownPathsIn(directory)
  const old = (path: string) => files.find((file) => file.path === path)
  const names = [...variables.keys()]
  const sets = ({ text }: FileContent) => names.some((name) => setsOne(text, name))
  const others = files.filter((file) => !ownPaths.includes(file.path) && sets(file))
  const gone = (kept: readonly string[]) =>
    ownPaths
      .filter((path) => old(path) !== undefined && !kept.includes(path))
      .map((path): NewText => {
        return { path, before: old(path), text: null }
      })
  const isUnset = [...variables.values()].every((value) => value === undefined)
  if (isUnset && others.length === 0) return gone([])
  const last =
    others
      .map(({ path }) => nameOf(path))
      .filter((name) => name.endsWith(".conf"))
      .toSorted()
      .at(-1) ?? ""
  const stem = ownStems.find((one) => `${one}.conf` > last) ?? ownStems.at(-1) ?? ""
  const path = `${directory}/${stem}.conf`
  // systemd.exec(5): variables of a file override those of Environment=, and every user may ask systemd for the latter.
  const isFromFile = !isUnset && (isSecret || others.some(({ path: other }) => !/\.(?:conf|service)$/.test(other)))
  const kept = isFromFile ? `${directory}/${stem}.env` : undefined
  const lines = isUnset
    ? [`UnsetEnvironment=${names.join(" ")}`]
    : kept === undefined
      ? [...variables].map(([name, value]) => `Environment="${name}=${forUnit(value ?? "")}"`)
      : [`EnvironmentFile=${kept}`]
  const settings = kept === undefined ? [] : [{ path: kept, before: old(kept), text: header + envLines(variables) }]
  const unit = { path, before: old(path), text: `${header}[Service]\n${lines.join("\n")}\n` }
  return [...settings, unit, ...gone([path, ...(kept === undefined ? [] : [kept])])]
}

const envLines = (variables: Variables) =>
  [...variables].map(([name, value]) => `${name}="${(value ?? "").replace(/["\\`$]/g, "\\$&")}"\n`).join("")

/** Specifiers begin with a percent sign, and the word is quoted: systemd.unit(5), systemd.syntax(7). */
function forUnit(value: string): string {
  return value.replace(/["\\]/g, "\\$&").replaceAll("%", "%%")
}
