// An old 10-kubeadm.conf still passes --network-plugin and --container-runtime, which kubelet 1.34 does not know: it does
// not start (Kubernetes 1.24 and 1.27, release notes). Nothing of it is in a file that criadm edits.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "plan-as-asked-with-failures"
const unit = "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf"

test.each(["plan", "apply"])("%s says that flags remain which criadm does not edit, and fails", (command) => {
  using node = new CaseNode(name)

  const said = node.say(command, ...(command === "apply" ? ["--yes"] : []))
  expect(said.code).toBe(6)
  expect(said.text).toContain(`kubelet-flag-removed (${unit}:3)`)
  expect(said.text).not.toContain("as asked")
})

test("check does not promise what apply does not do", () => {
  using node = new CaseNode(name)

  expect(node.say("check").text).not.toContain("criadm apply --kubelet")
  expect(node.say("check").text).toContain(`from ${unit} by hand`)
})

test("nor does plan call a handler of a type that is gone as asked", () => {
  using node = new CaseNode(name).remove(unit)
  const file = "etc/containerd/config.toml"
  node.write(file, node.read(file).replace("io.containerd.runc.v2", "io.containerd.runtime.v1.linux"))

  expect(node.say("check").code).toBe(6)
  const planned = node.say("plan")
  expect(planned.code).toBe(6)
  expect(planned.text).not.toContain("as asked")
})

test("a failure about something else is named beside a plan that changes nothing", () => {
  using node = new CaseNode(name).remove(unit).write("usr/bin/mount", "").remove("usr/bin/mount")

  expect(node.codes("failure")).toEqual(["kubeadm-program-missing"])
  for (const said of [node.say("plan"), node.say("apply", "--yes")]) {
    expect(said.code).toBe(0)
    expect(said.text).toContain("kubeadm-program-missing")
    expect(said.text).not.toContain("as asked")
  }
})
