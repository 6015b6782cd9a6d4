// A drop-in sets ExecStart= without the empty one before it. `systemd-analyze verify` of systemd 252: "Service has more
// than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing." Reports: moby/moby#14491,
// kubernetes/kubeadm#1202.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "unit-two-execstart"
const dropIn = "etc/systemd/system/containerd.service.d/override.conf"

test("check names the drop-in's line, and plan does not call the node as asked", () => {
  using node = new CaseNode(name)

  const refused = node.findings().find(({ code }) => code === "service-refused")
  expect(refused).toMatchObject({ severity: "failure", place: { file: `/${dropIn}`, line: 2, column: 1 } })
  expect(node.plan().refusals).toEqual(["failures-left"])
})

test("an empty line before it makes it right", () => {
  using node = new CaseNode(name)
  node.write(dropIn, "[Service]\nExecStart=\nExecStart=/usr/bin/containerd --log-level debug\n")

  expect(node.codes("failure")).toEqual([])
})

// Each as `systemd-analyze verify` of systemd 252 answers. A unit that lost its command: garethr/garethr-docker#211; one
// that a tool's drop-in doubled: kubermatic/kubeone#909, projectcalico/calico#383.
test.each([
  ["[Service]\nExecStart=\n", "no-command"],
  ["[Service]\nExecStart=\nExecStart=/usr/bin/containerd --address /run/%40c.sock\n", "no-command"],
  ['[Service]\nExecStart=\nExecStart=/usr/bin/containerd --address "/run/a\n', "no-command"],
  ["[Service]\nType=oneshot\nRestart=always\n", "restart-of-oneshot"],
  ["[Service]\nType=oneshot\nRestart=no\n", undefined],
])("%j: %s", (text, why) => {
  using node = new CaseNode(name)
  node.write(dropIn, text)

  const refused = node.findings().find(({ code }) => code === "service-refused")
  expect((refused?.args as { why?: string } | undefined)?.why).toBe(why)
})
