// Example evidence for every finding about the kubelet.
import type { FindingExamples } from "../../../wording/texts.ts"
import type { KubeletFindings } from "./codes.ts"

export const examples = (): FindingExamples<KubeletFindings> => ({
  "kubelet-configuration-broken": {
    usually: "failure",
    args: { file: "/var/lib/kubelet/config.yaml", expected: "another indentation was expected on this line." },
  },
  "kubelet-value-of-wrong-kind": {
    usually: "failure",
    args: { file: "/var/lib/kubelet/config.yaml", key: "evictionSoft", why: "text-map" },
  },
  "kubelet-value-refused": {
    usually: "failure",
    args: {
      file: "/var/lib/kubelet/config.yaml",
      key: "imageGCLowThresholdPercent",
      why: "gc-thresholds",
      value: "90",
      wanted: ["85"],
    },
  },
  "kubelet-key-not-known": {
    usually: "warning",
    args: {
      file: "/var/lib/kubelet/config.yaml",
      key: "cgroupdriver",
      version: "1.36.4",
      meant: "cgroupDriver",
      since: "",
    },
  },
  "kubelet-gate-not-known": {
    usually: "failure",
    args: { gate: "CSIMigration", file: "/var/lib/kubelet/config.yaml", version: "1.36.4", removed: "1.27", added: "" },
  },
  "kubelet-gate-locked": {
    usually: "failure",
    args: { gate: "NodeSwap", file: "/var/lib/kubelet/config.yaml", version: "1.36.4", since: "1.34" },
  },
  "kubelet-documents-not-read": { usually: "warning", args: { file: "/var/lib/kubelet/config.yaml", line: 14 } },
  "kubelet-drop-in-not-read": {
    usually: "warning",
    args: { file: "/etc/kubernetes/kubelet.conf.d/10-log.yaml", meant: "/etc/kubernetes/kubelet.conf.d/10-log.conf" },
  },
  "kubelet-subordinate-ids": {
    usually: "warning",
    args: { why: "first-id", perPod: 65_536, pods: 110, line: "kubelet:196608:7208960" },
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
  "kubelet-flag-overrides-file": {
    usually: "warning",
    args: { flag: "--cgroup-driver=cgroupfs", file: "/var/lib/kubelet/config.yaml", value: "systemd" },
  },
  "not-a-kubelet-configuration": { usually: "failure", args: { file: "/var/lib/kubelet/config.yaml" } },
  "kubelet-instance-config-differs": {
    usually: "warning",
    args: {
      file: "/var/lib/kubelet/instance-config.yaml",
      named: "unix:///run/cri-dockerd.sock",
      used: "unix:///run/containerd/containerd.sock",
    },
  },
  "kubelet-flag-ends": {
    usually: "note",
    args: {
      flag: "--pod-infra-container-image",
      file: "/var/lib/kubelet/kubeadm-flags.env",
      since: "1.35",
      version: "1.34.2",
    },
  },
  "kubelet-swap-partition": {
    usually: "note",
    args: { file: "/etc/initramfs-tools/conf.d/resume", line: "RESUME=UUID=3f2c8a51-7d0b-4b5e-9c1e-0a6d5f4e2b17" },
  },
  "kubelet-flag-refused": {
    usually: "failure",
    args: {
      flag: "--fail-swap-on",
      value: "false",
      file: "/etc/default/kubelet",
      why: "switch",
      meant: "--fail-swap-on=false",
    },
  },
  "kubelet-driver-word": { usually: "warning", args: { word: "Systemd", file: "/var/lib/kubelet/config.yaml" } },
  "kubelet-configuration-missing": { usually: "failure", args: { file: "/var/lib/kubelet/config.yaml" } },
  "kubelet-client-certificate": {
    usually: "failure",
    args: {
      kubeconfig: "/etc/kubernetes/kubelet.conf",
      certificate: "/var/lib/kubelet/pki/kubelet-client-current.pem",
      why: "expired",
      until: "2026-11-12T08:30:00.000Z",
    },
  },
  "kubelet-resolv-conf-missing": {
    usually: "failure",
    args: {
      path: "/run/systemd/resolve/resolv.conf",
      file: "/var/lib/kubelet/config.yaml",
      isOfResolved: true,
      isLive: true,
    },
  },
  "kubelet-files-not-passed": {
    usually: "failure",
    args: {
      service: "kubelet.service",
      flags: ["--config=/var/lib/kubelet/config.yaml", "--kubeconfig=/etc/kubernetes/kubelet.conf"],
      isAlone: true,
    },
  },
  "kubelet-state-of-other-policy": {
    usually: "failure",
    args: {
      field: "cpuManagerPolicy",
      wanted: "static",
      state: "/var/lib/kubelet/cpu_manager_state",
      policy: "none",
      file: "/var/lib/kubelet/config.yaml",
    },
  },
  "kubelet-manifests-not-read": {
    usually: "warning",
    args: {
      names: ["etcd.yaml", "kube-apiserver.yaml"],
      directory: "/etc/kubernetes/manifest",
      usual: "/etc/kubernetes/manifests",
      file: "/var/lib/kubelet/config.yaml",
    },
  },
  "kubelet-refuses-swap": { usually: "failure", args: { devices: ["/dev/zram0"] } },
})
