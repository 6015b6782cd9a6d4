// Which Kubernetes the node will run. Only its minor matters: it decides the sandbox image and the kubelet's rules.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { newestKubernetes } from "../pause-images.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-version")

export const kubernetesVersion: SettingDefinition<"kubernetes-version"> = {
  id: "kubernetes-version",
  aliases: [],
  form: "value",
  placeholder: "VERSION",
  choices: () => undefined,
  parse(given) {
    // TOML reads 1.30 as the number 1.3, so a number in the answers file has lost what was meant.
    if (typeof given === "number") return refuse("kubernetes-version", given, clause("accepts-quoted-version"))
    if (typeof given !== "string") return refuse("kubernetes-version", given, accepted)
    const match = /^v?(1\.\d{1,3}(?:\.\d{1,3}(?:-(?:alpha|beta|rc)\.\d+)?)?)(?:\+\S*)?$/.exec(given)
    return match?.[1] === undefined ? refuse("kubernetes-version", given, accepted) : ok(match[1])
  },
  suggest: ({ kubernetesVersion: found }) =>
    found === undefined
      ? {
          value: newestKubernetes,
          by: "suggestion",
          why: { code: "newest-kubernetes", args: { version: newestKubernetes } },
        }
      : { value: found, by: "node", why: { code: "kubelet-version", args: { version: found } } },
  matters: ({ kubernetesVersion: found }) => found === undefined,
}
