// Names that values of crio.conf are made of: capabilities, limits, annotations. CRI-O exits on any other one.

/** capabilities(7), without CAP_; what the running kernel has beside these is newer than Linux 6.12. */
export const capabilities: ReadonlySet<string> = new Set(
  (
    "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT " +
    "SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
)

/** docker/go-units, ulimitNameMapping. */
export const ulimits: ReadonlySet<string> = new Set(
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "),
)

/** cri-o 1.36.3 pkg/annotations/v2, AllAllowedAnnotations: others' names, its own since 1.36, and its older ones. */
const annotations: ReadonlySet<string> = new Set([
  ..."io.kubernetes.cri.rdt-class bundle org.systemd.property. org.criu.config module.wasm.image/variant".split(" "),
  ..."io.kubernetes.cri.container-type run.oci. io.containers.trace-syscall org.opencontainers.image.stopSignal".split(
    " ",
  ),
  ...(
    "cgroup2-mount-hierarchy-rw devices disable-fips link-logs platform-runtime-path pod-linux-overhead " +
    "pod-linux-resources seccomp-notifier-action seccomp-profile skip-gomaxprocs shm-size spoofed " +
    "try-skip-volume-selinux-label umask unified-cgroup userns-mode cpu-load-balancing cpu-quota cpu-c-states " +
    "cpu-freq-governor cpu-shared irq-load-balancing"
  )
    .split(" ")
    .map((name) => `${name}.crio.io`),
  ...(
    "userns-mode cgroup2-mount-hierarchy-rw UnifiedCgroup Spoofed ShmSize Devices TrySkipVolumeSELinuxLabel " +
    "seccompNotifierAction umask PodLinuxOverhead PodLinuxResources LinkLogs PlatformRuntimePath DisableFIPS"
  )
    .split(" ")
    .map((name) => `io.kubernetes.cri-o.${name}`),
  "seccomp-profile.kubernetes.cri-o.io",
])

export const isAnnotation = (name: string) => annotations.has(name)
