// 安装容器运行时的中文：什么妨碍安装，以及计划和步骤如何说明软件包。

import type { InstallFaults, InstallLines, InstallReasons } from "../../model/arguments/install.ts"
import type { ArchiveTrouble } from "../../model/facts/image-archive.ts"
import type { ImageSystem } from "../../model/install/packages.ts"
import type { FaultText, Texts } from "../../wording/texts.ts"
import { listed } from "../../wording/zh/phrases.ts"
import { sizeText } from "../size.ts"
import { archiveFaults, whyWithoutPackages } from "./archives.ts"

const unchanged = "未做任何更改。"

const imageWays: Readonly<Record<ImageSystem, string>> = {
  "": "请使用带有容器运行时的系统镜像，或者用系统自己的方法添加。",
  flatcar:
    "Flatcar 的镜像中已有 containerd；其他版本以系统扩展提供（https://www.flatcar.org/docs/latest/container-runtimes/）。",
  bottlerocket: "Bottlerocket 的镜像中已有 containerd：请使用与你的 Kubernetes 次要版本对应的变体。",
  ostree: "请将其添加为一层：rpm-ostree install containerd，然后重启；或者使用已包含它的镜像。",
  nixos: "请在 configuration.nix 中设置 virtualisation.containerd.enable = true，然后运行：nixos-rebuild switch。",
  talos: "Talos 的镜像中已有 containerd，kubelet 就运行在它之上；无需安装任何软件。",
}

const archiveTroubles = (most: string): Readonly<Record<ArchiveTrouble, string>> => ({
  "not-an-archive": "它不是 tar 归档，或者不完整",
  "too-large": `它大于 ${most}，或者解压后超过其两倍`,
  damaged: "其中列出的内容不存在，或者与摘要不符",
  "no-image": "其中没有镜像，既没有 manifest.json 也没有 index.json",
  "no-name": "其中的镜像都没有带镜像仓库和标签的名称",
})

export const installFaults: Texts<InstallFaults, FaultText> = {
  "install-not-known": ({ runtime, os }) => ({
    what: `criadm 不知道${os === "" ? "此系统" : ` ${os} `}中${runtime === "" ? "容器运行时" : ` ${runtime} `}的软件包。`,
    next: `请用此系统自己的方法安装${runtime === "" ? "" : ` ${runtime}`}，然后重新运行 criadm。${unchanged}`,
  }),
  "install-needs-live-node": () => ({
    what: "软件包只能安装在正在运行的节点上，不能安装在 --root 之下。",
    next: `请用该目录树自己的包管理器安装运行时，然后不带 --install 运行此命令。${unchanged}`,
  }),
  "another-runtime-there": ({ runtime, installed }) => ({
    what: `此节点上已有 ${installed}${runtime === "" ? "" : `，而没有 ${runtime}`}。`,
    next: `要使用已有的运行时：criadm apply --runtime ${installed}。要换用另一个，请先腾空节点并移除 ${installed}。${unchanged}`,
  }),
  "no-package-manager": ({ manager }) => ({
    what:
      manager === ""
        ? "此节点没有 criadm 能用来安装的包管理器；criadm 使用 apt、dnf、zypper、pacman 和 apk 安装。"
        : `criadm 不认识包管理器 ${manager}。`,
    next: `请自行安装容器运行时的软件包，然后不带 --install 重新运行 criadm。${unchanged}`,
  }),
  "system-is-image": ({ path, system }) => ({
    what: `此系统的程序来自镜像，或者是只读的（${path}），因此无法安装软件包。`,
    next: `${imageWays[system] ?? imageWays[""]}${unchanged}`,
  }),
  "release-too-old": ({ runtime, version, needed, kubernetes, isPlanned, elsewhere }) => ({
    what: isPlanned
      ? `此节点的软件包带来的是 ${runtime} ${version}。Kubernetes ${kubernetes} 计划要求 ${runtime} ${needed} 或更新的版本。`
      : `此节点的软件包带来的是 ${runtime} ${version}，它不提供 CRI v1；从 ${runtime} ${needed} 起才提供。`,
    next: `请使用发行版的较新版本；或者添加提供 ${runtime} ${needed} 或更新版本的厂商软件源，然后重新运行同一命令；或者用项目自己的归档文件安装（${elsewhere}），然后不带 --install 运行 criadm。${unchanged}`,
  }),
  ...archiveFaults,
  "nothing-installed": () => ({
    what: "criadm 没有在此节点上安装过运行时，或者已经将其移除。",
    next: `此处的运行时来自其他方式，请用相应的方式移除。criadm history 会列出各次执行。${unchanged}`,
  }),
  "release-needs-install": ({ release }) => ({
    what: `--runtime-release ${release} 说明要安装哪个版本，但这次执行不安装任何软件。`,
    next: `请加上 --install distribution 或 --install upstream。要说明已有运行时的版本，请用 --runtime-version。${unchanged}`,
  }),
  "another-release-there": ({ runtime, installed, release }) => ({
    what: `此节点上已有 ${runtime} ${installed}；criadm 只在没有运行时的节点上安装 ${release}。`,
    next: `请腾空节点并用包管理器升级，或者不使用 --runtime-release。${unchanged}`,
  }),
  "older-release-asked": ({ runtime, installed, release }) => ({
    what: `criadm 已在此节点上放置 ${runtime} ${installed}，而 ${release} 较旧。新版本存储的数据，旧版本可能无法读取，因此不会替换。`,
    next: `请指定 ${installed} 或更新的版本。要回滚到之前的状态：criadm history 会列出各次执行，criadm rollback 加上编号即可回滚那一次。要使用其他旧版本：先腾空节点，运行 criadm uninstall，移走它列出的数据，然后重新运行同一命令。${unchanged}`,
  }),
  "release-not-offered": ({ runtime, release, offered }) => ({
    what: `此节点的软件源不提供 ${runtime} ${release}，它们提供的是 ${listed(offered)}。`,
    next: `请选择其中之一，例如 --runtime-release ${offered[0] ?? ""}，或者不使用 --runtime-release。${unchanged}`,
  }),
  "packages-not-offered": ({ packages, command, elsewhere }) => ({
    what: `此节点的软件源不提供 ${listed(packages)}。`,
    next: `请重新读取软件源列表，或者设置提供它的软件源，然后重新运行同一命令：${command}。${elsewhere === "" ? "" : `其他来源：${elsewhere} `}${unchanged}`,
  }),
  "packages-unsolvable": ({ packages }) => ({
    what: `此节点的包管理器无法安装 ${listed(packages)}。`,
    next: `它的最后几行说明了原因。${unchanged}`,
  }),
  "packages-would-remove": ({ packages, removed }) => ({
    what: `安装 ${listed(packages)} 会移除 ${listed(removed)}，因此不会执行。`,
    next: `如果可以移除，请自行移除，然后重新运行同一命令。${unchanged}`,
  }),
  "packages-would-upgrade": ({ packages, upgraded, command }) => ({
    what: `安装 ${listed(packages)} 还会替换此节点上已有的软件包：${listed(upgraded)}。`,
    next: `请先更新节点（${command}），然后重新运行同一命令。${unchanged}`,
  }),
  "packages-held": ({ packages, command }) => ({
    what: `${listed(packages)} 在此节点上被保留，包管理器不会改动。`,
    next: `如果不再需要保留：${command}。${unchanged}`,
  }),
  "packages-not-fetched": ({ packages }) => ({
    what: `无法获取这些软件包：${listed(packages)}。`,
    next: `包管理器的最后几行说明了原因；常见的是无法连接镜像站或磁盘已满。解决后重新运行同一命令。${unchanged}`,
  }),
  "packages-locked": ({ pid, program }) => ({
    what: `另一个包管理器正在此节点上工作：${program === "" ? "进程" : program}（${pid}）。`,
    next: "请在它结束后重新运行同一命令，或者等待它：--lock-timeout 600。",
  }),
  "packages-moved": ({ packages }) => ({
    what: `包管理器对 ${listed(packages)} 要做的事已不再是计划中的内容。`,
    next: "请重新制定计划。",
  }),
  "packages-not-installed": ({ packages }) => ({
    what: `包管理器没有安装 ${listed(packages)}。`,
    next: "它的最后几行说明了原因。",
  }),
  "packages-not-removed": ({ packages }) => ({
    what: `无法移除这些软件包：${listed(packages)}。`,
    next: "包管理器的最后几行说明了原因；常见的是现在有其他软件包需要其中之一。",
  }),
  "image-archive-unusable": ({ file, why, most }) => ({
    what: `无法导入 ${file}：${archiveTroubles(sizeText(most))[why] ?? why}。`,
    next: `请在有该镜像的机器上重新生成：docker save IMAGE --output FILE，或者 ctr -n k8s.io images export FILE IMAGE。${unchanged}`,
  }),
  "image-archive-architecture": ({ file, found, architecture }) => ({
    what: `${file} 中的镜像适用于 ${listed(found)}，而此节点是 ${architecture}。`,
    next: `请提供适用于 ${architecture} 的归档：docker pull --platform linux/${architecture} IMAGE，然后 docker save IMAGE --output FILE。${unchanged}`,
  }),
  "image-archive-layout": ({ file, runtime, needed }) => ({
    what: `${file} 是 OCI 镜像布局，${runtime} 从 ${needed} 起才能读取，此节点上的版本较旧。`,
    next: `请提供 ${needed} 之前的 ${runtime} 用 docker save 写出的归档，或者：skopeo copy oci-archive:FILE docker-archive:NEW:IMAGE。${unchanged}`,
  }),
  "image-archive-needs-live-node": () => ({
    what: "镜像只能导入正在运行的运行时，因此不能与 --root 一起使用。",
    next: `此处请不要使用 --sandbox-image-archive，请在运行中的节点上使用。${unchanged}`,
  }),
  "image-not-in-archive": ({ file, image, found }) => ({
    what: `${file} 中有 ${listed(found)}，但没有沙箱镜像 ${image}。`,
    next: `要使用其中的镜像：--sandbox-image ${found[0] ?? ""}。${unchanged}`,
  }),
  "image-differs": ({ file, image, there, inFile }) => ({
    what: `此节点上名为 ${image} 的是另一个镜像：${there}。${file} 中的是 ${inFile}。`,
    next: `要保留现有镜像，请不要使用 --sandbox-image-archive。要替换它：crictl rmi ${image}，然后重新运行同一命令。${unchanged}`,
  }),
  "image-not-imported": ({ image, file }) => ({
    what: `未能从 ${file} 导入 ${image}。`,
    next: "导入程序的最后几行说明了原因。",
  }),
  "image-not-removed": ({ image }) => ({
    what: `已导入的镜像 ${image} 无法移除。`,
    next: `它没有害处。运行时重新响应后：crictl rmi ${image}`,
  }),
  "pods-would-end": ({ pods, packages }) => ({
    what: `此节点上正在运行 ${pods.length} 个 Pod，回滚这次执行会移除 ${listed(packages)}：${listed(pods)}。`,
    next: `请先腾空节点：kubectl drain NODE --ignore-daemonsets --delete-emptydir-data。仍要继续：--allow-running-pods。${unchanged}`,
  }),
}

export const installReasons: Texts<InstallReasons, string> = {
  "companion-is-missing": () =>
    "该运行时自身不提供 CRI，而代它提供的程序不在此节点上；安装并设为开机时启动，在配置完成之前不启动",
  "runtime-is-missing": () => "此节点上没有容器运行时；安装并设为开机时启动，在配置完成之前不启动",
  "started-once": () => "一切就绪后启动一次",
  "release-asked": ({ release }) => `要求使用 ${release}，而现有版本由 criadm 放置`,
  "release-below-recommended": ({ runtime, release, kubernetes, recommended }) =>
    `对于 Kubernetes ${kubernetes}，${runtime} 项目方建议使用各系列的 ${recommended.map((one) => `${one} 或更新版本`).join("、")}；${release} 较旧，但仍可提供服务`,
  "in-image-archive": ({ image, file }) => `${image} 在 ${file} 中`,
  "image-from-archive": ({ file }) => `来自 ${file}`,
  "image-imported-later": ({ image, command }) => `运行时未运行，因此没有导入 ${image}；运行后请执行：${command}`,
  "observed-imported-image": ({ image, id }) => (id === "" ? `运行时没有 ${image}` : `运行时已有 ${image}`),
  "companion-there": ({ project, path }) => `此节点上已有 ${project}（${path}），保持不变`,
  "release-supported": ({ runtime, release, until, isOver, isPackaged }) =>
    isOver
      ? `${runtime} 项目方对 ${release} 的修复已于 ${until} 结束；此后${isPackaged ? "只有发行版可能继续修复" : "不再有人修复"}`
      : `${runtime} 项目方为 ${release} 提供修复直到 ${until}`,
}

export const installLines: Texts<InstallLines, string> = {
  "data-left": ({ directories }) => `镜像和容器仍保留在 ${listed(directories)} 中。不再需要时请自行移除。`,
  "plan-packages": ({ manager, count, size }) => `用 ${manager} 安装 ${count} 个软件包（${size}）：`,
  "plan-package": ({ name, version, origin }) => `${name} ${version}${origin === "" ? "" : `（${origin}）`}`,
  "plan-remove-packages": ({ packages }) => `移除软件包 ${listed(packages)}；它们的配置文件会保留`,
  "plan-starts": ({ services }) => `随之而来的服务：${listed(services)}`,
  "plan-against-package": ({ path }) => `${path} 是新文件；与软件包带来的文件相比较`,
  "step-image": ({ image }) => `导入镜像 ${image}`,
  "step-remove-image": ({ image }) => `移除镜像 ${image}`,
  "expect-image": ({ component, image }) => `${component}：已有镜像 ${image}`,
  "bundle-archives-instead": (args) =>
    `使用项目的发布归档，而不是 ${args.system} 的软件包：${whyWithoutPackages(args)}。`,
  "bundle-made": ({ path, runtime, release, kubernetes, arch }) =>
    `${path}：适用于 ${arch} 和 Kubernetes ${kubernetes} 的 ${runtime} ${release}。每个文件均已校验：`,
  "bundle-whole": ({ path, runtime, release, kubernetes, arch }) =>
    `${path} 完整：适用于 ${arch} 和 Kubernetes ${kubernetes} 的 ${runtime} ${release}。`,
  "bundle-use": () =>
    "其中有 criadm（.tar 请先运行：tar -xf FILE criadm）。在节点上运行：./criadm apply --install /its/place/there",
  "bundle-use-without-criadm": () =>
    "这个 criadm 不适用于该节点：请另外带上适用的 criadm。在节点上运行：criadm apply --install /its/place/there",
  "plan-tree": ({ source, count, size }) =>
    `放置 ${count} 个发布归档（${source}，需下载 ${size}），每个均按 SHA-256 校验：`,
  "plan-archive": ({ project, version, url }) => `${project} ${version}  (${url})`,
  "plan-tree-places": ({ directories, files }) => `${files} 个文件，位于 ${listed(directories)}`,
  "plan-remove-tree": ({ projects }) => `移除已放置的 ${listed(projects)}`,
  "plan-tree-kept": ({ files }) => `以下文件已被改动，保持不变：${listed(files)}`,
  "plan-exchange": ({ source, count, size }) =>
    `用 ${count} 个发布归档替换 criadm 先前放置的文件（${source}，需下载 ${size}），每个均按 SHA-256 校验：`,
  "plan-exchanged": ({ project, version, url, before }) =>
    `${project} ${before === "" ? "" : `${before} -> `}${version}  (${url})`,
  "plan-exchange-gone": ({ files }) => `新版本不再包含，将移除：${listed(files)}`,
  "plan-exchange-kept": ({ directory }) => `被替换的文件保存在 ${directory}，供 criadm rollback 使用`,
  "step-exchange": ({ releases }) => `换上 ${listed(releases)}`,
  "step-tree": ({ projects }) => `放置 ${listed(projects)}`,
  "step-remove-tree": ({ projects }) => `移除 ${listed(projects)}`,
  "step-packages": ({ packages }) => `安装 ${listed(packages)}`,
  "step-remove-packages": ({ packages }) => `移除 ${listed(packages)}`,
}
