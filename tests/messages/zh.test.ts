// The Chinese against the English: every sentence is there, carries the same values, and is set as Chinese is set.
// Arguments are marked texts such as "ARGfile", so that a new code is tested without an example of its own.
import { describe, expect, test } from "bun:test"
import type { Catalogue } from "../../src/messages/catalogue.ts"
import { en } from "../../src/messages/en/en.ts"
import { type FindingCode, findingCodes, findingExamples } from "../../src/messages/examples/all.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { inWords } from "../../src/wording/zh/phrases.ts"

type Told = string | Readonly<Record<string, string>>
type Table = Readonly<Record<string, (args: never) => Told>>

const han = /\p{Script=Han}/u
const hanClass = "[\\u3400-\\u9fff]"

/** Arguments that pick a sentence out of a table must be words of that table. */
const chosen: Readonly<Record<string, object>> = {
  "node-changed": { file: "ARGfile", what: "content" },
  "service-action-failed": { service: "ARGservice", action: "restart" },
  "containerd-does-not-start": stopped("containerd-config-broken"),
  "containerd-does-not-load": stopped("containerd-config-broken"),
  "containerd-cri-refused": stopped("containerd-cri-disabled"),
  "crio-does-not-start": stopped("crio-config-broken"),
  "docker-does-not-start": stopped("docker-config-broken"),
  "checksums-broken": { file: "ARGfile", why: "form" },
  "archive-not-fetched": { url: "ARGurl", why: "status", detail: "ARGdetail" },
  "image-not-pulled": { image: "ARGimage", why: "differs", detail: "ARGdetail" },
  "bundle-broken": { path: "ARGpath", why: "file-differs", file: "ARGfile" },
  "bundle-for-another": { path: "ARGpath", what: "system", has: "ARGhas", node: "ARGnode", file: "ARGfile" },
  "archive-refused": { archive: "ARGarchive", why: "outside", member: "ARGmember" },
  "node-of-distribution": { distribution: "k3s", path: "ARGpath", installed: ["ARGinstalled"] },
  "files-of-other-tool": { tool: "k3s", path: "ARGpath" },
  "service-refused": { service: "ARGservice", why: "section-header", what: "ARGwhat", file: "ARGfile" },
  "unit-line-not-read": {
    service: "ARGservice",
    file: "ARGfile",
    why: "key",
    what: "ARGwhat",
    meant: "ARGmeant",
  },
  "managed-file": { file: "ARGfile", tool: "ARGtool" },
  "edit-would-not-last": {
    file: "ARGfile",
    from: "ARGfile",
    by: "image",
    os: "ARGos",
    copy: "/ARGcopy",
    service: "ARGservice",
    variable: "ARGvariable",
  },
  "migration-row": { number: "ARGnumber", what: "ARGwhat", state: "next" },
  "migration-was": { migration: "ARGmigration", to: "ARGto", end: "done" },
  "file-not-read": {
    service: "ARGservice",
    file: "ARGfile",
    why: "other-file",
    what: "ARGwhat",
    meant: "ARGmeant",
    command: "ARGcommand",
  },
}

function stopped(code: string) {
  const [file, what, wanted, release, other, engine] = ["file", "what", "wanted", "release", "other", "engine"].map(
    marked,
  )
  return { code, file, what, wanted, release, other, engine }
}

/** A value that passes for a text, a number and a list of one or two texts. */
function marked(name: string): unknown {
  const list = [`ARG${name}`]
  return Object.assign(new String(`ARG${name}`), {
    join: () => list[0],
    map: () => list,
    filter: () => list,
    slice: () => list,
    includes: () => false,
    [Symbol.iterator]: () => list[Symbol.iterator](),
  })
}

const anything = new Proxy({}, { get: (_, name) => marked(String(name)) })

const partsOf = (told: Told): readonly (readonly [string, string])[] =>
  typeof told === "string" ? [["text", told]] : Object.entries(told)

/** Every sentence of both languages beside each other, with marked arguments. */
function pairs(english: Table, chinese: Table): readonly (readonly [name: string, english: string, chinese: string])[] {
  return Object.keys(english).flatMap((code) => {
    const args = (chosen[code] ?? anything) as never
    const here = Object.fromEntries(partsOf(chinese[code]?.(args) ?? ""))
    return partsOf(english[code]?.(args) ?? "").map(
      ([part, text]) => [`${code} ${part}`, text, here[part] ?? ""] as const,
    )
  })
}

/** The texts of a part of the catalogue that is no table of sentences: nested texts, lists, functions of plain values. */
function textsOf(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[name, value]]
  if (typeof value === "function")
    return textsOf(value(...["1", "2", "3"].slice(0, value.length).map(marked)), `${name}()`)
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, `${name}.${key}`))
}

const tables = ["faults", "findings", "reasons", "lines"] as const
const others = ["commands", "flags", "help", "manual", "settings", "screens"] as const
const tableOf = (catalogue: Catalogue, name: (typeof tables)[number]) => catalogue[name] as unknown as Table

const everySentence = [
  ...tables.flatMap((name) => pairs(tableOf(en, name), tableOf(zh, name))),
  ...others.flatMap((name) => {
    const here = new Map(textsOf(zh[name], name))
    return textsOf(en[name], name).map(([at, text]) => [at, text, here.get(at) ?? ""] as const)
  }),
].filter(([name]) => !name.endsWith(" link") && !name.endsWith(".link") && !name.startsWith("screens.fact("))

const markedIn = (text: string) => [...new Set(text.match(/ARG\w+/g) ?? [])].toSorted()

/** What stays as it is: commands, keys of the keyboard, an argument alone. */
function isNoSentence(text: string): boolean {
  const command = /^(?:sudo )?(?:criadm|hostnamectl|apt-get|dnf|zypper|apk|pacman|modprobe)\b/
  const keys = /^(?:Up\/Down|Enter|Space|Esc|Up, Down, k, j|PgUp, PgDn, g, G|\/, n, N|\?|q, Ctrl-C)$/
  const rest = text.replace(/ARG\w+/g, "").trim()
  return command.test(text) || keys.test(text) || !/[A-Za-z]/.test(rest)
}

describe("the Chinese sentences", () => {
  test("are as many as the English, and none is empty where the English is not", () => {
    expect(everySentence.length).toBeGreaterThan(900)
    for (const [name, english, chinese] of everySentence) {
      if (english !== "") expect(`${name}: ${chinese}`).not.toBe(`${name}: `)
      expect(`${name}: ${chinese}`).not.toMatch(/undefined|\[object/)
    }
  })

  test("tell every value that the English tell, and no other", () => {
    for (const [name, english, chinese] of everySentence) {
      expect([name, ...markedIn(chinese)]).toEqual([name, ...markedIn(english)])
    }
  })

  test("are Chinese, but for commands and keys", () => {
    for (const [name, , chinese] of everySentence) {
      if (han.test(chinese)) continue
      expect([name, isNoSentence(chinese)]).toEqual([name, true])
    }
  })

  test("name the same commands, flags, files and links as the English", () => {
    // A flag, a path, an address, a key with an underscore, a file's name.
    const named =
      /--[a-z][a-z-]+|(?<![\w}])\/(?:etc|var|proc|boot|run|usr|sys)\/[\w./-]*\w|https:\/\/[^\s)，。；（）]+\w\/?|\b[a-z]\w*_\w+\b|\b[\w-]+\.(?:toml|json|yaml|env|conf)\b/g
    for (const [name, english, chinese] of everySentence) {
      const wanted = [...new Set(english.match(named) ?? [])].filter((one) => !chinese.includes(one))
      expect([name, ...wanted]).toEqual([name])
    }
  })

  test("have no exclamation mark, no half-width punctuation beside a Chinese character, and no full-width letter", () => {
    const wrong = new RegExp(
      `[!！]|${hanClass}[,.;:?()]|[,;:?()]${hanClass}|[\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a]`,
    )
    for (const [name, , chinese] of everySentence)
      expect(`${name}: ${chinese}`.slice(name.length + 2)).not.toMatch(wrong)
  })

  test("part Chinese from Latin text by one blank, and put none beside full-width punctuation", () => {
    const wrong = new RegExp(
      `${hanClass}[A-Za-z0-9/]|[A-Za-z0-9/]${hanClass}|[，。；：（）“”、？] | [，。；：（）、？]|  ${hanClass}`,
    )
    for (const [name, , chinese] of everySentence) {
      expect([name, wrong.exec(chinese.replace(/^ +/, ""))?.[0]]).toEqual([name, undefined])
    }
  })

  test("have one word for each thing: undoing is 回滚, a healthy node 正常, and 恢复 none of them", () => {
    const unwanted =
      /恢复|触及|写出应答文件|您|init 系统|交换空间|第 \S+ 项，共|撤销(?!：|$)|排空|体系结构|次版本|所有者|没有(?:更改任何|任何更改)|再次运行同一/
    for (const [name, , chinese] of everySentence) {
      expect([name, unwanted.exec(chinese)?.[0]]).toEqual([name, undefined])
    }
  })

  test("have no English where a value of a fact or a source is a word", () => {
    expect(zh.screens.question.now("0", "kernel", "/proc/sys/net/ipv4/ip_forward")).toBe(
      "现在：0（内核，/proc/sys/net/ipv4/ip_forward）",
    )
    expect(zh.screens.fact("built-in defaults")).toBe("内置默认值")
    const args = { engine: "Docker", file: "/etc/docker/daemon.json", what: "hosts", other: "-H in /lib/a.service" }
    expect(zh.faults["docker-does-not-start"]({ code: "docker-set-twice", ...args }).what).toContain(
      "又由标志 /lib/a.service 中的 -H 设置",
    )
  })

  test("end with a full stop where the English do", () => {
    for (const [name, english, chinese] of everySentence) {
      if (/[a-z]\.$/.test(english)) expect([name, chinese.at(-1)]).toEqual([name, "。"])
    }
  })
})

/** Every text and number in some arguments. */
function leavesOf(args: unknown): readonly string[] {
  if (typeof args === "string") return args === "" ? [] : [args]
  if (typeof args === "number") return [String(args)]
  if (typeof args !== "object" || args === null) return []
  return Object.values(args).flatMap(leavesOf)
}

/** Words such as "a byte-order mark", which Chinese says in its own; names have none of the blanks. */
const isWords = /^[a-z-]+(?: [a-z-]+)+$/

/** The same arguments in other forms: the empty text, the other truth, several of a list. */
function formsOf(args: object): readonly object[] {
  const changed = (change: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(args).map(([key, value]) => [key, key === "tool" ? value : change(value)]))
  return [
    args,
    changed((value) => (typeof value === "boolean" ? !value : value)),
    changed((value) => (Array.isArray(value) ? [...value, "second"] : value)),
    changed((value) => (typeof value === "string" ? "" : value)),
  ]
}

describe("every finding, on the example of its evidence", () => {
  test.each(findingCodes())("%s tells each value that the English tells", (code) => {
    for (const args of formsOf(findingExamples()[code].args)) {
      const english = Object.entries(tableOf(en, "findings")[code]?.(args as never) ?? {})
      const chinese = tableOf(zh, "findings")[code]?.(args as never) as Readonly<Record<string, string>>
      for (const [part, text] of english) {
        const here = chinese[part] ?? ""
        const told = leavesOf(args).filter((leaf) => text.includes(leaf) && !isWords.test(leaf))
        const missing = told.filter((leaf) => !here.includes(leaf) && !here.includes(inWords(leaf)))
        expect(missing).toEqual([])
        expect(here).not.toMatch(/undefined|!/)
      }
      expect(chinese["what"]).toMatch(han)
    }
  })

  test("its link leads to the Chinese page of kubernetes.io, where there is one, and else to the same as in English", () => {
    const linkOf = (catalogue: Catalogue, code: FindingCode) =>
      catalogue.findings[code](findingExamples()[code].args as never).link
    for (const code of findingCodes()) {
      const here = linkOf(zh, code).replace("https://kubernetes.io/zh-cn/", "https://kubernetes.io/")
      expect(here).toBe(linkOf(en, code))
    }
    expect(zh.findings["kernel-ip-forward-off"]({ value: "0", file: "f" }).link).toStartWith(
      "https://kubernetes.io/zh-cn/docs/",
    )
  })
})

test("every label of a fact is Chinese, but for names", () => {
  const text = (label: string | ((of: string) => string)) => (typeof label === "string" ? label : label("runc"))
  const english = Object.entries(zh.labels).filter(([, label]) => !han.test(text(label)))

  expect(english.map(([id]) => id)).toEqual(["selinux", "apparmor", "cri"])
})
