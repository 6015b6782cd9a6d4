// ExecStart=/bin/bash -c 'exec /usr/bin/containerd -c FILE 2>&1 | logger': the -c of bash is none of containerd's.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "containerd-in-a-shell"
const file = "/etc/kube-containerd/config.toml"
const unit = "etc/systemd/system/containerd.service"

test("the program behind the shell is understood", () => {
  using node = new CaseNode(name)

  expect(node.say("detect").text).toContain(`configuration ${file}`)
  expect(node.codes("failure")).toEqual([])
  expect(node.plan()).toMatchObject({ code: 0, refusals: [] })
})

test.each([
  `/bin/sh -ec 'modprobe overlay; exec containerd --config ${file}'`,
  `/bin/sh -c "ulimit -n 65536 && /usr/bin/containerd --config=${file}"`,
  `/usr/bin/env FOO=bar /usr/bin/containerd -c ${file}`,
  `/usr/bin/nice -n 5 /usr/bin/containerd -c ${file}`,
  `/usr/bin/systemd-cat -t containerd /bin/sh -c 'exec /usr/bin/containerd -c $\${CONFIG:-${file}}'`,
  `/usr/bin/env -u HOME sh -lc 'CONFIG=1 exec -a name /usr/bin/containerd -c ${file}'`,
])("so is ExecStart=%s", (line) => {
  using node = new CaseNode(name)
  for (const path of [unit, "usr/lib/systemd/system/containerd.service"]) node.remove(path)
  node.write(unit, `[Service]\nExecStart=${line}\n`)

  expect(node.say("detect").text).toContain(`configuration ${file}`)
})

test("a flag of a wrapped dockerd is seen, so no edit conflicts with it", () => {
  using node = new CaseNode("docker-cgroup-parent")
  node.write("etc/docker/daemon.json", "{}\n")
  const drop = "etc/systemd/system/docker.service.d/wrapped.conf"
  const line = "/bin/sh -c 'exec /usr/bin/dockerd --exec-opt native.cgroupdriver=cgroupfs'"
  node.write(drop, `[Service]\nExecStart=\nExecStart=${line}\n`)

  expect(node.plan().refusals).toEqual(["docker-flag-decides"])
})
