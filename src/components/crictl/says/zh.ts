// The Chinese sentences about crictl.
import type { Nothing, Translated } from "../../../wording/texts.ts"
import type { CrictlFindings, CrictlReasons } from "./codes.ts"

export const chinese: Translated<Nothing, CrictlFindings, CrictlReasons> = {
  faults: {},
  findings: {
    "crictl-config-refused": ({ key, value, takes }) => ({
      what: "无论执行什么命令，crictl 都以错误结束。",
      why:
        takes === "yaml"
          ? "/etc/crictl.yaml 不是 YAML。"
          : takes === "nothing"
            ? `/etc/crictl.yaml 中有选项“${key}”，crictl 没有这个名称的选项。`
            : `/etc/crictl.yaml 把 ${key} 设为“${value}”，而 crictl 只接受${takes === "number" ? "整数" : " true 或 false"}。`,
      next:
        takes === "yaml"
          ? "请改正这一行。"
          : takes === "nothing"
            ? "请删除这一行，或改用正确的名称：runtime-endpoint、image-endpoint、timeout、debug、pull-image-on-create、disable-pull-on-run。"
            : "请写入这样的值，或删除这一行。",
      link: "https://github.com/kubernetes-sigs/cri-tools/blob/master/docs/crictl.md",
    }),
  },
  reasons: {
    "crictl-speaks-to-runtime": ({ endpoint }) => `crictl 与 ${endpoint} 通信`,
    "crictl-config-kept": () => "/etc/crictl.yaml 保持原样",
    "crictl-not-installed": () => "此节点上没有 crictl，因此不写入 /etc/crictl.yaml",
  },
}
