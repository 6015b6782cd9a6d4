// The image that holds a pod's namespaces. kubeadm of each minor expects one; a private registry's is left alone. Windows
// nodes have one of their own, for every Kubernetes.

import { clause } from "../../model/arguments/clause.ts"
import type { ImageArchiveFacts } from "../../model/facts/image-archive.ts"
import { ok } from "../../model/fault.ts"
import { isImageReference, repositoryOf, tagOf } from "../image-reference.ts"
import { newestKubernetes, pauseTagFor } from "../pause-images.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition, Suggested } from "../setting-definition.ts"

/** Where Kubernetes itself publishes: the first since 2022, the second frozen in 2023 (kubernetes.io blog, 2023-02-06). */
const upstream = ["registry.k8s.io", "k8s.gcr.io"]

/** Where Microsoft publishes images of Kubernetes, since 2024 below v2. */
const upstreamOfWindows = [...upstream, "mcr.microsoft.com/oss/kubernetes", "mcr.microsoft.com/oss/v2/kubernetes"]

/** kubernetes-sigs/image-builder, images/capi/ansible/windows/roles/runtimes/defaults/main.yml. */
const windowsImage = "mcr.microsoft.com/oss/v2/kubernetes/pause:3.10.1-3"

export const sandboxImage: SettingDefinition<"sandbox-image"> = {
  id: "sandbox-image",
  aliases: ["pause-image"],
  form: "value",
  placeholder: "IMAGE",
  choices: () => undefined,
  parse(given) {
    if (typeof given === "string" && (given === "keep" || isImageReference(given))) return ok(given)
    return refuse("sandbox-image", given, clause("accepts-image"))
  },
  suggest({ node, runtimes }, soFar) {
    const { sandboxImage: current, pauseImages } = runtimes.find((one) => one.id === soFar.runtime) ?? {}
    const isOwnRepository = (soFar["image-repository"] ?? upstream[0]) !== upstream[0]
    if (node.platform === "windows" && !isOwnRepository) return onWindows(current)
    const kubernetes = soFar["kubernetes-version"] ?? newestKubernetes
    const tag = pauseTagFor(kubernetes)
    if (tag === undefined)
      return { value: "keep", by: "node", why: { code: "kubernetes-not-in-table", args: { kubernetes } } }
    const repository = soFar["image-repository"] ?? "registry.k8s.io"
    const expected = `${repository}/pause:${tag}`
    const why = { code: "kubeadm-expects", args: { kubernetes, image: expected } } as const
    if (current === expected) return { value: expected, by: "node", why }
    const brought = inArchive(node.imageArchive, expected, current)
    if (brought !== undefined) return brought
    const from = current === undefined ? undefined : repositoryOf(current)
    if (current !== undefined && from !== undefined && from !== repository && !upstream.includes(from)) {
      const reason = tagOf(current) === tag ? "private-registry-same-tag" : "private-registry"
      return { value: current, by: "node", why: { code: reason, args: { image: current } } }
    }
    // Whether a registry is within reach shows only when a pod starts; what is here serves every pod.
    if (current !== undefined && pauseImages !== undefined && !pauseImages.includes(expected)) {
      return { value: current, by: "node", why: { code: "expected-image-absent", args: { image: current, expected } } }
    }
    return { value: expected, by: "suggestion", why }
  },
  matters(situation, soFar) {
    const current = situation.runtimes.find((one) => one.id === soFar.runtime)?.sandboxImage
    const suggested = sandboxImage.suggest(situation, soFar)?.value
    return situation.runtimes.length > 0 && suggested !== "keep" && suggested !== current
  },
}

/** Who brings an archive means the image in it: the expected one, the one in use, else the only pause image there is. */
function inArchive(
  archive: ImageArchiveFacts | undefined,
  expected: string,
  current: string | undefined,
): Suggested<string> | undefined {
  const names = archive?.images.map(({ name }) => name) ?? []
  const pauses = names.filter((name) => /\/pause[:@]/.test(name))
  const [only, ...others] = pauses.length > 0 ? pauses : names
  const meant = [expected, current].find((one) => one !== undefined && names.includes(one))
  const image = meant ?? (others.length === 0 ? only : undefined)
  if (archive === undefined || image === undefined) return undefined
  return { value: image, by: "suggestion", why: { code: "in-image-archive", args: { image, file: archive.path } } }
}

function onWindows(current: string | undefined): Suggested<string> {
  const why = { code: "windows-sandbox-image", args: { image: windowsImage } } as const
  if (current === windowsImage) return { value: windowsImage, by: "node", why }
  const from = current === undefined ? undefined : repositoryOf(current)
  if (current !== undefined && from !== undefined && !upstreamOfWindows.includes(from)) {
    return { value: current, by: "node", why: { code: "private-registry", args: { image: current } } }
  }
  return { value: windowsImage, by: "suggestion", why }
}
