// Example evidence for every finding about services' definitions.
import type { UnitFindings } from "../../model/arguments/units.ts"
import type { FindingExamples } from "../../wording/texts.ts"

const service = "containerd.service"

export const unitExamples = (): FindingExamples<UnitFindings> => ({
  "service-masked": {
    usually: "failure",
    args: {
      service,
      by: "/etc/systemd/system/containerd.service",
      needs: "",
      command: "systemctl unmask containerd.service",
    },
  },
  "service-refused": {
    usually: "failure",
    args: {
      service,
      why: "several-commands",
      what: "/usr/bin/containerd --log-level debug",
      file: "/etc/systemd/system/containerd.service.d/override.conf",
    },
  },
  "variable-emptied": {
    usually: "warning",
    args: {
      service: "kubelet.service",
      variable: "KUBELET_EXTRA_ARGS",
      file: "/etc/systemd/system/kubelet.service.d/20-extra.conf",
      by: "/etc/default/kubelet",
      command: "systemctl restart kubelet.service",
    },
  },
  "variable-not-used": {
    usually: "warning",
    args: {
      service: "kubelet.service",
      variable: "KUBELET_EXTRA_ARG",
      file: "/etc/systemd/system/kubelet.service.d/20-extra.conf",
      meant: "KUBELET_EXTRA_ARGS",
      command: "systemctl restart kubelet.service",
    },
  },
  "service-condition-not-met": {
    usually: "failure",
    args: { service: "kubelet.service", key: "ConditionPathExists", value: "/opt/kubernetes/prepared" },
  },
  "service-cannot-start": {
    usually: "failure",
    args: {
      service: "cri-docker.service",
      why: "program",
      key: "ExecStart",
      what: "/usr/bin/cri-dockerd",
      unit: "cri-docker.service",
      madeFor: "",
      architecture: "x86_64",
    },
  },
  "unit-line-not-read": {
    usually: "warning",
    args: {
      service,
      file: "/etc/systemd/system/containerd.service.d/http-proxy.conf",
      why: "no-assignment",
      what: "HTTPS_PROXY http://proxy.example.com:3128",
      meant: "",
    },
  },
  "unit-value-not-read": {
    usually: "warning",
    args: {
      service,
      file: "/etc/systemd/system/containerd.service.d/override.conf",
      key: "Type",
      value: "notfy",
      why: "word",
      words: ["simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle"],
      meant: "notify",
      least: "",
      most: "",
      since: "",
      release: "257",
    },
  },
  "file-not-read": {
    usually: "warning",
    args: {
      service: "kubelet.service",
      file: "/etc/sysconfig/kubelet",
      why: "other-file",
      what: "KUBELET_EXTRA_ARGS",
      meant: "/etc/default/kubelet",
      command: "systemctl restart kubelet.service",
    },
  },
  "handler-program-unusable": {
    usually: "failure",
    args: {
      runtime: "containerd",
      handler: "nvidia",
      program: "/usr/bin/nvidia-container-runtime",
      key: "BinaryName",
      why: "missing",
      madeFor: "",
      isDefault: true,
      install: "apt-get install nvidia-container-toolkit",
      elsewhere: "",
    },
  },
  "command-not-understood": {
    usually: "warning",
    args: { service, through: "/usr/local/bin/start-containerd.sh", look: "cat /usr/local/bin/start-containerd.sh" },
  },
  "proxy-typographic-quotes": {
    usually: "warning",
    args: {
      service,
      file: "/etc/systemd/system/containerd.service.d/http-proxy.conf",
      command: "systemctl restart containerd.service",
    },
  },
  "proxy-in-one-word": {
    usually: "warning",
    args: {
      service,
      variable: "HTTP_PROXY",
      file: "/etc/systemd/system/containerd.service.d/http-proxy.conf",
      command: "systemctl restart containerd.service",
    },
  },
  "service-flag-unknown": {
    usually: "failure",
    args: {
      service: "containerd.service",
      program: "/usr/bin/containerd",
      flag: "--cgroup-driver",
      meant: "",
      file: "/etc/systemd/system/containerd.service.d/10-site.conf",
      command: "systemctl restart containerd.service",
    },
  },
  "service-own-mounts": {
    usually: "warning",
    args: {
      service: "kubelet.service",
      settings: ["PrivateMounts=yes"],
      file: "/etc/systemd/system/kubelet.service.d/hardening.conf",
      isKubelet: true,
    },
  },
  "service-ends-pods": {
    usually: "warning",
    args: { service: "containerd.service", mode: "", file: "/etc/systemd/system/containerd.service" },
  },
  "service-flag-doubtful": {
    usually: "warning",
    args: {
      service: "containerd.service",
      program: "/usr/bin/containerd",
      release: "1.7.24",
      flag: "--plugin-dir",
      file: "/etc/systemd/system/containerd.service.d/10-site.conf",
      command: "systemctl restart containerd.service",
    },
  },
  "service-type-forking": {
    usually: "failure",
    args: {
      service,
      program: "/usr/bin/containerd",
      file: "/etc/systemd/system/containerd.service.d/override.conf",
    },
  },
  "proxy-without-cluster": {
    usually: "note",
    args: { service, missing: ["10.96.0.10"], noProxy: ["127.0.0.1", "localhost"] },
  },
  "selinux-not-used": {
    usually: "note",
    args: {
      runtime: "containerd",
      key: '[plugins."io.containerd.cri.v1.runtime"] enable_selinux',
      file: "/etc/containerd/config.toml",
    },
  },
  "cdi-off-beside-nvidia": {
    usually: "note",
    args: {
      runtime: "containerd",
      key: '[plugins."io.containerd.grpc.v1.cri"] enable_cdi',
      file: "/etc/containerd/config.toml",
      mark: "/usr/bin/nvidia-smi",
    },
  },
  "runtime-deprecations": {
    usually: "note",
    args: {
      runtime: "containerd",
      warnings: ['The `mirrors` property of `[plugins."io.containerd.grpc.v1.cri".registry]` is deprecated.'],
    },
  },
  "runtime-not-enabled": { usually: "warning", args: { service, command: "systemctl enable containerd.service" } },
})
