// 迁移已加入集群的节点的中文：各个步骤，以及什么妨碍某一步。
import type { MigrateFaults, MigrateLines, MigrateReasons } from "../../model/arguments/migrate.ts"
import type { FaultText, Texts } from "../../wording/texts.ts"
import { listed } from "../../wording/zh/phrases.ts"

const unchanged = "未做任何更改。"
const onOrBack = "criadm migrate --status 会说明进行到哪一步；criadm migrate --back 会退回。"

export const migrateFaults: Texts<MigrateFaults, FaultText> = {
  "image-not-carried": ({ image }) => ({
    what: `镜像 ${image} 没有复制到新的运行时。`,
    next: `程序的最后几行说明了原因；通常是磁盘已满。然后请重新运行同一命令。${onOrBack}`,
  }),
  "pods-not-listed": ({ endpoint, why }) => ({
    what: `${endpoint} 没有说明哪些 Pod 正在运行：${why}。`,
    next: `这一步要求运行时正在运行；criadm check 会说明什么妨碍它运行。然后请重新运行同一命令。${onOrBack}`,
  }),
  "pod-not-ended": ({ pod, why }) => ({
    what:
      why === ""
        ? `运行时仍然列出 ${pod} 的 Pod 沙箱，或者之后又创建了一个。`
        : `运行时没有移除 ${pod} 的 Pod 沙箱：${why}`,
    next: `请重新运行同一命令。${onOrBack}`,
  }),
  "migration-under-way": ({ migration, step }) => ({
    what: `此节点正在迁移（${migration}），进行到步骤 ${step}。`,
    next: `要继续：criadm migrate ${migration}。要退回：criadm migrate --back。${unchanged}`,
  }),
  "run-of-migration": ({ run, step }) => ({
    what: `第 ${run} 次执行是迁移的一步（${step}），迁移只能整体退回。`,
    next: `criadm migrate --status 会显示上一次迁移，criadm migrate --back 会退回它。${unchanged}`,
  }),
  "another-migration": ({ migration, asked }) => ({
    what: `此节点正在进行另一项迁移：${migration}，而不是 ${asked}。`,
    next: `要继续：criadm migrate ${migration}。要退回：criadm migrate --back。${unchanged}`,
  }),
  "no-migration": () => ({
    what: "此节点没有可以退回的迁移。",
    next: `criadm history 会列出各次执行，criadm rollback 会回滚其中一次。${unchanged}`,
  }),
  "migration-damaged": ({ file }) => ({
    what: `迁移的记录已不是 criadm 写入的内容：${file}。`,
    next: `请先移走 ${file}。之后 criadm history 会列出它的各次执行，可以从最新的一次开始，用 criadm rollback RUN 逐一回滚。${unchanged}`,
  }),
  "migration-needs-live-node": () => ({
    what: "只能迁移正在运行的节点，不能迁移 --root 之下的目录树。",
    next: `对目录树请用：criadm apply。${unchanged}`,
  }),
  "migration-not-joined": ({ command }) => ({
    what: "此节点没有加入集群，因此没有需要顾及的内容。",
    next: `请直接更改：${command}。${unchanged}`,
  }),
  "migration-no-runtime": ({ endpoint }) => ({
    what:
      endpoint === ""
        ? "没有任何内容说明此节点的 kubelet 使用哪个运行时。"
        : `kubelet 使用 ${endpoint}，它不属于 criadm 在此找到的任何运行时。`,
    next: `criadm detect 会显示找到的内容。${unchanged}`,
  }),
  "migration-needs-systemd": ({ initSystem }) => ({
    what: `systemd 驱动要求 PID 1 是 systemd，而此节点运行的是 ${initSystem}。`,
    next: `此处的驱动是 cgroupfs：criadm migrate cgroup-driver --to cgroupfs。${unchanged}`,
  }),
  "migration-waits": ({ step, commands }) => ({
    what: `这一步要在有 kubectl 的机器上完成，还没有人说明它已完成：${step}。`,
    next: `请在那里运行：${commands.join("; ")}。然后带 --done ${step} 重新运行同一命令。${unchanged}`,
  }),
  "migration-waits-here": ({ step, commands }) => ({
    what: `这一步要在此节点上手动完成，而节点还没有显示它已完成：${step}。`,
    next: `请在此运行：${commands.join("; ")}。然后重新运行同一命令。${onOrBack}`,
  }),
  "release-not-ready": ({ runtime, release, findings }) => ({
    what: `此节点还不能使用 ${runtime} ${release}。使用它时，以下各项会成为失败：${listed(findings)}。`,
    next: `请先修正；criadm check ${findings[0] ?? ""} --explain 会说明其含义和修正方法。${unchanged}`,
  }),
  "release-source-unknown": ({ runtime, program, elsewhere }) => ({
    what: `没有任何内容说明 ${runtime} 来自哪里：criadm 没有放置过 ${program}，criadm 所知的软件包中也没有它。`,
    next: `请以它原来的方式把较新的文件放到原处${elsewhere === "" ? "" : `（${elsewhere}）`}，重启其服务，然后运行：criadm check。${unchanged}`,
  }),
  "release-not-in-packages": ({ package: name, release, offered, elsewhere }) => ({
    what: `此节点的软件源不提供 ${name} ${release}。${offered.length === 0 ? "" : `它们提供：${listed(offered)}。`}`,
    next: `请更新其列表，用 --to 选择其中一个，或设置提供它的软件源（${elsewhere}）。然后重新运行同一命令。${unchanged}`,
  }),
  "release-is-older": ({ runtime, installed, release }) => ({
    what: `此节点上是 ${runtime} ${installed}，而 ${release} 更旧。较新的版本存储的内容，较旧的版本可能无法读取。`,
    next: `请用 --to 选择较新的版本。在此进行过的迁移可以这样退回：criadm migrate --back。${unchanged}`,
  }),
  "migration-no-schema": ({ runtime, schema }) => ({
    what:
      runtime === ""
        ? `在此没有找到其文件有 version = ${schema} 的运行时。`
        : `${runtime} 的文件没有 version = ${schema}。`,
    next: `criadm detect 会显示找到的内容。${unchanged}`,
  }),
  "migration-target": ({ migration, given, accepted }) => ({
    what:
      given === ""
        ? `criadm migrate ${migration} 需要说明迁移到哪里。`
        : `criadm migrate ${migration} 不认识 --to ${given}。`,
    next: `请用 --to 说明；可用的有：${listed(accepted)}。${unchanged}`,
  }),
  "configmap-not-understood": ({ file }) => ({
    what: `${file} 既不是 ConfigMap kubelet-config，也不是 kubelet 的配置。`,
    next: `请重新写入：kubectl -n kube-system get configmap kubelet-config -o yaml > ${file}。${unchanged}`,
  }),
  "configmap-differs": ({ file, found, wanted, command }) => ({
    what: `集群告诉各 kubelet 的是 cgroupDriver: ${found}（${file}），而不是 ${wanted}。下一次 kubeadm upgrade node 会把它写回。`,
    next: `请在有 kubectl 的机器上运行：${command}。然后重新写入 ${file} 并重新运行同一命令。${unchanged}`,
  }),
  "node-shows-service": ({ service, found, wanted }) => ({
    what: `${service} 的状态是 ${found}，而这一步要求 ${wanted}。`,
    next: `${wanted === "active" ? "请启动它；它停下的原因见其日志。然后" : "请"}重新运行同一命令。${onOrBack}`,
  }),
  "node-shows-pods": ({ pods, node }) => ({
    what: `此节点上仍有 ${pods.length} 个 Pod 在运行：${listed(pods)}。`,
    next: `请在有 kubectl 的机器上腾空节点：kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data。要让 criadm 结束它们：--stop-pods。然后重新运行同一命令。`,
  }),
  "node-shows-driver": ({ endpoint, found, wanted }) => ({
    what: `${endpoint} 处的运行时${found === "" ? "没有说明其 cgroup 驱动" : `报告的是 ${found}`}，而不是 ${wanted}。`,
    next: `criadm explain cgroup-driver 会显示该值来自哪里。${onOrBack}`,
  }),
  "node-shows-release": ({ endpoint, found, wanted }) => ({
    what: `${endpoint} 处的运行时${found === "" ? "没有说明其版本" : `报告的版本是 ${found}`}，而不是 ${wanted}。`,
    next: `它可能仍以之前的版本运行：请重启其服务，然后重新运行同一命令。${onOrBack}`,
  }),
  "node-not-healthy": ({ url }) => ({
    what: `kubelet 没有在 ${url} 报告自己正常。`,
    next: `它的日志说明了原因：journalctl -u kubelet。正常之后请重新运行同一命令。${onOrBack}`,
  }),
  "no-pod-yet": ({ endpoint }) => ({
    what: `kubelet 还没有在 ${endpoint} 启动任何 Pod，而此节点原有腾空后仍会留下的 Pod。`,
    next: `较慢的节点需要更多时间：请稍后重新运行同一命令。${onOrBack}`,
  }),
  "pod-lies-elsewhere": ({ pod, cgroup, driver }) => ({
    what: `Pod ${pod} 位于 cgroup ${cgroup}，${driver} 驱动不会把 Pod 放在那里。`,
    next: `该 Pod 重新创建后，请重新运行同一命令。${onOrBack}`,
  }),
}

export const migrateReasons: Texts<MigrateReasons, string> = {
  "migrate-cluster-driver": ({ driver }) => `集群告诉各 kubelet 的是 cgroupDriver: ${driver}`,
  "migrate-control-plane": ({ node }) =>
    `${node} 运行静态 Pod：如果它属于控制平面，则没有其他控制平面节点正在迁移，并且其他节点上的 etcd 正常`,
  "migrate-drain": ({ node }) => `${node} 已设为不可调度并已腾空；DaemonSet 的 Pod 和静态 Pod 会留下`,
  "migrate-stop-kubelet": ({ service }) => `停止 ${service}，使它在此期间不请求任何 Pod`,
  "migrate-end-pods": ({ runtime, driver }) => `趁 ${runtime} 还知道其 cgroup（${driver}）时，结束剩下的 Pod`,
  "migrate-switch-driver": ({ runtime, driver }) =>
    `在一次执行中把 ${runtime} 和 kubelet 设为 ${driver}；${runtime} 通过 CRI 证实`,
  "migrate-start-kubelet": ({ service }) => `启动 ${service}；它报告自己正常，其 Pod 位于应在的位置`,
  "migrate-remove-cgroups": ({ driver }) => `移除 ${driver} 留下的空 cgroup`,
  "migrate-switch-runtime": ({ from, to }) => `kubelet 改用 ${to} 而不是 ${from}；${to} 提供 CRI 并证实`,
  "migrate-carry-images": ({ from, to }) => `复制 ${from} 有而 ${to} 没有的镜像`,
  "migrate-socket-annotation": ({ node, endpoint }) =>
    `kubeadm 在节点对象上找到 ${endpoint}；${node} 变为 Ready 后，可以重新接收 Pod`,
  "migrate-old-runtime": ({ runtime }) => `${runtime} 保持原样；不再有人需要它时，可以彻底停止`,
  "migrate-rewrite-files": ({ runtime, schema }) =>
    `把 ${runtime} 的文件写成 version = ${schema}：同样的设置，使用其名称，不添加任何内容`,
  "migrate-uncordon": ({ node }) => `${node} 变为 Ready 后，可以重新接收 Pod`,
  "migrate-release": ({ runtime, from, to, isThrough }) =>
    isThrough
      ? `Pod 继续运行，同时把 ${runtime} 从 ${from} 换成 ${to}；它通过 CRI 报告其版本`
      : `把 ${runtime} 从 ${from} 换成 ${to}；它通过 CRI 报告其版本`,
  "migrate-packages": ({ runtime, from, to, manager }) =>
    `由 ${manager} 把 ${runtime} 从 ${from} 换成 ${to}；它通过 CRI 报告其版本`,
  "migrate-schema-later": ({ runtime, release, schema }) =>
    `${runtime} 的文件保持原样，${release} 可以读取；不再需要退回时，可改为 version = ${schema}`,
  "migrate-pods-cannot-stay": ({ runtime, from, to }) =>
    `其项目不保证 ${runtime} 从 ${from} 升级到 ${to} 时 Pod 继续运行，因此要先结束它们。`,
  "migrate-shims-stay": ({ runtime }) => `Pod 在重新创建之前一直使用启动时的 shim；${runtime} 会重新找到它们。`,
  "migrate-way-back-ends-pods": ({ runtime }) =>
    `退回时要先结束所有 Pod：没有人保证较旧的 ${runtime} 能接管较新版本启动的内容。`,
  "migrate-open-files": ({ runtime, release, limit }) =>
    `${runtime} ${release} 的服务不设置打开文件数的上限：新容器的软限制为 ${limit}。之后要保留更高的上限：criadm apply --open-files 1048576。`,
  "migrate-pods-ran-through": ({ pods }) => `${pods} 个 Pod 在此期间一直运行。`,
  "migrate-pods-ended": ({ pods }) => `以下 Pod 没有一直运行：${listed(pods)}。kubelet 会重新创建它们。`,
  "migrate-pods-ended-by-us": () =>
    "使用 --stop-pods 时，没有人先把此节点的 Pod 移到别处：它们会结束，由 kubelet 重新启动。",
  "migrate-images-pulled": ({ from, to }) =>
    `在节点上无法把镜像从 ${from} 复制到 ${to}；${to} 会重新拉取，因此必须能够访问镜像仓库。`,
  "migrate-images-by-digest": ({ from, to, images }) =>
    `${from} 中的这些镜像没有标签，因而无法复制：${listed(images)}。按摘要引用它们的 Pod 会让 ${to} 重新拉取，所以这时必须能访问相应的镜像仓库。`,
  "migrate-logs-move": () => "容器日志此后以 CRI 的格式写入：读取旧格式的收集程序需要随之调整。",
  "migrate-kubelet-follows": ({ runtime }) => `此 kubelet 从 ${runtime} 获取驱动。它自己的文件仍会保持一致。`,
  "migrate-cgroups-in-use": ({ paths }) => `${listed(paths)} 中仍有进程；没有移除的部分会在下次重启时消失。`,
}

const unseen: Readonly<Record<MigrateLines["migration-not-seen"]["isTaken"], string>> = {
  word: "从节点上看不到这一点：有人说已完成，即予采信",
  rest: "其 Pod 是否已离开会在此查看；其余从节点上看不到，予以采信",
  told: "从节点上看不到这一点，也不等待它",
}

const states: Readonly<Record<string, string>> = { done: "已完成", next: "下一步", cluster: "由人完成" }

export const migrateLines: Texts<MigrateLines, string> = {
  "plan-end-pods": ({ pods }) => (pods.length === 0 ? "结束所有 Pod" : `结束 Pod ${listed(pods)}`),
  "plan-carry-images": ({ from, images }) => `从 ${from} 复制镜像：${listed(images)}`,
  "step-carry-images": ({ images }) => `复制 ${images} 个镜像`,
  "step-end-pods": ({ pods }) => `结束 ${pods} 个 Pod`,
  "migration-heading": ({ migration, to, node, steps }) => `${node}：${migration} 迁移到 ${to}，共 ${steps} 步`,
  "migration-step": ({ number, steps, what, isBack }) =>
    `第 ${number} 步，共 ${steps} 步${isBack ? "（撤回）" : ""}：${what}`,
  "migration-row": ({ number, what, state }) =>
    `${String(number).padStart(2)}  ${what}${state === "open" ? "" : `  [${states[state] ?? state}]`}`,
  "migration-elsewhere": () => "在有 kubectl 的机器上：",
  "migration-here": () => "在此节点上：",
  "migration-say-done": ({ step }) => `无人值守时，请说明已完成：--done ${step}`,
  "migration-not-seen": ({ isTaken }) => unseen[isTaken],
  "migration-look-again": () => "完成后节点会显示出来；之后同一命令会继续",
  "migration-ready": ({ findings }) =>
    findings === 0 ? "可以升级：检查没有新的发现。" : "可以升级。升级后检查还会报告：",
  "migration-asks": () => "已经完成了吗？[y/N] ",
  "migration-begins": () => "从第一步开始吗？[y/N] ",
  "migration-returns": () => "退回这些步骤吗？[y/N] ",
  "migration-nothing": () => "无需迁移：节点符合要求。",
  "migration-done": ({ node }) => `迁移完成。${node} 符合要求。`,
  "migration-back": () => "已退回。节点与迁移之前相同。",
  "migration-none": () => "此节点上没有进行过迁移。",
  "migration-stands": ({ number, steps, what }) => `进行到第 ${number} 步，共 ${steps} 步：${what}`,
  "migration-is-open": ({ migration, step }) =>
    `此节点正在迁移：${migration}，进行到步骤 ${step}。请参见：criadm migrate --status`,
  "migration-goes-back": () => "正在退回。",
  "migration-how-on": ({ command }) => `要继续：${command}`,
  "migration-how-back": () => "要退回：criadm migrate --back",
  "migration-was": ({ migration, to, end }) =>
    end === "done" ? `上一次迁移已完成：${migration} 迁移到 ${to}。` : `上一次迁移已退回：${migration} 迁移到 ${to}。`,
}
