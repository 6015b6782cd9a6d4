import { expect, test } from "bun:test"
import type { Edit } from "../../src/documents/document.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import { clause } from "../../src/model/arguments/clause.ts"
import { brokenAt, edited as editedWith, remove, set } from "./edited.ts"

const first = { edit: (file: string, text: string, edits: readonly Edit[]) => yaml.edit(file, text, 0, edits) }
const edited = (text: string, ...edits: readonly Edit[]) => editedWith(first, text, ...edits)

const kubelet = `# by kubeadm
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous:
    enabled: false
  webhook: {cacheTTL: 0s, enabled: true}
# the driver
cgroupDriver: "cgroupfs"   # old
clusterDNS:
- 10.96.0.10
- 1.1.1.1 # b
`

test("a value is replaced in its quotes, and its line keeps the rest", () => {
  expect(edited(kubelet, set(["cgroupDriver"], "systemd"))).toBe(
    kubelet.replace('"cgroupfs"   # old', '"systemd"   # old'),
  )
})

test("a new key stands at the end of its table", () => {
  expect(edited(kubelet, set(["containerRuntimeEndpoint"], "unix:///run/x.sock", "Set by criadm."))).toBe(
    `${kubelet}# Set by criadm.\ncontainerRuntimeEndpoint: unix:///run/x.sock\n`,
  )
  expect(edited(kubelet, set(["authentication", "x509", "clientCAFile"], "/etc/pki"))).toBe(
    kubelet.replace("# the driver", "  x509:\n    clientCAFile: /etc/pki\n# the driver"),
  )
  expect(edited(kubelet, set(["authentication", "webhook", "x"], "on"))).toBe(
    kubelet.replace("enabled: true}", 'enabled: true, x: "on"}'),
  )
})

test("texts that YAML would read as something else get quotes", () => {
  for (const text of [
    "yes",
    "no",
    "on",
    "null",
    "~",
    "10",
    "1.5",
    "10m",
    "0x1",
    "",
    "a: b",
    "a #b",
    "- a",
    "*a",
    "é",
    "1:20",
  ]) {
    expect(edited("a: x\n", set(["b"], text))).toBe(`a: x\nb: ${JSON.stringify(text)}\n`)
  }
})

test("a list gets and loses lines", () => {
  expect(edited(kubelet, { edit: "add-element", path: ["clusterDNS"], value: "a" })).toBe(`${kubelet}- a\n`)
  expect(edited(kubelet, { edit: "remove-element", path: ["clusterDNS"], value: "10.96.0.10" })).toBe(
    kubelet.replace("- 10.96.0.10\n", ""),
  )
})

test("a removed key takes its lines with it, and the last key of a table leaves {}", () => {
  expect(edited(kubelet, remove("clusterDNS"))).toBe(kubelet.replace(/clusterDNS[\s\S]*/, ""))
  expect(edited(kubelet, remove("authentication", "anonymous", "enabled"))).toBe(
    kubelet.replace("anonymous:\n    enabled: false", "anonymous: {}"),
  )
})

test("a value that has comments within it is not replaced", () => {
  expect(edited(kubelet, set(["clusterDNS"], ["1.2.3.4"]))).toStartWith("refused: comments")
})

test("only the document that is meant is edited", () => {
  const stream = "---\na: 1\n---\n# next\nb: 2"

  expect(editedWith({ edit: (file, text, edits) => yaml.edit(file, text, 1, edits) }, stream, set(["c"], "d"))).toBe(
    `${stream}\nc: d\n`,
  )
  expect(edited(stream, set(["c"], "d"))).toBe("---\na: 1\nc: d\n---\n# next\nb: 2")
  expect(
    editedWith({ edit: (file, text, edits) => yaml.edit(file, text, 2, edits) }, stream, set(["c"], "d")),
  ).toStartWith("refused: ")
})

test("empty files and empty documents can be filled", () => {
  expect(edited("", set(["a", "b"], true))).toBe("a:\n  b: true\n")
  expect(edited("# only this", set(["a"], "b"))).toBe("# only this\na: b\n")
  expect(edited("---\n# x\n---\nb: 2", set(["c"], "d"))).toBe("---\n# x\nc: d\n---\nb: 2")
})

test("an anchor is not changed behind the back of its aliases", () => {
  expect(edited("x: &x {a: 1}\nz: *x\n", set(["x", "a"], 2))).toStartWith("refused: ")
  expect(edited("x: &x {a: 1}\nz:\n  <<: *x\n", set(["z", "a"], 2))).toBe("x: &x {a: 1}\nz:\n  <<: *x\n  a: 2\n")
})

test("values are what the Go programs of Kubernetes read", () => {
  const parsed = yaml.parse("f", "a: yes\nb: 0644\nc: 2020-01-01\nd: 1:20\ne:\nf: &f {g: 1}\nh: {<<: *f, i: off}\n")
  expect(parsed.ok && parsed.value.documents[0]?.root).toEqual({
    a: true,
    b: 420,
    c: "2020-01-01",
    d: "1:20",
    e: null,
    f: { g: 1 },
    h: { g: 1, i: false },
  })
})

test("of a key that is there twice the later line counts, and it is not edited", () => {
  const text = "a: 1\nb: {c: 2}\na: 3\nb: {d: 4}\n"
  const parsed = yaml.parse("f", text)
  const [document] = parsed.ok ? parsed.value.documents : []

  expect(document?.root).toEqual({ a: 3, b: { d: 4 } })
  expect(document?.keys.map(({ path, value }) => [path.join("."), value])).toEqual([
    ["a", 1],
    ["b", { c: 2 }],
    ["b.c", 2],
    ["a", 3],
    ["b", { d: 4 }],
    ["b.d", 4],
  ])
  expect(document?.repeated.map(({ keyPlace }) => keyPlace.line)).toEqual([3, 4])
  for (const path of [["a"], ["b", "d"], ["b", "new"]]) {
    expect(yaml.edit("f", text, 0, [{ edit: "set", path, value: 5 }])).toMatchObject({
      ok: false,
      fault: { args: { why: clause("edit-of-doubled-key", { key: path[0] ?? "" }) } },
    })
  }
  const added = yaml.edit("f", text, 0, [{ edit: "set", path: ["e"], value: 5 }])
  expect(added.ok && added.value).toBe(`${text}e: 5\n`)
})

test("what is broken is shown with its place", () => {
  expect(brokenAt(yaml.parse, "a:\n\tb: 1\n")).toBe(
    "2:1 blanks were expected for the indentation: YAML does not allow tabs.",
  )
  expect(brokenAt(yaml.parse, "just text\n")).toBe("1:1 a row of lines such as key: value was expected.")
  expect(brokenAt(yaml.parse, "a: *b\n")).toBe("1:4 an anchor with this name was expected above.")
  expect(brokenAt(yaml.parse, "a: &a [*a]\n")).not.toBe("fine")
  expect(brokenAt(yaml.parse, "a: [1, 2\n")).toStartWith("2:1 a ] was expected")
})

test("keys have their place in the whole file", () => {
  const parsed = yaml.parse("f", "\uFEFFa: 1\n---\nb:\n  c: [x, {d: 2}]\n")
  const seen = parsed.ok
    ? parsed.value.documents.map(({ keys }) =>
        keys.map(({ path, keyPlace, valuePlace }) => [path.join("/"), keyPlace.line, valuePlace.column]),
      )
    : []
  expect(seen).toEqual([
    [["a", 1, 4]],
    [
      ["b", 3, 3],
      ["b/c", 4, 6],
      ["b/c/1/d", 4, 14],
    ],
  ])
})
