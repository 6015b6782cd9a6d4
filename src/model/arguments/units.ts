// What the findings about services' definitions need for their sentences.
import type { StartTrouble } from "../service.ts"

/** What a key of a unit takes: one of `words`, a number within bounds, `soft:hard`, names of units and so on. */
export type UnitValueForm =
  | "word"
  | "boolean"
  | "time"
  | "count"
  | "integer"
  | "percentage"
  | "memory"
  | "tasks"
  | "limit-count"
  | "limit-size"
  | "limit-time"
  | "weight"
  | "controllers"
  | "signal"
  | "statuses"
  | "mode"
  | "path"
  | "units"
  | "slice"
  | "variables"

export interface UnitFindings {
  /** `needs`: the masked unit without which the service does not start; empty: the service itself is masked. */
  "service-masked": {
    readonly service: string
    /** The link or empty file that does it. */
    readonly by: string
    readonly needs: string
    readonly command: string
  }
  /** systemd does not load the unit. `what`: the value or header at fault, or systemd's LoadState. */
  "service-refused": {
    readonly service: string
    readonly why:
      | "several-commands"
      | "no-command"
      | "section-header"
      | "restart-of-oneshot"
      | "fatal-value"
      | "load-state"
    readonly what: string
    readonly file: string
  }
  /** `meant`: the flag that it differs from by a slip; empty: it is one of the kubelet's. */
  "service-flag-unknown": {
    readonly service: string
    readonly program: string
    readonly flag: string
    readonly meant: string
    readonly file: string
    readonly command: string
  }
  /** `settings`: each as it stands; `file`: of the first. */
  "service-own-mounts": {
    readonly service: string
    readonly settings: readonly string[]
    readonly file: string
    readonly isKubelet: boolean
  }
  /** `mode`: its KillMode; empty: none is set. */
  "service-ends-pods": { readonly service: string; readonly mode: string; readonly file: string }
  /** A flag that its program, of that release, is not known to have. */
  "service-flag-doubtful": {
    readonly service: string
    readonly program: string
    readonly release: string
    readonly flag: string
    readonly file: string
    readonly command: string
  }
  /** The unit waits for a process that ends behind a daemon, and the program stays in the foreground. */
  "service-type-forking": { readonly service: string; readonly program: string; readonly file: string }
  /** What is needed before the program runs is not there. `unit`: the one that names it; `key`: where. */
  "service-cannot-start": {
    readonly service: string
    readonly why: StartTrouble["why"]
    readonly key: string
    readonly what: string
    readonly unit: string
    /** What a program is made for, and what this node is; empty: not known. */
    readonly madeFor: string
    readonly architecture: string
  }
  /** `file` sets it, and `by`, which counts more, sets it to nothing. */
  "variable-emptied": {
    readonly service: string
    readonly variable: string
    readonly file: string
    readonly by: string
    readonly command: string
  }
  /** A part of a command line that no line of the command has. `meant`: one of nearly the same name; empty: none. */
  "variable-not-used": {
    readonly service: string
    readonly variable: string
    readonly file: string
    readonly meant: string
    readonly command: string
  }
  /** A condition or an assertion, as the unit has it. */
  "service-condition-not-met": { readonly service: string; readonly key: string; readonly value: string }
  /** `meant`: how it must be written; empty: not known. */
  "unit-line-not-read": {
    readonly service: string
    readonly file: string
    readonly why:
      | "key"
      | "section"
      | "no-section"
      | "no-assignment"
      | "after-header"
      | "specifier"
      | "specifier-changes"
      | "quotes"
      | "variable"
    readonly what: string
    readonly meant: string
  }
  /**
   * systemd cannot parse the value and skips the line. `why`: what the key takes, of src/documents/units/value-forms.ts,
   * or "later": a newer systemd (`since`) than this node's (`release`) does. `words`: what it takes besides.
   */
  "unit-value-not-read": {
    readonly service: string
    readonly file: string
    readonly key: string
    readonly value: string
    readonly why: UnitValueForm | "later"
    readonly words: readonly string[]
    /** How it must be written; empty: not known. */
    readonly meant: string
    /** The bounds of a number, both included; empty: none. */
    readonly least: string
    readonly most: string
    readonly since: string
    readonly release: string
  }
  /**
   * `key`: what names it; `install`: the command that brings it, empty: not known. `elsewhere`: where it lies and is not
   * looked for; empty: nowhere known.
   */
  "handler-program-unusable": {
    readonly runtime: string
    readonly handler: string
    readonly program: string
    readonly key: string
    readonly why: "missing" | "not-executable" | "architecture" | "no-program"
    readonly madeFor: string
    readonly isDefault: boolean
    readonly install: string
    readonly elsewhere: string
  }
  /** The service is started through a program or script that cannot be read without running it. */
  "command-not-understood": { readonly service: string; readonly through: string; readonly look: string }
  /** `”` and the like around a proxy's address. */
  "proxy-typographic-quotes": { readonly service: string; readonly file: string; readonly command: string }
  /** Several assignments between one pair of quotes: the first variable gets all the rest. */
  "proxy-in-one-word": {
    readonly service: string
    readonly variable: string
    readonly file: string
    readonly command: string
  }
  /** Addresses of the cluster that the service asks through its proxy. */
  "proxy-without-cluster": {
    readonly service: string
    readonly missing: readonly string[]
    readonly noProxy: readonly string[]
  }
  "selinux-not-used": { readonly runtime: string; readonly key: string; readonly file: string }
  /** `mark`: what shows it: a specification of CDI, a program, the driver. */
  "cdi-off-beside-nvidia": {
    readonly runtime: string
    readonly key: string
    readonly file: string
    readonly mark: string
  }
  /** What the runtime itself says will go. */
  "runtime-deprecations": { readonly runtime: string; readonly warnings: readonly string[] }
  "runtime-not-enabled": { readonly service: string; readonly command: string }
  /**
   * Nothing hands this file to the service. `what`: the first key or variable in it; `meant`: where it must stand.
   * "other-file": the service reads `meant`; "not-named": it uses the variable and reads no such file; "not-used": its
   * command line has no such variable.
   */
  "file-not-read": {
    readonly service: string
    readonly file: string
    readonly why: "suffix" | "directory" | "other-file" | "not-named" | "not-used"
    readonly what: string
    readonly meant: string
    readonly command: string
  }
}
