// The wire format, with bytes from the protobuf documentation and with whatever else may come.
import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import {
  concatenated,
  decode,
  mapOf,
  messageField,
  messageOf,
  messagesOf,
  numberField,
  numberOf,
  textField,
  textOf,
} from "../../src/cri/protobuf.ts"

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex")

describe("writing", () => {
  test("gives the bytes of the protobuf documentation", () => {
    expect(numberField(1, 150)).toEqual(Uint8Array.from(bytes("08 96 01")))
    expect(Buffer.from(textField(2, "testing"))).toEqual(bytes("12 07 74 65 73 74 69 6e 67"))
    expect(Buffer.from(messageField(3, numberField(1, 150)))).toEqual(bytes("1a 03 08 96 01"))
  })

  test("leaves defaults out, but not an empty message", () => {
    expect(textField(1, "")).toHaveLength(0)
    expect(numberField(1, 0)).toHaveLength(0)
    expect(Buffer.from(messageField(1, new Uint8Array()))).toEqual(bytes("0a 00"))
  })

  test("gives long texts a length of several bytes", () => {
    expect(Buffer.from(textField(1, "x".repeat(300)).subarray(0, 3))).toEqual(bytes("0a ac 02"))
  })

  test("what is written is read again", () => {
    const field = fc.integer({ min: 1, max: 2 ** 29 - 1 })
    fc.assert(
      fc.property(field, fc.string({ unit: "grapheme", maxLength: 400 }), fc.nat(), (number, text, value) => {
        const message = concatenated(textField(number, text), numberField(number, value))
        const nested = messageField(number, messageField(number, message))

        const read = decode(nested, (outer) => {
          const inner = messageOf(messageOf(outer, number) ?? outer, number)
          return inner === undefined ? undefined : [textOf(inner, number), numberOf(inner, number)]
        })

        expect(read).toEqual([text, value])
      }),
    )
  })
})

describe("reading", () => {
  test("an absent field is its default and an absent message is absent", () => {
    expect(decode(new Uint8Array(), (message) => textOf(message, 1))).toBe("")
    expect(decode(new Uint8Array(), (message) => numberOf(message, 1))).toBe(0)
    expect(decode(new Uint8Array(), (message) => [messageOf(message, 1), messagesOf(message, 1)])).toEqual([
      undefined,
      [],
    ])
  })

  test("the last value of a field counts, and parts of one message are merged", () => {
    const twice = concatenated(textField(1, "a"), textField(1, "b"))
    const parts = concatenated(messageField(1, textField(1, "a")), messageField(1, textField(2, "b")))

    expect(decode(twice, (message) => textOf(message, 1))).toBe("b")
    expect(
      decode(parts, (message) => {
        const merged = messageOf(message, 1) ?? { fields: [] }
        return [textOf(merged, 1), textOf(merged, 2)]
      }),
    ).toEqual(["a", "b"])
  })

  test("fields it does not know do no harm, of whatever kind", () => {
    const unknown = bytes("09 0102030405060708 15 01020304 f8 01 01 7a 01 ff")

    expect(decode(concatenated(unknown, textField(3, "known")), (message) => textOf(message, 3))).toBe("known")
  })

  test("a map is a record, also with a key that names something of the language", () => {
    const entry = (key: string, value: string) => messageField(1, concatenated(textField(1, key), textField(2, value)))
    const map = decode(concatenated(entry("a", "1"), entry("__proto__", "2")), (message) => mapOf(message, 1))

    expect(Object.entries(map ?? {})).toEqual([
      ["a", "1"],
      ["__proto__", "2"],
    ])
  })

  for (const [what, hex] of [
    ["a number cut short", "08 96"],
    ["a number without an end", "08 ff ff ff ff ff ff ff ff ff ff ff 01"],
    ["a text cut short", "12 07 74 65"],
    ["a length beyond everything", "12 ff ff ff ff ff ff ff ff 7f"],
    ["a negative length", "12 ff ff ff ff ff ff ff ff ff 01"],
    ["a field without a number", "02 00"],
    ["a group", "0b 0c"],
    ["four bytes that are three", "15 01 02 03"],
  ] as const) {
    test(`${what} is malformed, also within a message`, () => {
      expect(decode(bytes(hex), () => "read")).toBeUndefined()
      expect(decode(messageField(1, bytes(hex)), (message) => messageOf(message, 1))).toBeUndefined()
      expect(decode(messageField(1, bytes(hex)), (message) => messagesOf(message, 1))).toBeUndefined()
    })
  }

  test("no bytes make it throw or take long", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        decode(any, (message) => [textOf(message, 1), numberOf(message, 2), mapOf(message, 1), messagesOf(message, 3)])
      }),
      { numRuns: 5000 },
    )
    expect(decode(Buffer.alloc(16_000_000, bytes("08 00")), () => "read")).toBeUndefined()
  })

  test("a fault of the reader itself is not hidden", () => {
    expect(() =>
      decode(new Uint8Array(), () => {
        throw new Error("bug")
      }),
    ).toThrow("bug")
  })
})
