// The range of user and group ids that pods with a user namespace get their own from. Where an account "kubelet" and
// the program getsubids exist, the kubelet takes it from /etc/subuid and /etc/subgid, and does not start if it cannot.
import { isTable } from "../../documents/value.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { Finding } from "../../model/finding.ts"
import { type Place, placeAt } from "../../model/place.ts"
import { lastFlag } from "../service-flags.ts"
import { featureGates, statedValue, versionOf } from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"
import { mayHoldLastId, usesUserNamespaces } from "./tables/releases.ts"

const files = { uids: "/etc/subuid", gids: "/etc/subgid" } as const

/** FIRST ids, COUNT of them. */
interface Range {
  readonly first: number
  readonly count: number
  readonly place: Place
}

export interface SubordinateIds {
  /** The kubelet's lines of /etc/subuid and /etc/subgid; see subuid(5). */
  readonly uids: readonly Range[]
  readonly gids: readonly Range[]
  /** Behind the last id that anybody else has. */
  readonly freeFrom: number
}

/** Undefined: the kubelet does not look there. */
export function subordinateIds(machine: ReadingMachine): SubordinateIds | undefined {
  if (!["/usr/bin", "/usr/local/bin"].some((at) => machine.resolve(`${at}/getsubids`) !== undefined)) return undefined
  const account = /^kubelet:[^:]*:(\d+):/m.exec(textOf(machine, "/etc/passwd"))
  // Another source than files, as nsswitch.conf may name one, is asked by getsubids alone.
  const source = account === null ? undefined : /^subid:[ \t]*(\S+)/m.exec(textOf(machine, "/etc/nsswitch.conf"))
  if (account === null || (source?.[1] ?? "files") !== "files") return undefined
  const owners = ["kubelet", account[1] ?? ""]
  const uids = rangesOf(machine, files.uids)
  const gids = rangesOf(machine, files.gids)
  const own = (ranges: typeof uids) =>
    ranges.filter(({ owner }) => owners.includes(owner)).map(({ first, count, place }) => ({ first, count, place }))
  const others = [...uids, ...gids].filter(({ owner }) => !owners.includes(owner))
  return { uids: own(uids), gids: own(gids), freeFrom: Math.max(0, ...others.map(({ first, count }) => first + count)) }
}

function rangesOf(machine: ReadingMachine, file: string): readonly (Range & { readonly owner: string })[] {
  const text = textOf(machine, file)
  return [...text.matchAll(/^([^:\s#]+):(\d+):(\d+)[ \t]*$/gm)].map((match) => {
    const [line, owner = "", first, count] = match
    return { owner, first: Number(first), count: Number(count), place: placeAt(file, text, match.index, line.length) }
  })
}

const textOf = (machine: ReadingMachine, path: string) => knownValue(toFileFact(machine.readFile(path)))?.text ?? ""

/** See kubelet_pods.go, getKubeletMappings and parseGetSubIdsOutput, and userns_manager.go, MakeUserNsManager. */
export function subordinateIdFindings(own: KubeletFacts): readonly Finding[] {
  const version = versionOf(own)
  const ids = own.subordinateIds
  if (ids === undefined || version === undefined || !usesUserNamespaces(version, featureGates(own))) return []
  const perPod = idsPerPod(own)
  const pods = Number(lastFlag(own.flags, "max-pods")?.value ?? statedValue(own, "maxPods") ?? 110)
  const why = trouble(ids, perPod, pods, mayHoldLastId(version))
  if (why === undefined) return []
  const [{ place, first } = { place: { file: files.uids, line: 1, column: 1 }, first: 0 }] = why.of
  const isFirstFit = first >= perPod && first % perPod === 0 && ids.uids.length === 1
  const start = isFirstFit ? first : Math.max(1, Math.ceil(ids.freeFrom / perPod)) * perPod
  const args = { why: why.is, perPod, pods, line: `kubelet:${start}:${perPod * pods}` }
  return [{ code: "kubelet-subordinate-ids", args, severity: "warning", component: "kubelet", place }]
}

type Why = Extract<Finding, { code: "kubelet-subordinate-ids" }>["args"]["why"]

/** The first thing that the kubelet stops at, and the lines that it is about. */
function trouble(
  { uids, gids }: SubordinateIds,
  perPod: number,
  pods: number,
  isLastIdFit: boolean,
): { readonly is: Why; readonly of: readonly Range[] } | undefined {
  const [range] = uids
  if (range === undefined || gids.length === 0) return { is: "no-range", of: [...uids, ...gids] }
  const written = (ranges: readonly Range[]) => ranges.map(({ first, count }) => `${first}:${count}`).join(" ")
  if (written(uids) !== written(gids)) return { is: "unlike-ranges", of: uids }
  if (uids.length > 1) return { is: "several-ranges", of: uids.slice(1) }
  const { first, count } = range
  if (first % perPod !== 0 || first < perPod) return { is: "first-id", of: uids }
  if (count % perPod !== 0) return { is: "id-count", of: uids }
  if (count / perPod < pods) return { is: "too-few-ids", of: uids }
  return first + count >= 2 ** 32 - 1 && !isLastIdFit ? { is: "last-id", of: uids } : undefined
}

/** userNamespaces.idsPerPod; a multiple of 65536, which it is by default. */
function idsPerPod(own: KubeletFacts): number {
  const stated = statedValue(own, "userNamespaces")
  const value = isTable(stated) ? stated["idsPerPod"] : undefined
  return typeof value === "number" && value > 0 ? value : 65_536
}
