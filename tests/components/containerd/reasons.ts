// Which lines lose and why, checked without believing the program: every line that names a setting must be told once;
// taking a losing line away must change nothing, and taking away what it is said to have lost to must let it win.
import { containerd } from "../../../src/components/containerd/component.ts"
import type { Explanation, Mention } from "../../../src/model/explanation.ts"
import type { ExplainedSetting } from "../../../src/model/setting.ts"
import { configPath, factsOf, nodeOf, type Texts } from "./a-node.ts"

const settings = ["cgroup-driver", "sandbox-image", "cri-enabled"] as const

export function explain(setting: ExplainedSetting, version: string, files: Texts): readonly Explanation[] {
  return containerd.explain(setting, nodeOf(factsOf(version, files)))
}

/** "cgroup-driver conf.d/a.toml:3 overridden-by" for every line that loses, in the order of settings. */
export function losersOf(version: string, files: Texts): readonly string[] {
  return settings.flatMap((setting) =>
    explain(setting, version, files).flatMap(({ others }) =>
      others.map(({ place, why }) => `${setting} ${shortName(place.file)}:${place.line} ${why.code}`),
    ),
  )
}

const shortName = (file: string) => file.replace("/etc/containerd/", "")

/** Lines that name a setting, found by their looks alone: a line with a key of it that is no comment. */
const looks: { readonly [S in (typeof settings)[number]]: RegExp } = {
  "cgroup-driver": /^[^#]*\bsystemd_?cgroup["']?\s*=/i,
  "sandbox-image": /^[^#]*\bsandbox[_-]?(image)?["']?\s*=/i,
  "cri-enabled": /^[^#]*\bdisabled_plugins\s*=\s*\[.*cri/,
}

function linesNaming(setting: (typeof settings)[number], files: Texts): readonly string[] {
  return Object.entries(files).flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => (looks[setting].test(line) ? [`${file}:${index + 1}`] : [])),
  )
}

const at = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`

function sourceLine({ source }: Explanation): string | undefined {
  return source.kind === "file" && source.place !== undefined ? at(source.place) : undefined
}

/** Everything about the reasons of one case on one release that is not so. */
export function wrongReasons(version: string, files: Texts): readonly string[] {
  return settings.flatMap((setting) => [
    ...toldOnce(setting, version, files),
    ...explain(setting, version, files).flatMap((told) => [
      ...told.others.flatMap((loser) => [
        ...changesNothing(told, loser, version, files),
        ...winsWithoutItsRival(told, loser, version, files),
      ]),
      ...winnerMatters(told, version, files),
    ]),
  ])
}

function toldOnce(setting: (typeof settings)[number], version: string, files: Texts): readonly string[] {
  const told = explain(setting, version, files)
  return linesNaming(setting, files).flatMap((line) => {
    const wins = told.some((one) => sourceLine(one) === line)
    const losses = told.flatMap(({ others }) => others.filter(({ place }) => at(place) === line))
    const keys = new Set(losses.map(({ key, value }) => `${key} ${value}`))
    if (!wins && losses.length === 0) return [`${setting}: ${line} is not told`]
    if (wins && losses.length > 0 && setting !== "cri-enabled") return [`${setting}: ${line} both wins and loses`]
    return losses.length > keys.size ? [`${setting}: ${line} is told ${losses.length} times`] : []
  })
}

const brokenByLines: ReadonlySet<string> = new Set([
  "containerd-config-broken",
  "containerd-wrong-type",
  "containerd-required-plugin",
])

function changesNothing(told: Explanation, loser: Mention, version: string, files: Texts): readonly string[] {
  // Of a file that is broken by this very line, more is left without it.
  if (loser.why.code === "containerd-does-not-load" && brokenByLines.has(loser.why.args.code)) return []
  const without = withoutMention(files, loser)
  if (without === undefined) return []
  const after = explain(told.setting, version, without).find(({ subject }) => subject === told.subject)
  // A handler that no line names any more is no longer told: it had no value before either.
  const value = after?.value
  if (value === told.value) return []
  return [`${told.setting}: without ${at(loser.place)} (${loser.why.code}) it is ${value}, not ${told.value}`]
}

/** Takes away what a reason blames, and expects the line to decide. */
function winsWithoutItsRival(told: Explanation, loser: Mention, version: string, files: Texts): readonly string[] {
  const { why } = loser
  let changed: Texts | undefined
  if (why.code === "overridden-by" || why.code === "containerd-other-key-wins") {
    if (told.source.kind === "file" && told.source.place !== undefined) {
      changed = withoutLine(files, told.source.place.file, told.source.place.line)
    }
  } else if (why.code === "containerd-section-replaced-by") {
    changed = { ...files, [why.args.file]: "" }
  } else if (why.code === "containerd-schema-of-other-file") {
    changed = { ...files, [why.args.file]: (files[why.args.file] ?? "").replace(/^version = \d+$/m, "") }
  } else if (why.code === "containerd-not-imported") {
    changed = { ...files, [configPath]: `imports = ["${loser.place.file}"]\n${files[configPath] ?? ""}` }
    if (configPath in files && /^imports/m.test(files[configPath] ?? "")) return []
  } else if (
    why.code === "containerd-other-case" &&
    loser.key.endsWith(loserName(loser)) &&
    !why.args.right.includes(".")
  ) {
    changed = withLine(files, loser, (line) => line.replace(loserName(loser), why.args.right))
  } else if (why.code === "containerd-table-without-version") {
    const version = why.args.table === "cri" ? 1 : why.args.table.includes("grpc") ? 2 : 3
    changed = { ...files, [loser.place.file]: `version = ${version}\n${files[loser.place.file] ?? ""}` }
    if (!readsWith(told.setting, changed, loser)) return []
  }
  if (changed === undefined) return []
  const after = explain(told.setting, version, changed)
  const moved = Object.values(changed).join().length === Object.values(files).join().length ? 0 : 1
  const isWinner = after.some((one) => {
    const line = sourceLine(one)
    return line === at(loser.place) || (moved === 1 && line === at({ ...loser.place, line: loser.place.line + 1 }))
  })
  // Another line may stand in its way behind the one that was blamed; then that one is blamed now.
  const isNext = after.some(({ others }) =>
    others.some(
      (one) => one.key === loser.key && one.place.file === loser.place.file && !Bun.deepEquals(one.why, loser.why),
    ),
  )
  return isWinner || isNext ? [] : [`${told.setting}: ${at(loser.place)} does not win without what ${why.code} blames`]

  /** Stating a version that the release refuses, or reads other tables with, proves nothing. */
  function readsWith(setting: ExplainedSetting, texts: Texts, { key }: Mention): boolean {
    return explain(setting, version, texts).some(
      ({ value, others }) =>
        value !== undefined && !others.some((one) => one.key === key && one.why.code === "containerd-table-not-read"),
    )
  }
}

const loserName = ({ key }: Mention) => key.split(".").at(-1) ?? ""

/** Without its line the winner wins no more; what decides then is the default, or a line that lost before. */
function winnerMatters(told: Explanation, version: string, files: Texts): readonly string[] {
  const line = sourceLine(told)
  if (line === undefined || told.value === undefined || told.setting === "cri-enabled") return []
  if (told.source.kind !== "file" || told.source.place === undefined) return []
  const { file, line: number } = told.source.place
  const without = withoutLine(files, file, number)
  if (without === undefined) return []
  const after = explain(told.setting, version, without).find(({ subject }) => subject === told.subject)
  const next = after === undefined ? undefined : sourceLine(after)
  const isKnown = next === undefined || told.others.some(({ place }) => at(place) === next)
  return isKnown ? [] : [`${told.setting}: without ${line}, ${next} decides, which was not told to lose`]
}

/** The files without the mention: its line, or its entry of a list. Undefined: the line holds more than that. */
function withoutMention(files: Texts, mention: Mention): Texts | undefined {
  if (mention.key !== "disabled_plugins") return withoutLine(files, mention.place.file, mention.place.line)
  return withLine(files, mention, (line) => line.replace(mention.value, '"io.containerd.example.v1.nothing"'))
}

function withLine(files: Texts, { place }: Mention, change: (line: string) => string): Texts {
  const lines = (files[place.file] ?? "").split("\n")
  lines[place.line - 1] = change(lines[place.line - 1] ?? "")
  return { ...files, [place.file]: lines.join("\n") }
}

/** The line is emptied, so that the others keep their numbers. Undefined: it is more than one key and its value. */
function withoutLine(files: Texts, file: string, line: number): Texts | undefined {
  const lines = (files[file] ?? "").split("\n")
  if (!/^\s*[\w."'-]+\s*=\s*[^{[]*$/.test(lines[line - 1] ?? "")) return undefined
  lines[line - 1] = ""
  return { ...files, [file]: lines.join("\n") }
}
