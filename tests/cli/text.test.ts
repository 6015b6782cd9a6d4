import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { columnsOf, wrap } from "../../src/cli/text.ts"
import { widthOf } from "../../src/messages/line-breaks.ts"

describe("text of the command line", () => {
  test("breaks at blanks, and a word longer than the line stays whole", () => {
    expect(wrap("containerd reads this file", 16, "  ")).toBe("  containerd\n  reads this\n  file")
    expect(wrap("see https://kubernetes.io/docs/setup/ there", 12)).toBe(
      "see\nhttps://kubernetes.io/docs/setup/\nthere",
    )
  })

  test("breaks between Chinese characters, two columns each, and keeps punctuation with what it closes", () => {
    expect(wrap("containerd 不提供 CRI。", 16)).toBe("containerd 不提\n供 CRI。")
    expect(wrap("镜像仓库，不要改动", 10, "  ")).toBe("  镜像仓\n  库，不要\n  改动")
  })

  test("no line is wider than asked unless it is one word, and nothing is lost", () => {
    const words = fc.array(fc.constantFrom("a", "kubelet", "容器运行时", "镜像", "，", "（", "）", "。", " ", " "), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (all, columns) => {
        const text = all.join("")
        const lines = wrap(text, columns, "  ").split("\n")
        for (const line of lines) if (/ /.test(line.trim())) expect(widthOf(line)).toBeLessThanOrEqual(columns)
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""))
      }),
    )
  })

  test("a table's second column stands in one line, whatever the first is written in", () => {
    const rows = [
      ["版本", "2.1.9"],
      ["CRI", "v1"],
      ["沙箱镜像", "registry.k8s.io/pause"],
    ] as const
    const starts = columnsOf(rows, 60)
      .split("\n")
      .map((line, at) => widthOf(line.slice(0, line.indexOf(rows[at]?.[1] ?? ""))))
    expect(starts).toEqual([12, 12, 12])
  })
})
