// Example evidence for every finding about the kernel's settings.
import type { FindingExamples } from "../../../wording/texts.ts"
import type { KernelFindings } from "./codes.ts"

export const examples = (): FindingExamples<KernelFindings> => ({
  "kernel-module-not-as-asked": { usually: "warning", args: { module: "br_netfilter", isLoaded: true, run: 3 } },
  "kernel-value-not-as-asked": {
    usually: "warning",
    args: { key: "vm.overcommit_memory", asked: "1", value: "0", file: "/etc/sysctl.d/99-zz-local.conf", run: 3 },
  },
  "kernel-ip-forward-off": { usually: "failure", args: { value: "0", file: "/proc/sys/net/ipv4/ip_forward" } },
  "kernel-ip-forward-set-back-by": {
    usually: "warning",
    args: { file: "/etc/sysctl.d/99-hardening.conf", value: "0", program: "systemd-sysctl" },
  },
  "kernel-sysctl-file-not-read": {
    usually: "warning",
    args: {
      file: "/etc/sysctl.d/k8s",
      line: "net.ipv4.ip_forward = 1",
      meant: "/etc/sysctl.d/k8s.conf",
      program: "systemd-sysctl",
    },
  },
  "kernel-module-kept-out": {
    usually: "warning",
    args: { module: "overlay", file: "/etc/modprobe.d/cis.conf", line: "install overlay /bin/false" },
  },
  "kernel-modules-file-not-read": {
    usually: "warning",
    args: { module: "br_netfilter", file: "/etc/modules-load.d/k8s", meant: "/etc/modules-load.d/k8s.conf" },
  },
  "kernel-ip-forward-lost-at-boot": { usually: "warning", args: { program: "systemd-sysctl" } },
})
