// The language of the shipped program: what the locale and --lang choose, and what stays the same in every language.
import { expect, setDefaultTimeout, test } from "bun:test"
import { criadm, debianFiles, Tree } from "./program.ts"

// The demo waits for services as apply does on a real node.
setDefaultTimeout(30_000)

const none = { LC_ALL: "", LANG: "" }

test.each([
  ["LANG=zh_CN.UTF-8", { ...none, LANG: "zh_CN.UTF-8" }, []],
  ["LC_MESSAGES=zh_TW.UTF-8 in an English locale", { ...none, LC_MESSAGES: "zh_TW.UTF-8", LANG: "en_US.UTF-8" }, []],
  ["--lang zh, whatever the locale", { LC_ALL: "C", TERM: "linux" }, ["--lang", "zh"]],
] as const)("%s gives Chinese", (_, env, flags) => {
  using tree = new Tree(debianFiles)

  expect(criadm(["history", "--root", tree.path, ...flags], { env }).out).toBe(
    "criadm 还没有在此节点上更改过任何内容。\n",
  )
})

test.each([
  ["LANG=zh_CN without UTF-8", { ...none, LANG: "zh_CN" }, []],
  ["LANG=C", { ...none, LANG: "C" }, []],
  ["the kernel's console", { ...none, LANG: "zh_CN.UTF-8", TERM: "linux" }, []],
  ["--lang en in a Chinese locale", { ...none, LANG: "zh_CN.UTF-8" }, ["--lang=en"]],
] as const)("%s gives English", (_, env, flags) => {
  using tree = new Tree(debianFiles)

  expect(criadm(["history", "--root", tree.path, ...flags], { env }).out).toBe(
    "criadm has changed nothing on this node yet.\n",
  )
})

test("a command line that is wrong is told so in the language it asks for", () => {
  const { code, err } = criadm(["aply", "--lang", "zh"])

  expect(code).toBe(2)
  expect(err).toBe("没有“aply”这个命令。\n你是指“criadm apply”吗？\n")
})

test("exit code, diff and JSON are the same in both languages, but for the sentences", () => {
  using tree = new Tree(debianFiles)
  const plan = ["plan", "--root", tree.path, "--runtime-version", "1.7.24", "--detailed-exitcode"]
  const inBoth = (...more: readonly string[]) => ["en", "zh"].map((lang) => criadm([...plan, ...more, "--lang", lang]))
  const diff = (out: string) => out.split("\n").filter((line) => /^[-+@]/.test(line))
  const withoutSentences = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, one: unknown) => (key === "message" ? undefined : one))

  const [english, chinese] = inBoth()
  expect(chinese?.code).toBe(6)
  expect(english?.code).toBe(6)
  expect(chinese?.out).not.toBe(english?.out ?? "")
  expect(diff(chinese?.out ?? "")).toEqual(diff(english?.out ?? "?"))
  const [there, here] = inBoth("-o", "json").map(({ out }) => withoutSentences(JSON.parse(out)))
  expect(here).toEqual(there)
})

test("the demo tells its whole story in Chinese", () => {
  const { code, out } = criadm(["demo", "--yes", "--lang", "zh"])

  expect(code).toBe(0)
  expect(out).toContain("运行中的节点符合要求。")
  expect(out).toContain("示例节点已回到最初的状态，每个字节都相同。")
})
