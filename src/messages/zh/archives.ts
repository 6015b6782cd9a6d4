// 发布归档的中文文本：获取、校验、解包和放置时遇到的问题。
import type { InstallFaults } from "../../model/arguments/install.ts"
import type { ArchiveProblem, FetchProblem } from "../../model/install/archives.ts"
import type { BundleProblem } from "../../model/install/bundle.ts"
import type { archiveFaults as english } from "../en/archives.ts"

const unchanged = "未做任何更改。"

const fetchProblems: Readonly<Record<FetchProblem, (detail: string) => string>> = {
  unreachable: (detail) => `无法连接该主机${detail === "" ? "" : `（${detail}）`}`,
  stalled: () => "下载停滞，重试后仍未继续",
  untrusted: (detail) => `此处不信任该主机的证书（${detail}）`,
  proxy: (detail) => `代理拒绝连接或没有响应（${detail}）`,
  status: (detail) => `主机返回状态 ${detail}`,
  insecure: (detail) => `被重定向到 ${detail}，而它不是 HTTPS`,
  redirects: () => "重定向次数过多",
  "too-large": (detail) => `大于 ${detail} 字节，任何发布版本都没有这么大`,
  "not-written": (detail) => `无法写入 /var/cache/criadm（${detail}）`,
}

const fetchWays: Readonly<Record<FetchProblem, string>> = {
  unreachable: "如果有代理，请设置 HTTPS_PROXY，或用 --release-mirror 指定镜像站（mirror）。",
  stalled: "请重新运行同一命令，下载会从中断处继续。镜像站（mirror）可能更快：--release-mirror。",
  untrusted: "请将该证书颁发机构加入本系统的证书，或在 SSL_CERT_FILE 中指定其文件。",
  proxy: "请检查 HTTPS_PROXY 和 NO_PROXY。",
  status: "请检查版本号和 --release-mirror。",
  insecure: "请改用其他镜像站（mirror），或不使用。",
  redirects: "请改用其他镜像站（mirror），或不使用。",
  "too-large": "请改用其他镜像站（mirror），或不使用。",
  "not-written": "请在该处腾出空间。",
}

const archiveProblems: Readonly<Record<ArchiveProblem, (member: string) => string>> = {
  "not-tar": () => "不是 tar 归档",
  "cut-off": () => "不完整，在中途结束",
  absolute: (member) => `含有绝对路径 ${member}`,
  outside: (member) => `含有超出归档的路径 ${member}`,
  link: (member) => `含有链接 ${member}`,
  device: (member) => `含有设备或管道 ${member}`,
  sparse: (member) => `含有稀疏文件 ${member}`,
  twice: (member) => `${member === "" ? "有文件" : member} 出现两次`,
  "too-large": (member) => `过大（${member}）`,
  "too-many": () => "文件数量超过任何发布版本",
  "no-space": (member) => `磁盘空间不足（${member}）`,
  "input-output": (member) => `无法读取或写入（${member}）`,
  "not-there": (member) => `缺少 ${member}`,
  "other-processor": (member) => `含有其他处理器的程序（${member}）`,
}

const bundleProblems: Readonly<Record<BundleProblem, (file: string) => string>> = {
  "no-manifest": (file) => `其中没有 ${file}`,
  "manifest-broken": (file) => `此 criadm 无法读取其中的 ${file}`,
  "file-missing": (file) => `其中缺少 ${file}`,
  "file-differs": (file) => `${file} 与清单不一致`,
  "not-unpacked": (file) => `它不完整，或含有离线包中不应有的内容${file === "" ? "" : `（${file}）`}`,
  "other-checksum": (file) => `${file} 与其项目发布的不一致`,
  "no-runtime": () => "其中没有 criadm 可以放置到此节点上的运行时",
}

export const archiveFaults: typeof english = {
  "no-archives-for": ({ architecture }) => ({
    what: `criadm 知道 x86_64 和 aarch64 的发布归档，而此节点是${architecture === "" ? "其他架构" : ` ${architecture}`}。`,
    next: `请用发行版的软件包安装运行时：criadm apply --install distribution。${unchanged}`,
  }),
  "no-archives-of": ({ runtime }) => ({
    what: `criadm 只从软件包安装 ${runtime}：其项目没有公布带校验和的归档。`,
    next: `criadm apply --install distribution --runtime ${runtime}。${unchanged}`,
  }),
  "no-service-file-for": ({ initSystem }) => ({
    what: `criadm 没有适用于${initSystem === "" ? "此初始化系统" : ` ${initSystem} `}的服务文件，运行时将无法启动。`,
    next: `请用发行版的软件包安装运行时：criadm apply --install distribution。${unchanged}`,
  }),
  "no-tested-set": ({ runtime, kubernetes, newest, tableOf }) => ({
    what: `criadm 的校验和表（${tableOf}）中没有与 Kubernetes ${kubernetes} 一起测试过的 ${runtime}。`,
    next: `请指定所需版本：--runtime-release ${newest} 是表中最后一个版本，可能已有更新的版本；更新的版本还需 --checksums FILE。其他 Kubernetes 版本请用 --kubernetes-version。${unchanged}`,
  }),
  "checksum-unknown": ({ project, version, file, newest, tableOf }) => ({
    what: `criadm 不知道 ${project} ${version} 的校验和；其校验和表为 ${tableOf}${newest === "" ? "" : `，最后一个版本是 ${newest}`}。`,
    next: `请取该项目公布的校验和，按 sha256sum 的格式写入文件：“HASH  ${file}”，并加上 --checksums FILE。${unchanged}`,
  }),
  "checksums-broken": ({ file, why }) => ({
    what: `${file}：${
      {
        form: "此行不是校验和加文件名",
        "unknown-name": "此名称不属于 criadm 安装的任何发布归档",
        twice: "此文件列出两次，且校验和不同",
      }[why]
    }。`,
    next: `每行按 sha256sum 的格式：64 个十六进制数字、两个空格、项目公布的归档名（runc 需带目录：v1.4.3/runc.amd64）。${unchanged}`,
  }),
  "archive-not-fetched": ({ url, why, detail }) => ({
    what: `未能获取 ${url}：${fetchProblems[why](detail)}。`,
    next: `${fetchWays[why]}${unchanged}`,
  }),
  "archive-differs": ({ url, expected, found }) => ({
    what: `从 ${url} 得到的内容与发布的不一致：其 SHA-256 为 ${found}，而不是 ${expected}。`,
    next: `请改用其他镜像站（mirror）或不使用，然后重新运行同一命令。得到的文件已删除。${unchanged}`,
  }),
  "archive-refused": ({ archive, why, member }) => ({
    what: `未解包 ${archive}：它${archiveProblems[why](member)}。`,
    next: `${why === "no-space" ? "请在 /var/cache/criadm 下腾出空间，然后重新运行同一命令。" : "请使用项目原样发布的归档。"}${unchanged}`,
  }),
  "bundle-broken": ({ path, why, file }) => ({
    what: `离线包 ${path} 无法使用：${bundleProblems[why](file)}。`,
    next: `请从制作处重新复制，或用 criadm bundle 重新制作。${unchanged}`,
  }),
  "bundle-for-another": ({ path, what, has, node, file }) => ({
    what: `离线包 ${path} 适用于其他${what === "architecture" ? "架构" : "系统"}：${file} 适用于 ${has}，而此节点是 ${node === "" ? "未知的" : node}。`,
    next: `请为此节点制作：在此运行 criadm detect -o json > node.json，然后在联网的机器上运行 criadm bundle --for node.json。${unchanged}`,
  }),
  "image-not-pulled": ({ image, why, detail }) => ({
    what: `未能拉取镜像 ${image}：${
      {
        "not-a-reference": "没有指明其镜像仓库",
        "not-fetched": `镜像仓库没有提供（${detail}）`,
        differs: `得到的内容不是 ${detail}`,
        "no-such-architecture": `没有适用于 ${detail} 的镜像`,
        "not-understood": `镜像仓库的响应无法理解（${detail}）`,
      }[why]
    }。`,
    next: `请用 --image-repository 指定其他仓库，用 --registry-mirror 指定镜像站，或用 --sandbox-image-archive 指定已有的镜像归档。${unchanged}`,
  }),
  "bundle-place-taken": ({ path }) => ({
    what: `${path} 已存在。`,
    next: "请用 --out 指定其他位置，或将其移除。",
  }),
  "bundle-without-packages": (args) => ({
    what: `这里无法为 ${args.system} 制作软件包的离线包：${whyWithoutPackages(args)}。`,
    next:
      args.why !== "system"
        ? `请在该发行版的机器上制作${args.hasArchives ? "，或使用项目的发布归档：--install upstream" : ""}。`
        : args.hasArchives
          ? "请使用项目的发布归档制作：--install upstream。"
          : "请指定一个 criadm 能校验其发布归档的运行时：--runtime containerd --install upstream。",
  }),
  "bundle-not-written": ({ path, errno }) => ({
    what: `无法将离线包写入 ${path}（${errno}）。`,
    next: "请指定可写且有数百兆字节空间的目录：--out PATH。",
  }),
  "bundle-system-unknown": ({ os }) => ({
    what: `criadm 不知道离线包适用于哪个系统${os === "" ? "" : `：${os}`}。`,
    next: "请使用 --for FACTS.json（在节点上用 criadm detect -o json 得到）；或使用 --os（如 debian-13）和 --arch amd64 或 arm64。",
  }),
  "archive-place-taken": ({ path, runtime }) => ({
    what: `此节点上已有 ${path}，而 ${runtime} 的归档文件要放在那里。`,
    next: `请查明它属于什么。如果没有人需要，请将其移走，然后重新运行同一命令。${unchanged}`,
  }),
  "tree-not-placed": ({ path }) => ({
    what: `无法放置 ${path}：为它解包的内容已不存在，或已被改变。`,
    next: "请重新安装：criadm apply --install upstream，或使用离线包的路径。",
  }),
  "labels-not-set": ({ command }) => ({
    what: `无法设置已放置文件的 SELinux 标签：${command} 失败。`,
    next: "请查看其输出（容器运行时的标签来自 container-selinux），然后重新运行同一命令。",
  }),
  "service-not-enabled": ({ service }) => ({
    what: `无法将 ${service} 设为开机时启动。`,
    next: "请查看初始化系统的输出，解决问题后重新运行同一命令。",
  }),
}

/** Why a bundle has no packages. */
export function whyWithoutPackages({
  why,
  package: name,
}: Pick<InstallFaults["bundle-without-packages"], "why" | "package">): string {
  if (why === "apt") return "这台机器没有 apt-get"
  if (why === "keyring") return `这台机器无法校验其签名；密钥在软件包 ${name} 中`
  return "criadm 可获取 Debian 11 至 14 以及 Ubuntu 22.04、24.04 和 26.04 的软件包"
}
