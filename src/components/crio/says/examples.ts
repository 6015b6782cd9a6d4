// Example evidence for every finding about CRI-O.

import type { Severity } from "../../../model/finding.ts"
import type { FindingExamples } from "../../../wording/texts.ts"
import type { CrioFindings } from "./codes.ts"

const file = "/etc/crio/crio.conf.d/10-crio.conf"
const release = "1.36.3"

const stop = (what: string, wanted = "", at = release) =>
  ({ usually: "failure" as Severity, args: { file, what, wanted, instead: "", release: at } }) as const

export const examples = (): FindingExamples<CrioFindings> => ({
  "crio-config-broken": stop("a ] was expected at the end of the table header."),
  "crio-config-unreadable": stop("EACCES"),
  "crio-config-missing": stop("--config"),
  "crio-wrong-type": stop("crio.runtime.pids_limit", "whole number"),
  "crio-manager-unknown": stop("systemD"),
  "crio-monitor-cgroup-on-cgroupfs": stop("runc", "system.slice", "1.30.14"),
  "crio-monitor-cgroup-on-systemd": stop("runc", "kubepods", "1.30.14"),
  "crio-default-runtime-without-table": stop("kata"),
  "crio-pause-image-invalid": stop("registry.k8s.io/pause 3.10"),
  "crio-program-missing": stop("crio.runtime.runtimes.crun.runtime_path", "/usr/bin/crun"),
  "crio-monitor-path-relative": stop("crio.runtime.conmon", "conmon"),
  "crio-value-refused": {
    usually: "failure",
    args: { ...stop("crio.runtime.log_size_max", "4096").args, rule: "log-size" },
  },
  "crio-handler-taken-out": {
    usually: "warning",
    args: {
      handler: "kata",
      key: "crio.runtime.runtimes.kata.runtime_type",
      wanted: "io.containerd.kata.v2",
      rule: "runtime-type",
      release,
    },
  },
  "crio-packet-filter-missing": stop("iptables, nft"),
  "crio-drop-in-not-read": {
    usually: "warning",
    args: { file: "/etc/crio/conf.d/99-nvidia.toml", directory: "/etc/crio/crio.conf.d" },
  },
  "crio-backup-loaded": {
    usually: "warning",
    args: { file: "/etc/crio/crio.conf.d/10-crio.conf~", decides: ["crio.runtime.cgroup_manager"] },
  },
  "crio-key-outside-table": {
    usually: "warning",
    args: { file, keys: ["cgroup_manager"], table: "crio", belongs: "crio.runtime" },
  },
  "crio-handler-replaced": {
    usually: "warning",
    args: {
      handler: "runc",
      file,
      by: "/etc/crio/crio.conf.d/20-runc.conf",
      lost: ["runtime_path"],
    },
  },
  "crio-cgroupfs-on-systemd": { usually: "warning", args: {} },
  "crio-flag-overrides-file": {
    usually: "warning",
    args: { flag: "--cgroup-manager=cgroupfs", file, value: "systemd" },
  },
  "crio-release-too-old": { usually: "failure", args: { version: "1.20.0", oldest: "1.24" } },
  "crio-release-newer": { usually: "warning", args: { version: "2.0.0", newest: "1.37" } },
  "crio-release-not-known": { usually: "failure", args: { program: "/usr/bin/crio" } },
  "crio-dump-differs": { usually: "warning", args: { what: ["pause_image"], release } },
  "crio-registries-not-read": {
    usually: "warning",
    args: {
      file: "/etc/containers/registries.conf.d/50-mirror.toml",
      meant: "/etc/containers/registries.conf.d/50-mirror.conf",
    },
  },
  "crio-other-file-stops": {
    usually: "failure",
    args: { file: "/etc/containers/registries.conf", why: "no-location", what: "[[registry]]", release: "1.36.3" },
  },
  "crio-policy-refused": {
    usually: "failure",
    args: { file: "/etc/containers/policy.json", why: "missing", what: "", release: "1.36.3" },
  },
  "crio-profile-refused": {
    usually: "failure",
    args: { file: "/etc/crio/seccomp.json", why: "name-twice", what: "read", release: "1.36.3" },
  },
  "crio-tells-no-driver": { usually: "note", args: { release: "1.27.1" } },
})
