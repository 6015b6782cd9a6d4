// Whether the kubelet's configuration is brought in line with the runtime.
import type { SettingDefinition } from "../setting-definition.ts"
import { parseSwitch } from "../switches.ts"

export const kubelet: SettingDefinition<"kubelet"> = {
  id: "kubelet",
  aliases: [],
  form: "switch",
  choices: () => undefined,
  parse: (given) => parseSwitch("kubelet", given),
  suggest: ({ hasKubeletConfiguration }) => ({
    value: hasKubeletConfiguration,
    by: "suggestion",
    why: hasKubeletConfiguration
      ? { code: "kubelet-is-configured", args: {} }
      : { code: "kubelet-is-not-configured", args: {} },
  }),
  // Where the runtime's driver stays, the kubelet's side is a line in the review and no question of its own.
  matters: ({ hasKubeletConfiguration, runtimes }, soFar) =>
    hasKubeletConfiguration &&
    runtimes.find((one) => one.id === soFar.runtime)?.cgroupDriver !== soFar["cgroup-driver"],
}
