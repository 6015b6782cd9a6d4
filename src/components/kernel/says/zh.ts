// The Chinese sentences about the kernel's settings.
import type { Translated } from "../../../wording/texts.ts"
import { inWords, listed } from "../../../wording/zh/phrases.ts"
import type { KernelFaults, KernelFindings, KernelReasons } from "./codes.ts"

export const chinese: Translated<KernelFaults, KernelFindings, KernelReasons> = {
  faults: {
    "kernel-ip-forward-cannot-win": ({ file, line }) => ({
      what: `${file} 设置了“${line}”，而且排在 criadm 可以写入的所有文件之后。`,
      next: `请在 /etc/sysctl.d 下用同名文件覆盖它，然后重新运行同一命令。`,
    }),
    "kernel-value-cannot-win": ({ file, line }) => ({
      what: `${file} 设置了“${line}”，而且排在 criadm 可以写入的所有文件之后。`,
      next: `请在 /etc/sysctl.d 下用同名文件覆盖它，然后重新运行同一命令。`,
    }),
    "kernel-module-is-kept-out": ({ module, file, line }) => ({
      what: `${file} 中的“${line}”使内核模块 ${module} 无法加载。`,
      next: `如果没有什么需要这一行，请删除它，然后重新运行同一命令。未做任何更改。`,
    }),
    "kernel-module-unknown": ({ module }) => ({
      what: `正在运行的内核没有模块 ${module}。`,
      next: `请查找它的名称：modprobe --dry-run --verbose ${module}。更新内核之后，可能需要先重启。未做任何更改。`,
    }),
    "kernel-swap-file-not-read": ({ file, why }) => ({
      what: `无法把 ${file} 作为文本读取（${inWords(why)}），因此不知道下次开机是否会因它而启用交换内存。`,
      next: "请查看该文件并改正其中的问题，然后重新运行同一命令。未做任何更改。",
    }),
    "kernel-value-unknown": ({ key, module }) => ({
      what: `正在运行的内核没有 ${key}。`,
      next:
        module !== ""
          ? `它随一个内核模块而来；请同时加载该模块：--module ${module}。未做任何更改。`
          : `请查找它的名称：sysctl -a | grep ${key.split(".").at(-1)}。如果它来自某个内核模块，请先加载该模块。未做任何更改。`,
    }),
  },
  findings: {
    "kernel-module-not-as-asked": ({ module, isLoaded, run }) => ({
      what: isLoaded
        ? `下次开机不会像第 ${run} 次执行所要求的那样加载内核模块 ${module}。`
        : `内核模块 ${module} 没有像第 ${run} 次执行所要求的那样加载。`,
      why: isLoaded ? "开机时加载的列表都没有列出它。" : "/sys/module 中没有它。",
      next: "criadm apply",
    }),
    "kernel-value-not-as-asked": ({ key, asked, value, file, run }) => ({
      what: file.startsWith("/proc/")
        ? `${key} 是 ${value}，而第 ${run} 次执行要求的是 ${asked}。`
        : `下次开机后 ${key} 不会是第 ${run} 次执行所要求的 ${asked}。`,
      why:
        file === ""
          ? "开机时加载的文件都没有设置它。"
          : file.startsWith("/proc/")
            ? `正在运行的内核这样说（${file}）。`
            : `${file} 把它设为 ${value}。`,
      next: "criadm apply",
    }),
    "kernel-ip-forward-set-back-by": ({ file, value, program }) => ({
      what: "IPv4 转发现在是开启的，但会再次被关闭。",
      why: `由于 ${file}，${program} 会把它设为 ${value}。`,
      next: "criadm apply --ip-forward",
    }),
    "kernel-ip-forward-lost-at-boot": ({ program }) => ({
      what: "IPv4 转发现在是开启的，但没有文件使它在重启后保持开启。",
      why: `${program} 加载的文件都没有设置 net.ipv4.ip_forward，而内核启动时的值是 0。`,
      next: "criadm apply --ip-forward",
    }),
    "kernel-sysctl-file-not-read": ({ file, line, meant, program }) => ({
      what: `${file} 不会被读取，因此其中的“${line}”不起作用。`,
      why: `${program} 只加载名称以 .conf 结尾的文件。`,
      next: `请运行：mv ${file} ${meant} && sysctl --system`,
    }),
    "kernel-module-kept-out": ({ module, file, line }) => ({
      what: `“${line}”使内核模块 ${module} 无法加载，最迟在下次开机之后生效。`,
      why:
        module === "overlay"
          ? "除非另有设置，containerd、CRI-O 和 Docker 都把容器放在 overlay 文件系统上。"
          : "没有该模块，网桥上 Pod 之间的数据包不会经过 Service 和网络策略所依赖的规则。",
      next: `从 ${file} 中删除这一行，然后运行：modprobe ${module}`,
    }),
    "kernel-modules-file-not-read": ({ module, file, meant }) => ({
      what: `${file} 不会被读取，开机时不会因它而加载 ${module}。`,
      why: "该目录中只有名称以 .conf 结尾的文件才有效。",
      next: `请运行：mv ${file} ${meant} && modprobe ${module}`,
    }),
    "kernel-ip-forward-off": ({ value, file }) => ({
      what: "IPv4 转发处于关闭状态。",
      why: `net.ipv4.ip_forward 为 ${value}（${file}）。此节点上的 Pod 无法访问其他节点，kubeadm 也会停止。`,
      next: "criadm apply --ip-forward",
    }),
  },
  reasons: {
    "sysctl-after-boot": ({ value }) => `下次开机后是 ${value}`,
    "sysctl-in-effect-at-boot": ({ program }) => `${program} 在开机时加载这些文件后生效`,
    "sysctl-nobody-sets-it": () => "没有文件设置它，而内核启动时的值是 0",
    "sysctl-hidden-by": ({ file }) => `被 ${file} 遮盖，它在更靠前的目录中且文件名相同`,
    "sysctl-not-read": ({ program }) => `${program} 不读取`,
    "sysctl-refused-by-kernel": ({ value }) => `内核拒绝值“${value}”`,
    "sysctl-name-not-conf": () => "未读取：文件名不以 .conf 结尾",
    "sysctl-takes-key-out": () => "把这个键从通配模式的设置中排除",
    "sysctl-line-sets-another": ({ key }) => `这一行会再次把 ${key} 设为另一个值`,
    "sysctl-asked": ({ key, value }) => `${key} = ${value}，按要求`,
    "sysctl-kubelet-protects": ({ key, value }) =>
      `${key} = ${value}：启用 protectKernelDefaults 的 kubelet 只有这样才会启动`,
    "sysctl-pods-watch-files": ({ key, value }) => `${key} 至少为 ${value}：监视文件的 Pod 共用一个用户的限额`,
    "sysctl-bridged-packets-filtered": ({ key, value }) =>
      `${key} = ${value}：网桥上 Pod 之间的数据包会经过 Service 和网络策略的规则`,
    "module-asked": ({ module }) => `加载 ${module}，按要求`,
    "module-for-bridges": ({ module }) => `${module}：没有它，网桥上的数据包不会经过 Service 的规则`,
    "module-of-the-host": ({ module }) => `没有加载 ${module}：容器使用其宿主机的内核，请在宿主机上加载它`,
    "swap-of-the-host": ({ devices }) =>
      `交换内存仍在使用（${listed(devices)}）：容器使用其宿主机的内核，请在宿主机上关闭它`,
    "module-kept-out-here": () => "这一行使它无法加载",
    "module-not-listed": () => "没有列表使它在开机时加载",
    "sysctl-left-to-kernel": () => "没有文件设置它，因此保持内核自己的值",
    "sysctl-line-sets-it-back": () => "这一行会再次把它关闭",
    "sysctl-file-not-read": ({ file, why }) => `计算时没有包括 ${file}：${inWords(why)}`,
  },
}
