import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { answerIn, callForProperties } from "../../../src/machine/dbus/messages.ts"
import { type ByteOrder, dictionary, message, type Property, running, Writer } from "./spoken.ts"

const answer = (properties: readonly Property[], order: ByteOrder = "l") =>
  message({ order, answers: 1, body: dictionary(order, properties) })

/** What is read of the properties in question; a word where there are none. */
function readIn(heard: Buffer) {
  const read = answerIn(heard)
  if (typeof read === "string") return read
  return [
    ...["LoadState", "ActiveState", "SubState"].map((name) => read.text(name)),
    ...["NeedDaemonReload", "CanReload"].map((name) => read.number(name, "b")),
    read.number("MainPID", "u"),
    read.number("ExecMainStartTimestamp", "t"),
  ]
}

const all = ["loaded", "active", "running", 0, 1, 136, 1_796_072_080_637_793]

describe("the call", () => {
  test("has every field where the specification wants it, whatever the length of the path", () => {
    for (const path of ["/a", "/ab", "/abc", "/org/freedesktop/systemd1/unit/containerd_2eservice"]) {
      const fields = new Writer("l").align(8).raw(8).signature("g").signature("s")
      fields.align(8).raw(1).signature("o").text(path)
      fields.align(8).raw(3).signature("s").text("GetAll")
      fields.align(8).raw(2).signature("s").text("org.freedesktop.DBus.Properties")
      const inside = fields.done()
      const header = new Writer("l").raw(0x6c, 1, 0, 1).unsigned(5, 4).unsigned(1, 4).unsigned(inside.length, 4)
      const filled = header
        .raw(...inside)
        .align(8)
        .done()

      expect(callForProperties(path)).toEqual(Buffer.concat([filled, Buffer.alloc(5)]))
    }
  })
})

describe("the answer", () => {
  test.each(["l", "B"] as const)("is read in the byte order %p", (order) => {
    expect(readIn(answer(running, order))).toEqual(all)
  })

  test("is read in any order of properties, wherever that puts the values", () => {
    const orders = fc.shuffledSubarray([...running], { minLength: running.length })

    fc.assert(
      fc.property(orders, fc.constantFrom("l" as const, "B" as const), fc.string(), (some, order, before) => {
        expect(readIn(answer([["Before", "s", before], ...some], order))).toEqual(all)
      }),
    )
  })

  test("comes after signals of any length, in whatever pieces", () => {
    const signals = [0, 1, 7, 8, 13].map((length) => message({ type: 4, signature: "s", body: Buffer.alloc(length) }))
    const heard = Buffer.concat([...signals, answer(running)])

    expect(readIn(heard)).toEqual(all)
    for (let length = 0; length < heard.length; length++) expect(readIn(heard.subarray(0, length))).toBe("partial")
  })

  test("is none where it is an error, to another call, or of another type", () => {
    const body = dictionary("l", running)

    expect(readIn(message({ type: 3, answers: 1, body }))).toBe("none")
    expect(readIn(message({ answers: 2, body }))).toBe("none")
    expect(readIn(message({ body }))).toBe("none")
    expect(readIn(message({ answers: 1, signature: "v", body }))).toBe("none")
    expect(readIn(message({ answers: 1, signature: "" }))).toBe("none")
    expect(readIn(Buffer.from(message({ answers: 1, body }).with(3, 2)))).toBe("none")
    expect(readIn(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"))).toBe("none")
  })

  test("has no property that is not there, or has another type", () => {
    const read = answerIn(
      answer([
        ["MainPID", "t", 3],
        ["Main", "u", 4],
        ["XMainPID", "u", 5],
      ]),
    )

    expect(typeof read === "string" ? read : [read.number("MainPID", "u"), read.text("Main")]).toEqual([
      undefined,
      undefined,
    ])
  })

  test("a property is not told when a value looks like it", () => {
    for (const before of [[], [""], ["", ""], ["", "", ""]]) {
      // The argument behind "MainPID" is so long that its length reads as the type "u".
      const argv: Property = ["ExecStartPre", "as", [...before, "MainPID", "x".repeat(0x7501)]]
      for (const some of [
        [argv, ...running],
        [...running, argv],
      ]) {
        const read = answerIn(answer(some))

        expect(typeof read === "string" ? read : [read.number("MainPID", "u"), read.text("LoadState")]).toEqual([
          undefined,
          "loaded",
        ])
      }
    }
  })

  test.each(["l", "B"] as const)("a value of any name is found where its size puts it, byte order %p", (order) => {
    for (const name of ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"]) {
      const long = answerIn(answer([[name, "t", 2n ** 40n + 7n]], order))
      const short = answerIn(answer([[name, "u", 2 ** 31 + 7]], order))

      expect(typeof long === "string" ? long : long.number(name, "t")).toBe(2 ** 40 + 7)
      expect(typeof short === "string" ? short : short.number(name, "u")).toBe(2 ** 31 + 7)
    }
  })

  test("a body that ends too early has what is whole in it, and nothing else", () => {
    const body = dictionary("l", [...running, ["Last", "s", "text"]])
    for (let length = 0; length < body.length; length++) {
      const heard = message({ answers: 1, body: body.subarray(0, length) })
      const read = answerIn(heard)

      const values = readIn(heard)
      if (typeof read === "string" || typeof values === "string") throw new Error("it is not read")
      for (const [at, value] of values.entries()) expect([undefined, all[at]]).toContain(value)
      // The text is there without the zero behind it.
      expect(read.text("Last")).toBe(length < body.length - 1 ? undefined : "text")
    }
  })

  test("whatever bytes come, nothing is thrown, and no value reaches beyond its message", () => {
    const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((some) => Buffer.from(some))
    const good = fc.constantFrom(answer(running), answer(running, "B"))
    const damaged = fc.tuple(good, fc.nat(600), fc.nat(255), fc.nat(700)).map(([from, at, value, length]) => {
      const copy = Buffer.from(from.subarray(0, Math.max(length, 32)))
      copy[at % copy.length] = value
      return copy
    })

    fc.assert(
      fc.property(fc.oneof(bytes(200), damaged), (heard) => {
        const read = readIn(heard)
        const texts = Array.isArray(read) ? read.filter((value) => typeof value === "string") : []
        for (const text of texts) expect(text.length).toBeLessThanOrEqual(heard.length)
      }),
      { numRuns: 2000 },
    )
  })
})
