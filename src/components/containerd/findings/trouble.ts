// Names for what keeps containerd or its CRI from working: from the simulation's words to permanent codes, as findings
// and as faults.

import { clause, type PlainClause } from "../../../model/arguments/clause.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Reason } from "../../../model/message.ts"
import type {
  ContainerdCriArguments,
  ContainerdCriCodes,
  ContainerdStopArguments,
  ContainerdStopCodes,
} from "../says/codes.ts"
import type { CriProblem, CriProblemCode } from "../simulate/cri-problems.ts"
import type { Stop } from "../simulate/stop.ts"
import type { Release } from "../tables/releases.ts"

const stopCodes: { readonly [Why in Stop["why"]]: keyof ContainerdStopCodes } = {
  broken: "containerd-config-broken",
  "byte-order-mark": "containerd-byte-order-mark",
  unreadable: "containerd-config-unreadable",
  missing: "containerd-import-missing",
  "bad-glob": "containerd-import-pattern",
  type: "containerd-wrong-type",
  "schema-too-new": "containerd-schema-refused",
  "drop-in-newer": "containerd-drop-in-newer",
  "plugin-id": "containerd-short-plugin-id",
  "plugin-name": "containerd-short-plugin-name",
  panic: "containerd-panics",
  "required-plugin": "containerd-required-plugin",
  value: "containerd-value-refused",
  "same-directories": "containerd-same-directories",
}

const criCodes: { readonly [Code in CriProblemCode]: keyof ContainerdCriCodes } = {
  disabled: "containerd-cri-disabled",
  "default-runtime-empty": "containerd-default-runtime-empty",
  "default-runtime-missing": "containerd-default-runtime-missing",
  "systemd-cgroup": "containerd-legacy-systemd-cgroup",
  "only-for-legacy-runtime": "containerd-only-for-legacy-runtime",
  "untrusted-twice": "containerd-untrusted-twice",
  "mirrors-and-config-path": "containerd-mirrors-and-config-path",
  "mirrors-and-built-in-path": "containerd-mirrors-and-built-in-path",
  "tls-and-config-path": "containerd-tls-and-config-path",
  "snapshotter-unknown": "containerd-snapshotter-unknown",
  duration: "containerd-bad-duration",
  "privileged-devices": "containerd-privileged-devices",
  "io-type": "containerd-io-type",
  "bin-dirs": "containerd-bin-dirs",
  "streaming-certificate": "containerd-streaming-certificate",
  "base-spec-missing": "containerd-base-spec-missing",
  "content-policy": "containerd-content-policy",
  "differ-missing": "containerd-differ-missing",
  "platform-invalid": "containerd-platform-invalid",
  "size-invalid": "containerd-size-invalid",
  "snapshotter-not-configured": "containerd-snapshotter-not-configured",
  "unpack-platform": "containerd-unpack-platform",
  "unpack-snapshotter": "containerd-unpack-snapshotter",
}

/** How a type is called in a sentence. */
const typeNames: Readonly<Record<string, PlainClause>> = {
  string: "type-text",
  boolean: "type-boolean",
  integer: "type-integer",
  strings: "type-texts",
  table: "type-table",
  float: "type-float",
  duration: "type-duration",
  tables: "type-tables",
}

function whatOf(stop: Stop): Pick<ContainerdStopArguments, "what" | "wanted"> {
  switch (stop.why) {
    case "broken":
      return { what: stop.expected, wanted: "" }
    case "unreadable":
      return { what: stop.reason, wanted: "" }
    case "bad-glob":
      return { what: stop.pattern, wanted: "" }
    case "type": {
      const name = typeNames[stop.wanted]
      return { what: stop.key, wanted: name === undefined ? stop.wanted : clause(name) }
    }
    case "schema-too-new":
      return { what: String(stop.schema), wanted: String(stop.max) }
    case "drop-in-newer":
      return { what: String(stop.schema), wanted: stop.rootFile }
    case "plugin-id":
    case "plugin-name":
      return { what: stop.id, wanted: "" }
    case "required-plugin":
      return { what: stop.id, wanted: stop.reason }
    case "value":
      return { what: `${stop.key} = "${stop.value}"`, wanted: stop.kind }
    case "same-directories":
      return { what: stop.directory, wanted: "" }
    case "byte-order-mark":
    case "missing":
    case "panic":
      return { what: "", wanted: "" }
  }
}

function stopArguments(release: Release, stop: Stop): ContainerdStopArguments {
  return { file: stop.file, ...whatOf(stop), release: release.version.text }
}

const placed = (place: Finding["place"]) => (place === undefined ? {} : { place })

export function stopFinding(release: Release, stop: Stop): Finding {
  const code = stopCodes[stop.why]
  return {
    code,
    args: stopArguments(release, stop),
    severity: "failure",
    component: "containerd",
    ...placed("place" in stop ? stop.place : undefined),
  }
}

/** Why a line of a configuration on which containerd does not start counts for nothing. */
export function stopReason(release: Release, stop: Stop): Reason {
  return { code: "containerd-does-not-load", args: { code: stopCodes[stop.why], ...stopArguments(release, stop) } }
}

export function stopFault(release: Release, stop: Stop): Fault {
  return {
    code: "containerd-does-not-start",
    args: { code: stopCodes[stop.why], ...stopArguments(release, stop) },
    ...placed("place" in stop ? stop.place : undefined),
  }
}

function criArguments(release: Release, problem: CriProblem): ContainerdCriArguments {
  return { what: problem.what, release: release.version.text }
}

export function criFinding(release: Release, problem: CriProblem): Finding {
  return {
    code: criCodes[problem.code],
    args: criArguments(release, problem),
    severity: "failure",
    component: "containerd",
    ...placed(problem.place),
  }
}

export function criFault(release: Release, problem: CriProblem): Fault {
  return {
    code: "containerd-cri-refused",
    args: { code: criCodes[problem.code], ...criArguments(release, problem) },
    ...placed(problem.place),
  }
}
