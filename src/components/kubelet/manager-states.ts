// What the kubelet's CPU and memory managers keep over a restart. One of another policy than the one that is set ends the
// kubelet: "configured policy differs from state checkpoint policy"; pkg/kubelet/cm/cpumanager/state/state_checkpoint.go
// and memorymanager/state/state_checkpoint.go, 1.34.4 to 1.37.2.
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import { lastFlag } from "../service-flags.ts"
import { effectiveSetting, type KubeletSetting } from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"

interface Manager {
  readonly setting: KubeletSetting
  /** In the kubelet's root directory. */
  readonly file: string
}

/** Defaults: kubelet config/v1beta1/defaults.go, SetDefaults_KubeletConfiguration. */
export const managers: readonly Manager[] = [
  {
    setting: { field: "cpuManagerPolicy", flag: "cpu-manager-policy", otherwise: "none" },
    file: "cpu_manager_state",
  },
  {
    setting: { field: "memoryManagerPolicy", flag: "memory-manager-policy", otherwise: "None" },
    file: "memory_manager_state",
  },
]

export interface ManagerState {
  readonly field: string
  readonly file: string
  /** The policy that it was written under, and the one that is set. */
  readonly policy: string
  readonly wanted: string
}

/** Those whose policy is another one. */
export function lookAtManagerStates(machine: ReadingMachine, own: KubeletFacts): readonly ManagerState[] {
  if (own.config.state !== "known") return []
  const root = lastFlag(own.flags, "root-dir")?.value ?? "/var/lib/kubelet"
  return managers.flatMap(({ setting, file }) => {
    const path = `${root.replace(/\/$/, "")}/${file}`
    const policy = policyOf(machine, path)
    const value = effectiveSetting(own, setting).value
    // A variable that is filled in elsewhere may be anything.
    if (policy === undefined || value === undefined || /[$%]/.test(value)) return []
    const wanted = value === "" ? setting.otherwise : value
    return policy === wanted ? [] : [{ field: setting.field, file: path, policy, wanted }]
  })
}

/** The file has other keys beside it that differ between releases. Undefined: it is not there, or is not read. */
function policyOf(machine: ReadingMachine, path: string): string | undefined {
  const text = knownValue(toFileFact(machine.readFile(path)))?.text
  if (text === undefined) return undefined
  try {
    const state = JSON.parse(text) as { readonly policyName?: unknown } | null
    return typeof state?.policyName === "string" ? state.policyName : undefined
  } catch {
    return undefined
  }
}
