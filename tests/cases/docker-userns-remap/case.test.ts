// dockerd 20.10.24, 26.1.5 and 28.5.2, really started with userns-remap: the user, the group and both files of ids must be
// there. Reports: moby/moby#38712 (the account is there, and no ids), docker/docs#11871 (the ids of groups under the
// group's name, which nobody looks for), moby/moby#20827 (the files are there, and empty).
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const passwd = "root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\nlonely:x:900:1::/:/bin/false\n"
const ids = "daemon:100000:65536\n"

function nodeWith(account: string, files: Readonly<Record<string, string>> = {}): CaseNode {
  const node = new CaseNode("docker-cgroupns-mode")
    .write("etc/docker/daemon.json", `{\n  "userns-remap": "${account}"\n}\n`)
    .write("etc/passwd", passwd)
    .write("etc/group", "root:x:0:\ndaemon:x:1:\ngames:x:60:\n")
  for (const [path, text] of Object.entries(files)) node.write(path, text)
  return node
}

const why = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "docker-value-refused" ? [`${one.args.other}: ${one.args.what}`] : []))

test.each([
  ["ghost", {}, "remap-user: ghost"],
  ["lonely", { "etc/subuid": ids, "etc/subgid": ids }, "remap-group: lonely"],
  ["daemon:ghost", { "etc/subuid": ids, "etc/subgid": ids }, "remap-group: ghost"],
  ["daemon", {}, "remap-ids: daemon, /etc/subuid, daemon:100000:65536"],
  ["daemon", { "etc/subuid": ids }, "remap-ids: daemon, /etc/subgid, daemon:165536:65536"],
  ["daemon", { "etc/subuid": ids, "etc/subgid": "games:1:2\n" }, "remap-ids: daemon, /etc/subgid, daemon:165536:65536"],
  [
    "daemon",
    { "etc/subuid": "daemon:100000:6k\n", "etc/subgid": ids },
    "remap-number: daemon:100000:6k, /etc/subuid, daemon:165536:65536",
  ],
])("%s with %j: %p", (account, files, expected) => {
  using node = nodeWith(account, files)
  expect(why(node)).toEqual([expected])
})

test.each([
  ["root", {}],
  ["0", {}],
  ["default", {}],
  ["daemon", { "etc/subuid": ids, "etc/subgid": ids }],
  ["daemon:games", { "etc/subuid": ids, "etc/subgid": ids }],
  ["1", { "etc/subuid": "1:100000:65536\n", "etc/subgid": "1:100000:65536\n" }],
])("dockerd starts with %s and %j", (account, files) => {
  using node = nodeWith(account, files)
  expect(why(node)).toEqual([])
})

test("an account that a directory service may know is not judged in an image", () => {
  using node = nodeWith("ghost", { "etc/nsswitch.conf": "passwd: files sss\n" })
  expect(why(node)).toEqual([])
})

test("the finding has the line of userns-remap, also where a flag of the unit sets it, and says which line to add", () => {
  using node = nodeWith("daemon")
  expect(node.findings().find(({ code }) => code === "docker-value-refused")?.place).toMatchObject({
    file: "/etc/docker/daemon.json",
    line: 2,
  })
  expect(node.say("check").text).toContain("Add the line daemon:100000:65536 to /etc/subuid")

  const dropIn = "etc/systemd/system/docker.service.d/remap.conf"
  node
    .write("etc/docker/daemon.json", "{}\n")
    .write(dropIn, "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --userns-remap=ghost -H fd://\n")
  expect(node.findings().find(({ code }) => code === "docker-value-refused")).toMatchObject({
    args: { other: "remap-user", what: "ghost" },
    place: { file: `/${dropIn}`, line: 3 },
  })
})

test("a runtime that only a flag adds may be the default one", () => {
  using node = nodeWith("root")
  node
    .write("etc/docker/daemon.json", '{"default-runtime": "nvidia"}\n')
    .write(
      "etc/systemd/system/docker.service.d/runtime.conf",
      "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd --add-runtime nvidia=/usr/bin/nvidia-container-runtime -H fd://\n",
    )
  expect(why(node)).toEqual([])
})

test("log options with which dockerd makes no container are a failure of the node, and apply may still go on", () => {
  using node = nodeWith("root")
  node.write("etc/docker/daemon.json", '{\n  "log-opts": {"max-size": "10m", "max-file": "three"}\n}\n')
  expect(node.findings().find(({ code }) => code === "docker-log-option-refused")).toMatchObject({
    severity: "failure",
    args: { what: "max-file: three" },
    place: { line: 2, column: 35 },
  })
})
