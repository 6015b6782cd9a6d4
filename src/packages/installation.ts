// The node as it will be: finds the node's package manager, refuses nodes that are not installed into, and lays what
// would come over the node.

import { linuxMachine } from "../machine/linux.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { ImageSystem, ToBeInstalled } from "../model/install/packages.ts"
import { aptFromBundle } from "./bundled-packages.ts"
import { forgetCache } from "./cache.ts"
import { type ChosenPackages, choosePackages, type PackageRequest } from "./choose-packages.ts"
import { packageManagers } from "./known.ts"
import { layered } from "./layered.ts"
import type { PackageManager } from "./package-manager.ts"
import { prepare } from "./prepare.ts"

export interface Prepared {
  readonly toBeInstalled: ToBeInstalled
  /** Reads as the node will be. */
  readonly machine: ReadingMachine
}

/** What a request would come to on this node. Changes nothing and fetches nothing. */
export async function lookUpInstallation(
  machine: ReadingMachine,
  request: PackageRequest & { readonly isFromBundle?: boolean },
): Promise<Result<{ readonly manager: PackageManager; readonly chosen: ChosenPackages }>> {
  const fixed = whyFixed(machine)
  if (fixed !== undefined) return failed(fixed)
  const usual = packageManagers.find((one) => one.recognise(machine))
  const manager = request.isFromBundle && usual?.id === "apt" ? aptFromBundle : usual
  if (manager === undefined) return failed({ code: "no-package-manager", args: { manager: "" } })
  const chosen = await choosePackages(machine, manager, request)
  return chosen.ok ? ok({ manager, chosen: chosen.value }) : chosen
}

/** In the words of whoever chooses among several. */
export function summaryOf({ manager, chosen }: { readonly manager: PackageManager; readonly chosen: ChosenPackages }) {
  const { release, requested } = chosen
  return { release, manager: manager.id, command: manager.installCommand(requested) }
}

export async function prepareInstallation(
  machine: WritingMachine,
  request: PackageRequest & { readonly isFromBundle?: boolean },
): Promise<Result<Prepared>> {
  const found = await lookUpInstallation(machine, request)
  if (!found.ok) return found
  const { manager, chosen } = found.value
  const prepared = await prepare(machine, manager, request.component, chosen)
  if (!prepared.ok) await forgetCache(machine)
  if (!prepared.ok) return prepared
  const { contents } = prepared.value
  return ok({ toBeInstalled: prepared.value, machine: layered(machine, linuxMachine({ root: contents }), contents) })
}

/** Marks of systems whose /usr is an image and not a package manager's. */
const imageMarks: readonly { readonly path: string; readonly system: ImageSystem; readonly source: string }[] = [
  { path: "/run/ostree-booted", system: "ostree", source: "ostree, man ostree-prepare-root(1)" },
  { path: "/etc/NIXOS", system: "nixos", source: "NixOS/nixpkgs, nixos/modules/system/etc" },
  { path: "/usr/share/flatcar", system: "flatcar", source: "flatcar/scripts, baselayout" },
]

export function whyFixed(machine: ReadingMachine): Fault | undefined {
  const mark = imageMarks.find(({ path }) => machine.inspect(path) !== undefined)
  if (mark !== undefined) return { code: "system-is-image", args: { path: mark.path, system: mark.system } }
  const mounts = machine.readFile("/proc/self/mounts")
  const lines = mounts.state === "read" ? new TextDecoder().decode(mounts.bytes).split("\n") : []
  // The last mount at a place is the one that is seen; /usr is part of / where it is none of its own.
  const at = ["/usr", "/"].flatMap((path) =>
    lines
      .map((line) => line.split(" "))
      .filter((words) => words[1] === path)
      .slice(-1),
  )[0]
  const isReadOnly = at?.[3]?.split(",").includes("ro") === true
  return isReadOnly ? { code: "system-is-image", args: { path: "/usr", system: "" } } : undefined
}
