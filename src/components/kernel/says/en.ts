// The English sentences about the kernel's settings.
import { lazily } from "../../../wording/lazily.ts"
import type { English } from "../../../wording/texts.ts"
import type { KernelFaults, KernelFindings, KernelReasons } from "./codes.ts"

export const english = lazily<English<KernelFaults, KernelFindings, KernelReasons>>({
  faults: () => ({
    "kernel-ip-forward-cannot-win": ({ file, line }) => ({
      what: `${file} sets "${line}" after every file that criadm may write.`,
      next: `Override it by a file of the same name under /etc/sysctl.d, then run the same command again.`,
    }),
    "kernel-value-cannot-win": ({ file, line }) => ({
      what: `${file} sets "${line}" after every file that criadm may write.`,
      next: `Override it by a file of the same name under /etc/sysctl.d, then run the same command again.`,
    }),
    "kernel-module-is-kept-out": ({ module, file, line }) => ({
      what: `"${line}" in ${file} keeps the kernel module ${module} from being loaded.`,
      next: `Remove the line if nothing needs it, then run the same command again. Nothing was changed.`,
    }),
    "kernel-module-unknown": ({ module }) => ({
      what: `The running kernel has no module ${module}.`,
      next: `Look for its name: modprobe --dry-run --verbose ${module}. After an update of the kernel a boot may be needed first. Nothing was changed.`,
    }),
    "kernel-swap-file-not-read": ({ file, why }) => ({
      what: `${file} cannot be read as text (${why}), so nobody knows whether the next boot swaps because of it.`,
      next: "Look into it, put what is wrong there right, then run the same command again. Nothing was changed.",
    }),
    "kernel-value-unknown": ({ key, module }) => ({
      what: `The running kernel has no ${key}.`,
      next:
        module !== ""
          ? `It comes with a kernel module; let that be loaded as well: --module ${module}. Nothing was changed.`
          : `Look for its name: sysctl -a | grep ${key.split(".").at(-1)}. If it comes with a kernel module, load that first. Nothing was changed.`,
    }),
  }),
  findings: () => ({
    "kernel-module-not-as-asked": ({ module, isLoaded, run }) => ({
      what: isLoaded
        ? `The next boot will not load the kernel module ${module}, as run ${run} was asked for.`
        : `The kernel module ${module} is not loaded, as run ${run} was asked for.`,
      why: isLoaded ? "No list that a boot loads names it." : "/sys/module does not have it.",
      next: "criadm apply",
      link: "https://man7.org/linux/man-pages/man5/modules-load.d.5.html",
    }),
    "kernel-value-not-as-asked": ({ key, asked, value, file, run }) => ({
      what: file.startsWith("/proc/")
        ? `${key} is ${value}, and run ${run} was asked for ${asked}.`
        : `${key} will not be ${asked} after the next boot, as run ${run} was asked for.`,
      why:
        file === ""
          ? "No file that a boot loads sets it."
          : file.startsWith("/proc/")
            ? `The running kernel says so (${file}).`
            : `${file} sets it to ${value}.`,
      next: "criadm apply",
      link: "https://man7.org/linux/man-pages/man5/sysctl.d.5.html",
    }),
    "kernel-ip-forward-set-back-by": ({ file, value, program }) => ({
      what: "IPv4 forwarding is on now and will be switched off again.",
      why: `${program} sets it to ${value}, because of ${file}.`,
      next: "criadm apply --ip-forward",
      link: "https://man7.org/linux/man-pages/man5/sysctl.d.5.html",
    }),
    "kernel-ip-forward-lost-at-boot": ({ program }) => ({
      what: "IPv4 forwarding is on now, and no file keeps it on after a boot.",
      why: `No file that ${program} loads sets net.ipv4.ip_forward, and the kernel starts with 0.`,
      next: "criadm apply --ip-forward",
      link: "https://man7.org/linux/man-pages/man5/sysctl.d.5.html",
    }),
    "kernel-sysctl-file-not-read": ({ file, line, meant, program }) => ({
      what: `${file} is not read, so "${line}" in it does not count.`,
      why: `${program} loads only files whose name ends in .conf.`,
      next: `mv ${file} ${meant} && sysctl --system`,
      link: "https://man7.org/linux/man-pages/man5/sysctl.d.5.html",
    }),
    "kernel-module-kept-out": ({ module, file, line }) => ({
      what: `"${line}" keeps the kernel module ${module} from being loaded, at the latest after the next boot.`,
      why:
        module === "overlay"
          ? "containerd, CRI-O and Docker keep containers on overlay file systems unless told otherwise."
          : "Without it, packets between pods on a bridge pass by the rules that services and network policies are made of.",
      next: `Remove the line from ${file}, then: modprobe ${module}`,
      link: "https://man7.org/linux/man-pages/man5/modprobe.d.5.html",
    }),
    "kernel-modules-file-not-read": ({ module, file, meant }) => ({
      what: `${file} is not read, so a boot does not load ${module} because of it.`,
      why: "In that directory only files whose name ends in .conf count.",
      next: `mv ${file} ${meant} && modprobe ${module}`,
      link: "https://man7.org/linux/man-pages/man5/modules-load.d.5.html",
    }),
    "kernel-ip-forward-off": ({ value, file }) => ({
      what: "IPv4 forwarding is off.",
      why: `net.ipv4.ip_forward is ${value} (${file}). Pods on this node cannot reach other nodes, and kubeadm stops.`,
      next: "criadm apply --ip-forward",
      link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#prerequisite-ipv4-forwarding-optional",
    }),
  }),
  reasons: () => ({
    "sysctl-after-boot": ({ value }) => `after the next boot it is ${value}`,
    "sysctl-in-effect-at-boot": ({ program }) => `in effect when ${program} loads the files at boot`,
    "sysctl-nobody-sets-it": () => "no file sets it, and the kernel starts with 0",
    "sysctl-hidden-by": ({ file }) => `hidden by ${file}, which has the same name in an earlier directory`,
    "sysctl-not-read": ({ program }) => `not read by ${program}`,
    "sysctl-refused-by-kernel": ({ value }) => `the kernel refuses the value "${value}"`,
    "sysctl-name-not-conf": () => "not read: the name does not end in .conf",
    "sysctl-takes-key-out": () => "takes the key out of what patterns set",
    "sysctl-line-sets-another": ({ key }) => `this line would set ${key} to another value again`,
    "sysctl-asked": ({ key, value }) => `${key} = ${value}, as asked`,
    "sysctl-kubelet-protects": ({ key, value }) =>
      `${key} = ${value}: a kubelet with protectKernelDefaults starts only so`,
    "sysctl-pods-watch-files": ({ key, value }) =>
      `${key} = ${value} at least: pods that watch files share the limit of one user`,
    "sysctl-bridged-packets-filtered": ({ key, value }) =>
      `${key} = ${value}: packets between pods on a bridge meet the rules of services and policies`,
    "module-asked": ({ module }) => `${module} is loaded, as asked`,
    "module-for-bridges": ({ module }) => `${module}: without it packets on a bridge pass by the rules of services`,
    "module-of-the-host": ({ module }) =>
      `${module} is not loaded: a container has the kernel of its host, load it there`,
    "swap-of-the-host": ({ devices }) =>
      `swap stays in use (${devices.join(", ")}): a container has the kernel of its host, switch it off there`,
    "module-kept-out-here": () => "this line keeps it from being loaded",
    "module-not-listed": () => "no list makes a boot load it",
    "sysctl-left-to-kernel": () => "no file sets it, so the kernel's own value stays",
    "sysctl-line-sets-it-back": () => "this line would switch it off again",
    "sysctl-file-not-read": ({ file, why }) => `${file} was left out of the calculation: ${why}`,
  }),
})
