// The image that holds a pod's namespaces. kubeadm of each minor expects one; a private registry's is left alone.
import { ok } from "../model/fault.ts"
import { isImageReference, repositoryOf, tagOf } from "./image-reference.ts"
import { newestKubernetes, pauseTagFor } from "./pause-images.ts"
import { refuse } from "./refuse.ts"
import type { SettingDefinition } from "./setting-definition.ts"

/** Where Kubernetes itself publishes: the first since 2022, the second frozen in 2023 (kubernetes.io blog, 2023-02-06). */
const upstream = ["registry.k8s.io", "k8s.gcr.io"]

export const sandboxImage: SettingDefinition<"sandbox-image"> = {
  id: "sandbox-image",
  aliases: ["pause-image"],
  form: "value",
  placeholder: "IMAGE",
  choices: () => undefined,
  parse(given) {
    if (typeof given === "string" && (given === "keep" || isImageReference(given))) return ok(given)
    return refuse(
      "sandbox-image",
      given,
      'an image with a tag or digest such as registry.k8s.io/pause:3.10.2, or "keep"',
    )
  },
  suggest({ runtimes }, soFar) {
    const current = runtimes.find((one) => one.id === soFar.runtime)?.sandboxImage
    const kubernetes = soFar["kubernetes-version"] ?? newestKubernetes
    const tag = pauseTagFor(kubernetes)
    if (tag === undefined)
      return { value: "keep", by: "node", why: { code: "kubernetes-not-in-table", args: { kubernetes } } }
    const repository = soFar["image-repository"] ?? "registry.k8s.io"
    const expected = `${repository}/pause:${tag}`
    const why = { code: "kubeadm-expects", args: { kubernetes, image: expected } } as const
    if (current === expected) return { value: expected, by: "node", why }
    const from = current === undefined ? undefined : repositoryOf(current)
    if (current !== undefined && from !== undefined && from !== repository && !upstream.includes(from)) {
      const reason = tagOf(current) === tag ? "private-registry-same-tag" : "private-registry"
      return { value: current, by: "node", why: { code: reason, args: { image: current } } }
    }
    return { value: expected, by: "suggestion", why }
  },
  matters(situation, soFar) {
    const current = situation.runtimes.find((one) => one.id === soFar.runtime)?.sandboxImage
    const suggested = sandboxImage.suggest(situation, soFar)?.value
    return situation.runtimes.length > 0 && suggested !== "keep" && suggested !== current
  },
}
