// The registry prefix that the Kubernetes images come from, as kubeadm's --image-repository.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import { isRepository } from "../image-reference.ts"
import { refuse } from "../refuse.ts"
import { type RegistryLook, upstreamRepository } from "../repositories.ts"
import type { SettingDefinition } from "../setting-definition.ts"

function isUpstreamSilent(registries: readonly RegistryLook[]): boolean {
  return registries[0]?.answers === false
}

function whyUpstream(registries: readonly RegistryLook[] = []): Reason {
  const [first] = registries
  return first === undefined || first.answers
    ? { code: "upstream-registry", args: {} }
    : { code: "upstream-registry-silent", args: { seconds: first.seconds } }
}

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
  suggest: ({ registries }) => ({ value: upstreamRepository, by: "suggestion", why: whyUpstream(registries) }),
  offers: ({ registries = [] }) =>
    isUpstreamSilent(registries)
      ? registries.slice(1).map(({ prefix, answers, seconds }) => ({
          value: prefix,
          why: { code: answers ? "public-mirror" : "public-mirror-silent", args: { seconds } },
        }))
      : [],
  // Where it answers, nobody needs to be asked.
  matters: ({ registries = [] }) => isUpstreamSilent(registries),
}
