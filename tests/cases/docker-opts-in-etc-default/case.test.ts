// DOCKER_OPTS with a cgroup driver and a mirror in /etc/default/docker, which the unit does not read. Reports:
// moby/moby#9889, #32247, #37401.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "docker-opts-in-etc-default"

test("check says where it counts, and explain names the flag", () => {
  using node = new CaseNode(name)

  expect(node.findings().find(({ code }) => code === "file-not-read")).toMatchObject({
    args: { why: "not-used", what: "DOCKER_OPTS", meant: "/etc/docker/daemon.json" },
    place: { file: "/etc/default/docker", line: 1, column: 1 },
  })
  expect(node.say("explain", "cgroup-driver").text).toContain(
    "/etc/default/docker:1:13: --exec-opt = native.cgroupdriver=cgroupfs (not read",
  )
})

// Debian's docker.io reads it.
test("a unit that names the file gets what is in it", () => {
  using node = new CaseNode(name)
  node.write(
    "etc/systemd/system/docker.service.d/10-defaults.conf",
    "[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// $DOCKER_OPTS\n",
  )

  expect(node.codes("warning")).not.toContain("file-not-read")
})
