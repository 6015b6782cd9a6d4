// The requests and responses of CRI that criadm uses, between bytes and plain values. Pure. Field numbers are those of
// k8s.io/cri-api, pkg/apis/runtime/v1/api.proto; the message is named beside each.
import type { CriStatus, CriVersion } from "../model/facts/cri-report.ts"
import type { CgroupDriver } from "../model/setting.ts"
import {
  concatenated,
  type Message,
  mapOf,
  messageField,
  messageOf,
  messagesOf,
  numberField,
  numberOf,
  textField,
  textOf,
  textsOf,
} from "./protobuf.ts"

export interface ImagePresence {
  readonly present: boolean
  /** A pinned image is never removed by the kubelet's garbage collection. */
  readonly pinned: boolean
  /** "sha256:…"; absent when the image is. */
  readonly id?: string
}

export interface Sandbox {
  readonly id: string
  readonly name: string
  readonly namespace: string
  readonly state: "ready" | "notready"
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Why a drain of the node leaves it. */
  readonly leftByDrain?: "static-pod" | "daemon-set"
}

/** A pod sandbox on the host's network, for a test of the runtime. */
export interface TestPod {
  readonly name: string
  readonly uid: string
  readonly namespace: string
  /** As the kubelet gives it: a slice ("kubepods.slice") for the systemd driver, a path ("/kubepods") for cgroupfs. */
  readonly cgroupParent: string
  /** Directory for logs of containers; made by the runtime. */
  readonly logDirectory: string
}

export interface SandboxStatus {
  readonly state: "ready" | "notready"
  /** It has no network of its own. */
  readonly isOnHost: boolean
  /** The verbose map; containerd and CRI-O put JSON under "info", with the OCI runtime spec and the pid in it. */
  readonly info: Readonly<Record<string, string>>
}

/** VersionRequest. The text is what the kubelet sends: pkg/kubelet/kuberuntime, kubeRuntimeAPIVersion. */
export const versionRequest = textField(1, "0.1.0")

/** StatusRequest, verbose. */
export const statusRequest = numberField(1, 1)

/** RuntimeConfigRequest. */
export const runtimeConfigRequest = new Uint8Array()

/** ListPodSandboxRequest without a filter. */
export const listSandboxesRequest = new Uint8Array()

/** ListImagesRequest without a filter. */
export const listImagesRequest = new Uint8Array()

/** ImageStatusRequest. */
export function imageStatusRequest(image: string): Uint8Array {
  return messageField(1, textField(1, image))
}

/** RemoveImageRequest. */
export function removeImageRequest(image: string): Uint8Array {
  return messageField(1, textField(1, image))
}

/** RunPodSandboxRequest. */
export function runSandboxRequest(pod: TestPod): Uint8Array {
  const metadata = concatenated(textField(1, pod.name), textField(2, pod.uid), textField(3, pod.namespace))
  // LinuxSandboxSecurityContext.namespace_options.network.
  const hostNetwork = messageField(1, numberField(1, namespaceOfNode))
  const linux = concatenated(textField(1, pod.cgroupParent), messageField(2, hostNetwork))
  const config = concatenated(messageField(1, metadata), textField(3, pod.logDirectory), messageField(8, linux))
  return messageField(1, config)
}

/** StopPodSandboxRequest and RemovePodSandboxRequest. */
export function sandboxRequest(id: string): Uint8Array {
  return textField(1, id)
}

/** PodSandboxStatusRequest, verbose. */
export function sandboxStatusRequest(id: string): Uint8Array {
  return concatenated(textField(1, id), numberField(2, 1))
}

/** VersionResponse. */
export function versionIn(message: Message): CriVersion {
  return { runtimeName: textOf(message, 2), runtimeVersion: textOf(message, 3), apiVersion: textOf(message, 4) }
}

/** StatusResponse. A condition without its flag is false: proto3 leaves defaults out. */
export function statusIn(message: Message): CriStatus {
  const status = messageOf(message, 1)
  const conditions = status === undefined ? [] : messagesOf(status, 1)
  return {
    conditions: conditions.map((condition) => ({
      type: textOf(condition, 1),
      status: numberOf(condition, 2) !== 0,
      reason: textOf(condition, 3),
      message: textOf(condition, 4),
    })),
    info: mapOf(message, 2),
    handlers: messagesOf(message, 3).map((handler) => {
      const features = messageOf(handler, 2)
      const name = textOf(handler, 1)
      return features === undefined ? { name } : { name, userNamespaces: numberOf(features, 2) !== 0 }
    }),
  }
}

/**
 * RuntimeConfigResponse. SYSTEMD is 0 and so is not written: an empty `linux` message says systemd, an absent one
 * says nothing. A number that is not in the enum is not told either.
 */
export function cgroupDriverIn(message: Message): CgroupDriver | undefined {
  const linux = messageOf(message, 1)
  if (linux === undefined) return undefined
  const drivers: readonly CgroupDriver[] = ["systemd", "cgroupfs"]
  return drivers[numberOf(linux, 1)]
}

/** ImageStatusResponse; without an image the runtime does not have it. */
export function imagePresenceIn(message: Message): ImagePresence {
  const image = messageOf(message, 1)
  if (image === undefined) return { present: false, pinned: false }
  return { present: true, pinned: numberOf(image, 8) !== 0, id: textOf(image, 1) }
}

/** ListImagesResponse: every name with a tag, of every image. */
export function imageNamesIn(message: Message): readonly string[] {
  return messagesOf(message, 1).flatMap((image) => textsOf(image, 2))
}

/** ListPodSandboxResponse. */
export function sandboxesIn(message: Message): readonly Sandbox[] {
  return messagesOf(message, 1).map((sandbox) => {
    const metadata = messageOf(sandbox, 2) ?? { fields: [] }
    const [name, namespace] = [textOf(metadata, 1), textOf(metadata, 3)]
    return {
      id: textOf(sandbox, 1),
      name,
      namespace,
      state: stateOf(sandbox),
      createdAt: Math.floor(numberOf(sandbox, 4) / 1e6),
      ...leftByDrainOf(mapOf(sandbox, 5), mapOf(sandbox, 6)),
    }
  })
}

type Words = Readonly<Record<string, string>>

/**
 * The kubelet hands a pod's labels on, and says where it has the pod from: kubelet types/constants.go,
 * ConfigSourceAnnotationKey. The DaemonSet controller still labels with the template's generation
 * (pkg/controller/daemon/util, CreatePodTemplate); StatefulSets have only the other of its labels.
 */
function leftByDrainOf(labels: Words, annotations: Words): Pick<Sandbox, "leftByDrain"> {
  if (["file", "http"].includes(annotations["kubernetes.io/config.source"] ?? "")) return { leftByDrain: "static-pod" }
  return labels["pod-template-generation"] === undefined ? {} : { leftByDrain: "daemon-set" }
}

/** RunPodSandboxResponse: the sandbox's id. */
export function sandboxIdIn(message: Message): string {
  return textOf(message, 1)
}

/** PodSandboxStatusResponse. */
export function sandboxStatusIn(message: Message): SandboxStatus {
  const status = messageOf(message, 1) ?? { fields: [] }
  const namespaces = messageOf(messageOf(status, 6) ?? { fields: [] }, 1) ?? { fields: [] }
  const options = messageOf(namespaces, 2) ?? { fields: [] }
  const isOnHost = numberOf(options, 1) === namespaceOfNode
  return { state: stateOf(status), isOnHost, info: mapOf(message, 2) }
}

/** NamespaceMode.NODE. */
const namespaceOfNode = 2

/** PodSandboxState; the same number (3) in PodSandbox and PodSandboxStatus. SANDBOX_READY is 0. */
function stateOf(sandbox: Message): "ready" | "notready" {
  return numberOf(sandbox, 3) === 0 ? "ready" : "notready"
}
