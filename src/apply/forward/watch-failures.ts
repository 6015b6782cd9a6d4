// Tells when a service has failed for good while we wait for it. One failure alone is none: a kubelet that came up
// before its runtime ends, and systemd starts it again ten seconds later.
import type { ServiceFacts } from "../../model/service.ts"

/** Longer than kubeadm's unit waits before it starts the kubelet again (10-kubeadm.conf, RestartSec=10). */
const restartMilliseconds = 12_000

/** A second failure, seen after a start in between, says that another start will not help either. */
const mostFailures = 2

/** Gives the name of a service that has failed for good, if any; to be called with each look. */
export type FailureWatch = (services: readonly (ServiceFacts | undefined)[], now: number) => string | undefined

export function watchFailures(): FailureWatch {
  const seen = new Map<string, { readonly failures: number; readonly since: number | undefined }>()
  return (services, now) => {
    for (const service of services) {
      if (service === undefined) continue
      const { failures, since } = seen.get(service.name) ?? { failures: 0, since: undefined }
      const isFailed = service.state === "failed"
      const isNew = isFailed && since === undefined
      seen.set(service.name, { failures: failures + (isNew ? 1 : 0), since: isFailed ? (since ?? now) : undefined })
    }
    for (const [name, { failures, since }] of seen) {
      if (since !== undefined && (failures >= mostFailures || now - since >= restartMilliseconds)) return name
    }
    return undefined
  }
}
