// /etc/containerd/config.toml links to a file that is gone: plan and apply say so instead of failing on the link.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("plan and apply name the link and what it leads to, and touch nothing", () => {
  using node = new CaseNode("dangling-link")

  for (const said of [node.say("plan"), node.say("apply", "--yes")]) {
    const { code, text } = said
    expect(code).toBe(3)
    expect(text).toContain("/etc/containerd/config.toml is a link to /opt/gone/config.toml, which does not exist.")
  }
})
