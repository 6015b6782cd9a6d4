// config_path is /etc/containerd/certs.d/docker.io. containerd looks for directories of registries below it
// (docs/hosts.md). Reports of the class: dragonflyoss/dragonfly#3082, containerd/containerd#6438.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "hosts-config-path-one-too-deep"
const config = "etc/containerd/config.toml"

test("check names config_path, and plan does not go one deeper still", () => {
  using node = new CaseNode(name)

  expect(node.say("check").text).toContain("Set config_path to /etc/containerd/certs.d")
  const planned = node.plan("--registry-mirror", "docker.io=https://mirror.example.net")
  expect(planned).toMatchObject({ code: 3, refusals: ["containerd-config-path-too-deep"] })
})

test("without config_path nobody looks for the file", () => {
  using node = new CaseNode(name)
  node.write(config, node.read(config).replace(/\[plugins[^\n]*registry\]\n[^\n]*\n/, ""))

  expect(node.say("check").text).toContain("registry.config_path is not set")
})
