// What kubeadm wrote for a kubelet whose service does not pass it: kubeadm's drop-in 10-kubeadm.conf is not there, or a file
// of the same name counts more. Without --kubeconfig the kubelet runs by itself and registers nowhere (kubelet
// cmd/kubelet/app/server.go, "standalone mode"); without --config it has the built-in values.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type Flag, lastFlag } from "../service-flags.ts"

/** Where kubeadm writes; cmd/kubeadm/app/constants/constants.go. */
const written = [
  { flag: "config", paths: ["/var/lib/kubelet/config.yaml"] },
  { flag: "kubeconfig", paths: ["/etc/kubernetes/kubelet.conf", "/etc/kubernetes/bootstrap-kubelet.conf"] },
] as const

export interface NotPassed {
  readonly flag: (typeof written)[number]["flag"]
  readonly path: string
}

/** A command that is not known, or that starts something else which starts the kubelet, may pass anything. */
export function lookAtNotPassed(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  flags: readonly Flag[],
): readonly NotPassed[] {
  if (service?.command[0]?.endsWith("/kubelet") !== true) return []
  return written.flatMap(({ flag, paths }) => {
    if (lastFlag(flags, flag) !== undefined) return []
    const path = paths.find((one) => machine.resolve(one) !== undefined)
    return path === undefined ? [] : [{ flag, path }]
  })
}
