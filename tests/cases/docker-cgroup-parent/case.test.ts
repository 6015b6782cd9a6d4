// daemon.json has "cgroup-parent": "/docker-pods". dockerd 26.1.5 with the driver systemd: "cgroup-parent for systemd
// cgroup should be a valid slice named as "xxx.slice"", and it does not start.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "docker-cgroup-parent"
const file = "etc/docker/daemon.json"

test("the driver systemd is refused beside a cgroup parent that is no slice", () => {
  using node = new CaseNode(name)

  const planned = node.say("plan")
  expect(planned.code).toBe(3)
  expect(planned.text).toContain('With the cgroup driver systemd it must be a slice, "NAME.slice"')
  expect(planned.text).not.toContain("does not start on its configuration")
})

test("check fails where the driver is systemd already, and only there", () => {
  using node = new CaseNode(name)
  const code = "docker-cgroup-parent-no-slice"

  expect(node.codes("failure")).not.toContain(code)
  node.write(file, '{"exec-opts": ["native.cgroupdriver=systemd"], "cgroup-parent": "/docker-pods"}\n')
  expect(node.codes("failure")).toContain(code)
})

test("with a slice the driver is set", () => {
  using node = new CaseNode(name)
  node.write(file, node.read(file).replace("/docker-pods", "docker-pods.slice"))

  expect(node.planned(`/${file}`)).toContain("native.cgroupdriver=systemd")
})

test("the parent is also found as a flag of the service", () => {
  using node = new CaseNode(name)
  node.write(file, "{}\n")
  const drop = "etc/systemd/system/docker.service.d/parent.conf"
  node.write(drop, "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --cgroup-parent /docker-pods\n")

  expect(node.say("plan")).toMatchObject({ code: 3 })
  expect(node.say("plan").text).toContain(`/${drop}`)
})

test("in a tree whose systemd boots with cgroup v2 only, the driver is systemd though nothing names it", () => {
  using node = new CaseNode(name)
  const code = "docker-cgroup-parent-no-slice"
  node.write("usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-255.so", "")
  expect(node.codes("failure")).not.toContain(code)

  node.remove("usr/lib/x86_64-linux-gnu/systemd").write("usr/lib/systemd/libsystemd-shared-257.so", "")
  expect(node.codes("failure")).toContain(code)
})
