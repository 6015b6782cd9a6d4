import type { SettingId } from "./setting.ts"

/** Every command of criadm. The wizard is the command without a name. */
export type CommandName =
  | "wizard"
  | "detect"
  | "check"
  | "explain"
  | "plan"
  | "apply"
  | "verify"
  | "rollback"
  | "history"
  | "confirm"
  | "demo"
  | "completion"
  | "man"
  | "version"

/** Every flag that is no setting, without its dashes. */
export type OwnFlag =
  | "root"
  | "platform"
  | "runtime-version"
  | "answers"
  | "output"
  | "out"
  | "detailed-exitcode"
  | "yes"
  | "timeout"
  | "confirm"
  | "allow-running-pods"
  | "lock-timeout"
  | "force"
  | "accessible"
  | "lang"
  | "color"
  | "quiet"
  | "verbose"
  | "help"
  | "version"

export type FlagName = OwnFlag | SettingId
