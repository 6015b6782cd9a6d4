import type { FileContent, FileFact } from "./file-content.ts"

/** The id of one of init-systems/known.ts, which is the only list of them: "systemd", "openrc", "none". */
export type InitSystemId = string

/** A service as the init system defines it and, on a live node, as it runs. */
export interface ServiceFacts {
  /** The name by which the init system is asked, for example "containerd.service" or "containerd". */
  readonly name: string
  /** "unknown" where it cannot be asked, for example with --root. */
  readonly state: "active" | "inactive" | "failed" | "unknown"
  readonly startsAtBoot: boolean | "unknown"
  /** Process id of the main process while it runs. */
  readonly pid?: number
  /** When it was last started, in milliseconds since the epoch. */
  readonly startedAt?: number
  /** Program and arguments it is started with, variables expanded; empty when not understood. */
  readonly command: readonly string[]
  /** Environment set by the definition and by its environment files. */
  readonly environment: Readonly<Record<string, string>>
  /** The files that define it, in the order in which they count: unit file, drop-ins, environment files. */
  readonly files: readonly FileFact[]
  /** Files of the init system itself that set variables of every service, in the order in which they count. */
  readonly managerFiles?: readonly FileFact[]
  /** The release of the init system, "252"; absent: not known. */
  readonly managerRelease?: string
  readonly canReload: boolean
  /**
   * The file that switches the definition off (systemd: a link to /dev/null, or an empty file); the service can be
   * neither started nor restarted.
   */
  readonly maskedBy?: string
  /** Sockets that it needs, and that start it when it is stopped and somebody connects: systemd.socket(5). */
  readonly startedBySockets?: readonly string[]
  /** Services and sockets that it cannot start without, and which are masked, each with the file that does it. */
  readonly maskedNeeds?: readonly { readonly name: string; readonly by: string }[]
  /** What it cannot be started without and what is not there. */
  readonly startTroubles?: readonly StartTrouble[]
  /** Conditions of the definition that this node does not meet. */
  readonly unmetConditions?: readonly UnmetCondition[]
  /** The init system says that it has not loaded the definition: systemd's LoadState, "bad-setting" or "error". */
  readonly loadError?: string
  /** Present where the command is empty although there is one: the program or script through which it is started. */
  readonly notUnderstood?: string
  /** Files that look meant for it and that nothing hands to it. */
  readonly unreadFiles?: readonly UnreadFile[]
}

/** As the definition has it: "ConditionPathExists", "!/etc/off". */
export interface UnmetCondition {
  readonly key: string
  readonly value: string
}

/** What keeps an init system from starting a service before its program runs. */
export interface StartTrouble {
  /**
   * "socket": the program takes its sockets from a unit that is not there. "no-program": a file that is neither ELF nor
   * a script. "architecture": to be compared with the node's. "cut-off": an ELF file that ends too early.
   */
  readonly why:
    | "program"
    | "not-executable"
    | "no-program"
    | "architecture"
    | "cut-off"
    | "environment-file"
    | "directory"
    | "user"
    | "group"
    | "unit"
    | "socket"
  /** For which architecture the program is made, as uname -m says it. */
  readonly madeFor?: string
  /** The key of the definition that names it. */
  readonly key: string
  readonly what: string
  /** The other unit whose definition names it. */
  readonly unit?: string
}

export interface UnreadFile {
  readonly file: FileContent
  /**
   * "variables": a file of variables that no definition names. "suffix": a drop-in whose name does not end in .conf.
   * "directory": a drop-in of a unit that is not there and has nearly the same name. "logins": /etc/environment, whose
   * proxy sessions of people get (pam_env(8)) and services do not.
   */
  readonly why: "variables" | "suffix" | "directory" | "logins"
}

export type ServiceAction = "restart" | "reload" | "start" | "stop"
