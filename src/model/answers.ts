import type { Reason } from "./message.ts"
import type {
  CgroupDriver,
  HandlerBinary,
  InstallSource,
  KernelPreset,
  KernelValue,
  Registry,
  RegistryMirror,
} from "./setting.ts"

/** What the node shall be: every setting with its value. Undefined: this run leaves it as it is. */
export interface Answers {
  /** Id of a runtime component, for example "containerd". */
  readonly runtime?: string
  readonly "cgroup-driver"?: CgroupDriver
  /** An image reference, or "keep". */
  readonly "sandbox-image"?: string
  readonly "image-repository"?: string
  /** "1.37" or "1.37.2". */
  readonly "kubernetes-version"?: string
  readonly "ip-forward"?: boolean
  readonly kubelet?: boolean
  readonly "registry-mirror"?: readonly RegistryMirror[]
  readonly restart?: boolean
  /** Seconds. */
  readonly settle?: number
  readonly "reset-config"?: boolean
  readonly "crictl-config"?: boolean
  /** Where a runtime comes from that is not on the node. */
  readonly install?: InstallSource
  /** "2.3" or "2.3.4": of the runtime that is installed. */
  readonly "runtime-release"?: string
  readonly sysctl?: readonly KernelValue[]
  /** The absolute path of an image archive that is imported first. */
  readonly "sandbox-image-archive"?: string
  readonly module?: readonly string[]
  readonly swap?: "keep" | "off"
  readonly registry?: readonly Registry[]
  readonly handler?: readonly HandlerBinary[]
  /** A URL, or "none". */
  readonly proxy?: string
  /** Parted by commas. */
  readonly "no-proxy"?: string
  /** "1024:524288", or one number for both. */
  readonly "open-files"?: string
  readonly "kernel-preset"?: KernelPreset
  /** Prefix of where release archives are fetched. */
  readonly "release-mirror"?: string
  /** Absolute path of a file of checksums. */
  readonly checksums?: string
}

/** Who chose a value. */
export type ChosenBy =
  | { readonly who: "flag" }
  | { readonly who: "file"; readonly file: string }
  | { readonly who: "person" }
  /** The node has it already and it is fit. */
  | { readonly who: "node"; readonly why: Reason }
  | { readonly who: "suggestion"; readonly why: Reason }

export interface ResolvedAnswers {
  readonly values: Answers
  readonly chosenBy: { readonly [Id in keyof Answers]?: ChosenBy }
}
