// What the faults, findings and reasons of cri-dockerd need for their sentences.

import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"

export interface CriDockerdFaults {
  "cri-dockerd-flag-by-hand": { readonly flag: string; readonly file: string }
  "cri-dockerd-drop-in-out-of-reach": { readonly file: string }
}

export interface CriDockerdFindings {
  "cri-dockerd-without-cri-v1": { readonly release: string }
  "cri-dockerd-tells-no-driver": { readonly release: string }
  /** A cri-dockerd that belongs to Mirantis Kubernetes Engine. */
  "cri-dockerd-of-mke": { readonly service: string }
}

export interface CriDockerdReasons {
  "cri-dockerd-set-sandbox-image": { readonly image: string }
  "cri-dockerd-asks-driver-once": NoArguments
  "cri-dockerd-speaks-no-v1": { readonly release: string }
  "cri-dockerd-release-not-told": NoArguments
  "cri-dockerd-later-flag-counts": NoArguments
  "cri-dockerd-line-replaced": { readonly file: string }
}

export const faultKinds: FaultKinds<CriDockerdFaults> = {
  "cri-dockerd-flag-by-hand": "refused",
  "cri-dockerd-drop-in-out-of-reach": "refused",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends CriDockerdFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends CriDockerdFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends CriDockerdReasons {}
}
