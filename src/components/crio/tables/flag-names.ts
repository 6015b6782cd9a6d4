// What `crio --help` of 1.36.3 prints, the names of ../flags.ts, and some of older releases (cri-o docs/crio.8.md).
// Those of other releases are among them, so that none of these is taken for a slip.
import type { Range } from "../../../model/since.ts"
import { namesIn } from "../../flag-names.ts"

/** Of these releases they are all there are. */
export const flagsKnownOf: Range = { since: "1.36", until: "1.37" }

export const flagNames: () => ReadonlySet<string> = namesIn(`
  absent-mount-sources-to-reject add-inheritable-capabilities additional-artifact-stores additional-devices
  allowed-devices apparmor-profile auto-reload-registries big-files-temporary-dir bind-mount-prefix
  blockio-config-file blockio-reload cdi-spec-dirs cgroup-manager clean-shutdown-file cni-config-dir
  cni-default-network cni-plugin-dir cni-status-grace-period collection-period config config-dir conmon
  conmon-cgroup conmon-env container-attach-socket-dir container-exits-dir ctr-stop-timeout decryption-keys-path
  default-capabilities default-env default-mounts default-mounts-file default-runtime default-sysctls
  default-transport default-ulimits device-ownership-from-security-context disable-hostport-mapping
  drop-infra-ctr enable-criu-support enable-custom-shm-size enable-metrics enable-nri enable-pod-events
  enable-profile enable-profile-unix-socket enable-tracing gid-mapping gid-mappings global-auth-file
  grpc-max-recv-msg-size grpc-max-send-msg-size help hooks-dir hostnetwork-disable-selinux image-volumes
  imagestore included-pod-metrics infra-ctr-cpuset insecure-registry internal-repair internal-wipe
  irqbalance-config-file irqbalance-config-restore-file listen log log-dir log-filter log-format log-journald
  log-level log-size log-size-max manage-network-ns-lifecycle manage-ns-lifecycle metrics-cert
  metrics-collectors metrics-host metrics-key metrics-port metrics-socket min-injected-gomaxprocs
  minimum-mappable-gid minimum-mappable-uid namespaces-dir no-pivot nri-disable-connections
  nri-enable-default-validator nri-listen nri-plugin-config-dir nri-plugin-dir nri-plugin-registration-timeout
  nri-plugin-request-timeout nri-validator-reject-custom-seccomp-adjustment
  nri-validator-reject-namespace-adjustment nri-validator-reject-oci-hook-adjustment
  nri-validator-reject-runtime-default-seccomp-adjustment nri-validator-reject-unconfined-seccomp-adjustment
  nri-validator-required-plugins nri-validator-tolerate-missing-plugins-annotation oci-artifact-mount-support
  pause-command pause-image pause-image-auth-file pids-limit pinned-images pinns-path privileged-seccomp-profile
  profile profile-cpu profile-mem profile-port pull-progress-timeout rdt-config-file read-only registry root
  runroot runtime runtimes seccomp-profile selinux separate-pull-cgroup shared-cpuset short-name-mode
  signature-policy signature-policy-dir stats-collection-period storage-driver storage-opt stream-address
  stream-enable-tls stream-idle-timeout stream-port stream-tls-ca stream-tls-cert stream-tls-key timezone
  tls-cipher-suites tls-min-version tracing-endpoint tracing-sampling-rate-per-million uid-mappings version
  version-file version-file-persist
`)
