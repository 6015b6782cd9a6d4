// The registry prefix that the Kubernetes images come from, as kubeadm's --image-repository.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { isRepository } from "../image-reference.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

export const imageRepository: SettingDefinition<"image-repository"> = {
  id: "image-repository",
  aliases: [],
  form: "value",
  placeholder: "PREFIX",
  choices: () => undefined,
  parse(given) {
    if (typeof given !== "string") return refuse("image-repository", given, clause("accepts-image-repository"))
    const prefix = given.replace(/\/+$/, "")
    return isRepository(prefix) ? ok(prefix) : refuse("image-repository", given, clause("accepts-image-repository"))
  },
  suggest: () => ({ value: "registry.k8s.io", by: "suggestion", why: { code: "upstream-registry", args: {} } }),
  matters: () => false,
}
