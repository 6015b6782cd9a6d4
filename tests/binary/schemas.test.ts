// What the program prints as JSON is what its published schemas say: each document as it is really printed.
import { describe, expect, test } from "bun:test"
import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import Ajv from "ajv/dist/2020"
import { documentKinds } from "../../src/cli/schemas/documents.ts"
import { criadm, debianFiles, Tree } from "./program.ts"

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false })
const cases = join(import.meta.dir, "../cases")

/** Why a document is none of its kind; undefined: it is one. */
function unlike(printed: string): { readonly kind: string; readonly errors: unknown } {
  const document = JSON.parse(printed) as { readonly kind: string }
  const schema = JSON.parse(criadm(["schema", document.kind]).out) as object
  ajv.removeSchema()
  const isValid = ajv.validate(schema, document)
  return { kind: document.kind, errors: isValid ? [] : ajv.errors }
}

const onTree = ["--runtime-version", "1.7.24", "-o", "json"]

describe("a document is what its schema says", () => {
  const printed: readonly (readonly [kind: string, args: readonly string[]])[] = [
    ["NodeFacts", ["detect"]],
    ["Findings", ["check"]],
    ["Explanations", ["explain"]],
    ["Answers", ["answers"]],
    ["Plan", ["plan"]],
    ["Outcome", ["apply", "--check"]],
    ["Outcome", ["apply", "--yes"]],
    ["Runs", ["history"]],
    ["Outcome", ["rollback", "--yes"]],
    ["Faults", ["verify"]],
  ]
  test("of every command on a node, one after the other", () => {
    using node = new Tree(debianFiles)
    for (const [kind, args] of printed) {
      const [name = "", ...rest] = args
      const more = ["history", "rollback"].includes(name) ? ["-o", "json"] : onTree
      const said = criadm([name, ...rest, "--root", node.path, ...more])

      expect(unlike(said.out)).toEqual({ kind, errors: [] })
    }
  })

  test("of facts, findings, plans and explanations on other people's nodes", () => {
    for (const name of readdirSync(cases).sort().slice(0, 12)) {
      const root = join(cases, name, "tree")
      for (const command of ["detect", "check", "plan", "explain"]) {
        const said = criadm([command, "--root", root, "-o", "json"])
        if (said.out.trim() === "") continue
        expect([name, unlike(said.out).errors]).toEqual([name, []])
      }
    }
  })

  test("that needs no node: version, a finding's page, many nodes' facts, a refusal", () => {
    using node = new Tree(debianFiles)
    using files = new Tree()
    const facts = join(files.path, "facts")
    mkdirSync(facts)
    writeFileSync(join(facts, "one.json"), criadm(["detect", "--root", node.path, ...onTree]).out)
    writeFileSync(join(facts, "two.json"), "{}")
    const kinds = [
      ["version", "-o", "json"],
      ["check", "kubeadm-swap", "--explain", "-o", "json"],
      ["check", "--facts", facts, "-o", "json"],
      ["migrate", "--status", "-o", "json"],
      ["plan", "--root", "/nowhere", "-o", "json"],
      ["apply", "--nonsense", "-o", "json"],
      ["nonsense", "--output=json"],
    ].map((args) => unlike(criadm(args).out))

    expect(kinds.map(({ errors }) => errors)).toEqual([[], [], [], [], [], [], []])
    expect(kinds.map(({ kind }) => kind)).toEqual([
      "Version",
      "FindingPage",
      "Fleet",
      expect.any(String),
      "Faults",
      "Faults",
      "Faults",
    ])
  })
})

describe("criadm schema", () => {
  test("lists the kinds, and prints each as a schema of draft 2020-12", () => {
    const listed = criadm(["schema"]).out

    for (const kind of documentKinds()) {
      expect(listed).toMatch(new RegExp(`^${kind} `, "m"))
      expect(() => new Ajv({ strict: false }).compile(JSON.parse(criadm(["schema", kind]).out) as object)).not.toThrow()
    }
  })

  test("refuses a kind that is none, and names those that are", () => {
    const refused = criadm(["schema", "Nothing"])

    expect(refused.code).toBe(2)
    expect(refused.err).toContain("NodeFacts")
  })

  test("says no to a document that lacks what it must have", () => {
    const schema = JSON.parse(criadm(["schema", "Outcome"]).out) as object

    expect(new Ajv({ strict: false }).validate(schema, { kind: "Outcome", version: 2, outcome: "fine" })).toBe(false)
  })
})
