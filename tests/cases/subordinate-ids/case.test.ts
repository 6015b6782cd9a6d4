// Where an account kubelet and getsubids exist, the kubelet takes the ids of pods from /etc/subuid and /etc/subgid and
// does not start where they do not fit: kubernetes/kubernetes#132966, #141345; userns_manager.go, MakeUserNsManager.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const config = "var/lib/kubelet/config.yaml"
const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
const fits = "kubelet:65536:7208960\n"

function nodeWith(subuid: string, subgid = subuid): CaseNode {
  return new CaseNode("module-files")
    .write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nkubelet:x:998:998::/nonexistent:/usr/sbin/nologin\n")
    .write("usr/bin/getsubids", "")
    .write("etc/subuid", subuid)
    .write("etc/subgid", subgid)
}

const told = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "kubelet-subordinate-ids" ? [[one.args.why, one.args.line]] : []))

const release = (node: CaseNode, version: string) =>
  node.write("var/lib/dpkg/status", node.read("var/lib/dpkg/status").replaceAll("1.34.2", version))

test("a range that fits is fine, by name or by number, and so is a node whose kubelet does not look there", () => {
  using byName = nodeWith(fits)
  expect(told(byName)).toEqual([])
  using byNumber = nodeWith("998:65536:7208960\n")
  expect(told(byNumber)).toEqual([])
  using withoutTool = nodeWith("").remove("usr/bin/getsubids")
  expect(told(withoutTool)).toEqual([])
  using withoutAccount = nodeWith("kubelet:1:2\n").write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n")
  expect(told(withoutAccount)).toEqual([])
})

test.each([
  ["no range", "debian:100000:65536\n", undefined, "no-range", "kubelet:196608:7208960"],
  ["two ranges", `${fits}kubelet:100000:65536\n`, undefined, "several-ranges", "kubelet:65536:7208960"],
  ["another range for groups", fits, "kubelet:131072:7208960\n", "unlike-ranges", "kubelet:65536:7208960"],
  ["the range that useradd gives", "kubelet:100000:65536\n", undefined, "first-id", "kubelet:65536:7208960"],
  ["a count that useradd gives", "kubelet:65536:100000\n", undefined, "id-count", "kubelet:65536:7208960"],
  ["too few ids", "kubelet:65536:65536\n", undefined, "too-few-ids", "kubelet:65536:7208960"],
])("%s: the kubelet does not start, and a line that fits is named", (_, subuid, subgid, why, line) => {
  using node = nodeWith(subuid, subgid)

  expect(told(node)).toEqual([[why, line]])
  expect(node.say("check").text).toContain(line)

  node.write("etc/subuid", `debian:100000:65536\n${line}\n`).write("etc/subgid", `debian:100000:65536\n${line}\n`)
  expect(told(node)).toEqual([])
})

test("more pods, and more ids for each, need a longer range", () => {
  using node = nodeWith(fits)

  node.write(config, `${head}maxPods: 250\n`)
  expect(told(node)).toEqual([["too-few-ids", "kubelet:65536:16384000"]])
  node.write(config, `${head}userNamespaces:\n  idsPerPod: 131072\n`)
  expect(told(node)).toEqual([["first-id", "kubelet:131072:14417920"]])
})

test("1.32 looks there only where the feature gate is on, and 1.38 takes no range with the last id", () => {
  using older = release(nodeWith("kubelet:1:2\n"), "1.32.4")
  expect(told(older)).toEqual([])
  older.write(config, `${head}featureGates:\n  UserNamespacesSupport: true\n`)
  expect(told(older)).toMatchObject([["first-id", "kubelet:65536:7208960"]])

  using newer = nodeWith("kubelet:327680:4294639616\n")
  expect(told(newer)).toEqual([])
  release(newer, "1.38.0")
  expect(told(newer)).toEqual([["last-id", "kubelet:327680:7208960"]])
})
