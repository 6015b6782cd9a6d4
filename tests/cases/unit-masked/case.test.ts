// containerd.service is a link to /dev/null in /etc/systemd/system: left by the removal of an older package. Reports:
// kubernetes-sigs/kubespray#8734, deckhouse/deckhouse#5086. systemd.unit(5): a masked unit cannot be started.
import { expect, test } from "bun:test"
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "unit-masked"
const unit = "etc/systemd/system/containerd.service"

test("check fails with the command that unmasks it in this tree", () => {
  using node = new CaseNode(name)

  expect(node.codes("failure")).toEqual(["service-masked"])
  expect(node.say("check").text).toContain(`systemctl --root=${node.root} unmask containerd.service`)
})

test("plan does not say that the service starts at boot", () => {
  using node = new CaseNode(name)

  const { text } = node.say("plan", "--cgroup-driver", "systemd")
  expect(text).toContain("containerd.service does not start as it is defined")
  expect(text).not.toContain("starts with the change")
})

// systemd.unit(5): an empty unit file masks as well.
test("an empty unit file masks too", () => {
  using node = new CaseNode(name)
  node.remove(unit).write(unit, "")

  expect(node.codes("failure")).toContain("service-masked")
})

// kubernetes/minikube#15636 and #17942: the service needs its socket, which is masked.
test("a masked socket that the service needs keeps it from starting", () => {
  using node = new CaseNode(name)
  node.remove(unit).write(unit, "[Unit]\nRequires=containerd.socket\n[Service]\nExecStart=/usr/bin/containerd\n")
  symlinkSync("/dev/null", join(node.root, "etc/systemd/system/containerd.socket"))

  expect(node.codes("failure")).toContain("service-masked")
  expect(node.say("check").text).toContain("containerd.service does not start, because containerd.socket is masked")
})

// flatcar/Flatcar#175, scholzj/terraform-aws-kubernetes#35: after a reboot the runtime stayed down.
test("a service that is not enabled is told of, and one that the kubelet's unit wants is not", () => {
  using node = new CaseNode(name)
  node.remove(unit)
  expect(node.codes("warning")).toContain("runtime-not-enabled")

  node.write("etc/systemd/system/kubelet.service.d/wants.conf", "[Unit]\nWants=containerd.service\n")
  expect(node.codes("warning")).not.toContain("runtime-not-enabled")
})
