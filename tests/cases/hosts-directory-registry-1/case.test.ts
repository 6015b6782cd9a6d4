// The directory is named registry-1.docker.io; images are docker.io/..., so it is never looked into (ctr 1.7.24 and
// 2.1.9 ask registry-1.docker.io itself). Reports: containerd/containerd#6438, #11478.
import { expect, test } from "bun:test"
import { renameSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "hosts-directory-registry-1"

test("docker.io is meant, in check and for a mirror that is asked for", () => {
  using node = new CaseNode(name)

  expect(node.say("check").text).toContain("Name the directory docker.io")
  expect(node.say("explain", "registry-mirror").text).toContain("(containerd registry-1.docker.io): none")
  const planned = node.say("plan", "--registry-mirror", "registry-1.docker.io=https://m.example.net")
  expect(planned.code).toBe(3)
  expect(planned.text).toContain("--registry-mirror docker.io=https://m.example.net")
})

test.each([
  ["dockerhub", true],
  ["myregistry", true],
  ["ghcr.io", false],
  ["reg_5000_", false],
  ["localhost", false],
  ["_default", false],
])("%s: never looked into is %p", (directory, isNever) => {
  using node = new CaseNode(name)
  const certs = join(node.root, "etc/containerd/certs.d")
  renameSync(join(certs, "registry-1.docker.io"), join(certs, directory))

  expect(node.codes("warning").includes("containerd-hosts-never-asked")).toBe(isNever)
})
