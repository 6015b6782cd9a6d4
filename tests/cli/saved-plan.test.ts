// A file that is given as a saved plan and is none is told what is wrong with it, in both languages.
import { expect, test } from "bun:test"
import { readPlan } from "../../src/cli/commands/saved-plan.ts"
import type { Face } from "../../src/cli/face.ts"
import { inWords } from "../../src/wording/zh/phrases.ts"
import { planOf } from "../apply/support/test-plans.ts"

const saved = (over: Readonly<Record<string, unknown>>) => {
  const text = JSON.stringify({ ...planOf([]), ...over })
  return readPlan({ readText: async () => ({ ok: true, value: text }) } as unknown as Face, "plan.json")
}
const tree = { kind: "tree", contents: "/c", archives: [{ project: "runc" }], directories: ["/a"], files: [] }
const packages = { kind: "packages", requested: [], packages: [], services: [], configuration: [], kept: [] }

test.each([
  ["a reading has no path", { readings: [{}] }],
  ["a change of archives has no files", { changes: [{ ...tree, files: [{}] }] }],
  ["a change of archives has no files", { changes: [{ ...tree, files: [null] }] }],
  ["a change of archives has no files", { changes: [{ ...tree, archives: [null] }] }],
  ["a change of archives has no files", { changes: [{ ...tree, directories: [1] }] }],
  ["a change of archives has no files", { changes: [{ ...tree, contents: "c" }] }],
  ["a change of packages has no packages", { changes: [{ ...packages, packages: [null] }] }],
  ["a change of packages has no packages", { changes: [{ ...packages, kept: [{}] }] }],
  ["a change of an image has no archive", { changes: [{ kind: "image", archive: "/a" }] }],
  ["a change of a module has no module", { changes: [{ kind: "module", name: "a b" }] }],
  ["a change of swap has no device", { changes: [{ kind: "swap", device: "sda" }] }],
  ["a file change has no absolute path", { changes: [{ kind: "file", path: "a", realPath: "/a" }] }],
  [
    "a file change has no contents",
    { changes: [{ kind: "file", path: "/a", realPath: "/a", before: null, after: {} }] },
  ],
  ["a directory change has no path", { changes: [{ kind: "directory", path: "/a", mode: "0755" }] }],
  ["a live value is not below /proc/sys", { changes: [{ kind: "live-value", path: "/etc/passwd", after: "1" }] }],
  ["a service action is unknown", { changes: [{ kind: "service", action: "mask", service: "containerd" }] }],
  ["a service action is unknown", { changes: [{ kind: "service", action: "restart", service: "a; b" }] }],
  ['it has a change of the kind "toString"', { changes: [{ kind: "toString" }] }],
  ['it has a change of the kind "pods"', { changes: [{ kind: "pods", endpoint: "unix:///x", pods: [] }] }],
  ['"answers" are no answers', { answers: { values: { swap: 1 }, chosenBy: {} } }],
])("%s: %j", async (why, over) => {
  expect(await saved(over)).toMatchObject({ ok: false, fault: { code: "plan-file-broken", args: { why } } })
  expect(inWords(why)).toMatch(/\p{Script=Han}/u)
})

test("a plan with every new kind of change is read", async () => {
  const file = { path: "/usr/local/bin/runc", sha256: "00", bytes: 1, mode: 493 }
  const changes = [
    { ...tree, files: [file] },
    { ...packages, packages: [{ name: "runc" }] },
  ]

  expect((await saved({ changes })).ok).toBe(true)
})
