// What the parsers say in English clauses is known in Chinese; what is not known stays as it was given.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { followed, inWords, joined, listed, within } from "../../src/wording/zh/phrases.ts"

const documents = join(import.meta.dir, "../../src/documents")
const literal = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g

test.each(["toml/words.ts", "json/words.ts", "yaml/words.ts"])("every sentence of %s has its Chinese", (file) => {
  const source = readFileSync(join(documents, file), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")
  const said = [...source.matchAll(literal)]
    .map(([, double, single]) => JSON.parse(`"${double ?? single?.replaceAll('"', '\\"') ?? ""}"`) as string)
    .filter((text) => / .*\.$/.test(text))

  expect(said.length).toBeGreaterThan(10)
  for (const text of said) {
    expect(inWords(text)).not.toBe(text)
    expect(inWords(text)).toMatch(/\p{Script=Han}.*。$/u)
  }
})

test("a clause with a name in it keeps the name", () => {
  expect(inWords("cgroup driver of runc")).toBe("runc 的 cgroup 驱动")
  expect(inWords("seconds from 1 to 86400")).toBe("1 到 86400 的秒数")
  expect(inWords("the control character 0x1B does not belong in a text file.")).toBe(
    "文本文件中不应当有控制字符 0x1B。",
  )
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
