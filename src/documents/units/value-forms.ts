// The forms of values that systemd takes, as its parsers read them (systemd.time(7), systemd.exec(5), "Process
// Properties", systemd.resource-control(5); src/basic/time-util.c, parse_time; src/basic/parse-util.c, parse_size,
// parse_boolean, parse_permyriad; src/basic/rlimit-util.c, rlimit_parse_one; src/basic/signal-util.c). What was read
// there is asked of a real systemd by tests/real/settings/unit-values.test.ts.
import type { UnitValueForm } from "../../model/arguments/units.ts"
import { splitWords } from "./words.ts"

/** Bounds of "integer", "count" and "weight", both included. */
export interface Bounds {
  readonly least?: number
  readonly most?: number
}

const booleans = /^(?:1|yes|y|true|t|on|0|no|n|false|f|off)$/i

export const isBoolean = (value: string) => booleans.test(value)

const timeUnits =
  "seconds|second|sec|s|minutes|minute|min|months|month|M|msec|ms|m|hours|hour|hr|h|days|day|d|weeks|week|w|years|year|y|usec|us|µs|μs"
const timeSpan = new RegExp(
  `^(?:\\s*\\+?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:\\s*(?:${timeUnits})|\\s+|$))+\\s*$|^\\s*infinity\\s*$`,
)

/** Parts in falling order, each suffix once: "1G 500M"; powers of 1024. */
const sizeNumber = "\\s*\\+?\\d+(?:\\.\\d*)?\\s*"
const size = new RegExp(
  `^(?=.)${["E", "P", "T", "G", "M", "K", "B", ""].map((unit) => `(?:${sizeNumber}${unit})?`).join("")}$`,
)

const share = /^(?:100(?:\.0{0,2})?|\d{1,2}(?:\.\d{1,2})?)%$/
const wholeNumber = /^\s*\+?(?:0[xX][\da-fA-F]+|0[bB][01]+|0o?[0-7]*|[1-9]\d*)$/
const integer = /^\s*[+-]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0o?[0-7]*|[1-9]\d*)$/

const signals = new Set(
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU
  XFSZ VTALRM PROF WINCH IO PWR SYS`.split(/\s+/),
)

function isSignal(value: string): boolean {
  const name = value.replace(/^SIG/, "")
  const number = Number(name)
  if (wholeNumber.test(name)) return !value.startsWith("SIG") && number >= 1 && number <= 64
  return signals.has(name) || /^RTM(?:IN(?:\+(?:[12]?\d|30))?|AX(?:-(?:[12]?\d|30))?)$/.test(name)
}

/** systemd.exec(5), PROCESS EXIT CODES: names that stand for a status; src/shared/exit-status.c. */
const statusNames = new Set(
  `SUCCESS FAILURE INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED NOTCONFIGURED NOTRUNNING CHDIR NICE FDS EXEC
  MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT CHROOT IOPRIO TIMERSLACK SECUREBITS SETSCHEDULER CPUAFFINITY GROUP
  USER CAPABILITIES CGROUP SETSID CONFIRM STDERR PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT
  PERSONALITY APPARMOR_PROFILE ADDRESS_FAMILIES RUNTIME_DIRECTORY CHOWN SMACK_PROCESS_LABEL KEYRING STATE_DIRECTORY
  CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY NUMA_POLICY CREDENTIALS BPF KSM EXCEPTION USAGE DATAERR NOINPUT
  NOUSER NOHOST UNAVAILABLE SOFTWARE OSERR OSFILE CANTCREAT IOERR TEMPFAIL PROTOCOL NOPERM CONFIG`.split(/\s+/),
)

function isStatus(value: string): boolean {
  return wholeNumber.test(value) ? Number(value) <= 255 : isSignal(value) || statusNames.has(value)
}

/** systemd.resource-control(5), Delegate=; the bpf- ones are names that systemd has for itself. */
const controllers = /^(?:cpu|cpuacct|cpuset|io|blkio|memory|devices|pids|bpf-[a-z-]+)$/

const unitName =
  /^(?:[A-Za-z0-9:_.\\-]+)(?:@[A-Za-z0-9:_.\\@-]*)?\.(?:service|socket|target|device|mount|automount|swap|timer|path|slice|scope|busname|snapshot)$/

/** One part of `soft:hard`. */
function limitPart(form: UnitValueForm, value: string): boolean {
  if (value === "infinity") return true
  if (form === "limit-count") return wholeNumber.test(value)
  return form === "limit-size" ? isSize(value) : timeSpan.test(value)
}

const isSize = (value: string) => value.trim() !== "" && size.test(value)

function isLimit(form: UnitValueForm, value: string): boolean {
  const [soft = "", ...hard] = value.split(":")
  const parts = [soft, ...(hard.length === 0 ? [] : [hard.join(":")])]
  if (!parts.every((part) => limitPart(form, part))) return false
  // Only plain numbers are compared: what has units is hardly written the wrong way round.
  const [low, high] = parts.map((part) => (part === "infinity" ? Number.POSITIVE_INFINITY : Number(part)))
  return high === undefined || Number.isNaN(low) || Number.isNaN(high) || (low ?? 0) <= high
}

function isWithin(value: string, { least, most }: Bounds): boolean {
  const number = /^\s*[+-]?0[oO]?[0-7]+$/.test(value) ? Number.parseInt(value.replace(/[oO]/, ""), 8) : Number(value)
  return (least === undefined || number >= least) && (most === undefined || number <= most)
}

const words = (value: string) => value.split(/\s+/).filter((word) => word !== "")

/** Whether systemd takes a value that is not empty and has no specifier. `isWord`: the words that the key has besides. */
export function hasForm(
  form: UnitValueForm,
  value: string,
  isWord: (word: string) => boolean,
  bounds: Bounds,
): boolean {
  if (form !== "units" && isWord(value)) return true
  switch (form) {
    case "word":
      return false
    case "boolean":
      return isBoolean(value)
    case "time":
      return timeSpan.test(value)
    case "count":
    case "weight":
      return wholeNumber.test(value) && isWithin(value, bounds)
    case "integer":
      return integer.test(value) && isWithin(value, bounds)
    case "percentage":
      return /^\d+(?:\.\d{1,2})?%$/.test(value) && Number.parseFloat(value) > 0
    case "memory":
      if (bounds.least !== undefined && /^0*(?:\.\d*)?%?$/.test(value)) return false
      return value === "infinity" || share.test(value) || isSize(value)
    case "tasks":
      return value === "infinity" || share.test(value) || (wholeNumber.test(value) && isWithin(value, { least: 1 }))
    case "limit-count":
    case "limit-size":
    case "limit-time":
      return isLimit(form, value)
    case "controllers":
      return isBoolean(value) || words(value).every((word) => controllers.test(word))
    case "signal":
      return isSignal(value)
    case "statuses":
      return words(value).every(isStatus)
    case "mode":
      return /^0?[0-7]{1,4}$/.test(value)
    case "path":
      return value.replace(/^-/, "").startsWith("/")
    case "slice":
      return value.endsWith(".slice") && unitName.test(value)
    case "units":
      return words(value).every((word) => unitName.test(word))
    case "variables":
      return splitWords(value).every((word) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(word))
  }
}
