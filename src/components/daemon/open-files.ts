// How many files the containers of a runtime may have open: they inherit what its daemon was started with.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { FileContent } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { OpenFiles } from "../../model/setting.ts"
import { type Component, type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { serviceChanges } from "./changes.ts"
import { type Home, homeOf } from "./home.ts"
import type { NewText } from "./texts.ts"

const header = "# Written by criadm.\n"
const ownStems = ["99-criadm-limits", "zz-criadm-limits", "zzz-criadm-limits"]

/** Empty for a runtime whose containers do not inherit from its daemon: it says so in a file of its own. */
export function contributeOpenFiles(wanted: Wanted, component: Component, node: NodeFacts): Contribution {
  const { openFiles } = wanted
  if (openFiles === undefined || component.runtime?.keepsOpenFiles(node) === true) return nothingToContribute
  const { service } = component.summarize(node)
  const initSystem = knownValue(node.initSystem) ?? "none"
  const home = service === undefined ? undefined : homeOf(service, initSystem)
  const texts = service === undefined || home === undefined ? undefined : newTexts(service, home, openFiles, initSystem)
  if (service === undefined || texts === undefined) {
    const args = { runtime: component.name, service: service?.name ?? "" }
    return { ...nothingToContribute, refusals: [{ code: "open-files-by-hand", args }] }
  }
  const expectations = [{ kind: "open-files", component: component.id, service: service.name, ...openFiles } as const]
  if (texts.length === 0) return { ...nothingToContribute, expectations }
  const why = { code: "open-files-asked", args: { service: service.name, limit: textOf(openFiles) } } as const
  return { ...nothingToContribute, ...serviceChanges(component.id, service, node, { texts, why }), expectations }
}

const textOf = ({ soft, hard }: OpenFiles) => (soft === hard ? String(soft) : `${soft}:${hard}`)

/** Empty: it is so already. Undefined: the service's own script decides, after every file that it reads. */
function newTexts(
  service: ServiceFacts,
  home: Home,
  wanted: OpenFiles,
  initSystem: string,
): readonly NewText[] | undefined {
  const files = service.files.flatMap((fact) => knownValue(fact) ?? [])
  if (home.kind === "drop-ins") return dropIn(files, home.directory, wanted)
  const [script, ...settings] = files
  if (home.kind !== "shell-file" || script === undefined) return undefined
  const decides = initSystem === "openrc" ? /^[ \t]*(?:export[ \t]+)?rc_ulimit=/m : /\bulimit\b|\bchpst\b[^\n]*[ \t]-o/
  if (decides.test(script.text)) return undefined
  const before = settings.find(({ path }) => path === home.path)
  const text = shellText(before?.text ?? header, wanted, initSystem)
  if (text === undefined) return undefined
  return text === before?.text ? [] : [{ path: home.path, before, text }]
}

/** rc_ulimit with what else somebody limits in it. Undefined: a shell has to make it up. */
function withRcLimit(line: string, hard: number): string | undefined {
  const [, start, , value, rest] = /^([ \t]*rc_ulimit=)(["']?)([\w \t-]*)\2([ \t]*(?:#.*)?)$/.exec(line) ?? []
  if (value === undefined) return undefined
  const others = value.replace(/(?:^|[ \t])-[HS]*n[ \t]*\w+/g, "").trim()
  return `${start}"-n ${hard}${others === "" ? "" : ` ${others}`}"${rest}`
}

/** The limits in place of those at the start of the line; what else is done on it stays. */
function withUlimit(line: string, limits: string): string | undefined {
  const former = /^[ \t]*ulimit[ \t]+-[HS]*n[ \t]*\w+(?:[ \t]*&&[ \t]*ulimit[ \t]+-[HS]*n[ \t]*\w+)?/.exec(line)?.[0]
  const rest = line.slice(former?.length ?? 0)
  return former === undefined || /^[ \t]*[^ \t&;#]/.test(rest) ? undefined : `${limits}${rest.trimEnd()}`
}

/** rc_ulimit is handed to ulimit of sh, which takes one limit at a time: openrc-run(8). */
function shellText(text: string, { soft, hard }: OpenFiles, initSystem: string): string | undefined {
  const isOpenrc = initSystem === "openrc"
  if (isOpenrc && soft !== hard) return undefined
  const line = isOpenrc ? `rc_ulimit="-n ${hard}"` : `ulimit -Hn ${hard} && ulimit -Sn ${soft}`
  const former = isOpenrc ? /^[ \t]*rc_ulimit=.*$/gm : /^[ \t]*ulimit[ \t]+-[HS]*n.*$/gm
  const lines = text.match(former) ?? []
  const [first] = lines
  if (lines.length > 1) return undefined
  if (first !== undefined) {
    const after = isOpenrc ? withRcLimit(first, hard) : withUlimit(first, line)
    return after === undefined ? undefined : text.replace(first, () => after)
  }
  const gap = text === "" || text.endsWith("\n") ? "" : "\n"
  return `${text}${gap}${line}\n`
}

function dropIn(files: readonly FileContent[], directory: string, wanted: OpenFiles): readonly NewText[] {
  const setting = /^[ \t]*LimitNOFILE[ \t]*=[ \t]*(\S*)[ \t]*$/gm
  const units = files.filter(({ path }) => /\.(?:conf|service)$/.test(path))
  const said = units.flatMap(({ path, text }) => [...text.matchAll(setting)].map(([, value = ""]) => ({ path, value })))
  if (isSame(said.at(-1)?.value, wanted)) return []
  const ownPaths = ownStems.map((stem) => `${directory}/${stem}.conf`)
  const old = (path: string) => files.find((file) => file.path === path)
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1)
  const others = said.map(({ path }) => path).filter((path) => path.endsWith(".conf") && !ownPaths.includes(path))
  const last = others.map(nameOf).toSorted().at(-1) ?? ""
  const path = ownPaths.find((one) => nameOf(one) > last) ?? ownPaths.at(-1) ?? ""
  const gone = ownPaths.filter((one) => one !== path && old(one) !== undefined)
  return [
    { path, before: old(path), text: `${header}[Service]\nLimitNOFILE=${textOf(wanted)}\n` },
    ...gone.map((one): NewText => ({ path: one, before: old(one), text: null })),
  ]
}

/** "N" is both limits: systemd.exec(5). */
function isSame(said: string | undefined, { soft, hard }: OpenFiles): boolean {
  const [first, second = first] = (said ?? "").split(":")
  return first === String(soft) && second === String(hard)
}
