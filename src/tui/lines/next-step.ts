// What comes after the runtime is right: kubeadm's command on a node that has not joined yet, with the socket where it
// would find several (kubeadm app/util/runtime/runtime.go, DetectCRISocket).
import type { State } from "../state/state.ts"

/** Undefined: the node has joined, or kubeadm is not here. */
export function kubeadmCommand({ looked, resolved }: State): string | undefined {
  const runtime = resolved?.values.runtime
  if (looked === undefined || runtime === undefined) return undefined
  const { runtimes, kubernetesVersion, hasKubeletConfiguration } = looked.situation
  if (!looked.node.isLive || kubernetesVersion === undefined || hasKubeletConfiguration) return undefined
  const chosen = runtimes.find(({ id }) => id === runtime)
  // What was chosen listens now, also where it did not when the node was looked at.
  const listening = runtimes.filter(({ isListening, id }) => isListening === true || id === runtime)
  const sockets = new Set(listening.flatMap(({ endpoint }) => endpoint ?? []))
  const socket = sockets.size > 1 && chosen?.endpoint !== undefined ? ` --cri-socket ${chosen.endpoint}` : ""
  return `kubeadm init${socket}`
}
