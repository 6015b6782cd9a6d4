// The options that each of dockerd's log drivers takes: daemon/logger/*, each ValidateLogOpt, as dockerd 26.1.5 answers.
// Options that only another release knows are listed as well, so what is not here no release takes.
import { isWhole } from "../../../documents/go-values.ts"

const ofContainers = ["labels", "labels-regex", "env", "env-regex"] as const
const ofFiles = ["max-file", "max-size", "compress"] as const

const prefixed = (prefix: string, names: string) => names.split(" ").map((name) => `${prefix}-${name}`)

/** By the driver's name; a driver that is not here is a plugin, whose options are its own, or "none", which has no say. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  "json-file": [...ofFiles, ...ofContainers, "tag"],
  local: ofFiles,
  journald: [...ofContainers, "tag"],
  syslog: [
    ...[...ofContainers, "tag"],
    ...prefixed("syslog", "address facility format tls-ca-cert tls-cert tls-key tls-skip-verify"),
  ],
  gelf: [
    ...[...ofContainers, "tag"],
    ...prefixed("gelf", "address compression-level compression-type tcp-max-reconnect tcp-reconnect-delay"),
  ],
  fluentd: [
    ...[...ofContainers, "tag"],
    ...prefixed("fluentd", "address async async-connect async-reconnect-interval buffer-limit max-retries"),
    ...prefixed("fluentd", "request-ack retry-wait sub-second-precision read-timeout write-timeout"),
  ],
  splunk: [
    ...[...ofContainers, "tag"],
    ...prefixed(
      "splunk",
      "url token source sourcetype index capath caname insecureskipverify format verify-connection",
    ),
    ...prefixed("splunk", "gzip gzip-level index-acknowledgment"),
  ],
  awslogs: [
    "tag",
    ...prefixed("awslogs", "group region endpoint stream create-group create-stream credentials-endpoint format"),
    ...prefixed("awslogs", "multiline-pattern datetime-format force-flush-interval-seconds max-buffered-events"),
  ],
  gcplogs: [...ofContainers, ...prefixed("gcp", "project log-cmd meta-zone meta-name meta-id")],
}

/** daemon/logger/factory.go: of every driver. */
const ofEveryDriver = ["mode", "max-buffer-size", ...prefixed("cache", "disabled max-file max-size compress")]

/** Whether dockerd ends at its start over this option. */
export function refusesLogOption(driver: string, option: string): boolean {
  const own = Object.hasOwn(optionsOf, driver) ? optionsOf[driver] : undefined
  return own !== undefined && !own.includes(option) && !ofEveryDriver.includes(option)
}

/** daemon/logger/syslog/syslog.go, facilities; or their numbers. */
const facilities =
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 local5 local6 local7"

export function isFacility(value: string): boolean {
  return facilities.split(" ").includes(value) || (isWhole(value) && Number(value) >= 0 && Number(value) <= 23)
}
