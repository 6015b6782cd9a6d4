// Every flag that a kubelet takes, by what it takes: what `kubelet --help` of 1.34.4, 1.35.4 and 1.37.2 prints; removed ones are in
// releases.ts. A flag that differs from one of these by a slip of the finger is none, in any release.

import type { Range } from "../../../model/since.ts"
import { removedFlags } from "./releases.ts"

/** Of these releases they are all there are. */
export const flagsKnownOf: Range = { since: "1.34", until: "1.38" }

/** "switch": alone, or with =true or =false in the same word. */
export type FlagKind = "switch" | "number" | "duration" | "other"

const namesOf: Readonly<Record<FlagKind, string>> = {
  switch: `
    anonymous-auth authentication-token-webhook cgroups-per-qos contention-profiling cpu-cfs-quota
    enable-controller-attach-detach enable-debugging-handlers enable-load-reader enable-server
    exit-on-lock-contention experimental-allocatable-ignore-eviction fail-cgroupv1 fail-swap-on
    kernel-memcg-notification local-storage-capacity-isolation log-cadvisor-usage log-json-split-stream
    log-text-split-stream make-iptables-util-chains protect-kernel-defaults register-node rotate-certificates
    rotate-server-certificates runonce serialize-image-pulls storage-driver-secure
  `,
  number: `
    application-metrics-count-limit container-log-max-files event-burst event-qps eviction-max-pod-grace-period
    healthz-port image-gc-high-threshold image-gc-low-threshold kube-api-burst kube-api-qps max-open-files
    max-pods maximum-dead-containers maximum-dead-containers-per-container node-status-max-images oom-score-adj
    pod-max-pids pods-per-core port read-only-port registry-burst registry-qps
  `,
  duration: `
    authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl
    authorization-webhook-cache-unauthorized-ttl cpu-cfs-quota-period cpu-manager-reconcile-period
    eviction-pressure-transition-period file-check-frequency global-housekeeping-interval housekeeping-interval
    http-check-frequency log-flush-frequency minimum-container-ttl-duration minimum-image-ttl-duration
    node-status-update-frequency runtime-request-timeout storage-driver-buffer-duration
    streaming-connection-idle-timeout sync-frequency volume-stats-agg-period
  `,
  other: `
    address allowed-unsafe-sysctls authorization-mode boot-id-file bootstrap-kubeconfig cert-dir cgroup-driver
    cgroup-root client-ca-file cloud-provider cluster-dns cluster-domain config config-dir container-hints
    container-log-max-size container-runtime-endpoint containerd containerd-namespace cpu-manager-policy
    cpu-manager-policy-options enforce-node-allocatable event-storage-age-limit event-storage-event-limit
    eviction-hard eviction-minimum-reclaim eviction-soft eviction-soft-grace-period experimental-mounter-path
    feature-gates hairpin-mode healthz-bind-address help hostname-override image-credential-provider-bin-dir
    image-credential-provider-config image-service-endpoint kube-api-content-type kube-reserved
    kube-reserved-cgroup kubeconfig kubelet-cgroups lock-file log-json-info-buffer-size
    log-text-info-buffer-size logging-format machine-id-file manifest-url manifest-url-header
    memory-manager-policy node-ip node-labels pod-cidr pod-infra-container-image pod-manifest-path provider-id
    qos-reserved register-with-taints reserved-cpus reserved-memory resolv-conf root-dir runtime-cgroups
    seccomp-default storage-driver-db storage-driver-host storage-driver-password storage-driver-table
    storage-driver-user system-cgroups system-reserved system-reserved-cgroup tls-cert-file tls-cipher-suites
    tls-min-version tls-private-key-file topology-manager-policy topology-manager-policy-options
    topology-manager-scope v version vmodule volume-plugin-dir
  `,
}

let flags: ReadonlyMap<string, FlagKind> | undefined

/** By name; made when a command line is first judged. */
export function kubeletFlags(): ReadonlyMap<string, FlagKind> {
  flags ??= new Map(
    (Object.keys(namesOf) as FlagKind[]).flatMap((kind) =>
      namesOf[kind]
        .trim()
        .split(/\s+/)
        .map((name) => [name, kind] as const),
    ),
  )
  return flags
}

/** Of kubelets for Windows alone; cmd/kubelet/app/options/osflags_windows.go. */
const onWindows = ["windows-service", "windows-priorityclass"]

let names: ReadonlySet<string> | undefined

/** Those that a release had before as well. */
export function everyFlag(): ReadonlySet<string> {
  names ??= new Set([...kubeletFlags().keys(), ...removedFlags.flatMap((row) => row.flags), ...onWindows])
  return names
}
