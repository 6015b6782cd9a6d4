// A mirror for every registry. containerd 1.7.24 with a `server` in _default/hosts.toml falls back to that server for
// every registry: "Head https://_default/v2/…: lookup _default: no such host". Without it each registry is its own.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "hosts-default-server"
const file = "/etc/containerd/certs.d/_default/hosts.toml"
const wanted = '# Written by criadm.\n\n[host."https://m.example.net"]\n  capabilities = ["pull", "resolve"]\n'

test.each(["_default=https://m.example.net", "*=https://m.example.net"])(
  "%s leaves every registry as its own fall-back",
  (mirror) => {
    using node = new CaseNode(name)

    expect(node.planned(file, "--registry-mirror", mirror)).toBe(wanted)
  },
)

test("the server that earlier releases of criadm wrote there goes, and no other", () => {
  using node = new CaseNode(name)
  const host = '[host."https://m.example.net"]\n  capabilities = ["pull", "resolve"]\n'
  const mirror = ["--registry-mirror", "*=https://m.example.net"]

  node.write(file, `server = "https://_default"\n\n${host}`)
  expect(node.planned(file, ...mirror)).not.toContain("server")
  node.write(file, `server = "https://upstream.example.net"\n\n${host}`)
  expect(node.planned(file, ...mirror)).toBeUndefined()
})
