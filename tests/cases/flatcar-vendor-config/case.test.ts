// Flatcar's containerd reads /usr/share/containerd/config.toml, named by CONTAINERD_CONFIG in its unit; /usr is read-only
// and replaced by each update. Report: flatcar/Flatcar#1127.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "flatcar-vendor-config"
const vendors = "usr/share/containerd/config.toml"

test("the vendor's file is not edited, and the way to a copy of one's own is said", () => {
  using node = new CaseNode(name)
  const before = node.read(vendors)

  const { code, text } = node.say("plan", "--cgroup-driver", "cgroupfs")
  expect(code).toBe(3)
  expect(text).toContain(`cp ${node.root}/${vendors} ${node.root}/etc/containerd/config.toml`)
  expect(text).toContain("Environment=CONTAINERD_CONFIG=/etc/containerd/config.toml")
  expect(node.run("apply", "--yes", "--cgroup-driver", "cgroupfs").code).toBe(3)
  expect(node.read(vendors)).toBe(before)
})

test("what it says to do makes the same command work", () => {
  using node = new CaseNode(name)
  node.write("etc/containerd/config.toml", node.read(vendors))
  const dropIn = "etc/systemd/system/containerd.service.d/override.conf"
  node.write(dropIn, "[Service]\nEnvironment=CONTAINERD_CONFIG=/etc/containerd/config.toml\n")

  expect(node.plan("--cgroup-driver", "cgroupfs").code).toBe(0)
  expect(node.planned("/etc/containerd/config.toml", "--cgroup-driver", "cgroupfs")).toContain("SystemdCgroup = false")
})
