// Example evidence for every finding of the catalogue; the compiler names a code that has none.

import { containerdExamples } from "../../components/containerd/says/examples.ts"
import { crioExamples } from "../../components/crio/says/examples.ts"
import { dockerExamples } from "../../components/docker/says/examples.ts"
import type { FindingArguments } from "../../model/arguments/finding.ts"
import type { FindingExamples } from "../../wording/texts.ts"
import { checkExamples } from "./check.ts"

export const findingExamples: FindingExamples<FindingArguments> = {
  ...checkExamples,
  ...containerdExamples,
  ...crioExamples,
  ...dockerExamples,
  "cgroup-drivers-differ": {
    usually: "failure",
    args: { runtime: "containerd", runtimeDriver: "systemd", kubeletDriver: "cgroupfs" },
  },
  "cgroup-driver-follows-runtime": {
    usually: "warning",
    args: { runtime: "containerd", runtimeDriver: "cgroupfs", kubeletDriver: "systemd" },
  },
  "kernel-ip-forward-off": { usually: "failure", args: { value: "0", file: "/proc/sys/net/ipv4/ip_forward" } },
  "kernel-ip-forward-set-back-by": {
    usually: "warning",
    args: { file: "/etc/sysctl.d/99-hardening.conf", value: "0", program: "systemd-sysctl" },
  },
  "kernel-ip-forward-lost-at-boot": { usually: "warning", args: { program: "systemd-sysctl" } },
  "kubelet-configuration-broken": {
    usually: "failure",
    args: { file: "/var/lib/kubelet/config.yaml", expected: "another indentation was expected on this line." },
  },
  "kubelet-key-twice": { usually: "warning", args: { file: "/var/lib/kubelet/config.yaml", key: "cgroupDriver" } },
  "kubelet-flag-removed": {
    usually: "failure",
    args: {
      flag: "--pod-infra-container-image",
      file: "/var/lib/kubelet/kubeadm-flags.env",
      since: "1.35",
      version: "1.36.4",
      isEditable: true,
    },
  },
  "kubelet-refuses-cgroup-v1": { usually: "failure", args: { version: "1.36.4", cgroup: "hybrid" } },
  "kubelet-flag-overrides-file": {
    usually: "warning",
    args: { flag: "--cgroup-driver=cgroupfs", file: "/var/lib/kubelet/config.yaml", value: "systemd" },
  },
  "kubelet-endpoint-without-runtime": {
    usually: "failure",
    args: { endpoint: "unix:///run/containerd/containerd.socks" },
  },
  "kubelet-endpoint-of-no-runtime": {
    usually: "failure",
    args: { endpoint: "unix:///run/crio/crio.sock", installed: ["containerd"], isVacant: true },
  },
  "no-runtime": {
    usually: "failure",
    args: {
      looked: ["containerd", "CRI-O", "Docker Engine", "Mirantis Container Runtime"],
      install: "apt-get install containerd",
      snap: "",
    },
  },
  "not-a-kubelet-configuration": { usually: "failure", args: { file: "/var/lib/kubelet/config.yaml" } },
}

export type FindingCode = keyof FindingArguments & string

/** Every code, in alphabetical order. */
export const findingCodes: readonly FindingCode[] = (Object.keys(findingExamples) as FindingCode[]).toSorted()
