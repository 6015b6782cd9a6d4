import { expect, test } from "bun:test"
import { duplicateKeys, json } from "../../src/documents/json/json.ts"
import { brokenAt, edited, remove, set } from "./edited.ts"

const driver = { edit: "add-element", path: ["exec-opts"], value: "native.cgroupdriver=systemd" } as const

test("a file without anything in it counts as {} and can be filled", () => {
  const parsed = json.parse("/etc/docker/daemon.json", " \n")
  expect(parsed.ok && [parsed.value.isEmpty, parsed.value.root]).toEqual([true, {}])
  expect(edited(json, "", driver)).toBe('{\n  "exec-opts": ["native.cgroupdriver=systemd"]\n}\n')
  expect(edited(json, "{}\n", driver)).toBe('{\n  "exec-opts": ["native.cgroupdriver=systemd"]\n}\n')
})

test("a new key is indented like its neighbours, and the line above gets its comma", () => {
  expect(edited(json, '{\r\n\t"a": 1\r\n}', driver)).toBe(
    '{\r\n\t"a": 1,\r\n\t"exec-opts": ["native.cgroupdriver=systemd"]\r\n}',
  )
  expect(edited(json, '{"a":1}', driver)).toBe('{"a":1, "exec-opts":["native.cgroupdriver=systemd"]}')
  expect(edited(json, '{\n    "a": 1\n}\n', set(["log-opts", "max-size"], "10m"))).toBe(
    '{\n    "a": 1,\n    "log-opts": {\n        "max-size": "10m"\n    }\n}\n',
  )
})

test("a list gets and loses single elements, in the form it has", () => {
  expect(edited(json, '{\n  "exec-opts": [\n    "x"\n  ]\n}\n', driver)).toBe(
    '{\n  "exec-opts": [\n    "x",\n    "native.cgroupdriver=systemd"\n  ]\n}\n',
  )
  const gone = { edit: "remove-element", path: ["l"], value: "b" } as const
  expect(edited(json, '{"l": ["a", "b"], "m": 1}', gone)).toBe('{"l": ["a"], "m": 1}')
  expect(edited(json, '{"l": ["b", "b"]}', gone)).toBe('{"l": []}')
})

test("a removed key takes its line and its comma with it", () => {
  expect(edited(json, '{\n  "a": 1,\n  "b": 2\n}\n', remove("b"))).toBe('{\n  "a": 1\n}\n')
  expect(edited(json, '{\n  "a": 1,\n  "b": 2\n}\n', remove("a"))).toBe('{\n  "b": 2\n}\n')
})

test("an object is set key by key, so that keys that are right keep their lines", () => {
  expect(edited(json, '{\n  "o": { "a":1,  "b":2 }\n}\n', set(["o"], { a: 1, b: 3 }))).toBe(
    '{\n  "o": { "a":1,  "b":3 }\n}\n',
  )
})

test("what dockerd would not read is broken, with its place", () => {
  expect(brokenAt(json.parse, '{\n  "a": 1 // why\n}')).toBe(
    "2:10 JSON has no comments, and dockerd does not read a file with them.",
  )
  expect(brokenAt(json.parse, '{\n  "a": 1,\n}')).toBe("2:9 no comma was expected before the closing bracket.")
  expect(brokenAt(json.parse, '{\n  "a": 1\n  "b": 2\n}')).toBe("3:3 a comma was expected before this.")
  expect(brokenAt(json.parse, '{"a": 1} {}')).toBe("1:10 the end of the file was expected here.")
  expect(brokenAt(json.parse, "[]")).toBe("1:1 an object in { } was expected.")
  expect(brokenAt(json.parse, '{"a": 01}')).not.toBe("fine")
  expect(brokenAt(json.parse, '{"a": "\t"}')).not.toBe("fine")
  expect(brokenAt(json.parse, '{"a"\u00A0: 1}')).not.toBe("fine")
})

test("a key that is there twice is told, and not edited", () => {
  const text = '{\n  "a": 1,\n  "b": {"a": 1},\n  "a": 2\n}\n'
  const parsed = json.parse("/etc/docker/daemon.json", text)

  expect(parsed.ok && duplicateKeys(parsed.value).map(({ path, keyPlace }) => [path, keyPlace.line])).toEqual([
    [["a"], 4],
  ])
  expect(parsed.ok && parsed.value.root["a"]).toBe(2)
  expect(edited(json, text, set(["a"], 3))).toBe("refused: it is there twice, and only the last one counts")
  expect(edited(json, text, set(["b", "a"], 3))).toBe(text.replace('{"a": 1}', '{"a": 3}'))
})

test("a byte-order mark stays where it is", () => {
  const parsed = json.parse("/etc/docker/daemon.json", "\uFEFF{}")
  expect(parsed.ok && parsed.value.hasByteOrderMark).toBe(true)
  expect(edited(json, '\uFEFF{"a": 1}', set(["a"], 2))).toBe('\uFEFF{"a": 2}')
})

test("values that JSON cannot keep are refused", () => {
  expect(edited(json, "{}", set(["a"], Number.NaN))).toBe("refused: JSON has no such number")
  expect(edited(json, "{}", set(["a"], new Date(0)))).toBe("refused: JSON has no dates")
  expect(edited(json, '{"a": [1]}', set(["a", "b"], 1))).toBe("refused: a is a list, not a table")
})

test("keys with names of JavaScript are keys like others", () => {
  expect(edited(json, "", set(["__proto__", "a"], 1))).toBe('{\n  "__proto__": {\n    "a": 1\n  }\n}\n')
  expect(edited(json, '{"__proto__": 1}', set(["__proto__"], 2))).toBe('{"__proto__": 2}')
})
