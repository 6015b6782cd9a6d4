// Keys of the CRI runtime's table that are on or off, as the release reads its files: SELinux labels, CDI.

import type { Switch } from "../runtime-part.ts"
import { effective } from "./effective.ts"
import { type ContainerdFacts, configFilesOf, releaseOfFacts } from "./facts.ts"
import { branchAt } from "./simulate/tree.ts"
import { nameInForce } from "./tables/layout.ts"
import { criRuntimeId, criServerId } from "./tables/plugin-ids.ts"
import { leafFor } from "./tables/shape.ts"

function switchAt(facts: ContainerdFacts, key: string, otherwise: boolean): Switch | undefined {
  const release = releaseOfFacts(facts)
  if (release === undefined) return undefined
  const found = effective(release, configFilesOf(facts.files), facts.configPath)
  if (found.daemon === "exits") return undefined
  const id = release.criPlugins === "one" ? nameInForce(release, found.schema, criServerId) : criRuntimeId
  const value = leafFor(release, branchAt(found.top, ["plugins", id]), key)?.value
  return {
    isOn: typeof value === "boolean" ? value : otherwise,
    key: `[plugins."${id}"] ${key}`,
    file: facts.configPath,
  }
}

/** Off unless a file says so: containerd docs/cri/config.md, enable_selinux. */
export function labelsPods(facts: ContainerdFacts): Switch | undefined {
  return switchAt(facts, "enable_selinux", false)
}

export function injectsDevices(facts: ContainerdFacts): Switch | undefined {
  const cdi = releaseOfFacts(facts)?.cdi
  return cdi === undefined || cdi === "none" ? undefined : switchAt(facts, "enable_cdi", cdi === "on")
}
