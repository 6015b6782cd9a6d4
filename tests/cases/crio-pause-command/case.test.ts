// CRI-O's pause_image is one of its own distribution, with a pause_command of its own. crio.conf(5): the command runs
// within the image; registry.k8s.io/pause has /pause and nothing else.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "crio-pause-command"
const own = "/etc/crio/crio.conf.d/99-criadm.conf"

test("no image is invented that nobody published", () => {
  using node = new CaseNode(name)

  expect(node.say("check").text).not.toContain("quay.io/example/pod:")
  expect(node.codes("note")).not.toContain("sandbox-image-not-expected")
})

test("a new pause image gets a command that it has", () => {
  using node = new CaseNode(name)

  const planned = node.planned(own, "--sandbox-image", "registry.k8s.io/pause:3.10.1")
  expect(planned).toContain('pause_image = "registry.k8s.io/pause:3.10.1"\npause_command = "/pause"\n')
})

test("an image of another name runs by its own entry point", () => {
  using node = new CaseNode(name)

  expect(node.planned(own, "--sandbox-image", "registry.example.net/infra:1")).toContain('pause_command = ""\n')
})

test("the command stays with its image", () => {
  using node = new CaseNode(name)

  expect(node.planned(own) ?? "").not.toContain("pause_command")
})
