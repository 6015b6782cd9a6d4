// What the machine says in English clauses is known in Chinese; what is not known stays as it was given.
import { expect, test } from "bun:test"
import { followed, inWords, joined, listed, within } from "../../src/wording/zh/phrases.ts"

test("a clause with a name in it keeps the name", () => {
  expect(inWords("cgroup driver of runc")).toBe("runc 的 cgroup 驱动")
  expect(inWords("built-in default of containerd 2.1.9")).toBe("containerd 2.1.9 的内置默认值")
})

test("a name, a path and what another program said stay as they are", () => {
  for (const text of ["ENOENT", "/etc/containerd/config.toml", "failed to load plugin io.containerd.grpc.v1.cri"]) {
    expect(inWords(text)).toBe(text)
  }
})

test("a blank parts Chinese from Latin text and nothing else", () => {
  expect([joined("runc"), joined("表")]).toEqual([" runc", "表"])
  expect([within("runc"), within("表"), within("表 runc")]).toEqual([" runc ", "表", "表 runc "])
  expect([followed("错。", "改。"), followed("wrong.", "改。")]).toEqual(["错。改。", "wrong. 改。"])
  expect(listed(["a", "b"])).toBe("a、b")
})
