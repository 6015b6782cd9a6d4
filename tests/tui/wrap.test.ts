import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { widthOf } from "../../src/messages/line-breaks.ts"
import { line, span } from "../../src/pages/lines.ts"
import { cut, cutRow, printable, type Row, wrap } from "../../src/pages/wrap.ts"

const text = (row: Row) => row.map((one) => one.text).join("")
const wrapped = (source: string, columns: number, hang = 0) => wrap(line(source, hang), columns).map(text)

describe("wrapping", () => {
  test("words stay whole and rows after the first are indented", () => {
    expect(wrapped("containerd reads this file", 16, 2)).toEqual(["containerd reads", "  this file"])
  })

  test("a word longer than the row is broken, so that nothing is lost", () => {
    expect(wrapped("a https://kubernetes.io/docs/setup", 12)).toEqual(["a https://ku", "bernetes.io/", "docs/setup"])
  })

  test("Chinese breaks between characters, and punctuation never starts a row", () => {
    expect(wrapped("镜像仓库，不要改动", 8)).toEqual(["镜像仓", "库，不要", "改动"])
  })

  test("Chinese punctuation stays with what it opens and closes, and Latin words in between stay whole", () => {
    expect(wrapped("请参阅（手册）。", 8)).toEqual(["请参阅", "（手", "册）。"])
    expect(wrapped("使用“pause”镜像，运行kubeadm", 12)).toEqual(["使用“pause”", "镜像，运行", "kubeadm"])
    expect(wrapped("先停止containerd，再启动（kubelet）。", 14)).toEqual([
      "先停止",
      "containerd，再",
      "启动",
      "（kubelet）。",
    ])
  })

  test("spans keep their tones across rows", () => {
    const rows = wrap(line([span("ok ", "ok"), span("and something longer", "quiet")]), 10)

    expect(rows[0]?.[0]).toEqual({ text: "ok ", tone: "ok" })
    expect(
      rows
        .flat()
        .filter((one) => one.tone === "quiet")
        .map((one) => one.text.trim()),
    ).toEqual(["and", "something", "longer"])
  })

  test("no row is wider than the terminal, and every character that is no space is kept", () => {
    const characters = fc.constantFrom("a", "b", " ", "-", "镜", "，", "é", "👨‍👩‍👧", "\t", "\u001b", "\u202e")
    const anyText = fc.array(characters, { maxLength: 120 }).map((all) => all.join(""))
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 0, max: 6 }),
        (source, columns, hang) => {
          const rows = wrapped(source, columns, hang)
          for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
          expect(rows.join("").replace(/ /g, "")).toBe(printable(source).replace(/ /g, ""))
        },
      ),
    )
  })
})

describe("making text safe", () => {
  test("control characters become visible", () => {
    expect(printable("a\u001b[2Jb\u0007\r\u007f\u009b")).toBe("a^[[2Jb^G^M^?<009B>")
  })

  test("marks that turn the direction of text become visible", () => {
    expect(printable("x\u202ey\ufeff")).toBe("x<202E>y<FEFF>")
  })

  test("separators of lines and bytes that are no UTF-8 become visible", () => {
    expect(printable("a\nb\u2028c\u0085d\udcffe\ud83d")).toBe("a^Jb<2028>c<0085>d\\xffe<D83D>")
    expect(printable("👨‍👩‍👧 镜像")).toBe("👨‍👩‍👧 镜像")
  })

  test("tabs become spaces", () => {
    expect(printable("\tx")).toBe("    x")
  })
})

describe("cutting", () => {
  test("a text that is too wide ends with an ellipsis", () => {
    expect(cut("containerd", 6, "…")).toBe("conta…")
    expect(cut("镜像仓库", 6, "…")).toBe("镜像…")
    expect(cut("short", 6, "…")).toBe("short")
  })

  test("a row that is too wide is cut in the span that leaves it", () => {
    expect(text(cutRow([span("abc"), span("defgh")], 6, "…"))).toBe("abcde…")
    expect(text(cutRow([span("abc"), span("def")], 6, "…"))).toBe("abcdef")
  })
})
