// What only container runtimes must answer, and what the node as a whole is judged by: no other stage knows a runtime by
// its name.

import type { Ran } from "../machine/reading.ts"
import type { CriReport } from "../model/facts/cri-report.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Place } from "../model/place.ts"
import type { Judgement } from "../model/plan.ts"
import type { CgroupDriver } from "../model/setting.ts"
import type { Row } from "../model/since.ts"
import type { OciRuntimeFact } from "./oci-runtimes/facts.ts"
import type { HandlerProgram } from "./oci-runtimes/handler-programs.ts"

/** Until when its project mends each series, with where it says so. */
export interface Support {
  readonly page: string
  /** The series to plan for; "kubernetes": the one with the number of the cluster's minor. */
  readonly successor: string
  /**
   * A series is "1.7", or the major alone where a release of it gets no fixes beside a newer minor: "27". The last day,
   * ISO 8601. A series whose end nobody has announced has no row.
   */
  readonly ends: readonly (readonly [series: string, until: string])[]
}

export interface CniDirectories {
  /** Where it looks when its files do not say. */
  readonly usual: readonly string[]
  /** The last part of the keys of its files that name the directories, below the table named here. */
  readonly keys: readonly { readonly table: string; readonly key: string }[]
}

export interface OffOnPurpose {
  /** It serves no CRI because it was told not to. */
  readonly switchedOff: Finding["code"]
  /** What else matters to nobody then. */
  readonly moot: readonly Finding["code"][]
}

/** What a running runtime is set to, read from its answers. */
export interface RuntimeReport {
  /** Driver per runtime handler of runc type; empty when the answers do not tell. */
  readonly handlers: Readonly<Record<string, CgroupDriver>>
  readonly defaultHandler?: string
  readonly sandboxImage?: string
  /** Handlers with an empty runtime_type: every pod of theirs fails. */
  readonly handlersWithoutType: readonly string[]
}

/** A program that a handler needs, with the line that names it. */
export interface NeededProgram extends HandlerProgram {
  readonly isDefault: boolean
  readonly place?: Place
}

/** Whether something is switched on, and by which key of which file it would be. */
export interface Switch {
  readonly isOn: boolean
  readonly key: string
  readonly file: string
}

/** A runtime handler as it counts. */
export interface HandlerInForce {
  readonly name: string
  /** What starts its containers: a shim's type with the program it runs, or a program. */
  readonly runs: string
  readonly isDefault: boolean
  /** The OCI runtime that its shim or monitor starts; undefined: its shim is its own. */
  readonly program: string | undefined
  /** "absent": the default names it, and nobody configured it. "type-gone": its type is none of this release. */
  readonly trouble?: "absent" | "type-gone"
  /** Absent: it is built in. */
  readonly place?: Place
}

/** Programs that bring an image into a runtime and take it out again. `endpoint` empty: the usual one. */
export interface ImageCommands {
  /**
   * CRI calls an image by the digest of its configuration. A Docker Engine does not where it keeps images in containerd's
   * store (the default of new installations since 29.0): by that of a manifest, which may be made when it is loaded.
   */
  readonly areCalledByConfiguration: boolean
  /** Every image of an archive, by the names that are in it. */
  importFrom(endpoint: string, file: string): readonly string[]
  /** Prints the names of all images, a line each; absent: nothing on a node does. */
  readonly list?: (endpoint: string) => readonly string[]
  /** Writes an image into an archive; absent: nothing on a node does. */
  readonly saveTo?: (endpoint: string, image: string, file: string) => readonly string[]
  /** Takes a name away; the image stays as long as it has another one. */
  removeName(endpoint: string, image: string): readonly string[]
}

/** How an operator brings an image in from a file, with FILE where its path belongs. Empty: it is no runtime. */
export function importCommandOf(part: { readonly images: ImageCommands } | undefined, endpoint: string): string {
  return part?.images.importFrom(endpoint, "FILE").join(" ") ?? ""
}

/** What only container runtimes must answer. */
export interface RuntimePart<Own> {
  /** Where it serves CRI unless told otherwise. */
  readonly usualEndpoints: readonly string[]
  /** Id of the component that serves CRI for it; absent: it does so itself. */
  readonly servesCriBy?: string
  /** Id of the runtime that starts its containers, and without whose service it is of no use; absent: it does so itself. */
  readonly startsContainersBy?: string
  /** The init system may hold these sockets for a stopped service, which a question would start. */
  readonly mayStartWhenAsked?: true
  /** The processes that hold its pods are in the cgroup of its service, so its unit decides whether they end with it. */
  readonly runsPodsInService?: true
  /** How images come into it from a file, without a registry. */
  readonly images: ImageCommands
  /** The first release that reads an archive in which only the OCI layout is, where this one is older. */
  readsLayoutFrom?(own: Own): string | undefined
  /** Each of its minor releases is made and tested for the Kubernetes minor of the same number. */
  readonly followsKubernetesMinors?: true
  /** A program that prints the effective configuration, asked where CRI does not tell everything; undefined: none. */
  configurationDump(own: Own): readonly string[] | undefined
  /** Reads the running runtime's answers. */
  report(cri: CriReport, dump: Ran | undefined): RuntimeReport
  /** Where it looks for network plugins; absent: that is not its own to say. */
  readonly cniDirectories?: CniDirectories
  /** The findings on its serving no CRI, where it may well do so for another runtime's sake. */
  readonly offOnPurpose?: OffOnPurpose
  /** Its unit raises the limit of open files for containers, and the unit of a later release does not. */
  losesOpenFiles?(own: Own): boolean
  /** SELinux labels for pods; undefined: not known. */
  labelsPods?(own: Own): Switch | undefined
  /** Devices by CDI, the Container Device Interface; undefined: not known, or the release has nothing of the kind. */
  injectsDevices?(own: Own): Switch | undefined
  /** Whether this release answers RuntimeConfig; where a companion answers for it, its facts are in the node's. */
  tellsDriver(own: Own, node: NodeFacts): boolean
  /** Whether it takes its proxy from a file of its own, over what its environment says. */
  keepsProxy?(own: Own): boolean
  /** Whether its containers get their limit of open files from a file of its own, and not from its daemon. */
  keepsOpenFiles?(own: Own): boolean
  /** Its runtime handlers; empty: not known. */
  handlers?(own: Own, node: NodeFacts): readonly HandlerInForce[]
  /** The OCI runtimes behind its handlers whose release is known. */
  ociRuntimes?(own: Own): readonly OciRuntimeFact[]
  /** Programs of its handlers that cannot be started, each with whether the default handler needs it. */
  handlerPrograms?(own: Own, node: NodeFacts): readonly NeededProgram[]
  /**
   * By the release that takes over: the series from which pods run on meanwhile; from the same series they always do.
   * Absent: its project promises it of none.
   */
  readonly keepsPodsFrom?: readonly Row<readonly string[]>[]
  /** The schema of the file that decides, and the newest that this release reads; undefined: it has none, or not known. */
  schemaOf?(own: Own, node: NodeFacts): { readonly file: string; readonly newest: string } | undefined
  /** Schemas of its files that an operator's own files can be rewritten to, where it has any. */
  readonly schemas?: readonly string[]
  /** Judges what the program said of a staged copy (plan.judgements). Undefined: fit. */
  judge(
    judgement: Judgement,
    ran: Ran,
    wanted: {
      readonly cgroupDriver?: CgroupDriver
      readonly sandboxImage?: string
      /** What the program says of the files that are there now, where the copies must come to the same. */
      readonly now?: Ran
    },
  ): Fault | undefined
  /** Why a daemon that was tried on staged copies (Judgement.trial) did not serve CRI. */
  trialFailed?(ran: Ran): Fault
}
