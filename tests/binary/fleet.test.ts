// `criadm check --facts DIR` on the facts of nodes that were recorded: which is worst, what they share, what differs.
import { expect, test } from "bun:test"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { criadm } from "./program.ts"

const recorded = (kind: string) => join(import.meta.dir, "../nodes", kind, "expected/facts.json")

function fleet(kinds: readonly string[], others: Readonly<Record<string, string>> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "criadm-fleet-"))
  for (const [at, kind] of kinds.entries()) cpSync(recorded(kind), join(directory, `node-${at}-${kind}.json`))
  for (const [name, text] of Object.entries(others)) writeFileSync(join(directory, name), text)
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) }
}

test("one table, worst first, the same finding once, and what one node has unlike the others", () => {
  using nodes = fleet(["trixie", "trixie", "trixie", "forky", "trixie-bare"])

  const { code, out } = criadm(["check", "--facts", nodes.directory])

  expect(code).toBe(6)
  expect(out).toStartWith("5 nodes, 5 with failures\n  node-4-trixie-bare  2 failures")
  expect(out).toContain("5 × kernel-ip-forward-off: IPv4 forwarding is off.\n  node-0-trixie, node-1-trixie")
  expect(out).toContain("containerd, version: 1.7.24\n    1 × 2.1.9: node-3-forky")
})

test("as JSON, and a file that holds no facts is named and not taken for a healthy node", () => {
  using nodes = fleet(["trixie"], { "broken.json": "{}", "notes.txt": "not looked at" })

  const { code, out } = criadm(["check", "--facts", nodes.directory, "--ignore", "kernel-ip-forward-off", "--json"])

  expect(code).toBe(6)
  expect(JSON.parse(out)).toMatchObject({
    kind: "Fleet",
    version: 1,
    nodes: [{ name: "node-0-trixie", failure: 0 }],
    faults: [{ code: "facts-file-broken" }],
  })
})

test("a directory without facts is refused", () => {
  using nodes = fleet([])

  expect(criadm(["check", "--facts", nodes.directory]).code).toBe(2)
})
