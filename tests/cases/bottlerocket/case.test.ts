// Bottlerocket writes /etc from the settings of its API at every boot (bottlerocket-os/bottlerocket-core-kit,
// packages/containerd), so an edit would be gone after the next one.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "bottlerocket"

test("check names the owner, and plan refuses with what to do instead", () => {
  using node = new CaseNode(name)

  expect(node.findings().find(({ code }) => code === "files-of-other-tool")).toMatchObject({
    args: { tool: "bottlerocket" },
  })
  expect(node.plan()).toMatchObject({ code: 3, refusals: ["edit-would-not-last"] })
  expect(node.say("plan").text).toContain("apiclient set")
})

// Files written by the system itself, as the manuals of Talos ("Editing Machine Configuration") and NixOS say.
test.each([
  ["talos", "NAME=Talos\nID=talos\nVERSION_ID=v1.11.0\nPRETTY_NAME=Talos\n", "talosctl patch"],
  ["nixos", "NAME=NixOS\nID=nixos\nPRETTY_NAME=NixOS\n", "nixos-rebuild switch"],
])("so does it on %s", (_, release, advice) => {
  using node = new CaseNode(name)
  node.write("etc/os-release", release)

  expect(node.plan().refusals).toEqual(["edit-would-not-last"])
  expect(node.say("plan").text).toContain(advice)
})

test("a node that is as asked is not refused", () => {
  using node = new CaseNode(name)
  node.write("etc/containerd/config.toml", node.read("etc/containerd/config.toml").replace("false", "true"))

  expect(node.plan()).toMatchObject({ code: 0, refusals: [] })
})
