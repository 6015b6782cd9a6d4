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

// flatcar/Flatcar#566: the distribution starts it through a wrapper.
test.each([
  [`#!/bin/sh\nset -e\nmodprobe overlay\nexec /usr/bin/containerd "$@"\n`, ` --config ${file}`],
  [`#!/bin/bash\n. /etc/default/kube\nexec /usr/bin/containerd \${OPTS}\n`, ""],
  [`#!/bin/sh\nCONFIG=$1\n/usr/bin/containerd -c "$CONFIG" 2>&1\n`, ` ${file}`],
])("a script that starts it is read: %j", (script, given) => {
  using node = new CaseNode(name)
  for (const path of [unit, "usr/lib/systemd/system/containerd.service"]) node.remove(path)
  node.write(unit, `[Service]\nExecStart=/opt/bin/containerd-wrapper.sh${given}\n`)
  node.write("opt/bin/containerd-wrapper.sh", script).write("etc/default/kube", `OPTS="-c ${file}"\n`)

  expect(node.say("detect").text).toContain(`configuration ${file}`)
  expect(node.codes("warning")).not.toContain("command-not-understood")
})

test("a shell that reads a file of variables gets what is in it", () => {
  using node = new CaseNode(name)
  for (const path of [unit, "usr/lib/systemd/system/containerd.service"]) node.remove(path)
  node.write(unit, "[Service]\nExecStart=/bin/sh -c '. /etc/default/kube; exec /usr/bin/containerd $$OPTS'\n")
  node.write("etc/default/kube", `OPTS="-c ${file}"\n`)

  expect(node.say("detect").text).toContain(`configuration ${file}`)
})

test("what a shell computes is not guessed: check says that the flags are not known", () => {
  using node = new CaseNode(name)
  for (const path of [unit, "usr/lib/systemd/system/containerd.service"]) node.remove(path)
  node.write(unit, "[Service]\nExecStart=/bin/sh -c 'exec /usr/bin/containerd $(cat /etc/containerd/flags)'\n")

  expect(node.findings().find(({ code }) => code === "command-not-understood")).toMatchObject({
    severity: "warning",
    args: { service: "containerd.service", through: "/bin/sh", look: "systemctl cat containerd.service" },
  })
})
