import type { CgroupDriver } from "../setting.ts"

/** What a runtime says over its CRI endpoint. Shapes after k8s.io/cri-api runtime/v1 api.proto. */
export interface CriVersion {
  /** "containerd", "cri-o", "docker". */
  readonly runtimeName: string
  readonly runtimeVersion: string
  /** "v1". */
  readonly apiVersion: string
}

export interface CriCondition {
  /** "RuntimeReady", "NetworkReady", … */
  readonly type: string
  readonly status: boolean
  readonly reason: string
  readonly message: string
}

/** What a runtime says of a handler; since CRI of Kubernetes 1.30. */
export interface CriHandler {
  readonly name: string
  /** Whether its pods may have user namespaces (hostUsers: false). Undefined: not told. */
  readonly userNamespaces?: boolean
}

export interface CriStatus {
  readonly conditions: readonly CriCondition[]
  /** The verbose map: containerd and cri-dockerd put JSON under "config". */
  readonly info: Readonly<Record<string, string>>
  /** The default handler is told a second time, with an empty name. */
  readonly handlers: readonly CriHandler[]
}

/** Why a call had no answer; `cause` tells apart what an operator must do. */
export interface CriFailure {
  readonly cause:
    | "no-socket"
    | "refused"
    | "no-permission"
    | "not-a-socket"
    | "timeout"
    | "unimplemented"
    | "not-grpc"
    | "error"
  readonly message: string
}

export type Cri<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: CriFailure }

/** Everything that is asked of a running runtime in one go. */
export interface CriReport {
  readonly endpoint: string
  readonly version: Cri<CriVersion>
  /** Only asked when `version` says unimplemented: whether the runtime speaks v1alpha2 instead. */
  readonly speaksV1alpha2?: boolean
  readonly status: Cri<CriStatus>
  /** RuntimeConfig: containerd 2.0+, CRI-O 1.28+, cri-dockerd 0.3.17+; unimplemented before. Undefined driver: not told. */
  readonly cgroupDriver: Cri<CgroupDriver | undefined>
}
