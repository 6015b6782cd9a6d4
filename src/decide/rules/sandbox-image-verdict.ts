// The sandbox image that the runtime will use, against the one that kubeadm of the node's minor expects. Whether it is
// on the node and pinned only the running runtime knows; where it was asked, that is told too.

import type { Component } from "../../components/component.ts"
import { importCommandOf } from "../../components/runtime-part.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { minorOf } from "../../model/version.ts"
import { repositoryOf, tagOf } from "../../settings/image-reference.ts"
import { pauseTagFor } from "../../settings/pause-images.ts"
import { kubernetesMinorOf } from "../kubernetes-release.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

/** Where Kubernetes itself publishes, now and until 2023. */
const upstream: readonly (string | undefined)[] = ["registry.k8s.io", "k8s.gcr.io"]

export function judgeSandboxImage(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  return [...judgeTag(node, components), ...judgePresence(node, components)]
}

/** Both are notes: a runtime pulls what is missing, unless its registry is out of reach. */
function judgePresence(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  return runtimesInUse(node, components).flatMap(({ component }): readonly Finding[] => {
    const { endpoint = "", sandboxImageStatus: status } = node.running?.[component.id] ?? {}
    if (status === undefined || (status.present && status.pinned)) return []
    const common = { severity: "note", component: component.id } as const
    const args = { runtime: component.name, image: status.image }
    if (status.present) return [{ code: "sandbox-image-not-pinned", args, ...common }]
    const importCommand = importCommandOf(component.runtime, endpoint)
    return [{ code: "sandbox-image-not-present", args: { ...args, importCommand }, ...common }]
  })
}

function judgeTag(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const minor = kubernetesMinorOf(node, components)
  const tag = minor === undefined ? undefined : pauseTagFor(minor.text)
  if (minor === undefined || tag === undefined) return []
  return runtimesInUse(node, components).flatMap(({ component, summary }): readonly Finding[] => {
    const image = summary.sandboxImage
    const used = image === undefined ? undefined : tagOf(image)
    // An image without a tag is named by its digest, which says nothing about its release.
    if (image === undefined || used === undefined || used === tag) return []
    const isOwnRegistry = !upstream.includes(repositoryOf(image))
    // An image of another name is no copy of Kubernetes' one, and has no tag of it.
    if (isOwnRegistry && !/\/pause[:@]/.test(image)) return []
    const args = {
      runtime: component.name,
      image,
      expected: `registry.k8s.io/pause:${tag}`,
      kubernetes: minorOf(minor),
      isOwnRegistry,
    }
    // Whoever runs a registry of their own chose the tag; kubeadm's warning is harmless there.
    const severity = isOwnRegistry ? "note" : "warning"
    return [{ code: "sandbox-image-not-expected", args, severity, component: component.id }]
  })
}
