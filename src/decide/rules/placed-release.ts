// Whether criadm's own table has a newer release of what it placed from archives: no package manager tells of one. Only of
// the same series, which is made of fixes; another series is a migration that a person plans.
import { knownChecksums } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { architectureOf } from "../../model/install/archives.ts"
import { compareReleases, minorOf, parseVersion } from "../../model/version.ts"
import { hasJoined } from "../has-joined.ts"

export function judgePlacedRelease(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const { placed } = node
  const runtime = components.find(({ id, role }) => id === placed?.component && role === "runtime")
  const [main] = runtime?.install?.archives?.projects(knownValue(node.os) ?? { id: "", name: "" }) ?? []
  const installed = placed?.archives.find(({ project }) => project === main?.id)?.version
  const architecture = architectureOf(knownValue(node.architecture) ?? "")
  const series = parseVersion(installed ?? "")
  if (runtime === undefined || main === undefined || series === undefined) return []
  if (installed === undefined || architecture === undefined) return []
  const newest = (knownChecksums().get(main.id) ?? [])
    .filter(({ sha256 }) => sha256[architecture] !== undefined)
    .map(({ version }) => version)
    .filter((version) => minorOf(parseVersion(version) ?? series) === minorOf(series))
    .toSorted(compareReleases)
    .at(-1)
  if (newest === undefined || compareReleases(newest, installed) <= 0) return []
  const args = {
    runtime: runtime.name,
    id: runtime.id,
    installed,
    release: newest,
    isJoined: hasJoined(node, components),
  }
  return [{ code: "placed-release-older", args, severity: "note", component: runtime.id }]
}
