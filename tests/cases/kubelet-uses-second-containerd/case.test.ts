// Two containerd services: the distribution's, and k8s-containerd.service with a configuration and a socket of its own,
// which the kubelet uses. To move the kubelet to the other one leaves every pod of the node behind.
import { describe, expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "kubelet-uses-second-containerd"
const kubeletFiles = /\/var\/lib\/kubelet\//
const own = "/etc/k8s-containerd/config.toml"

test("the containerd whose socket the kubelet uses is found and worked on", () => {
  using node = new CaseNode(name)

  expect(node.say("detect").text).toContain("endpoint unix:///run/k8s-containerd/containerd.sock")
  expect(node.planned(own)).toContain("SystemdCgroup = true")
  expect(node.planned("/etc/containerd/config.toml")).toBeUndefined()
})

test("the kubelet stays with its runtime", () => {
  using node = new CaseNode(name)
  const changed = node.plan().plan?.changes.flatMap((change) => (change.kind === "file" ? [change.path] : []))

  expect(changed?.filter((path) => kubeletFiles.test(path) && !path.endsWith("instance-config.yaml"))).toEqual([])
  expect(node.say("plan").text).not.toContain("unix:///run/containerd/containerd.sock")
  expect(node.say("explain", "runtime").text).toContain("the endpoint of containerd")
})

test("nor does it leave where the other containerd's unit is gone, or the program lies in no usual place", () => {
  using alone = new CaseNode(name).remove("usr/lib/systemd/system/containerd.service")
  using elsewhere = new CaseNode(name)
  elsewhere.write("srv/k8s/containerd", elsewhere.read("opt/sbin/containerd")).remove("opt/sbin/containerd")
  const unit = "etc/systemd/system/k8s-containerd.service"
  elsewhere.write(unit, elsewhere.read(unit).replace("/opt/sbin", "/srv/k8s"))

  for (const node of [alone, elsewhere]) expect(node.planned(own)).toContain("SystemdCgroup = true")
})

describe("where the package's record has another program than the one the kubelet's runtime is", () => {
  const other = () => new CaseNode(name).write("opt/sbin/containerd", "another release")

  test("nothing is planned by the package's release, and --runtime-version is named", () => {
    using node = other()
    const refused = node.say("plan")

    expect(refused.code).toBe(3)
    expect(refused.text).toContain("--runtime-version")
    expect(refused.text).not.toContain("2.1.9")
  })

  test("the stated release counts", () => {
    using node = other()

    expect(node.planned(own, "--runtime-version", "2.2.0")).toContain("SystemdCgroup = true")
  })

  test("unless the record has this one, too", () => {
    using node = other().write("var/lib/dpkg/info/containerd.io.list", "/.\n/opt\n/opt/sbin\n/opt/sbin/containerd\n")

    expect(node.planned(own)).toContain("SystemdCgroup = true")
  })
})

test.each(["unix:///run/isulad.sock", "unix:///run/cri-proxy/proxy.sock"])(
  "a kubelet that uses %s is left with it, unless --runtime says otherwise",
  (endpoint) => {
    using node = new CaseNode(name)
    const config = "var/lib/kubelet/config.yaml"
    node.write(config, node.read(config).replace("unix:///run/k8s-containerd/containerd.sock", endpoint))

    const refused = node.say("plan")
    expect(refused.code).toBe(3)
    expect(refused.text).toContain(`uses ${endpoint}, which belongs to no runtime that criadm finds here`)
    expect(refused.text).toContain("--runtime containerd")
    expect(node.codes("warning")).toContain("kubelet-endpoint-of-no-runtime")

    const moved = node.say("plan", "--runtime", "containerd")
    expect(moved.code).toBe(0)
    expect(moved.text).toContain(`the kubelet moves from ${endpoint} to unix:///run/containerd/containerd.sock`)
    expect(moved.text).toContain("are left behind; drain the node first")
  },
)

test.each([
  ["k3s", "etc/rancher/k3s/config.yaml", "/etc/rancher/k3s/registries.yaml"],
  ["RKE2", "etc/rancher/rke2/config.yaml", "/etc/rancher/rke2/registries.yaml"],
  ["k0s", "var/lib/k0s/kubelet.conf", "/etc/k0s/containerd.d"],
  ["MicroK8s", "var/snap/microk8s/current/args/kubelet", "/var/snap/microk8s/current/args/containerd-template.toml"],
] as const)("a node that %s runs is left to it, and its own way is named", (distribution, mark, way) => {
  using node = new CaseNode(name).remove("var/lib/kubelet/config.yaml").write(mark, "")

  const refused = node.say("plan")
  expect(refused.code).toBe(3)
  expect(refused.text).toContain(`This node is run by ${distribution}`)
  expect(refused.text).toContain(way)
  expect(node.plan("--runtime", "containerd").refusals).toEqual([])

  for (const path of [
    "usr/bin/containerd",
    "opt/sbin/containerd",
    "etc/containerd",
    "usr/lib/systemd/system/containerd.service",
  ])
    node.remove(path)
  node.remove("etc/systemd/system/k8s-containerd.service")
  expect(node.say("plan").text).toContain(`This node is run by ${distribution}`)
  expect(node.codes("failure")).not.toContain("no-runtime")
})
