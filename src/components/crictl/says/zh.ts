// The Chinese sentences about crictl.
import type { Nothing, Translated } from "../../../wording/texts.ts"
import type { CrictlReasons } from "./codes.ts"

export const chinese: Translated<Nothing, Nothing, CrictlReasons> = {
  faults: {},
  findings: {},
  reasons: {
    "crictl-speaks-to-runtime": ({ endpoint }) => `crictl 与 ${endpoint} 通信`,
    "crictl-config-kept": () => "/etc/crictl.yaml 保持原样",
    "crictl-not-installed": () => "此节点上没有 crictl，因此不写入 /etc/crictl.yaml",
  },
}
