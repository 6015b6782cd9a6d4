// Example evidence for every finding about Docker Engine, what is built from it, and cri-dockerd.

import type { Severity } from "../../../model/finding.ts"
import type { FindingExamples } from "../../../wording/texts.ts"
import type { DockerFindings } from "./codes.ts"

const engine = "Docker Engine"
const file = "/etc/docker/daemon.json"

const stop = (what: string, other = "") =>
  ({ usually: "failure" as Severity, args: { engine, file, what, other } }) as const

export const examples = (): FindingExamples<DockerFindings> => ({
  "docker-config-broken": stop("a comma was expected before this."),
  "docker-config-unreadable": stop("directory"),
  "docker-config-missing": stop("--config-file"),
  "docker-config-empty": stop("20.10.24", "23.0"),
  "docker-byte-order-mark": stop("20.10.24", "23.0"),
  "docker-set-twice": stop("hosts", "-H in /lib/systemd/system/docker.service"),
  "docker-exec-opts-type": stop('"native.cgroupdriver=systemd"'),
  "docker-driver-unknown": stop("native.cgroupdriver=Systemd"),
  "docker-cgroup-parent-no-slice": stop("/docker-pods"),
  "docker-exec-opt-refused": stop("cgroupdriver=systemd"),
  "docker-value-refused": stop("mirror.example.com", "mirror-scheme"),
  "docker-log-option-refused": { usually: "failure", args: { engine, what: "gelf-address (gelf)", why: "missing" } },
  "docker-config-refused": stop("the following directives don't match any configuration option: exec-opt"),
  "docker-directive-unknown": stop("oom-score-adjust", "26.1.5"),
  "docker-directive-kind": stop("insecure-registries", "26.1.5"),
  "docker-init-missing": { usually: "failure", args: { engine, path: "docker-init" } },
  "docker-key-ignored": { usually: "warning", args: { engine, file, key: "exec-opt", meant: "exec-opts" } },
  "docker-key-twice": { usually: "warning", args: { engine, file, key: "exec-opts" } },
  "docker-driver-twice": { usually: "warning", args: { engine, file, counts: "systemd" } },
  "docker-cgroupfs-on-systemd": { usually: "warning", args: { engine } },
  "docker-refuses-cri-dockerd": {
    usually: "failure",
    args: { engine, release: "29.0.1", criDockerd: "0.3.14", minimum: "1.44" },
  },
})
