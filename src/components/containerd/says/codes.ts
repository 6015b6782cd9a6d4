// What containerd's faults, findings and reasons need for their sentences.

import type { Said } from "../../../model/arguments/clause.ts"
import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"

/** Evidence of a configuration on which the daemon does not start. What `what` and `wanted` are depends on the code. */
export interface ContainerdStopArguments {
  readonly file: string
  /** The key, plugin id, pattern, schema or reason at fault; what the parser expected. */
  readonly what: Said
  /** What would have been right: a type, the newest schema, the file that sets the schema. */
  readonly wanted: Said
  readonly release: string
}

/** The codes for the ways in which containerd does not start on its configuration. */
export interface ContainerdStopCodes {
  "containerd-config-broken": ContainerdStopArguments
  "containerd-byte-order-mark": ContainerdStopArguments
  "containerd-config-unreadable": ContainerdStopArguments
  "containerd-import-missing": ContainerdStopArguments
  "containerd-import-pattern": ContainerdStopArguments
  "containerd-wrong-type": ContainerdStopArguments
  "containerd-schema-refused": ContainerdStopArguments
  "containerd-drop-in-newer": ContainerdStopArguments
  "containerd-short-plugin-id": ContainerdStopArguments
  "containerd-short-plugin-name": ContainerdStopArguments
  "containerd-panics": ContainerdStopArguments
  "containerd-required-plugin": ContainerdStopArguments
  "containerd-same-directories": ContainerdStopArguments
  "containerd-value-refused": ContainerdStopArguments
}

/** Evidence of a configuration with which the daemon starts and CRI does not. */
export interface ContainerdCriArguments {
  readonly what: string
  readonly release: string
}

export interface ContainerdCriCodes {
  "containerd-cri-disabled": ContainerdCriArguments
  "containerd-default-runtime-empty": ContainerdCriArguments
  "containerd-default-runtime-missing": ContainerdCriArguments
  "containerd-legacy-systemd-cgroup": ContainerdCriArguments
  "containerd-only-for-legacy-runtime": ContainerdCriArguments
  "containerd-untrusted-twice": ContainerdCriArguments
  "containerd-mirrors-and-config-path": ContainerdCriArguments
  "containerd-mirrors-and-built-in-path": ContainerdCriArguments
  "containerd-tls-and-config-path": ContainerdCriArguments
  "containerd-snapshotter-unknown": ContainerdCriArguments
  "containerd-bad-duration": ContainerdCriArguments
  "containerd-privileged-devices": ContainerdCriArguments
  "containerd-io-type": ContainerdCriArguments
  "containerd-bin-dirs": ContainerdCriArguments
  "containerd-streaming-certificate": ContainerdCriArguments
  "containerd-base-spec-missing": ContainerdCriArguments
  "containerd-content-policy": ContainerdCriArguments
  "containerd-differ-missing": ContainerdCriArguments
  "containerd-platform-invalid": ContainerdCriArguments
  "containerd-size-invalid": ContainerdCriArguments
  "containerd-snapshotter-not-configured": ContainerdCriArguments
  "containerd-unpack-platform": ContainerdCriArguments
  "containerd-unpack-snapshotter": ContainerdCriArguments
}

/** A hosts.toml that containerd drops as a whole. */
export interface ContainerdDroppedHosts {
  readonly file: string
  readonly why: "not-toml" | "no-host-table" | "type" | "capability" | "address" | "duration"
  readonly what: Said
  readonly release: string
}

export interface ContainerdFindings extends ContainerdStopCodes, ContainerdCriCodes {
  "containerd-v1alpha2-only": { readonly release: string }
  "containerd-version-missing": { readonly file: string; readonly table: string; readonly release: string }
  "containerd-version-misplaced": { readonly file: string; readonly key: string }
  /** A plugin that a file of schema 1 names by its short name and by its id, on a release that takes one at random. */
  "containerd-plugin-of-two-names": {
    readonly file: string
    readonly short: string
    readonly full: string
    readonly release: string
  }
  "containerd-tables-ignored": {
    readonly file: string
    readonly table: string
    readonly schema: string
    readonly release: string
  }
  /** `meant`: the right name, the right place, or the release that has the key; empty: not known. */
  "containerd-key-unknown": {
    readonly file: string
    readonly key: string
    readonly why: "misspelt" | "misplaced" | "later" | "unknown"
    readonly meant: string
    readonly release: string
  }
  "containerd-runtimes-dropped": { readonly file: string; readonly by: string; readonly release: string }
  "containerd-drop-in-not-imported": { readonly file: string; readonly root: string }
  "containerd-drop-in-refused-later": {
    readonly file: string
    readonly schema: string
    readonly root: string
    /** The first and the last release that refuse it. */
    readonly from: string
    readonly to: string
  }
  "containerd-section-replaced": { readonly section: string; readonly file: string; readonly by: string }
  "containerd-driver-misplaced": { readonly handler: string }
  "containerd-driver-misspelt": { readonly handler: string; readonly written: string }
  "containerd-driver-other-case": { readonly handler: string; readonly written: string }
  "containerd-option-wrong-type": { readonly handler: string; readonly key: string }
  "containerd-runtime-type-missing": { readonly handler: string; readonly release: string }
  "containerd-runtime-type-gone": { readonly handler: string; readonly type: string; readonly release: string }
  "containerd-cgroupfs-on-systemd": { readonly handler: string }
  "containerd-snapshotter-lost": { readonly snapshotter: string; readonly release: string }
  "containerd-release-too-old": { readonly version: string; readonly oldest: string }
  "containerd-release-newer": { readonly version: string; readonly newest: string }
  "containerd-release-not-known": { readonly program: string }
  "containerd-dump-differs": { readonly what: readonly string[]; readonly release: string }
  "containerd-belongs-to-other": { readonly owner: string; readonly path: string }
  "containerd-not-restarted": { readonly file: string; readonly service: string }
  "containerd-several-programs": { readonly program: string; readonly others: readonly string[] }
  "containerd-tells-no-driver": { readonly release: string }
  "containerd-schema-without-way-back": { readonly file: string; readonly schema: string; readonly since: string }
  /** `asked`: the URL that containerd asks because of it. */
  /** `what`: the parser's words, the key, the word or the address at fault. */
  "containerd-hosts-dropped": ContainerdDroppedHosts & { readonly registry: string }
  /** `what`: the directory, its name, or config_path; `meant`: what would have been right, empty: not known. */
  "containerd-hosts-never-asked": {
    readonly file: string
    readonly why: "too-deep" | "not-looked-for" | "list" | "alias" | "no-host-name" | "name"
    readonly what: string
    readonly meant: string
  }
  "containerd-hosts-needs-file": {
    readonly file: string
    readonly registry: string
    readonly key: "ca" | "client"
    readonly path: string
    /** "no-certificate": it is there, and has none in PEM. */
    readonly why: "missing" | "no-certificate"
  }
  "containerd-hosts-no-resolve": { readonly file: string; readonly registry: string; readonly host: string }
  "containerd-hosts-key-unknown": { readonly file: string; readonly key: string }
  "registry-host-path": { readonly file: string; readonly url: string; readonly asked: string }
}

export interface ContainerdFaults {
  "containerd-release-unknown": { readonly version: string; readonly oldest: string }
  /** `code` is the finding that says why. */
  "containerd-does-not-start": { readonly code: keyof ContainerdStopCodes } & ContainerdStopArguments
  "containerd-cri-refused": { readonly code: keyof ContainerdCriCodes } & ContainerdCriArguments
  /** No edit of these files makes it count on this release. */
  "containerd-not-effective": { readonly what: string; readonly release: string }
  /** Every edit that makes it count would change something else too. */
  "containerd-would-change": { readonly what: string; readonly other: string }
  /** In another schema the same files would come to something else. `schema`: the wanted one. */
  "containerd-schema-would-differ": { readonly schema: string; readonly release: string; readonly what: string }
  /** The release on the node cannot read it. `needs`: the first that does. */
  "containerd-schema-after-upgrade": { readonly schema: string; readonly release: string; readonly needs: string }
  "containerd-hosts-stay-dropped": ContainerdDroppedHosts
  "containerd-config-path-too-deep": { readonly path: string; readonly meant: string }
  "containerd-mirror-of-alias": { readonly host: string; readonly meant: string; readonly url: string }
  "containerd-inline-mirrors": { readonly hosts: readonly string[] }
  "containerd-no-registry-path": { readonly release: string }
  "containerd-no-default-config": NoArguments
  "containerd-registry-url": { readonly url: string }
  "containerd-judged-unfit": { readonly says: string }
  "containerd-trial-failed": { readonly says: string }
  "containerd-judged-different": { readonly what: string; readonly wanted: string; readonly found: string }
}

export interface ContainerdReasons {
  /** Why a change is made. */
  "containerd-enable-cri": NoArguments
  "containerd-drop-systemd-cgroup": NoArguments
  "containerd-set-sandbox-image": { readonly image: string }
  "containerd-set-registry-path": { readonly directory: string }
  "containerd-move-registries": NoArguments
  "containerd-set-driver": { readonly handler: string; readonly driver: string }
  "containerd-repair-start": NoArguments
  "containerd-rewritten": { readonly schema: string }
  "containerd-repair-schema": NoArguments
  "containerd-unite-names": NoArguments
  /** An explanation: which of two tables counts is decided at every start. */
  "containerd-by-chance": { readonly short: string; readonly full: string }
  "containerd-state-version": NoArguments
  "containerd-reset": { readonly release: string }
  "containerd-hosts-file": { readonly host: string; readonly url: string }
  /** Notes of a plan. */
  "containerd-imports-dropped": { readonly files: readonly string[] }
  "containerd-no-service": NoArguments
  /** For a Windows node: what a person does there. */
  "containerd-windows-endpoint": { readonly endpoint: string }
  "containerd-windows-service": { readonly program: string }
  "containerd-windows-cni": { readonly binDirs: readonly string[]; readonly confDir: string }
  "containerd-no-cgroups": NoArguments
  "containerd-no-cri-v1": { readonly release: string }
  /** What stands behind a value, or why a line does not decide. */
  /** `code` is the finding that says why. */
  "containerd-does-not-load": { readonly code: keyof ContainerdStopCodes } & ContainerdStopArguments
  "containerd-cri-is-off": NoArguments
  "containerd-release-not-told": NoArguments
  "containerd-key-absent": NoArguments
  "containerd-type-absent": { readonly handler: string }
  "containerd-option-unreadable": { readonly key: string }
  "containerd-legacy-shim": NoArguments
  "containerd-v1alpha2": { readonly release: string }
  "containerd-not-imported": { readonly root: string }
  /** `file`: the one at which containerd exits. */
  "containerd-not-reached": { readonly file: string }
  /** An import that does not exist comes before it; old releases then stop reading, and start. */
  "containerd-loading-ended": NoArguments
  "containerd-relative-pattern": { readonly release: string }
  "containerd-table-not-read": { readonly table: string; readonly schema: string; readonly release: string }
  "containerd-table-without-version": { readonly table: string; readonly release: string }
  /** The file's own version would let the table count; `file` states another one, which decides for all. */
  "containerd-schema-of-other-file": {
    readonly table: string
    readonly file: string
    readonly schema: string
    readonly release: string
  }
  "containerd-wrong-table": { readonly right: string }
  "containerd-handler-not-runc": { readonly handler: string; readonly type: string }
  "containerd-no-such-handler": { readonly handler: string }
  "containerd-other-case": { readonly right: string }
  "containerd-other-case-counts": { readonly right: string }
  "containerd-beside-options": NoArguments
  "containerd-legacy-table-ignored": { readonly table: string; readonly release: string }
  "containerd-section-replaced-by": { readonly file: string }
  "containerd-other-key-wins": { readonly key: string; readonly file: string }
  "containerd-new-table-wins": { readonly table: string; readonly file: string }
  "containerd-not-taken-over": NoArguments
  "containerd-legacy-key-ignored": { readonly release: string }
  "containerd-legacy-key-fatal": NoArguments
  "containerd-legacy-key-off": NoArguments
  "containerd-disables-cri": NoArguments
  /** Registries: hosts.toml files that nobody looks for, or that come after another. */
  "containerd-no-hosts-files": NoArguments
  "containerd-hosts-not-looked-for": { readonly path: string }
  "containerd-hosts-are-dropped": ContainerdDroppedHosts
  "containerd-hosts-cannot-be-read": { readonly path: string }
  "containerd-hosts-no-tags": NoArguments
  /** `path`: a list of directories. */
  "containerd-hosts-path-is-list": { readonly path: string; readonly release: string }
  "containerd-hosts-of-no-image": { readonly meant: string }
  "containerd-hosts-hidden-by": { readonly file: string }
  "containerd-asked-later": NoArguments
  "containerd-id-harmless": { readonly release: string }
  /** `fixed`: the first release without it. */
  "containerd-defect-newer-drop-in": { readonly fixed: string }
}

export const faultKinds: FaultKinds<ContainerdFaults> = {
  "containerd-hosts-stay-dropped": "refused",
  "containerd-config-path-too-deep": "refused",
  "containerd-mirror-of-alias": "refused",
  "containerd-release-unknown": "refused",
  "containerd-does-not-start": "refused",
  "containerd-cri-refused": "refused",
  "containerd-not-effective": "refused",
  "containerd-would-change": "refused",
  "containerd-schema-would-differ": "refused",
  "containerd-schema-after-upgrade": "refused",
  "containerd-inline-mirrors": "refused",
  "containerd-no-registry-path": "refused",
  "containerd-no-default-config": "refused",
  "containerd-registry-url": "refused",
  "containerd-judged-unfit": "failed",
  "containerd-trial-failed": "failed",
  "containerd-judged-different": "failed",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends ContainerdFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends ContainerdFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends ContainerdReasons {}
}
