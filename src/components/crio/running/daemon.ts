// The running CRI-O: which program tells what the daemon has loaded, and what its answers say.
import type { Ran } from "../../../machine/reading.ts"
import type { CriReport } from "../../../model/facts/cri-report.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import type { RuntimeReport } from "../../runtime-part.ts"
import { type CrioFacts, effectiveOf, endpointOf } from "../facts.ts"
import { readOverrides } from "../flags.ts"
import type { Release } from "../tables/releases.ts"
import { readPrinted } from "./printed.ts"
import { configCommand } from "./staged-check.ts"

/**
 * The program that asks the daemon what it has loaded; before 1.28 it is one of its own. Where it is not installed,
 * `crio config` says what the files hold. Undefined: there is no program.
 */
export function dumpCommand(facts: CrioFacts, release: Release | undefined): readonly string[] | undefined {
  const { program, statusProgram } = facts
  if (program === undefined) return undefined
  const asker = release?.asksDaemonBy === "crio-status" ? statusProgram : program
  if (release === undefined || asker === undefined) return configCommand(program, readOverrides(facts.service), {})
  const socket = endpointOf(effectiveOf(facts)).slice("unix://".length)
  return asker === program ? [program, "status", "--socket", socket, "config"] : [asker, "--socket", socket, "config"]
}

/** The verbose status has the sandbox image since 1.28 (cri-o PR 6817); the driver comes from RuntimeConfig or the dump. */
export function report(cri: CriReport, dump: Ran | undefined): RuntimeReport {
  const printed = dump?.state === "ran" && dump.exitCode === 0 ? readPrinted(dump.stdout) : undefined
  const told = cri.status.ok ? sandboxImageIn(cri.status.value.info["config"]) : undefined
  const sandboxImage = told ?? printed?.scalars.pauseImage
  const driver = printed?.scalars.cgroupManager
  const defaultHandler = printed?.scalars.defaultRuntime
  const isDriver = driver === "systemd" || driver === "cgroupfs"
  const names = defaultHandler === undefined ? [] : [...new Set([defaultHandler, ...(printed?.handlers ?? [])])]
  return {
    handlers: isDriver ? Object.fromEntries(names.map((name) => [name, driver as CgroupDriver])) : {},
    ...(defaultHandler === undefined ? {} : { defaultHandler }),
    ...(sandboxImage === undefined ? {} : { sandboxImage }),
    handlersWithoutType: [],
  }
}

/** {"sandboxImage":"registry.k8s.io/pause:3.10.1"}; cri-o server/runtime_status.go, createRuntimeInfo. */
function sandboxImageIn(json: string | undefined): string | undefined {
  if (json === undefined) return undefined
  try {
    const config: unknown = JSON.parse(json)
    const image =
      typeof config === "object" && config !== null ? (config as Record<string, unknown>)["sandboxImage"] : ""
    return typeof image === "string" && image !== "" ? image : undefined
  } catch {
    // The verbose map is for people; a form we do not know tells us nothing.
    return undefined
  }
}
