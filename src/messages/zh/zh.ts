// Simplified Chinese, with the terms of the Kubernetes documentation in Chinese. Says what en.ts says. Names of files,
// keys, flags, commands and services stay as they are; a space stands between Chinese and Latin text.

import { listed as components } from "../../components/known.ts"
import type { FaultArguments } from "../../model/arguments/fault.ts"
import type { DistributionId } from "../../model/facts/owner.ts"
import { shellWord } from "../../model/shell-word.ts"
import type { Translated } from "../../wording/texts.ts"
import { inWords, joined, listed } from "../../wording/zh/phrases.ts"
import type { Catalogue } from "../catalogue.ts"
import { en } from "../en/en.ts"
import { joined as joinedTables, type OwnedFaults, type OwnedFindings, type OwnedReasons } from "../owned.ts"
import { checkFindings } from "./check.ts"
import { clauses } from "./clauses.ts"
import { installFaults, installLines, installReasons } from "./install.ts"
import { withLinks } from "./links.ts"
import { migrateFaults, migrateLines, migrateReasons } from "./migrate.ts"
import { zhScreens } from "./screens.ts"
import { unitFindings } from "./units.ts"

/** What the components say, put together as ../owned.ts does with the English. */
const ownedChinese = joinedTables(
  await Promise.all(components.map(({ says }) => says.chinese())),
) as unknown as Translated<OwnedFaults, OwnedFindings, OwnedReasons>

/** What no longer holds of a file or value that a plan relied on. */
const movedTexts: { readonly [What in FaultArguments["node-changed"]["what"]]: string } = {
  unreadable: "无法读取，或者不是文本",
  gone: "已不存在",
  appeared: "当时并不存在",
  content: "内容已改变",
  mode: "权限模式已改变",
  owner: "属主已改变",
  link: "符号链接现在指向别处",
  value: "值已改变",
  kind: "那里现在是其他类型的文件",
  packages: "其中有些软件包现在已经存在",
}

/** What is done to a service. Anything else is shown as it is. */
const actions: Readonly<Record<string, string>> = {
  restart: "重启",
  reload: "重新加载",
  start: "启动",
  stop: "停止",
}

const actionText = (action: string) => actions[action] ?? action

const runtimesLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/"

const distributionNames: { readonly [Id in DistributionId]: string } = {
  k3s: "k3s",
  rke2: "RKE2",
  k0s: "k0s",
  microk8s: "MicroK8s",
}

const distributionWays: { readonly [Id in DistributionId]: string } = {
  k3s: "请用 k3s 的方式配置它：镜像仓库写在 /etc/rancher/k3s/registries.yaml 中，其余写在 /var/lib/rancher/k3s/agent/etc/containerd/config.toml 旁边的模板中。",
  rke2: "请用 RKE2 的方式配置它：镜像仓库写在 /etc/rancher/rke2/registries.yaml 中，其余写在 /var/lib/rancher/rke2/agent/etc/containerd/config.toml 旁边的模板中。",
  k0s: "请用 k0s 的方式配置它：在 /etc/k0s/containerd.d 中添加文件。",
  microk8s: "请用 MicroK8s 的方式配置它：写在 /var/snap/microk8s/current/args/containerd-template.toml 中。",
}

/** How one's own copy of a vendor's file is made and read. */
function copyInstead(file: string, from: string, copy: string, service: string, variable: string): string {
  if (file === copy) return `请用自己的副本替换该链接：cp --remove-destination ${from} ${copy}。`
  const made = `请创建自己的副本：mkdir -p ${copy.slice(0, copy.lastIndexOf("/"))} && cp ${file} ${copy}。`
  if (service === "") return made
  const line = variable === "" ? `指定 ${copy} 的 ExecStart=` : `Environment=${variable}=${copy}`
  return `${made}请让 ${service} 读取它：systemctl edit ${service}，内容为 [Service] 和 ${line} 两行。`
}

export const zh: Catalogue = {
  clauses,
  screens: zhScreens,
  faults: {
    ...ownedChinese.faults,
    ...installFaults,
    ...migrateFaults,
    "document-broken": ({ language, expected }) => ({
      what: `这不是有效的${joined(inWords(language))}：${expected}`,
      next: "请修正这一行，然后重新运行同一命令。未做任何更改。",
    }),
    "edit-refused": ({ file, key, why }) => ({
      what: `无法只更改 ${file} 中的 ${key} 而不影响其他内容：${why}。`,
      next: "请手动更改这个键，然后重新运行同一命令。未做任何更改。",
    }),
    "file-unreadable": ({ file, why }) => ({
      what: `无法读取 ${file}：${inWords(why)}。`,
      next: "请让该文件可读，或者以 root 身份运行 criadm。未做任何更改。",
    }),
    "not-root": ({ command }) => ({
      what: `${command} 会更改节点，需要 root 权限。`,
      next: `请用 sudo 重新运行。`,
    }),
    "unknown-flag": ({ flag, hint, command }) => ({
      what: `此命令没有 ${flag} 标志。`,
      next: hint === "" ? `请参阅：${command.replace("[flags]", "--help")}` : `你是指 ${hint} 吗？`,
    }),
    "unknown-command": ({ command, hint }) => ({
      what: `没有“${command}”这个命令。`,
      next: hint === "" ? "请参阅：criadm --help" : `你是指“criadm ${hint}”吗？`,
    }),
    "bad-answer": ({ setting, given, accepted }) => ({
      what: `${setting} 不能是“${given}”。`,
      next: `可接受：${accepted}。`,
    }),
    "answers-file-broken": ({ file, why }) => ({
      what: `应答文件 ${file} 无法使用：${inWords(why)}`,
      next: "请修正该文件，然后重新运行同一命令。未做任何更改。",
    }),
    interrupted: () => ({ what: "已中断。", next: "节点与之前一样。" }),
    "unknown-answer": ({ key, hint, known }) => ({
      what: `应答文件中的键“${key}”不是设置项。`,
      next: hint === "" ? `设置项有：${listed(known)}。` : `你是指“${hint}”吗？`,
    }),
    "flag-needs-value": ({ flag }) => ({ what: `${flag} 需要一个值。`, next: `请写成 ${flag} VALUE。` }),
    "flag-takes-no-value": ({ flag }) => ({ what: `${flag} 不带值。`, next: `请只写 ${flag}。` }),
    "script-for-windows-alone": () => ({
      what: "--out-script 用于写出 Windows 节点的计划。",
      next: "请用 --root DIR --platform windows 给出该节点的磁盘；在 Linux 上由 criadm apply 执行。",
    }),
    "flags-exclude": ({ flag, other }) => ({
      what: `同时给出了 ${flag} 和 ${other}，而两者都指明节点文件的位置。`,
      next: `请只给出其中之一：${flag} DIR 用于根目录挂载在该处的运行中节点（例如在容器中），${other} DIR 用于未在运行的目录树。`,
    }),
    "flag-given-twice": ({ flag }) => ({ what: `${flag} 给出了两次。`, next: "请只给出一次。" }),
    "too-many-arguments": ({ argument, usage }) => ({ what: `“${argument}”是多余的参数。`, next: usage }),
    "missing-argument": ({ argument, usage }) => ({ what: `缺少 ${argument}。`, next: usage }),
    "no-terminal": () => ({
      what: "向导需要终端，而这里没有终端。",
      next: "请使用 criadm apply --yes，或者用 criadm plan 查看它会做什么。",
    }),
    "secret-on-terminal": () => ({
      what: "凭据应来自标准输入，而这里的标准输入是终端：凭据会显示在屏幕上。",
      next: "请通过管道提供：criadm apply --yes --registry HOST,credentials_file=- < FILE，或指定文件：credentials_file=FILE。",
    }),
    "standard-input-twice": ({ other }) => ({
      what: `标准输入只能读取一次，却被要求两次：credentials_file=- 和 ${other}。`,
      next: "请以文件形式提供其中之一。",
    }),
    "needs-yes": ({ see }) => ({
      what: "这会更改节点，而这里没有人可以询问。",
      next: `请加上 --yes 以跳过询问${see === "" ? "" : `，或者运行 ${see} 查看这些更改`}。`,
    }),
    "kubelet-uses-other-runtime": ({ endpoint, installed }) => ({
      what: `此节点的 kubelet 使用 ${endpoint}，而 criadm 在这里找到的运行时都没有这个端点。`,
      next:
        installed.length === 0
          ? "请用该端点背后的运行时自己的方式来配置它。未做任何更改。"
          : `请用该端点背后的运行时自己的方式来配置它。如果 kubelet 应当离开它以及在那里运行的所有 Pod，请明确指定：${installed.map((id) => `--runtime ${id}`).join(" 或 ")}。未做任何更改。`,
    }),
    "service-does-not-start": ({ service, command }) => ({
      what: `需要重启 ${service}，而它${command === "" ? "被初始化系统拒绝" : "被屏蔽（mask）"}，因此重启只会失败。`,
      next: `${command === "" ? "criadm check 会说明该怎么做" : `请先执行：${command}`}；或者使用 --no-restart 只更改文件。未做任何更改。`,
    }),
    "failures-left": ({ failures }) => ({
      what: `没有 criadm 可以更改的内容，而节点并不正常：check 报告的失败有 ${listed(failures)}。`,
      next: "criadm check 会逐项说明该怎么做。未做任何更改。",
    }),
    "edit-would-not-last": ({ file, from, by, os, copy, service, variable }) => ({
      what: {
        bottlerocket: `${os} 每次启动都会根据其设置写入 ${file}，因此编辑不会保留。`,
        talos: `${os} 会根据机器配置写入 ${file}，因此编辑不会保留。`,
        nixos: `${file} 由 NixOS 的配置写入，因此编辑不会保留。`,
        image: `${file} 属于${os === "" ? "供应商的镜像或软件包" : ` ${os} 的镜像或软件包`}，下次更新会替换它。`,
      }[by],
      next: {
        bottlerocket: "请改为更改设置：apiclient set，使用 settings.container-runtime 或 settings.kubernetes。",
        talos: "请改为更改机器配置：talosctl patch machineconfig。",
        nixos: "请改为在 NixOS 的配置中更改，然后运行 nixos-rebuild switch。",
        image: `${copyInstead(file, from, copy, service, variable)}然后重新运行同一命令。未做任何更改。`,
      }[by],
    }),
    "node-of-distribution": ({ distribution, path, installed }) => ({
      what: `此节点由 ${distributionNames[distribution]} 运行（由 ${path} 可见），它自带容器运行时。`,
      next: `${distributionWays[distribution]}${installed.length === 0 ? "" : `如果节点仍应使用其他运行时，请明确指定：${installed.map((id) => `--runtime ${id}`).join(" 或 ")}。`}未做任何更改。`,
    }),
    "runtime-not-chosen": ({ installed }) => ({
      what: `此节点上有多个容器运行时提供 CRI（${listed(installed)}），而没有 kubelet 说明它使用哪一个。`,
      next: `请指定一个：${installed.map((id) => `--runtime ${id}`).join(" 或 ")}。未做任何更改。`,
    }),
    "no-runtime": ({ looked, install }) => ({
      what: `在此节点上没有找到容器运行时（查找过 ${listed(looked)}）。`,
      next: install === "" ? `请先安装一个：${runtimesLink}` : `请先安装一个，例如：${install}`,
    }),
    "runtime-not-installed": ({ runtime, installed }) => ({
      what: `此节点上没有安装运行时 ${runtime}。`,
      next: installed.length === 0 ? "请先安装它。" : `已安装：${listed(installed)}。`,
    }),
    "runtime-has-no-binary": ({ runtime }) => ({
      what: `无法得知此节点上 ${runtime} 的版本，因为不能询问它的程序。`,
      next: "请说明它是哪个版本：--runtime-version X.Y.Z",
    }),
    "plan-file-broken": ({ file, why }) => ({
      what: `${file} 不是 criadm 保存的计划：${inWords(why)}。`,
      next: "可以这样生成计划：criadm plan --out FILE",
    }),
    "plan-for-other-root": ({ file, planned, here }) => ({
      what: `计划 ${file} 针对的根目录是 ${planned}，而不是 ${here}。`,
      next: `请给出与生成计划时相同的 --root。`,
    }),
    "not-written": ({ file, why }) => ({
      what: `无法写入 ${file}：${inWords(why)}。`,
      next: "请换一个位置，或者在那里腾出空间。",
    }),
    "unknown-finding": ({ given, hint }) => ({
      what: `没有“${given}”这个检查结果。`,
      next: hint === "" ? "手册页列出了所有代码：criadm man" : `你是指 ${hint} 吗？`,
    }),
    "download-not-listed": ({ file, sums }) => ({
      what: `${sums} 中没有 ${file} 的校验和。`,
      why: "没有校验和就无法判断文件是否完整。",
      next: "请从同一发行版本获取该文件和 SHA256SUMS。",
    }),
    "download-differs": ({ file, sums, listed, found }) => ({
      what: `${file} 与其发行版本不符：SHA-256 是 ${found}。`,
      why: `${sums} 中是 ${listed}。`,
      next: "请重新下载。不要运行现有的文件。",
    }),
    "download-not-signed": ({ sums, signature }) => ({
      what: `${signature} 不是 criadm 发行签名者对 ${sums} 的签名。`,
      why: "ssh-keygen -Y verify 不接受该签名，或者这里没有 ssh-keygen。",
      next: "请从发行页面重新下载两个文件，或安装 ssh-keygen（openssh-client）。",
    }),
    "facts-file-broken": ({ file, why }) => ({
      what: `${file} 中不是一个节点的事实数据：${inWords(why)}。`,
      next: "请在那个节点上输出这些数据：criadm detect -o json > node.json",
    }),
    "version-not-understood": ({ given }) => ({
      what: `“${given}”不是版本号。`,
      next: "请写成 X.Y.Z，例如 --runtime-version 2.1.9",
    }),
    "act-failed": ({ act, path, message }) => ({
      what: `对 ${path} 执行 ${act} 失败：${inWords(message)}。`,
      next: "请排除原因（磁盘已满或只读、权限不足），然后重新运行同一命令。",
    }),
    "state-directory-unsafe": ({ directory }) => ({
      what: `${directory} 不是只有属主才能写入的目录。`,
      next: `请修正：chown root:root ${directory}; chmod 700 ${directory}`,
    }),
    locked: ({ pid, since }) => ({
      what: `另一个 criadm 正在处理此节点：进程 ${pid}，开始于 ${since}。`,
      next: "请等它结束，或者让这一个等待：--lock-timeout SECONDS。未做任何更改。",
    }),
    "node-changed": ({ file, what }) => ({
      what: `${file} 与制定计划时不同：${movedTexts[what]}。`,
      next: "请重新运行 criadm plan，查看新的计划。",
    }),
    "hard-linked": ({ file, links }) => ({
      what: `${file} 有 ${links} 个名称（硬链接）；替换它会使其他名称仍保留旧内容。`,
      next: `请让它成为独立的文件：cp -p ${file} ${file}.new && mv ${file}.new ${file}。未做任何更改。`,
    }),
    "root-missing": ({ root }) => ({
      what: `没有 ${root} 这个目录。`,
      next: "请给出存放节点文件树的目录：--root DIR。",
    }),
    "root-unreadable": ({ root, why }) => ({
      what: `无法打开目录 ${root}：${inWords(why)}。`,
      next: "请以 root 身份运行 criadm。未做任何更改。",
    }),
    "root-behind-link": ({ root, link }) => ({
      what: `通往 ${root} 的路径经过 ${link} 处的链接，其他人可以把它指向别处。`,
      next: `请先查看它实际在哪里，再给出该目录本身：readlink -f ${root}`,
    }),
    "file-missing": ({ file }) => ({
      what: `无法读取 ${file}：ENOENT，没有这个文件。`,
      next: "请更正路径。未做任何更改。",
    }),
    "file-open": ({ file }) => ({
      what: `其他人可以写入 ${file}，它的内容可能不是属主的本意。`,
      next: `请先查看并修正它（chmod go-w ${file}），然后重新运行同一命令。未做任何更改。`,
    }),
    "file-of-another-user": ({ file, user }) => ({
      what: `${file} 属于用户 ${user}，其内容由该用户决定。`,
      next: `请先查看它，再使用自己的副本：install -m 600 ${file} COPY。未做任何更改。`,
    }),
    "file-exchangeable": ({ file, directory }) => ({
      what: `其他人可以更改 ${directory}，${file} 可能被替换。`,
      next: "请使用只有你自己可以写入的目录，例如你的主目录。未做任何更改。",
    }),
    "run-damaged": ({ run, file, directory }) => ({
      what: `执行 ${run} 的记录已损坏：${file} 的内容与 criadm 写入的不同。不会根据它做任何操作。`,
      next: `其他执行仍可回滚。这次执行的旧文件可能在 ${directory}/before 中。节点符合你的要求之后：mv ${directory} ${directory}.damaged`,
    }),
    "link-to-nothing": ({ link, target }) => ({
      what: `${link} 是指向 ${target} 的链接，而它不存在。`,
      next: `请创建它所指向的内容，或者删除该链接（rm ${link}），然后重新运行同一命令。未做任何更改。`,
    }),
    "plan-differs": () => ({
      what: "生成计划之后节点或计划本身已有变化：其中的应答在这里会得出另一个计划。",
      next: "请重新运行 criadm plan 并查看新的计划。未做任何更改。",
    }),
    "directory-open": ({ directory, onHost }) => ({
      what: `所有人都可以写入 ${directory}，criadm 在那里读写的内容可能被替换。`,
      next: `请修正：chmod o-w ${onHost}。未做任何更改。`,
    }),
    "directory-open-to-group": ({ directory, onHost, group }) => ({
      what: `组 ${group} 可以写入 ${directory}，其成员可以替换 criadm 在那里读写的内容。`,
      next: `请修正：chmod g-w ${onHost}。未做任何更改。`,
    }),
    "directory-of-another-user": ({ directory, onHost, user }) => ({
      what: `${directory} 属于用户 ${user}，该用户可以替换 criadm 在那里读写的内容。`,
      next: `请将其归还 root：chown -h root ${onHost}。未做任何更改。`,
    }),
    "no-init-system": ({ service }) => ({
      what: `这里没有可供 criadm 操作 ${service} 的初始化系统。`,
      next: "请使用 --no-restart，并自行重启该服务。未做任何更改。",
    }),
    "pods-running": ({ pods, from, to }) => ({
      what: `此节点上正在运行 ${pods.length} 个 Pod，把 cgroup 驱动从 ${from} 改为 ${to} 会破坏这些 Pod：${listed(pods)}。`,
      next: `要逐步迁移：criadm migrate cgroup-driver --to ${to}。或者先腾空节点：kubectl drain NODE --ignore-daemonsets --delete-emptydir-data（之后：kubectl uncordon NODE）。仍要继续：--allow-running-pods。未做任何更改。`,
    }),
    "pods-unknown": ({ endpoint, why }) => ({
      what: `${endpoint} 没有说明哪些 Pod 正在运行，而它们所用的 cgroup 驱动会改变：${inWords(why)}。`,
      next: "请确认此节点上没有运行 Pod，然后加上 --allow-running-pods。未做任何更改。",
    }),
    "handler-program-absent": ({ name, binary }) => ({
      what: `没有 ${binary}，因此运行时处理程序 ${name} 的 Pod 都无法启动。`,
      next: "请先安装它，或者更正路径。未做任何更改。",
    }),
    "credentials-unusable": ({ file, host, why }) => ({
      what:
        why === "absent"
          ? file === "-"
            ? `${host} 的凭据来自标准输入（credentials_file=-），而这次运行没有得到凭据。`
            : `没有 ${file}，它本应包含 ${host} 的凭据。`
          : why === "form"
            ? file === "-"
              ? '标准输入既不是 docker login 写入的带有 "auths" 的 JSON，也不是单个仓库的 NAME:PASSWORD。'
              : `${file} 不是 docker login 写入的格式：带有 "auths" 的 JSON。`
            : `${file === "-" ? "标准输入" : `${file} `}中没有 ${host} 的用户名和密码。`,
      next:
        file === "-"
          ? `请通过管道提供：criadm apply --yes --registry ${host},credentials_file=- < FILE（由 helper 保存的密码或令牌无法使用）。未做任何更改。`
          : why === "no-password"
            ? `请写入：podman login --authfile ${file} ${host}（由 helper 保存的密码或令牌无法使用）。未做任何更改。`
            : `请写入：podman login --authfile ${file} ${host}，或把 docker login 的 config.json 复制到那里。未做任何更改。`,
    }),
    "registry-has-none": ({ runtime, host, what }) => ({
      what: `${runtime} 没有用于 ${host} 的 ${what} 之类的设置。`,
      next: `请不要为这个运行时指定 ${what}。未做任何更改。`,
    }),
    "registry-certificate-in-the-way": ({ runtime, host, path }) => ({
      what: `${runtime} 从 ${path} 读取 ${host} 的证书，而那里已有其他内容。`,
      next: `请查看它，不需要时删除（rm ${path}），然后重新运行同一命令。未做任何更改。`,
    }),
    "open-files-by-hand": ({ runtime, service }) => ({
      what:
        service === ""
          ? `${runtime} 在这里没有可以设置限额的服务。`
          : `${service} 的脚本决定它可以打开多少文件，而 criadm 不编辑脚本。`,
      next: "请在那里设置限额：ulimit -n。未做任何更改。",
    }),
    "proxy-by-hand": ({ runtime, service }) => ({
      what:
        service === ""
          ? `${runtime} 在这里没有可以设置代理的服务。`
          : `${service} 只从它自己的脚本取得变量，而 criadm 不编辑脚本。`,
      next: "请用它自己的方式导出 HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY。未做任何更改。",
    }),
    "no-proxy-without-proxy": ({ service }) => ({
      what: `${service} 没有代理，因此没有地址需要排除。`,
      next: "请同时给出代理：--proxy URL。未做任何更改。",
    }),
    "swap-not-switched": ({ device, program }) => ({
      what: `${program} ${device} 失败。`,
      next: "最后几行说明了原因；内存可能不足以容纳已换出的内容。",
    }),
    "module-not-loaded": ({ module }) => ({
      what: `无法加载内核模块 ${module}。`,
      next: `modprobe 说明了原因。更新内核之后，可能需要先重启。`,
    }),
    "live-value-not-taken": ({ path, value, after }) => ({
      what: `内核没有在 ${path} 中保留 ${after}；它给出的是 ${value}。`,
      next: "在容器中，这个值可能属于宿主机；请在宿主机上设置。",
    }),
    "service-action-failed": ({ service, action }) => ({
      what: `${service} 没有完成${actionText(action)}（${action}）。`,
      next: "它的最后几行日志说明了原因。",
    }),
    "not-healthy": ({ service, seconds }) => ({
      what: `${service} 在 ${seconds} 秒内没有正常运行。`,
      next: "它的最后几行日志说明了原因。较慢的节点可能需要更多时间：--timeout SECONDS",
    }),
    "not-as-promised": ({ what }) => ({
      what: `运行中的节点没有证实写入的内容：${listed(what)}。`,
      next: "criadm explain 会显示每个值来自哪里。",
    }),
    "not-recorded": ({ run }) => ({
      what: `第 ${run} 次执行无法记录为已完成，因此没有保留。`,
      next: "请在 /var/lib/criadm 中腾出空间，然后重新运行同一命令。",
    }),
    "old-file-refused": ({ run, runtime, file, kept }) => ({
      what: `回滚第 ${run} 次执行会放回原来的 ${file}，而 ${runtime} 无法用它启动。`,
      why: `${runtime} 当时按该文件损坏之前读取的内容运行，现在按新文件运行。`,
      next: `原来的文件在 ${kept}：请把需要的内容写入 ${file}，然后重启 ${runtime}。`,
    }),
    "old-state-missing": ({ missing }) => ({
      what: `文件已与之前一样，但 ${listed(missing)} 无法在这些文件上运行。`,
      next: "请查看该服务的日志；这些文件就是这次执行之前它所用的文件。",
    }),
    "rollback-failed": ({ run, commands }) => ({
      what: `第 ${run} 次执行无法完全回滚。`,
      next: `请排除原因，然后运行：criadm rollback。手动回滚：${commands.join("; ")}`,
    }),
    "left-as-edited": ({ run, files }) => ({
      what: `第 ${run} 次执行已回滚，但不包括在此期间被他人更改的内容：${listed(files)}。`,
      next: `请查看这些文件；执行之前的内容在：/var/lib/criadm/runs/${run}/before`,
    }),
    "edited-since": ({ run, files }) => ({
      what: `自第 ${run} 次执行以来被手动更改过：${listed(files)}。回滚这次执行会覆盖这些更改。`,
      next: `criadm rollback ${run} --force 仍会回滚，并保留一份副本。未做任何更改。`,
    }),
    "newer-runs": ({ run, newer }) => ({
      what: `更新的执行更改了与第 ${run} 次执行相同的文件：${listed(newer)}。`,
      next: `请先回滚它们，从最新的开始：criadm rollback ${newer.at(-1) ?? ""}。未做任何更改。`,
    }),
    "nothing-to-roll-back": () => ({
      what: "此节点上没有可以回滚的执行。",
      next: "criadm history 会列出所有执行。",
    }),
    "no-such-run": ({ run }) => ({
      what: `没有可以回滚的第 ${run} 次执行。`,
      next: "criadm history 会列出所有执行及其结果。",
    }),
    "run-unconfirmed": ({ run }) => ({
      what: `第 ${run} 次执行正在等待确认。`,
      next: "请用 criadm confirm 保留它，用 criadm rollback 回滚，或者让这一个等待结果：--lock-timeout SECONDS。未做任何更改。",
    }),
    "nothing-to-confirm": () => ({
      what: "没有等待确认的执行。",
      next: "criadm history 会列出所有执行及其结果。",
    }),
    "confirmed-too-late": ({ run }) => ({
      what: `确认第 ${run} 次执行的时间已过；它正在回滚。`,
      next: "请重新应用，并给出更长的 --confirm SECONDS。",
    }),
    "confirm-needs-live-node": () => ({
      what: "使用 --root 时，没有正在运行的节点，日后无从回滚。",
      next: "请不要使用 --confirm。未做任何更改。",
    }),
    "host-without-proc": ({ path }) => ({
      what: `${path}/proc 不是运行中主机的 /proc。未查看任何内容。`,
      next: `请把整个主机连同其中的挂载一起挂载到那里；只查看文件：criadm check --root ${path}`,
    }),
    "watch-which": () => ({
      what: "watch 需要 --install 或 --remove 其中之一。",
      next: "查看它会写入什么：criadm watch --install --check",
    }),
    "watch-needs-systemd": ({ line }) => ({
      what: "watch 写入 systemd 的单元，而此节点不由 systemd 运行。未做任何更改。",
      next: `请改为由 cron 每天检查，在 /etc/cron.d/criadm 中写入这一行：${line}`,
    }),
    "watch-program-hidden": ({ program, directory }) => ({
      what: `${program} 位于 ${directory} 之下，单元看不到那里的内容。未做任何更改。`,
      next: `请把程序放到固定的位置，再从那里启动它：install ${program} /usr/local/bin/criadm && /usr/local/bin/criadm watch --install`,
    }),
    "watch-in-the-way": ({ path }) => ({
      what: `${path} 已经存在，但不是 criadm 写在那里的内容。未做任何更改。`,
      next: `请查看它，如果没有人需要就移走：ls -l ${path}`,
    }),
    "verify-needs-live-node": () => ({
      what: "verify 询问正在运行的节点，而 --root 之下的节点没有运行，因此没有检查任何内容。",
      next: "查看其文件的情况：criadm check。查看会更改什么：criadm plan --detailed-exitcode。",
    }),
    "verify-needs-root": ({ endpoint }) => ({
      what: `只有 root 可以询问 ${endpoint}，因此无法得知正在运行的情况。`,
      next: "请使用 sudo 重新运行。",
    }),
    "sandbox-needs-cri": () => ({
      what: "这里没有能按这些选项运行并提供 CRI v1 的运行时，因此无法运行 Pod 沙箱。",
      next: "criadm check 和 criadm plan 会说明缺少什么。未做任何更改。",
    }),
    "output-lost": ({ errno }) => ({
      what: `有些内容无法输出：${errno}。`,
      next: "请输出到能接收它的地方。未做任何更改。",
    }),
    "confirm-needs-init-system": ({ initSystem }) => ({
      what: `这里无法保证 --confirm：重启之后，没有 criadm 所知的机制会再次启动它的守护进程（初始化系统：${initSystem}）。`,
      next: "请不使用 --confirm 来应用。未做任何更改。",
    }),
    "guard-not-started": () => ({
      what: "负责回滚这次执行的守护进程无法启动，因此未做任何更改。",
      next: "请排除原因，或者不使用 --confirm 来应用。",
    }),
  },
  findings: withLinks(
    {
      "kubelet-refuses-cgroup-v1": ({ version, cgroup, argument = "", file = "" }) => ({
        what: "kubelet 无法在此节点的 cgroup 版本上启动。",
        why: `${argument === "" ? "此节点使用" : `${file} 中的 ${argument} 使它引导后使用`} cgroup ${cgroup === "hybrid" ? "v1（hybrid，混合模式）" : "v1"}，除非 failCgroupV1 为 false，否则 kubelet ${version} 会拒绝。`,
        next: `${argument === "" ? "请以 cgroup v2 引导（内核命令行参数 systemd.unified_cgroup_hierarchy=1）" : `请从 ${file} 中删除 ${argument}`}，或者在 kubelet 的配置中设置 failCgroupV1: false。`,
      }),
      "no-runtime": ({ looked, install, snap }) => ({
        what: "此节点上没有容器运行时，因此任何 Pod 都无法启动，kubeadm 也会停止。",
        why: `criadm 查找过 ${listed(looked)}。${snap === "" ? "" : `snap ${snap} 中的那个不提供 CRI。`}`,
        next: install === "" ? "请安装一个容器运行时。" : `请安装一个，例如：${install}`,
      }),
      "not-looked-at": ({ name, reason }) => ({
        what: `没有查看 ${name}：对此节点上的它一无所知。`,
        why: `criadm 的一个缺陷中断了查看：${reason}`,
        next: "请报告此问题，并附上 criadm detect -o json 在 notDetected 下给出的内容。",
      }),
      "kubelet-endpoint-of-no-runtime": ({ endpoint, installed, isVacant }) => ({
        what: isVacant
          ? "kubelet 设置为某个运行时的端点，而该运行时不在这里。"
          : "kubelet 使用的是 criadm 不认识的运行时。",
        why: `它设置为 ${endpoint}，而 criadm 在这里找到的运行时都没有这个端点。`,
        next: isVacant
          ? installed.length === 0
            ? "请安装该运行时，或者更正端点。"
            : "请安装该运行时，或者让 kubelet 使用此节点的运行时：criadm apply --kubelet"
          : "请用该运行时自己的方式来配置它。除非 --runtime 另有指定，criadm 不会让 kubelet 离开它。",
      }),
      "kubelet-endpoint-without-runtime": ({ endpoint }) => ({
        what: "kubelet 所用的 CRI 端点上没有任何程序在监听。",
        why: `kubelet 设置为 ${endpoint}，但没有运行时在那里接受连接。`,
        next: "请启动该运行时，或者让 kubelet 使用此节点的运行时：criadm apply --kubelet",
      }),
      ...checkFindings,
      ...unitFindings,
      ...ownedChinese.findings,
      "cgroup-drivers-differ": ({ runtime, runtimeDriver, kubeletDriver }) => ({
        what: "kubelet 与运行时使用不同的 cgroup 驱动。",
        why: `${runtime} 使用 ${runtimeDriver}，kubelet 使用 ${kubeletDriver}。Pod 会失败并报告：expected cgroupsPath to be of format "slice:prefix:name"。`,
        next: "criadm apply（先腾空节点：kubectl drain NODE --ignore-daemonsets）",
      }),
      "cgroup-driver-follows-runtime": ({ runtime, runtimeDriver, kubeletDriver }) => ({
        what: `kubelet 采用了运行时的 cgroup 驱动 ${runtimeDriver}，而不是自己配置中的驱动。`,
        why: `kubelet 的配置中是 ${kubeletDriver}，但这个 kubelet 会向 ${runtime} 询问驱动，得到的是 ${runtimeDriver}。`,
        next: "criadm apply",
      }),
    },
    en.findings,
  ),
  reasons: {
    "endpoint-of-runtime": ({ runtime }) =>
      runtime === "" ? "criadm 在这里找到的运行时都没有这个端点" : `${runtime} 的端点`,
    "repository-of-sandbox-image": ({ image }) => `来自沙箱镜像 ${image}`,
    "file-of-nobody": ({ service }) => `未读取：没有任何设置让 ${service} 读取这个文件`,
    "handler-is-default": () => "默认：没有指定 RuntimeClass 的 Pod 使用它",
    "handler-program-lacks": ({ program }) => `它的 Pod 都无法启动：${program} 无法启动`,
    "handler-like-others": ({ handlers, isDefault }) =>
      `${isDefault ? "默认：没有指定 RuntimeClass 的 Pod 使用它；" : ""}启动的程序与 ${handlers.join("、")} 相同`,
    "handler-of-another-shim": ({ isDefault }) =>
      `${isDefault ? "默认：没有指定 RuntimeClass 的 Pod 使用它；" : ""}它的 shim 不是 runc 的 shim，有自己的设置`,
    "handler-type-gone": ({ release }) => `它的 Pod 都无法启动：containerd ${release} 没有这种 runtime_type`,
    "handler-default-absent": () => "默认，但没有配置这样的处理程序",
    "kubelet-starts-with-swap": () => "kubelet 可以在有交换内存时启动",
    "kubelet-needs-no-swap": () => "启用交换内存时 kubelet 不会启动",
    "swap-at-boot": () => "启动时会启用它",
    "line-skipped-by-systemd": () => "systemd 跳过这一行",
    "read-at-logins": () => "只在用户登录时读取，服务不读取",
    "handed-on-by-systemd": () => "仅当 systemd 自身有该变量时才有效：systemctl show-environment",
    "managed-file": ({ file, tool }) =>
      `${file} 写明由${tool === "a-generator" ? "某个工具" : ` ${tool} `}管理：它下次运行会改回去`,
    "overridden-by-flag": ({ flag }) => `被标志 ${flag} 覆盖`,
    "failures-elsewhere": ({ failures }) => `check 在其他方面仍有失败，并会说明该怎么做：${listed(failures)}`,
    "kubelet-moves": ({ from, old, new: next, isVacant }) =>
      isVacant
        ? `kubelet 从没有运行时的 ${old} 移到 ${next}`
        : `kubelet 从 ${old}${from === "" ? "" : `（${from}）`} 移到 ${next}：在那里运行的 Pod、它们的镜像以及保存的内容都会留在原处；请先腾空节点`,
    ...ownedChinese.reasons,
    ...installReasons,
    ...migrateReasons,
    "in-effect": () => "已生效",
    "overridden-by": ({ file }) => `被 ${file} 覆盖`,
    "kubelet-uses": ({ runtime }) => `kubelet 使用的是 ${runtime}`,
    "asked-by-run": ({ run }) => `第 ${run} 次执行要求这样`,
    "only-runtime": ({ runtime }) => `${runtime} 是唯一已安装的容器运行时`,
    "first-runtime": ({ runtime }) => `已安装 ${runtime}；目前没有运行时提供 CRI`,
    "serves-cri": ({ runtime }) => `提供 CRI 的是 ${runtime}`,
    "systemd-is-init": () => "systemd 是 PID 1，应当只由它写入 cgroup 树",
    "systemd-is-not-init": ({ initSystem }) => `此节点不由 systemd 运行（初始化系统：${initSystem}）`,
    "kubernetes-newer-than-tables": ({ kubernetes, newest }) =>
      `此 criadm 认识的 Kubernetes 最高到 ${newest}；对 ${kubernetes} 的要求按 ${newest} 处理`,
    "kubernetes-not-in-table": ({ kubernetes }) => `不知道 Kubernetes ${kubernetes} 对应的沙箱镜像`,
    "windows-sandbox-image": ({ image }) => `${image} 是 Windows 节点的 pause 镜像`,
    "expected-image-absent": ({ image, expected }) =>
      `此节点上有 ${image}，而没有 kubeadm 要求的 ${expected}；--sandbox-image ${expected} 可以更改`,
    "wanted-image-absent": ({ image, importCommand }) =>
      `沙箱镜像 ${image} 不在此节点上：如果无法访问镜像仓库，任何 Pod 都无法启动；请先导入：${importCommand}`,
    "kubeadm-expects": ({ kubernetes, image }) => `kubeadm ${kubernetes} 要求 ${image}`,
    "private-registry": ({ image }) => `${image} 来自你自己的镜像仓库，因此保留`,
    "private-registry-same-tag": ({ image }) => `${image} 的标签正是 kubeadm 要求的`,
    "upstream-registry": () => "Kubernetes 在这里发布它的镜像",
    "upstream-registry-silent": ({ seconds }) => `Kubernetes 在这里发布它的镜像；它在 ${seconds} 秒内没有应答此节点`,
    "public-mirror": () => "它的公共镜像站，可以应答此节点；是否信任由你决定",
    "public-mirror-silent": ({ seconds }) => `它的公共镜像站；它在 ${seconds} 秒内没有应答此节点`,
    "newest-kubernetes": ({ version }) => `没有安装 kubelet 或 kubeadm；${version} 是 criadm 所知的最新版本`,
    "kubelet-version": ({ version }) => `此节点上的 kubelet 或 kubeadm 是 ${version}`,
    "pods-need-forwarding": () => "Pod 需要它，没有它 kubeadm 会停止",
    "kubelet-is-configured": () => "此节点有 kubelet 配置",
    "kubelet-is-not-configured": () => "此节点还没有 kubelet 配置",
    "no-mirror": () => "直接访问镜像仓库",
    "restart-makes-effective": () => "更改后的配置在重启服务后才生效",
    "started-at-boot": () => "这不是正在运行的节点：服务会在它下次开机时按此启动",
    "keep-configuration": () => "保留你的配置；只更改相关的键",
    "runtime-not-asked": ({ runtime }) => `${runtime} 在这里没有启动，因此没有询问它；它的文件从下次启动起生效`,
    "watch-looks-daily": () => "每天检查节点是否仍符合要求；不符合时单元失败",
    "watch-no-more": () => "不再检查此节点",
    "watch-program-absent": ({ program }) => `还没有 ${program}：在程序放到那里之前，单元会失败`,
    "live-value-at-boot": ({ path }) => `${path} 在这里无法写入，因此它的值从下次开机起生效`,
    "kept-beside": ({ file }) => `原来的 ${file}，逐字节保留`,
    "service-not-restarted": ({ command }) => `按要求没有重启；更改在此命令之后生效：${command}`,
    "service-left-to-person": ({ command }) =>
      `在此节点的初始化系统下，criadm 不重启服务；更改在此命令之后生效：${command}`,
    "service-does-not-start": ({ service }) =>
      `${service} 按现在的定义不会启动，因此此更改尚不生效；criadm check 会说明该怎么做`,
    "service-starts-with-change": ({ service, command }) =>
      `该节点开机时，${service} 会带着此更改启动；若它已在运行：${command}`,
    "observed-cri": ({ runtime, version }) => `${runtime} ${version} 响应 CRI v1 并已就绪`,
    "observed-no-answer": ({ endpoint, message }) => `${endpoint} 没有响应：${inWords(message)}`,
    "observed-no-cri-service": ({ endpoint }) => `${endpoint} 有响应，但不提供 CRI：插件被禁用或没有加载`,
    "observed-v1alpha2-only": ({ endpoint }) => `${endpoint} 只提供 CRI v1alpha2，而 1.26 以来的 kubelet 都不支持它`,
    "observed-not-ready": ({ reason, message }) => `运行时未就绪：${[reason, message].filter(Boolean).join("，")}`,
    "observed-handler-without-type": ({ handler }) =>
      `运行时处理程序 ${handler} 没有 runtime_type，因此它的 Pod 都无法启动`,
    "handler-as-asked": ({ handler, binary }) => `运行时处理程序 ${handler} 使用 ${binary}，按要求`,
    "runtime-class": ({ handler }) =>
      `Pod 通过 RuntimeClass 使用处理程序 ${handler}：echo '{"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"${handler}"},"handler":"${handler}"}' | kubectl apply -f -`,
    "registry-login": ({ hosts, file }) =>
      `${hosts.join("、")} 使用${file === "-" ? "标准输入" : ` ${file} `}中的用户名和密码`,
    "registry-login-without-token": ({ runtime, hosts }) =>
      `${runtime} 自行把用户名和密码发送给 ${hosts.join("、")}。先要求令牌的仓库（例如 Docker Hub）不接受这种方式：请为 Pod 设置 imagePullSecrets，或为 kubelet 配置凭据提供程序`,
    "registry-as-asked": ({ host }) => `按要求访问 ${host}`,
    "open-files-asked": ({ service, limit }) => `容器从 ${service} 继承可以打开的文件数：${limit}`,
    "observed-domain": ({ program, label, domain, wanted }) =>
      wanted === ""
        ? `位于 ${domain}：策略没有为 ${program}（标签 ${label}）定义域；container-selinux 有`
        : `位于 ${domain}，${program} 的标签为 ${label}`,
    "observed-no-domain": ({ service }) => `无法读取 ${service} 的域或其程序的标签`,
    "observed-open-files": ({ service, limit }) =>
      limit === "" ? `无法读取 ${service} 的限额` : `${service} 可以打开的文件数：${limit}`,
    "observed-proxy": ({ service, proxy, missing }) =>
      `${service} ${proxy === "" ? "不使用代理运行" : `使用代理 ${proxy} 运行`}${missing.length === 0 ? "" : `，并且对 ${listed(missing)} 也使用代理`}`,
    "observed-no-environment": ({ service }) => `无法读取 ${service} 的环境`,
    "proxy-for-pulls": ({ service }) => `${service} 通过代理访问镜像仓库，按要求`,
    "proxy-taken-away": ({ service }) => `${service} 不通过代理访问镜像仓库，按要求`,
    "observed-swap": ({ devices }) => (devices.length === 0 ? "没有使用交换内存" : `正在使用：${listed(devices)}`),
    "swap-off-asked": () => "节点不使用交换内存，按要求",
    "swap-kept": ({ devices }) =>
      `交换内存继续使用（${listed(devices)}）；需要三种方式之一：--swap off，或者在 kubelet 的配置中设置 failSwapOn: false，并将 swapBehavior 设为 NoSwap（只有系统使用）或 LimitedSwap（Pod 也可使用，需要 cgroup v2）`,
    "observed-module": ({ module }) => `${module} 已加载`,
    "observed-no-module": ({ module }) => `${module} 没有加载`,
    "observed-driver-told": ({ driver }) => `运行时报告的是 ${driver}`,
    "observed-driver-unknown": () => "运行时没有说明它使用哪种 cgroup 驱动",
    "observed-handlers": ({ handlers, driver }) => `${listed(handlers)}：${driver}`,
    "observed-image": ({ image }) => `运行时使用 ${image}`,
    "observed-image-absent": ({ image }) =>
      `运行时使用 ${image}，而它不在此节点上：下一个 Pod 会拉取它，如果无法访问镜像仓库就会失败`,
    "observed-image-present": ({ image }) => `运行时使用 ${image}，并且本地已有该镜像`,
    "observed-image-unknown": () => "运行时没有说明它使用哪个沙箱镜像",
    "observed-pod-ready": ({ pod }) => `启动以来请求的 ${pod} 已就绪`,
    "observed-pod-fails": ({ line }) => `运行时无法运行沙箱：${line}`,
    "observed-no-pod-yet": () => "启动以来 kubelet 还没有请求过沙箱，因此无从得知",
    "observed-health": ({ url, status }) => (status === "" ? `${url} 没有响应` : `${url} 返回 ${status}`),
    "observed-service": ({ service, state }) => `${service} 的状态是 ${state}`,
    "observed-value": ({ path, value }) => `${path} 的值是 ${value}`,
    "observed-sandbox": ({ cgroup }) => `它在 ${cgroup} 中运行过`,
    "observed-sandbox-cgroup": ({ cgroup, driver }) =>
      `它在 ${cgroup} 中运行过，而这不是 cgroup 驱动 ${driver} 会创建的`,
    "observed-sandbox-no-image": ({ image, message, importCommand }) =>
      `沙箱镜像 ${image} 不在此节点上，也无法拉取。可以从文件导入：${importCommand}。或者在能访问其镜像仓库时：crictl pull ${image}。运行时报告：${message}`,
    "observed-sandbox-no-runtime-type": ({ message }) =>
      `运行时处理程序没有 runtime_type，因此 Pod 都无法启动；criadm check 会显示在哪里。运行时报告：${message}`,
    "observed-sandbox-cgroup-parent": ({ parent, driver, message }) =>
      `cgroup 父级 ${parent} 适合 cgroup 驱动 ${driver}，而运行时使用另一种；criadm explain cgroup-driver 会显示原因。运行时报告：${message}`,
    "observed-sandbox-failed": ({ message }) => `它没有启动。运行时报告：${message}`,
    "observed-sandbox-ended": () => "它启动了，但它的进程立即结束",
    "observed-sandbox-without-process": () => "它启动了，但在 /proc 中没有找到它的任何进程",
    "observed-sandbox-interrupted": () => "已中断",
    "observed-sandbox-removed": () => "运行时不再列出它",
    "observed-sandbox-left": ({ sandbox, message, endpoint }) =>
      `它仍然存在。请删除它：crictl --runtime-endpoint ${endpoint} rmp -f ${sandbox}。运行时报告：${message}`,
    "observed-sandboxes-unknown": ({ namespace, message, endpoint }) =>
      `运行时没有列出它的沙箱：${message}。请稍后查看：crictl --runtime-endpoint ${endpoint} pods --namespace ${namespace}`,
  },
  labels: {
    node: "节点",
    "init-system": "初始化系统",
    "cgroup-version": "cgroup 版本",
    "cgroup-controllers": "cgroup 控制器",
    "cgroup-controllers-in-use": "使用中的 cgroup 控制器",
    os: "操作系统",
    kernel: "内核",
    architecture: "架构",
    container: "容器",
    selinux: "SELinux",
    apparmor: "AppArmor",
    swap: "交换内存",
    detection: "检测",
    version: "版本",
    program: "程序",
    service: "服务",
    configuration: "配置",
    endpoint: "端点",
    cri: "CRI",
    "cgroup-driver": "cgroup 驱动",
    "default-runtime": "默认运行时",
    "sandbox-image": "沙箱镜像",
    "kubeadm-version": "kubeadm 版本",
    "cri-endpoint": "CRI 端点",
    "recognised-by": "识别依据",
    "cgroup-driver-of": (of) => `${of} 的 cgroup 驱动`,
    "monitor-cgroup-of": (of) => `${of} 的监控进程 cgroup`,
    "containerd-of": (of) => `${of} 的 containerd`,
    "at-boot": (of) => `开机时的 ${of}`,
  },
  lines: {
    ...installLines,
    ...migrateLines,
    "no-findings": () => "没有问题：此节点符合要求。",
    "no-findings-of": ({ codes }) => `没有 ${listed(codes)} 的检查结果。`,
    "plan-changes-nothing": () => "没有需要 criadm 更改的内容。",
    "plan-is-empty": () => "无需更改：节点已符合要求。",
    "plan-heading": ({ changes }) => `${changes} 项更改：`,
    "plan-live-value": ({ path, before, after }) => `立即把 ${path} 从 ${before} 设为 ${after}`,
    "plan-judges": () => "在替换任何内容之前，由运行时自己读取新文件：",
    "plan-mode": ({ before, after }) => `权限模式从 ${before} 变为 ${after}`,
    "plan-followed": ({ real }) => `该链接指向 ${real}，被替换的是那个文件`,
    "plan-not-running": () => "（现在没有运行）",
    "plan-verifies": () => "之后会向运行中的节点核实：",
    "plan-timeout": ({ seconds }) => `如果 ${seconds} 秒内没有正常运行，一切都会回滚。`,
    "findings-alike": ({ code, more }) => `另有 ${more} 项 ${code}。显示全部：criadm check ${code} --verbose`,
    "download-whole": ({ file, sha256 }) => `${file} 完整：SHA-256 为 ${sha256}，与其发行版本一致。`,
    "download-signed": ({ signer }) => `SHA256SUMS 由 ${signer} 签名。`,
    "download-not-checked": () => "未检查发行者：此 criadm 中没有任何发行签名者。",
    "fleet-counted": ({ nodes, failing }) =>
      `共 ${nodes} 个节点，${failing === 0 ? "均无失败项" : `${failing} 个有失败项`}`,
    "fleet-differs": () => "与其他节点不同之处：",
    "answers-saved": ({ file }) => `应答文件已保存在 ${file}。使用方法：criadm apply --answers ${shellWord(file)}`,
    "script-saved": ({ file }) =>
      `脚本已保存在 ${file}。请先阅读，再在该节点上运行：powershell -File ${shellWord(file)}。加上 -Undo 可以回滚。criadm 没有在 Windows 上运行过它。`,
    "plan-saved": ({ file }) => `计划已保存在 ${file}。完全照此执行：criadm apply ${shellWord(file)}`,
    "ask-apply": () => "要执行吗？请输入 yes 继续：",
    "not-applied": () => "未做任何更改。",
    "outcome-applied": ({ run }) => `已完成（第 ${run} 次执行）。节点已符合要求。`,
    "dates-checked": ({ date }) => `各版本和计划的日期，截至 ${date} 所知：`,
    "supported-until": ({ runtime, page }) => `${runtime}，每个系列及其支持的最后一天（${page}）`,
    "outcome-put-back": ({ run }) => `已回滚（第 ${run} 次执行）。该次执行所更改的内容已与之前一样。`,
    "outcome-nothing": () => "无需更改：节点已符合要求。没有写入文件，也没有重启服务。",
    "outcome-rolled-back": () => "执行失败，已全部回滚。节点与之前一样。",
    "outcome-rollback-failed": ({ run }) =>
      `此节点需要你处理：未能全部回滚。执行之前的文件在 /var/lib/criadm/runs/${run}。`,
    "outcome-interrupted": () => "已停止，并已全部回滚。节点与之前一样。",
    "edited-by-run": ({ path }) => `criadm 对 ${path} 的更改：`,
    "edited-by-hand": ({ path }) => `此后对 ${path} 的手动更改：`,
    "edited-unreadable": ({ path }) => `现在无法读取 ${path}，或者它不是文本。`,
    "edited-mode": ({ before, after }) => `权限模式和属主先是 ${before}，后是 ${after}`,
    "edited-hidden": () => "只有凭据不同；不显示凭据。",
    "outcome-unconfirmed": ({ run, seconds }) =>
      `第 ${run} 次执行将在 ${seconds} 秒后自动回滚。要保留它：criadm confirm`,
    "how-to-undo-sample": ({ run }) => `示例节点随演示一起消失；在真正的节点上：criadm rollback ${run}`,
    "or-start-over": () => "也可以从该版本自己的默认配置重新开始，旧文件保留在旁边：criadm apply --reset-config。",
    "how-to-undo": ({ run }) => `撤销：criadm rollback ${run}`,
    kept: ({ run }) => `已保留第 ${run} 次执行。`,
    "history-damaged": ({ file }) => `：${file} 的内容与 criadm 写入的不同`,
    "history-undo": ({ run }) => `回滚第 ${run} 次执行`,
    "history-undone": ({ run }) => `（已由第 ${run} 次执行回滚）`,
    "no-runs": () => "criadm 还没有在此节点上更改过任何内容。",
    "verified-holds": () => "运行中的节点符合要求。",
    "verified-fails": ({ count }) => `有 ${count} 项不符合要求。`,
    "expect-cri": ({ endpoint }) => `${endpoint} 上的 CRI v1`,
    "expect-cgroup-driver": ({ component, driver }) => `${component}：cgroup 驱动 ${driver}`,
    "expect-sandbox-image": ({ component, image }) => `${component}：沙箱镜像 ${image}`,
    "expect-pods-start": () => "kubelet 的沙箱能够就绪",
    "expect-kubelet-health": () => "kubelet 表示自己正常",
    "expect-service-active": ({ service }) => `${service} 的状态是 active`,
    "expect-selinux-domain": ({ service }) => `${service} 位于策略为其程序定义的 SELinux 域中（如果有）`,
    "expect-open-files": ({ service, limit }) => `${service} 可以打开的文件数：${limit}`,
    "expect-proxy": ({ service, proxy }) =>
      proxy === "" ? `${service} 不使用代理运行` : `${service} 使用代理 ${proxy} 运行`,
    "expect-swap-off": () => "节点不使用交换内存",
    "step-swap-off": ({ device }) => `停止把 ${device} 用作交换内存`,
    "step-swap-on": ({ device }) => `重新把 ${device} 用作交换内存`,
    "expect-module": ({ module }) => `内核模块 ${module} 已加载`,
    "expect-live-value": ({ path, value }) => `${path} 的值是 ${value}`,
    "expect-sandbox": ({ component, driver }) => `${component}：能运行 Pod 沙箱，其 cgroup 由 ${driver} 创建`,
    "expect-sandbox-removed": () => "Pod 沙箱已停止并删除",
    "step-judge": ({ component, trial }) =>
      `由 ${component} 读取新配置的暂存副本${trial === undefined ? "" : `，并试着用它启动另一个 ${component}`}`,
    "step-file": ({ path }) => `写入 ${path}`,
    "step-remove": ({ path }) => `删除 ${path}`,
    "step-directory": ({ path }) => `创建目录 ${path}`,
    "judged-for-release": ({ runtime, installed, release }) =>
      `此节点装有 ${runtime} ${installed}。以下是换成 ${release} 之后才会出现的问题；两者都有的问题不再列出（criadm check）。`,
    "host-not-asked": () =>
      "已查看：主机的文件、内核和套接字。未查看：服务的状态和程序的输出，因为无法从这里启动主机的程序。",
    "step-link": ({ path, target }) => `创建链接 ${path}，指向 ${target}`,
    "step-module": ({ module }) => `加载内核模块 ${module}`,
    "step-no-module": ({ module }) => `卸载内核模块 ${module}，除非它正被使用`,
    "step-live-value": ({ path, value }) => `把 ${path} 设为 ${value}`,
    "step-service": ({ action, service }) => `${actionText(action)} ${service}`,
    "step-waiting": ({ component, seconds }) => `正在等待 ${component} 响应，最多还需 ${seconds} 秒`,
    "step-rolling-back": () => "正在全部回滚",
    "explain-from": ({ source }) => `来自${joined(inWords(source))}`,
    "explain-from-because": ({ source, why }) => `来自${joined(inWords(source))}；${why}`,
    "explain-unknown": () => "未知",
    "explain-others": () => "其他提到它的地方：",
    "explain-left-out": ({ file, lines }) => `${file} 中还有 ${lines} 行`,
    "explain-running": ({ value }) => `运行时目前的报告与此一致：${value}`,
    "explain-not-restarted": ({ value }) => `运行时目前报告的是 ${value}：磁盘上已更改，但之后没有重启`,
    "findings-ignored": ({ demoted }) => `由于 --ignore，有 ${demoted} 项失败按警告计`,
    "finding-usually": ({ severity }) => `通常是${joined(severityText(severity))}；例如：`,
    "unfinished-run": ({ run }) =>
      `第 ${run} 次执行没有完成。下一次 criadm apply 会先处理好它；也可以运行：criadm rollback`,
    "demo-heading": ({ directory }) =>
      `${directory} 中的示例节点：文件是真实的，containerd 和 systemd 是模拟的。不会改动本机的任何内容。`,
    "demo-step": ({ step }) => `--- ${step}`,
    "demo-done": () => "示例节点已回到最初的状态，每个字节都相同。它的目录已删除。",
    aside: ({ text }) => `（${text}）`,
  },
  commands: {
    wizard: "在终端上逐步引导完成",
    detect: "显示此节点的情况，每项事实都附来源",
    check: "检查此节点：列出结果，最严重的在前，并说明应当怎么做",
    explain: "说明某个值由哪个文件的哪一行设置，以及其他地方为何不起作用",
    answers: "输出此节点的应答文件，每个键都有说明",
    plan: "显示使节点符合所选设置需要的更改",
    apply: "进行更改、重启、验证，失败时自动回滚",
    verify: "向运行中的节点核实它是否符合要求",
    rollback: "回滚某次执行所更改的内容",
    uninstall: "移除 criadm 安装的运行时",
    migrate: "逐步迁移已加入集群的节点",
    watch: "由 systemd 的定时器每天检查节点",
    bundle: "收集无网络节点所需的一切",
    history: "列出此节点上的执行记录",
    confirm: "保留用 --confirm 应用的执行",
    demo: "在临时目录中的示例节点上试用全部功能",
    completion: "输出某种 shell 的补全脚本",
    man: "输出手册页",
    schema: "输出 -o json 各文档的 JSON Schema",
    version: "输出版本、提交和目标平台",
  },
  flags: {
    root: "文件树位于 DIR 之下的节点；只处理文件",
    host: "运行此容器的主机，挂载在 PATH；只读取",
    platform: "与 --root 一起使用：该节点的操作系统",
    "runtime-version": "无法询问运行时的时候，说明它的版本；check：换成另一版本会出现的问题",
    answers: "从这个 TOML 文件读取应答",
    output: "输出格式",
    for: "节点的情况，由 criadm detect -o json 在该节点输出",
    os: "节点的系统：debian-13、alpine-3.22",
    arch: "节点的处理器",
    out: "写入 FILE，要么全部写入，要么不写",
    "out-script": "用于 Windows 目录树：写成 PowerShell 脚本存入 FILE，阅读后在该节点上运行",
    "detailed-exitcode": "有更改时退出码为 6",
    check: "只说明将要做什么（version：校验 FILE）",
    yes: "更改节点之前不询问",
    timeout: "等待运行正常的最长时间（默认 60）",
    confirm: "除非及时运行 criadm confirm，否则自动回滚",
    "allow-running-pods": "即使有 Pod 在运行也更改 cgroup 驱动",
    "lock-timeout": "等待另一次执行结束的时间（默认 0）",
    sandbox: "另外运行一个真实的 Pod 沙箱，然后删除",
    force: "连此后被编辑过的文件也一并回滚",
    "watch-install": "写入单元并启动定时器",
    remove: "移除单元和定时器",
    to: "目标：systemd、cgroupfs；运行时；schema 为 3、4；版本，如 2.3",
    plan: "显示所有步骤，不做任何更改",
    status: "说明迁移进行到哪一步",
    back: "退回迁移",
    done: "说明集群一侧的某一步已完成",
    "stop-pods": "结束本应由腾空移走的 Pod",
    "kubelet-configmap": "集群的 kubelet-config，由 kubectl 输出",
    ignore: "把这个检查结果按警告计；可重复",
    only: "只显示这个检查结果；可重复",
    explain: "与 CODE 一起使用：详细说明它；不查看任何节点",
    facts: "检查 criadm detect -o json 输出的事实数据；目录则检查多个节点",
    accessible: "纯文本的编号提示，适合屏幕阅读器",
    lang: "消息的语言",
    color: "何时使用颜色",
    quiet: "只输出最重要的内容",
    verbose: "输出来源和每个步骤",
    help: "显示此帮助",
    version: "输出版本",
  },
  help: {
    ofCommands: (others) =>
      `供其他程序使用：${others.join("、")}。criadm COMMAND --help 说明某个命令的标志；--help --verbose 说明全部。`,
    settings: "设置项；说明：加上 --verbose。较少用到的：criadm help settings",
    rareSettings: "较少用到的设置项：apply、plan、verify 的标志，也是应答文件的键；只有给出时才起作用。",
    choices: (what, words) => `${what}：${listed(words)}`,
  },
  manual: {
    summary: "安全地使节点的容器运行时、内核设置和 kubelet 处于正确状态",
    description: [
      "criadm 在节点加入 Kubernetes 集群之前准备好容器运行时。它查明节点的情况，制定计划，显示确切的差异，应用更改，重启服务，并通过 CRI 套接字证实运行时按要求运行。注释、顺序和无关的设置逐字节保留。失败的内容会回滚。",
      "在终端上不带命令运行时，它是一个向导。给出标志或应答文件时，它无需人工参与即可完成同样的工作。应答首先取自标志，其次取自应答文件，再次取自节点已有且合适的设置，最后取自建议。",
    ],
    exitCodes: {
      "0": "已完成，或者无需更改",
      "1": "criadm 的缺陷",
      "2": "用法错误，或者应答无法使用",
      "3": "在更改任何内容之前拒绝",
      "4": "失败；节点与之前一样",
      "5": "失败；节点需要人工处理",
      "6": "节点不符合要求，未做任何更改",
      "7": "选择了不执行；节点与之前一样",
      "130": "已中断；节点与之前一样",
    },
    answersFile: "TOML 格式，每个设置项一个键，键名与标志相同。criadm answers 输出此节点的应答文件。",
    json: "使用 -o json 时，命令输出一个带有 kind 和 version 的文档。同一版本内可能增加成员，但不会改名或去除。代码永久不变；message 供人阅读。凭据已隐去。check 和 verify 还接受 -o prometheus 和 -o npd。",
    environment: {
      "LANGUAGE, LC_ALL, LC_MESSAGES, LANG": "消息的语言，未指定 --lang 时使用",
      NO_COLOR: "已设置且不为空时不使用颜色",
      TERM: "为 dumb 或 linux 时使用较少的字符",
      ACCESSIBLE: "除非为 0 或为空，否则使用编号提示，同 --accessible",
    },
    files: {
      "/var/lib/criadm/runs": "每次执行：它的计划、用于回滚的原始内容和操作记录",
      "/var/lib/criadm/lock": "更改节点的执行期间持有",
      "/var/lib/criadm/answers.json": "上次执行时各程序的输出，无需再次启动它们；可随时删除",
      "/etc/crictl.yaml": "仅在使用 --crictl-config 时：crictl 所连接的端点",
      "/etc/sysctl.d/99-criadm.conf": "net.ipv4.ip_forward，用于没有其他文件应当更改的情况",
    },
  },
  settings: {
    runtime: { question: "此节点应使用哪种容器运行时？", help: "容器运行时" },
    "cgroup-driver": {
      question: "运行时和 kubelet 应使用哪种 cgroup 驱动？",
      help: "运行时和 kubelet 的 cgroup 驱动",
    },
    "sandbox-image": {
      question: "运行时应使用哪个沙箱（pause）镜像？",
      help: "沙箱（pause）镜像，或者 keep",
    },
    "image-repository": {
      question: "Kubernetes 镜像来自哪个镜像仓库前缀？",
      help: "Kubernetes 镜像的镜像仓库前缀",
    },
    "kubernetes-version": {
      question: "此节点将加入哪个 Kubernetes 版本？",
      help: "此节点将运行的 Kubernetes 版本",
    },
    "ip-forward": {
      question: "此节点是否应转发 IPv4 数据包？",
      help: "转发 IPv4 数据包（net.ipv4.ip_forward）",
    },
    kubelet: { question: "是否也应使 kubelet 一侧与运行时一致？", help: "使 kubelet 一侧与运行时一致" },
    "registry-mirror": {
      question: "哪些镜像仓库有镜像站（mirror）？",
      help: "先访问镜像站（mirror）：HOST=URL，可重复；*=URL 用于所有镜像仓库",
    },
    restart: {
      question: "是否应重启服务？",
      help: "重启或重新加载配置已更改的服务",
    },
    settle: {
      question: "重启后的服务须保持运行多少秒？",
      help: "重启后的服务须保持运行多少秒（默认 2；kubelet：10）",
    },
    "reset-config": {
      question: "运行时的配置是否应从它自己的默认值重新开始？",
      help: "从该版本自己的默认值重新开始配置；旧文件保留在旁边",
    },
    "crictl-config": {
      question: "是否应为此运行时配置 crictl？",
      help: "为该运行时配置 crictl（/etc/crictl.yaml）",
    },
    install: {
      question: "如果这里没有容器运行时，应从哪里安装？",
      help: "在没有容器运行时的节点上安装：发行版的软件包，或项目的发布归档",
    },
    handler: {
      question: "还应有哪些运行时处理程序？",
      help: "使用 crun 之类程序的运行时处理程序",
    },
    registry: {
      question: "应如何访问镜像仓库？",
      help: "mirror=URL、ca=FILE、credentials_file=FILE（-：标准输入）、skip_verify 等",
    },
    "open-files": {
      question: "每个容器可以打开多少文件？",
      help: "容器可以打开的文件数；不能是 infinity",
    },
    proxy: {
      question: "运行时应通过哪个代理访问镜像仓库？",
      help: "拉取镜像时使用的代理，或 none",
    },
    "no-proxy": {
      question: "哪些地址不经过代理访问？",
      help: "不经过代理访问的地址；集群的地址会自动加入",
    },
    swap: {
      question: "此节点是否应使用交换内存？",
      help: "节点是否使用交换内存，立即生效，开机后也生效",
    },
    module: {
      question: "应加载哪些内核模块？",
      help: "加载一个内核模块，立即生效，开机时也生效",
    },
    "kernel-preset": {
      question: "此节点应采用哪一组内核值？",
      help: "Pod 和 kubelet 所要求的内核值和模块",
    },
    sysctl: {
      question: "应设置哪些内核变量？",
      help: "设置一个内核变量，立即生效，开机时也生效",
    },
    "runtime-release": {
      question: "应安装哪个版本？",
      help: "要安装的版本：2.3（此系列最新版本）或 2.3.4",
    },
    "sandbox-image-archive": { question: "是否从文件导入沙箱镜像？", help: "从此归档文件导入沙箱镜像" },
    "release-mirror": {
      question: "应从哪个镜像站（mirror）获取发布归档？",
      help: "发布归档的来源：以 URL/HOST/PATH 代替 https://HOST/PATH",
    },
    checksums: {
      question: "哪个文件含有较新版本的校验和？",
      help: "criadm 不知道的版本的校验和，格式同 sha256sum",
    },
  },
}

function severityText(severity: string): string {
  const texts: Readonly<Record<string, string>> = {
    failure: zhScreens.findings.failure,
    warning: zhScreens.findings.warning,
    note: zhScreens.findings.note,
  }
  return texts[severity] ?? severity
}
