// The Chinese sentences about cri-dockerd.
import type { Translated } from "../../../wording/texts.ts"
import type { CriDockerdFaults, CriDockerdFindings, CriDockerdReasons } from "./codes.ts"

const unchanged = "未做任何更改。"

export const chinese: Translated<CriDockerdFaults, CriDockerdFindings, CriDockerdReasons> = {
  faults: {
    "cri-dockerd-flag-by-hand": ({ flag, file }) => ({
      what: `cri-dockerd 的沙箱镜像只能由标志给出，而 criadm 不编辑它在这里的启动方式${file === "" ? "" : `（${file}）`}。`,
      next: `请用 ${flag} 启动 cri-dockerd，然后重新运行同一命令；或者使用 --sandbox-image keep。${unchanged}`,
    }),
    "cri-dockerd-drop-in-out-of-reach": ({ file }) => ({
      what: `${file} 设置了 cri-dockerd 的命令行，而且排在 criadm 可以写入的所有文件之后。`,
      next: `请改为在 /etc/systemd/system 下放置同名文件，然后重新运行同一命令。${unchanged}`,
    }),
  },
  findings: {
    "cri-dockerd-without-cri-v1": ({ release }) => ({
      what: "cri-dockerd 只提供旧的 CRI v1alpha2。",
      why: `cri-dockerd ${release} 早于 0.3.0。1.26 或更高版本的 kubelet 需要 CRI v1。`,
      next: "请把 cri-dockerd 升级到 0.3.17 或更高版本。",
    }),
    "cri-dockerd-tells-no-driver": ({ release }) => ({
      what: "cri-dockerd 无法把 Docker 的 cgroup 驱动告知 kubelet。",
      why: `RuntimeConfig 从 cri-dockerd 0.3.17 起才有；这里是 ${release}。Kubernetes 计划从 1.38 起要求它。`,
      next: "请让 kubelet 的 cgroupDriver 与 Docker 的保持相同，并升级 cri-dockerd。",
    }),
    "cri-dockerd-of-mke": ({ service }) => ({
      what: "Mirantis Kubernetes Engine 在这里运行自己的 cri-dockerd。",
      why: `${service} 属于它。criadm 不会改动它。`,
      next: "请通过 Mirantis Kubernetes Engine 来配置。",
    }),
  },
  reasons: {
    "cri-dockerd-set-sandbox-image": ({ image }) => `沙箱镜像 ${image}`,
    "cri-dockerd-asks-driver-once": () => "cri-dockerd 只在启动时向 Docker 询问它的 cgroup 驱动",
    "cri-dockerd-speaks-no-v1": ({ release }) => `cri-dockerd ${release} 早于 0.3.0，不支持 CRI v1`,
    "cri-dockerd-release-not-told": () => "无法得知 cri-dockerd 的版本",
    "cri-dockerd-later-flag-counts": () => "起作用的是后面的同名标志",
    "cri-dockerd-line-replaced": ({ file }) => `被 ${file} 中的行替换`,
  },
}
