import type { CgroupDriver } from "../setting.ts"
import type { Cri, CriCondition, CriVersion } from "./cri-report.ts"

/**
 * What a running runtime answered over CRI, without the texts in which it may repeat credentials. Asked of every
 * runtime that accepts connections on a live node.
 */
export interface RunningRuntime {
  readonly endpoint: string
  readonly version: Cri<CriVersion>
  /** Only asked when CRI v1 is unimplemented: whether the runtime speaks v1alpha2 instead. */
  readonly speaksV1alpha2?: boolean
  readonly conditions: Cri<readonly CriCondition[]>
  /** RuntimeConfig. Undefined driver: not told. */
  readonly cgroupDriver: Cri<CgroupDriver | undefined>
  /** Driver per runtime handler, where the runtime shows its configuration. */
  readonly handlers: Readonly<Record<string, CgroupDriver>>
  readonly handlersWithoutType: readonly string[]
  /** The default handler under its own name, where the runtime says that its pods cannot have user namespaces. */
  readonly defaultWithoutUserNamespaces?: string
  readonly sandboxImage?: string
  /** Whether the image that its next sandbox is made of is there, and safe from the kubelet's garbage collection. */
  /** Names with tags of every pause image on the node; only asked where the image in use is there, so can be kept. */
  readonly pauseImages?: readonly string[]
  readonly sandboxImageStatus?: { readonly image: string; readonly present: boolean; readonly pinned: boolean }
}
