// The few words about containerd that other stages and the faces need.

import { knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { Label } from "../../model/facts/label.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import type { Summary } from "../component.ts"
import { isDriven } from "./contribute/goals.ts"
import type { Effective } from "./effective.ts"
import { filesThere, isInstalled } from "./explain.ts"
import { addressOfFacts, type ContainerdFacts, effectiveOf } from "./facts.ts"
import { endpointAt, platforms } from "./tables/platforms.ts"

/** The driver of all runc handlers; undefined when they differ or it is not known. */
function commonDriver(found: Effective): CgroupDriver | undefined {
  const drivers = new Set(found.handlers.filter((handler) => isDriven(found, handler)).map(({ driver }) => driver))
  return drivers.size === 1 ? [...drivers][0] : undefined
}

type Row = Summary["rows"][number]

function row(label: Label, text: string | undefined, source?: string): readonly Row[] {
  if (text === undefined) return []
  return [source === undefined ? { label, text } : { label, text, source }]
}

export function summarize(facts: ContainerdFacts, node: NodeFacts): Summary {
  if (!isInstalled(facts, node)) return { isInstalled: false, rows: leftRows(facts) }
  const found = effectiveOf(facts, node)
  const version = knownValue(facts.version)
  const listening = knownValue(facts.isListening)
  const driver = found === undefined ? undefined : commonDriver(found)
  const address = addressOfFacts(facts, found)
  const endpoint = endpointAt(platforms[facts.platform], address)
  const servesCri = found === undefined ? undefined : found.daemon === "up" && found.cri !== "absent"
  const image = found?.sandboxImage?.value
  const known = facts.files.flatMap((file) => (file.state === "known" ? [file.value.path] : []))
  const loaded = found?.files.map(({ path }) => path) ?? known
  return {
    isInstalled: true,
    ...(version === undefined ? {} : { version }),
    ...(facts.service === undefined ? {} : { service: facts.service }),
    endpoint,
    ...(servesCri === undefined ? {} : { servesCri }),
    ...(listening === undefined ? {} : { isListening: listening }),
    ...(driver === undefined ? {} : { cgroupDriver: driver }),
    ...(image === undefined ? {} : { sandboxImage: image }),
    rows: [
      ...row("version", version, sourceToText(facts.version.source)),
      ...row("program", facts.program),
      ...row("configuration", loaded.length === 0 ? "built-in defaults" : loaded.join(", "), facts.configPath),
      ...row("endpoint", endpoint, found?.address.at?.file),
      ...row("cri", criText(found), found?.criProblems[0]?.file ?? found?.stop?.file),
      ...(found?.handlers ?? [])
        .filter((handler) => found !== undefined && isDriven(found, handler))
        .flatMap(({ name, driver: own, driverAt }) =>
          row({ id: "cgroup-driver-of", of: name }, own, placeText(driverAt)),
        ),
      ...row("sandbox-image", image, placeText(found?.sandboxImage?.at)),
      ...facts.foreign.flatMap(({ owner, path }) => row({ id: "containerd-of", of: owner }, "left alone", path)),
    ],
  }
}

/** What a containerd that is gone has left. */
function leftRows(facts: ContainerdFacts): readonly Row[] {
  const left = filesThere(facts).flatMap((file) => ("path" in file.source ? [file.source.path] : []))
  return left.length === 0 ? [] : [...row("program", "none"), ...row("configuration", left.join(", "))]
}

function placeText(at: { readonly file: string; readonly place: { readonly line: number } } | undefined) {
  return at === undefined ? undefined : `${at.file}:${at.place.line}`
}

function criText(found: Effective | undefined): string | undefined {
  if (found === undefined) return undefined
  if (found.daemon === "exits") return "does not start on its configuration"
  return found.cri === "absent" ? "off" : found.cri
}
