// What the cluster tells its kubelets, as kubectl prints it: kubeadm writes it onto a node at every `kubeadm upgrade
// node`, so that a driver which is changed on the node alone comes back.
import type { Table } from "../documents/document.ts"
import { isTable, ownValue } from "../documents/value.ts"
import { yaml } from "../documents/yaml/yaml.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { CgroupDriver } from "../model/setting.ts"

/** kubeadm's default since 1.22 where the ConfigMap does not say: kubernetes.io, "Configuring a cgroup driver". */
const kubeadmsDefault: CgroupDriver = "systemd"

/** Changes only the line that says `from`; a ConfigMap without such a line is handed back as it is. */
export function configMapCommand(from: CgroupDriver, to: CgroupDriver): string {
  return `kubectl -n kube-system get configmap kubelet-config -o yaml | sed 's/cgroupDriver: ${from}/cgroupDriver: ${to}/' | kubectl apply -f -`
}

/** The driver that a ConfigMap kubelet-config, or the configuration out of it, gives to kubelets. */
export function driverInConfigMap(file: string, text: string): Result<string> {
  const outer = rootOf(file, text)
  if (!outer.ok) return outer
  const data = ownValue(outer.value, "data")
  const inner = isTable(data) ? ownValue(data, "kubelet") : undefined
  const configuration = typeof inner === "string" ? rootOf(file, inner) : outer
  if (!configuration.ok) return configuration
  if (ownValue(configuration.value, "kind") !== "KubeletConfiguration") {
    return failed({ code: "configmap-not-understood", args: { file } })
  }
  const driver = ownValue(configuration.value, "cgroupDriver")
  return ok(typeof driver === "string" && driver !== "" ? driver : kubeadmsDefault)
}

function rootOf(file: string, text: string): Result<Table> {
  const parsed = yaml.parse(file, text)
  if (!parsed.ok) return parsed
  const root = parsed.value.documents.find(({ isEmpty }) => !isEmpty)?.root
  return root === undefined ? failed({ code: "configmap-not-understood", args: { file } }) : ok(root)
}

/** Undefined: the cluster's configuration is as this migration needs it. */
export function checkConfigMap(file: string, text: string, { to }: Pick<Migration, "to">): Fault | undefined {
  const found = driverInConfigMap(file, text)
  if (!found.ok) return found.fault
  if (found.value === to) return undefined
  const from: CgroupDriver = to === "systemd" ? "cgroupfs" : "systemd"
  const command = configMapCommand(from, to === "systemd" ? "systemd" : "cgroupfs")
  return { code: "configmap-differs", args: { file, found: found.value, wanted: to, command } }
}
