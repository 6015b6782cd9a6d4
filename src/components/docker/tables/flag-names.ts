// What `dockerd --help` of 20.10.24, 26.1.5 and 28.5.2 prints, and the names that flags.ts beside it has.
// Those of other releases are among them, so that none of these is taken for a slip.
import type { Range } from "../../../model/since.ts"
import { namesIn } from "../../flag-names.ts"

/** Of these releases they are all there are. */
export const flagsKnownOf: Range = { since: "20.10", until: "29.0" }

export const flagNames: () => ReadonlySet<string> = namesIn(`
  add-runtime allow-direct-routing allow-nondistributable-artifact allow-nondistributable-artifacts
  api-cors-header authorization-plugin bip bip6 bridge cdi-spec-dir cgroup-parent cluster-advertise
  cluster-store cluster-store-opt config-file containerd containerd-namespace containerd-plugins-namespace
  cpu-rt-period cpu-rt-runtime cri-containerd data-root debug default-address-pool default-cgroupns-mode
  default-gateway default-gateway-v6 default-ipc-mode default-network-opt default-runtime default-shm-size
  default-ulimit disable-legacy-registry dns dns-opt dns-search exec-opt exec-root experimental feature
  fixed-cidr fixed-cidr-v6 graph group help host host-gateway-ip http-proxy https-proxy icc init init-path
  insecure-registry ip ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6 label live-restore
  log-driver log-format log-level log-opt max-concurrent-downloads max-concurrent-uploads max-download-attempts
  metrics-addr mtu network-control-plane-mtu no-new-privileges no-proxy node-generic-resource oom-score-adjust
  pidfile raw-logs registry-mirror restart rootless seccomp-profile selinux-enabled shutdown-timeout
  storage-driver storage-opt swarm-default-advertise-addr tls tlscacert tlscert tlskey tlsverify userland-proxy
  userland-proxy-path userns-remap validate version
`)
