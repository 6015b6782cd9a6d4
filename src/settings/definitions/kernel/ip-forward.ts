// Whether the node forwards IPv4 packets; kubeadm stops where it does not.
import type { SettingDefinition } from "../../setting-definition.ts"
import { parseSwitch } from "../../switches.ts"

export const ipForward: SettingDefinition<"ip-forward"> = {
  id: "ip-forward",
  aliases: [],
  form: "switch",
  concerns: "node",
  choices: () => undefined,
  parse: (given) => parseSwitch("ip-forward", given),
  suggest({ node, ipForward: current }) {
    if (node.platform === "windows") return undefined
    return {
      value: true,
      by: current === true ? "node" : "suggestion",
      why: { code: "pods-need-forwarding", args: {} },
    }
  },
  matters: ({ node, ipForward: current }) => node.platform === "linux" && current !== true,
}
