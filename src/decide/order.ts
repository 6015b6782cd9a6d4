// The order of a plan: directories, files, modules, live values, packages or
// files of archives, then services, runtime before kubelet; one act per service.
import type { Change, ServiceChange } from "../model/change.ts"

const rank: { readonly [Kind in Change["kind"]]: number } = {
  directory: 0,
  file: 1,
  link: 1,
  module: 2,
  swap: 2,
  "live-value": 3,
  packages: 4,
  tree: 4,
  exchange: 4,
  "carried-images": 7,
  pods: 5,
  image: 6,
  service: 7,
}

/** A restart includes what a reload or a start would do. */
const strength: { readonly [Action in ServiceChange["action"]]: number } = { stop: 0, start: 0, reload: 1, restart: 2 }

/** Contributions come in the order runtime, companions, kubelet, kernel; within a kind that order is kept. */
export function orderChanges(changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = []
  for (const change of changes) {
    const same = kept.findIndex((other) => isSame(other, change))
    if (same < 0) kept.push(change)
    else if (change.kind === "service") kept[same] = stronger(kept[same] as ServiceChange, change)
  }
  return kept.toSorted((a, b) => rank[a.kind] - rank[b.kind])
}

function isSame(a: Change, b: Change): boolean {
  if (a.kind === "service" && b.kind === "service") return a.service === b.service
  if (a.kind === "swap" && b.kind === "swap") return a.device === b.device
  if (a.kind === "module" && b.kind === "module") return a.name === b.name
  return a.kind === "directory" && b.kind === "directory" && a.path === b.path
}

function stronger(a: ServiceChange, b: ServiceChange): ServiceChange {
  const [stay, give] = strength[a.action] >= strength[b.action] ? [a, b] : [b, a]
  return { ...stay, why: [...stay.why, ...give.why] }
}
