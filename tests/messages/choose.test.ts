import { describe, expect, test } from "bun:test"
import { chooseCatalogue } from "../../src/messages/choose.ts"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"

type Row = readonly [flag: string | undefined, environment: Readonly<Record<string, string>>]
const told = ([flag, environment]: Row) =>
  `${flag === undefined ? "" : `--lang ${flag} `}${Object.entries(environment)
    .map((one) => one.join("="))
    .join(" ")}`
const rows = (all: readonly Row[]) => all.map((row) => [told(row), row] as const)

describe("the language", () => {
  test.each(
    rows([
      [undefined, { LANG: "zh_CN.UTF-8" }],
      [undefined, { LANG: "zh_CN.utf8", TERM: "xterm-256color" }],
      [undefined, { LANG: "en_US.UTF-8", LANGUAGE: "zh_CN:en" }],
      [undefined, { LANG: "en_US.UTF-8", LANGUAGE: "fr:zh_TW:en" }],
      [undefined, { LANG: "C.UTF-8", LANGUAGE: "zh" }],
      [undefined, { LANG: "zh_CN.UTF-8", LANGUAGE: "" }],
      [undefined, { LANG: "zh_TW.UTF-8" }],
      [undefined, { LANG: "zh_HK.UTF-8" }],
      [undefined, { LANG: "zh.UTF-8" }],
      [undefined, { LANG: "en_US.UTF-8", LC_MESSAGES: "zh_CN.UTF-8" }],
      [undefined, { LANG: "en_US.UTF-8", LC_MESSAGES: "en_US.UTF-8", LC_ALL: "zh_CN.UTF-8" }],
      [undefined, { LANG: "zh_CN.UTF-8", LC_ALL: "" }],
      ["zh", {}],
      ["zh", { LANG: "C" }],
      ["zh", { LANG: "en_US.UTF-8" }],
      ["zh", { LANG: "zh_CN.UTF-8", TERM: "linux" }],
    ]),
  )("is Chinese with %s", async (_, [flag, environment]) => {
    expect(await chooseCatalogue(flag, environment)).toBe(zh)
  })

  test.each(
    rows([
      [undefined, {}],
      [undefined, { LANG: "zh_CN.UTF-8", LANGUAGE: "en:zh_CN" }],
      [undefined, { LANG: "zh_CN.UTF-8", LANGUAGE: "de" }],
      [undefined, { LANG: "C", LANGUAGE: "zh_CN" }],
      [undefined, { LANG: "en_US", LANGUAGE: "zh_CN" }],
      [undefined, { LANG: "C" }],
      [undefined, { LANG: "C.UTF-8" }],
      [undefined, { LANG: "de_DE.UTF-8" }],
      ["en", { LANG: "zh_CN.UTF-8" }],
      // Another language whose name begins with the same letters: zha is Zhuang.
      [undefined, { LANG: "zha_CN.UTF-8" }],
      // What the terminal is sent is UTF-8, and these say that it shows something else.
      [undefined, { LANG: "zh_CN" }],
      [undefined, { LANG: "zh_CN.GBK" }],
      [undefined, { LANG: "zh_CN.GB18030" }],
      [undefined, { LANG: "zh_CN.UTF-8", LC_CTYPE: "C" }],
      [undefined, { LANG: "zh_CN.UTF-8", LC_ALL: "C" }],
      [undefined, { LANG: "C", LC_MESSAGES: "zh_CN.UTF-8" }],
      // The kernel's console has no Chinese font.
      [undefined, { LANG: "zh_CN.UTF-8", TERM: "linux" }],
    ]),
  )("is English with %s", async (_, [flag, environment]) => {
    expect(await chooseCatalogue(flag, environment)).toBe(en)
  })
})
