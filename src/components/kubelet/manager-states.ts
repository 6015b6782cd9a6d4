// What the kubelet's CPU and memory managers keep over a restart. One of another policy than the one that is set ends the
// kubelet: "configured policy differs from state checkpoint policy"; pkg/kubelet/cm/cpumanager/state/state_checkpoint.go
// and memorymanager/state/state_checkpoint.go, 1.34.4 to 1.37.2.
import type { ReadingMachine } from "../../machine/reading.ts"
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
  /** The policy that it was written under. */
  readonly policy: string
}

/** Those whose policy is another one. */
export function lookAtManagerStates(machine: ReadingMachine, own: KubeletFacts): readonly ManagerState[] {
  if (own.config.state !== "known") return []
  const root = own.flags.findLast(({ name }) => name === "root-dir")?.value ?? "/var/lib/kubelet"
  return managers.flatMap(({ setting, file }) => {
    const path = `${root.replace(/\/$/, "")}/${file}`
    const policy = policyOf(machine, path)
    const wanted = effectiveSetting(own, setting).value
    if (policy === undefined || wanted === undefined || /[$%]/.test(wanted)) return []
    const isSame = policy === (wanted === "" ? setting.otherwise : wanted)
    return isSame ? [] : [{ field: setting.field, file: path, policy }]
  })
}

/** The file has other keys beside it that differ between releases. Undefined: it is not there, or is not read. */
function policyOf(machine: ReadingMachine, path: string): string | undefined {
  const file = machine.readFile(path)
  if (file.state !== "read") return undefined
  try {
    const state = JSON.parse(new TextDecoder().decode(file.bytes)) as { readonly policyName?: unknown } | null
    return typeof state?.policyName === "string" ? state.policyName : undefined
  } catch {
    return undefined
  }
}
