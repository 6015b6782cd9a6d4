// The catalogue of findings: every code reads as sentences with a next step, and what is made from it is up to date.
import { describe, expect, test } from "bun:test"
import { parseCode } from "../../src/cli/finding-codes.ts"
import { findingPages, findingsToMarkdown } from "../../src/cli/finding-pages.ts"
import { renderManual } from "../../src/cli/man.ts"
import { en } from "../../src/messages/en/en.ts"
import { findingCodes } from "../../src/messages/examples/all.ts"

const pages = findingPages(en)

describe("every finding", () => {
  test.each(pages.map((page) => [page.code, page] as const))("%s reads as sentences", (code, { text }) => {
    expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/)
    expect(text.what).toMatch(/^\S.*[.:]$|RuntimeService\.$/)
    expect(text.why).not.toBe("")
    expect(text.next).not.toBe("")
    expect(text.link).toMatch(/^https:\/\/\S+$/)
    for (const sentence of [text.what, text.why, text.next]) {
      expect(sentence).not.toMatch(/undefined|NaN|\[object|!| {2}/)
      expect(sentence).not.toMatch(/(?<=^|\s)([a-z]+) \1(?=\s|$)/i)
    }
  })

  test("the manual page and the Markdown page name every code", () => {
    const manual = renderManual(en).replaceAll("\\-", "-")
    const markdown = findingsToMarkdown(en)

    expect(findingCodes().filter((code) => !manual.includes(`.B ${code}\n`))).toEqual([])
    expect(findingCodes().filter((code) => !markdown.includes(`## ${code}\n`))).toEqual([])
  })
})

describe("a code as a person types it", () => {
  test("a slip of the keys is met with the right name", () => {
    expect(parseCode("kubeadm-swpa")).toMatchObject({ ok: false, fault: { args: { hint: "kubeadm-swap" } } })
  })

  test("the end of a code leads to the whole", () => {
    expect(parseCode("cri-disabled")).toMatchObject({ ok: false, fault: { args: { hint: "containerd-cri-disabled" } } })
  })
})
