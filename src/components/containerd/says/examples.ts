// Example evidence for every finding about containerd.

import type { Severity } from "../../../model/finding.ts"
import type { FindingExamples } from "../../../wording/texts.ts"
import type { ContainerdFindings } from "./codes.ts"

const file = "/etc/containerd/config.toml"
const dropIn = "/etc/containerd/conf.d/10-registry.toml"
const release = "2.1.9"

const stop = (what: string, wanted = "", where = file) =>
  ({ usually: "failure" as Severity, args: { file: where, what, wanted, release } }) as const
const cri = (what: string) => ({ usually: "failure" as Severity, args: { what, release } }) as const

export const examples = (): FindingExamples<ContainerdFindings> => ({
  "containerd-config-broken": stop("a ] was expected at the end of the table header."),
  "containerd-byte-order-mark": stop("a byte-order mark"),
  "containerd-config-unreadable": stop("directory"),
  "containerd-import-missing": stop("", "", dropIn),
  "containerd-import-pattern": stop("/etc/containerd/conf.d/[*.toml"),
  "containerd-wrong-type": stop("version", "a whole number"),
  "containerd-schema-refused": stop("4", "3"),
  "containerd-drop-in-newer": stop("3", file, dropIn),
  "containerd-short-plugin-id": stop("cri"),
  "containerd-short-plugin-name": stop("cri"),
  "containerd-panics": stop("4"),
  "containerd-required-plugin": stop("io.containerd.grpc.v1.cri", "cri-absent"),
  "containerd-value-refused": stop('debug.level = "verbose"', "log-level"),
  "containerd-same-directories": stop("/var/lib/containerd"),
  "containerd-cri-disabled": cri("cri"),
  "containerd-default-runtime-empty": cri(""),
  "containerd-default-runtime-missing": cri("nvidia"),
  "containerd-legacy-systemd-cgroup": cri("systemd_cgroup"),
  "containerd-only-for-legacy-runtime": cri("no_pivot"),
  "containerd-untrusted-twice": cri("untrusted"),
  "containerd-mirrors-and-config-path": cri("docker.io"),
  "containerd-mirrors-and-built-in-path": cri("docker.io"),
  "containerd-tls-and-config-path": cri("registry.example.com"),
  "containerd-snapshotter-unknown": cri("nydus"),
  "containerd-bad-duration": cri("image_pull_progress_timeout"),
  "containerd-privileged-devices": cri("kata"),
  "containerd-io-type": cri("pipe"),
  "containerd-bin-dirs": cri("bin_dir"),
  "containerd-streaming-certificate": cri("tls_cert_file"),
  "containerd-content-policy": cri("private"),
  "containerd-differ-missing": cri("erofs"),
  "containerd-platform-invalid": cri("linux/amd64/v1/x"),
  "containerd-size-invalid": cri("big"),
  "containerd-snapshotter-not-configured": cri("devmapper"),
  "containerd-unpack-platform": cri("linux/arm64"),
  "containerd-unpack-snapshotter": cri("stargz"),
  "containerd-base-spec-missing": cri("/etc/containerd/cri-base.json"),
  "containerd-v1alpha2-only": { usually: "failure", args: { release: "1.4.13" } },
  "containerd-key-unknown": {
    usually: "warning",
    args: { file, key: 'plugin."io.containerd.grpc.v1.cri"', why: "misspelt", meant: "plugins", release },
  },
  "containerd-version-missing": { usually: "failure", args: { file, table: "io.containerd.grpc.v1.cri", release } },
  "containerd-version-misplaced": { usually: "failure", args: { file, key: "plugins.version" } },
  "containerd-plugin-of-two-names": {
    usually: "failure",
    args: { file: "/etc/containerd/config.toml", short: "cri", full: "io.containerd.grpc.v1.cri", release: "2.3.4" },
  },
  "containerd-tables-ignored": {
    usually: "failure",
    args: { file, table: "io.containerd.grpc.v1.cri", schema: "3", release },
  },
  "containerd-runtimes-dropped": {
    usually: "failure",
    args: { file: "/etc/containerd/config.toml", by: "/etc/containerd/conf.d/99-nvidia.toml", release: "2.1.9" },
  },
  "containerd-drop-in-not-imported": { usually: "warning", args: { file: dropIn, root: file } },
  "containerd-drop-in-refused-later": {
    usually: "note",
    args: { file: dropIn, schema: "3", root: file, from: "2.3.0", to: "2.3.4" },
  },
  "containerd-section-replaced": {
    usually: "failure",
    args: { section: "io.containerd.grpc.v1.cri", file, by: dropIn },
  },
  "containerd-driver-misplaced": { usually: "warning", args: { handler: "runc" } },
  "containerd-driver-misspelt": { usually: "warning", args: { handler: "runc", written: "systemd_cgroup" } },
  "containerd-driver-other-case": { usually: "warning", args: { handler: "runc", written: "systemdCgroup" } },
  "containerd-option-wrong-type": { usually: "failure", args: { handler: "runc", key: "SystemdCgroup" } },
  "containerd-runtime-type-missing": { usually: "failure", args: { handler: "runc", release: "1.7.34" } },
  "containerd-runtime-type-gone": {
    usually: "failure",
    args: { handler: "runc", type: "io.containerd.runtime.v1.linux", release },
  },
  "containerd-cgroupfs-on-systemd": { usually: "warning", args: { handler: "runc" } },
  "containerd-snapshotter-lost": { usually: "warning", args: { snapshotter: "overlaybd", release } },
  "containerd-release-too-old": { usually: "failure", args: { version: "1.2.13", oldest: "1.4" } },
  "containerd-release-newer": { usually: "warning", args: { version: "3.0.0", newest: "2.4" } },
  "containerd-release-not-known": { usually: "failure", args: { program: "/usr/bin/containerd" } },
  "containerd-dump-differs": { usually: "warning", args: { what: ["sandbox image"], release } },
  "containerd-belongs-to-other": {
    usually: "note",
    args: { owner: "k3s", path: "/run/k3s/containerd/containerd.sock" },
  },
  "containerd-several-programs": {
    usually: "note",
    args: { program: "/usr/bin/containerd", others: ["/usr/local/bin/containerd"] },
  },
  "containerd-not-restarted": {
    usually: "warning",
    args: { file: "/etc/containerd/config.toml", service: "containerd.service" },
  },
  "containerd-tells-no-driver": { usually: "note", args: { release: "1.7.34" } },
  "containerd-schema-without-way-back": {
    usually: "note",
    args: { file: "/etc/containerd/config.toml", schema: "4", since: "2.3" },
  },
  "containerd-hosts-dropped": {
    usually: "warning",
    args: {
      file: "/etc/containerd/certs.d/docker.io/hosts.toml",
      registry: "docker.io",
      why: "no-host-table",
      what: "",
      release: "1.7.24",
    },
  },
  "containerd-hosts-never-asked": {
    usually: "warning",
    args: {
      file: "/etc/containerd/certs.d/registry-1.docker.io/hosts.toml",
      why: "alias",
      what: "registry-1.docker.io",
      meant: "docker.io",
    },
  },
  "containerd-hosts-needs-file": {
    usually: "failure",
    args: {
      file: "/etc/containerd/certs.d/reg.example.com/hosts.toml",
      registry: "reg.example.com",
      key: "ca",
      path: "/etc/containerd/certs.d/reg.example.com/ca.crt",
      why: "missing",
    },
  },
  "containerd-hosts-no-resolve": {
    usually: "warning",
    args: {
      file: "/etc/containerd/certs.d/docker.io/hosts.toml",
      registry: "docker.io",
      host: "https://mirror.example.com",
    },
  },
  "containerd-hosts-key-unknown": {
    usually: "warning",
    args: { file: "/etc/containerd/certs.d/docker.io/hosts.toml", key: "capabilites" },
  },
  "registry-host-path": {
    usually: "warning",
    args: {
      file: "/etc/containerd/certs.d/registry.k8s.io/hosts.toml",
      url: "https://mirror.example.com/google_containers",
      asked: "https://mirror.example.com/google_containers/v2/",
    },
  },
})
