// The proxy's password has %40, which systemd takes for a specifier: "Failed to resolve specifiers in HTTP_PROXY=...,
// ignoring: Invalid slot" (systemd-analyze verify, systemd 252). Reports: systemd/systemd#9842, docker/for-linux#628.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "proxy-percent-sign"
const dropIn = "etc/systemd/system/containerd.service.d/http-proxy.conf"
const unread = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "unit-line-not-read" ? [one.args.why] : []))

test("both variables are told of with their lines, and without their password", () => {
  using node = new CaseNode(name)

  const found = node.findings().filter(({ code }) => code === "unit-line-not-read")
  expect(found.map(({ place }) => place?.line)).toEqual([2, 3])
  expect(node.say("check").text).toContain("Write %% for each %")
  expect(node.run("check").out).not.toContain("%40")
})

// Each as `systemd-analyze verify` of systemd 252 answers. Quotes of proxies that went wrong: SUSE/caasp-salt#80,
// angstwad/docker.ubuntu#193; a line meant for a shell: garethr/garethr-docker#259.
test.each([
  ['[Service]\nEnvironment="HTTP_PROXY=http://u:p%%40x@h:1"\n', []],
  ['[Service]\nEnvironment="HTTP_PROXY=http://u:p%E2x@h:1"\n', ["specifier-changes"]],
  ['[Service]\nEnvironment="HTTP_PROXY=http://h:1\nNO_PROXY=x"\n', ["quotes", "key"]],
  ["[Sevice]\nEnvironment=HTTP_PROXY=http://h:1\n", ["section"]],
  ["[Service]\nenvironment=HTTP_PROXY=http://h:1\n", ["key"]],
  ["Environment=HTTP_PROXY=http://h:1\n", ["no-section"]],
  ["[Service]\nEnvironment=NO-PROXY=x\n", ["variable"]],
  ["[Service]\nEnvironment=export HTTP_PROXY=http://h:1\n", ["variable"]],
  ["[Service\nEnvironment=HTTP_PROXY=http://h:1\n", ["after-header"]],
  ["[Service]\nAfter=network-online.target\n", ["key"]],
  ["[X-Note]\nwritten=by hand\n[Service]\nX-Why=proxy\n", []],
])("%j: %j", (text, whys) => {
  using node = new CaseNode(name)
  node.write(dropIn, text)

  expect(unread(node)).toEqual(whys as ReturnType<typeof unread>)
})
