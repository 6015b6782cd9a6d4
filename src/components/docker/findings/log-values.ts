// What dockerd makes of the values in log-opts. Some it judges when it starts, others only with each container that it
// makes, which then fails: moby daemon/logger/factory.go, ValidateLogOpts, and each driver's ValidateLogOpt and New. Asked
// of dockerd 20.10.24, 26.1.5 and 28.5.2. What a driver of another server needs beside its address is not judged.
import { goDuration, isBoolean, isSize, isTrue, isWhole } from "../../../documents/go-values.ts"
import { isFacility, refusesLogOption } from "../tables/log-options.ts"

export interface UnfitLogOption {
  readonly option: string
  readonly why: "unknown" | "value" | "missing"
  /** "max-size: 10 apples"; for a missing one what needs it. */
  readonly what: string
  /** What ends: dockerd at its start, or each container. */
  readonly ends: "start" | "containers"
}

type Options = Readonly<Record<string, string>>

/** The first at which dockerd ends; else the first at which containers do. Undefined: all are fit. */
export function findUnfitLogOption(driver: string, options: Options): UnfitLogOption | undefined {
  // dockerd looks at nothing of this driver.
  if (driver === "none") return undefined
  const unknown = Object.keys(options).find((key) => refusesLogOption(driver, key))
  if (unknown !== undefined) return { option: unknown, why: "unknown", what: `${unknown} (${driver})`, ends: "start" }
  // Without any option dockerd asks no driver whether it lacks one.
  const whenMissing = Object.keys(options).length === 0 ? "containers" : "start"
  const missing = (neededOf[driver] ?? []).find((key) => (options[key] ?? "") === "")
  if (missing !== undefined)
    return { option: missing, why: "missing", what: `${missing} (${driver})`, ends: whenMissing }
  const unfit = (judges: Readonly<Record<string, Judge>>) =>
    Object.keys(options).find(
      (key) => Object.hasOwn(judges, key) && judges[key]?.(options[key] ?? "", options) === false,
    )
  const atStart = unfit({ ...ofEvery, ...judgesAtStart[driver] })
  if (atStart !== undefined) return unfitValue(atStart, options, "start")
  const withContainers = unfit(judgesOfContainers[driver] ?? {})
  return withContainers === undefined ? undefined : unfitValue(withContainers, options, "containers")
}

function unfitValue(option: string, options: Options, ends: UnfitLogOption["ends"]): UnfitLogOption {
  // An address may have credentials.
  const value = (options[option] ?? "").replace(/\/\/[^/]*@/, "//")
  return { option, why: "value", what: `${option}: ${value}`, ends }
}

/** Whether a value is taken beside the other options. */
type Judge = (value: string, options: Options) => boolean

const isEmptyOr =
  (judge: Judge): Judge =>
  (value, options) =>
    value === "" || judge(value, options)

const oneOf =
  (...values: readonly string[]): Judge =>
  (value) =>
    values.includes(value)

const isDuration: Judge = (value) => goDuration.test(value)

/** SCHEME://HOST:PORT. */
const hasScheme =
  (schemes: readonly string[], port: "port" | "port or none"): Judge =>
  (value) => {
    const [, scheme = "", host = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/.exec(value) ?? []
    if (scheme === "unix" || scheme === "unixgram") return schemes.includes(scheme)
    return schemes.includes(scheme) && (port === "port or none" || /:[^:\]]*$/.test(host))
  }

const isUdp = (options: Options) => (options["gelf-address"] ?? "").startsWith("udp:")
const isTcp = (options: Options) => (options["gelf-address"] ?? "").startsWith("tcp:")

/** Options without which a driver refuses the others. */
const neededOf: Readonly<Record<string, readonly string[]>> = {
  gelf: ["gelf-address"],
  awslogs: ["awslogs-group"],
}

const ofEvery: Readonly<Record<string, Judge>> = {
  mode: oneOf("", "blocking", "non-blocking"),
  "max-buffer-size": (value, options) => options["mode"] === "non-blocking" && isSize(value),
  "cache-disabled": isEmptyOr(isBoolean),
}

const isPositive: Judge = (value) => isWhole(value) && Number(value) > 0

const judgesAtStart: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  gelf: {
    "gelf-address": hasScheme(["udp", "tcp"], "port"),
    "gelf-compression-level": (value, options) =>
      isUdp(options) && isWhole(value) && Number(value) >= -1 && Number(value) <= 9,
    "gelf-compression-type": (value, options) => isUdp(options) && ["gzip", "zlib", "none"].includes(value),
    "gelf-tcp-max-reconnect": (value, options) => isTcp(options) && isWhole(value) && Number(value) >= 0,
    "gelf-tcp-reconnect-delay": (value, options) => isTcp(options) && isWhole(value) && Number(value) >= 0,
  },
  syslog: {
    "syslog-address": isEmptyOr(hasScheme(["udp", "tcp", "tcp+tls", "unix", "unixgram"], "port or none")),
    "syslog-facility": isEmptyOr(isFacility),
    "syslog-format": oneOf("", "rfc3164", "rfc5424", "rfc5424micro"),
  },
  fluentd: {
    // Without a scheme it is tcp.
    "fluentd-address": isEmptyOr((value) => !value.includes("://") || /^(?:tcp|tls|unix):\/\//.test(value)),
    "fluentd-buffer-limit": isEmptyOr(isSize),
    "fluentd-retry-wait": isEmptyOr(isDuration),
    "fluentd-max-retries": isEmptyOr((value) => /^\d+$/.test(value)),
    "fluentd-async": isEmptyOr((value, options) => isBoolean(value) && (options["fluentd-async-connect"] ?? "") === ""),
    "fluentd-async-connect": isEmptyOr(isBoolean),
    "fluentd-async-reconnect-interval": isEmptyOr(isDuration),
    "fluentd-sub-second-precision": isEmptyOr(isBoolean),
    "fluentd-request-ack": isEmptyOr(isBoolean),
  },
  awslogs: {
    "awslogs-create-group": isEmptyOr(isBoolean),
    "awslogs-force-flush-interval-seconds": isEmptyOr(isPositive),
    "awslogs-max-buffered-events": isEmptyOr(isPositive),
    "awslogs-datetime-format": (_value, options) => options["awslogs-multiline-pattern"] === undefined,
  },
}

/** Digits that are not all 0. */
const isSizeAboveNone: Judge = (value) => isSize(value) && /[1-9]/.test(value)

/** json-file and local keep files: jsonfilelog.go, New; local/local.go, New, and config.go, validateConfig. */
const judgesOfContainers: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  "json-file": {
    "max-size": isSizeAboveNone,
    "max-file": isPositive,
    compress: (value, options) => {
      if (!isBoolean(value)) return false
      const rotates = options["max-size"] !== undefined && Number(options["max-file"] ?? "1") > 1
      return !isTrue(value) || rotates
    },
  },
  local: {
    "max-size": isSize,
    // Its files are compressed unless compress says otherwise, and a single file cannot be.
    "max-file": (value, options) =>
      isWhole(value) && (Number(value) > 1 || (Number(value) >= 0 && options["compress"] !== undefined)),
    compress: (value, options) => isBoolean(value) && (!isTrue(value) || Number(options["max-file"] ?? "5") > 1),
  },
}

/** Every option whose value is judged. */
export const judgedLogOptions: readonly string[] = [
  ...new Set(
    [ofEvery, ...Object.values(judgesAtStart), ...Object.values(judgesOfContainers)].flatMap((all) => Object.keys(all)),
  ),
  ...Object.values(neededOf).flat(),
]
