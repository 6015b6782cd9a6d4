// Each row was given to dockerd 20.10.24, 26.1.5 and 28.5.2, really started: "start" ended at once, with "containers" it
// started, and daemon/logger says what each container is told. Reports: moby/moby#12087 (an option of another driver),
// moby/moby#38242 and docker/for-win#2248 (values of max-file), docker/docs#5613 (max-buffer-size without its mode).
import { expect, test } from "bun:test"
import { findUnfitLogOption } from "../../../src/components/docker/findings/log-values.ts"

const verdict = (driver: string, options: Readonly<Record<string, string>>) => {
  const unfit = findUnfitLogOption(driver, options)
  return unfit === undefined ? "fine" : `${unfit.ends}: ${unfit.what}`
}

test.each([
  ["json-file", { mode: "nonblocking" }, "start: mode: nonblocking"],
  ["json-file", { mode: "" }, "fine"],
  ["json-file", { "max-buffer-size": "4m" }, "start: max-buffer-size: 4m"],
  ["json-file", { mode: "non-blocking", "max-buffer-size": "4m" }, "fine"],
  ["json-file", { mode: "non-blocking", "max-buffer-size": "4 apples" }, "start: max-buffer-size: 4 apples"],
  ["json-file", { "cache-disabled": "maybe" }, "start: cache-disabled: maybe"],
  ["gelf", { tag: "a" }, "start: gelf-address (gelf)"],
  ["gelf", { "gelf-address": "192.0.2.1:12201" }, "start: gelf-address: 192.0.2.1:12201"],
  ["gelf", { "gelf-address": "udp://192.0.2.1" }, "start: gelf-address: udp://192.0.2.1"],
  ["gelf", { "gelf-address": "udp://[2001:db8::1]:12201" }, "fine"],
  ["gelf", { "gelf-address": "tcp://a:1", "gelf-compression-type": "gzip" }, "start: gelf-compression-type: gzip"],
  ["syslog", { "syslog-address": "192.0.2.1:514" }, "start: syslog-address: 192.0.2.1:514"],
  ["syslog", { "syslog-address": "tcp+tls://192.0.2.1" }, "fine"],
  ["syslog", { "syslog-facility": "local9" }, "start: syslog-facility: local9"],
  ["syslog", { "syslog-facility": "23" }, "fine"],
  ["syslog", { "syslog-format": "rfc9999" }, "start: syslog-format: rfc9999"],
  ["fluentd", { "fluentd-async": "yes" }, "start: fluentd-async: yes"],
  ["fluentd", { "fluentd-retry-wait": "5" }, "start: fluentd-retry-wait: 5"],
  ["fluentd", { "fluentd-buffer-limit": "x" }, "start: fluentd-buffer-limit: x"],
  ["fluentd", { "fluentd-address": "http://u:geheim@192.0.2.1" }, "start: fluentd-address: http://192.0.2.1"],
  ["fluentd", { "fluentd-address": "192.0.2.1:24224", "fluentd-retry-wait": "1s" }, "fine"],
  ["awslogs", { "awslogs-region": "a" }, "start: awslogs-group (awslogs)"],
  ["awslogs", { "awslogs-group": "a", "awslogs-create-group": "yes" }, "start: awslogs-create-group: yes"],
])("dockerd with %s and %j: %p", (driver, options, expected) => {
  expect(verdict(driver, options)).toBe(expected)
})

test.each([
  ["json-file", { "max-size": "10 apples" }, "containers: max-size: 10 apples"],
  ["json-file", { "max-size": "0" }, "containers: max-size: 0"],
  ["json-file", { "max-size": "10m", "max-file": "three" }, "containers: max-file: three"],
  ["json-file", { "max-file": "0" }, "containers: max-file: 0"],
  ["json-file", { "max-size": "10m", compress: "true" }, "containers: compress: true"],
  ["json-file", { "max-file": "3", compress: "true" }, "containers: compress: true"],
  ["json-file", { "max-size": "10m", "max-file": "3", compress: "true" }, "fine"],
  ["json-file", { "max-size": "100m", "max-file": "3" }, "fine"],
  ["json-file", { "max-size": "1.5 GB" }, "fine"],
  ["local", { "max-file": "1" }, "containers: max-file: 1"],
  ["local", { "max-file": "1", compress: "false" }, "fine"],
  ["local", { "max-size": "20m", "max-file": "5" }, "fine"],
  ["gelf", {}, "containers: gelf-address (gelf)"],
])("containers with %s and %j: %p", (driver, options, expected) => {
  expect(verdict(driver, options)).toBe(expected)
})

test("of the driver none, dockerd looks at no option, and a plugin's are the plugin's own", () => {
  expect(verdict("none", { "max-size": "10m", mode: "x" })).toBe("fine")
  expect(verdict("loki", { "loki-url": "http://192.0.2.1" })).toBe("fine")
})
