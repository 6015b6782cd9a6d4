// Header blocks as RFC 7541, appendix C, shows them, byte by byte; and what is no header block.
import { describe, expect, test } from "bun:test"
import { encodeHeaders, type Header, HeaderDecoder } from "../../../src/machine/http2/hpack.ts"
import { huffmanDecoded } from "../../../src/machine/http2/huffman.ts"

const bytes = (hex: string) => Buffer.from(hex.replace(/\s+/g, ""), "hex")

/** C.6: three answers on one connection, with Huffman, an index of 256 bytes and entries that fall out of it. */
const answers: readonly (readonly [hex: string, headers: readonly Header[]])[] = [
  [
    `3fe101 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7
     8f0b 97c8 e9ae 82ae 43d3`,
    [
      [":status", "302"],
      ["cache-control", "private"],
      ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
      ["location", "https://www.example.com"],
    ],
  ],
  [
    "4883 640e ffc1 c0bf",
    [
      [":status", "307"],
      ["cache-control", "private"],
      ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
      ["location", "https://www.example.com"],
    ],
  ],
]

describe("a header block", () => {
  test("with Huffman codes and an index of the connection is read as RFC 7541, C.6, has it", () => {
    const decoder = new HeaderDecoder()

    for (const [hex, headers] of answers) expect(decoder.decode(bytes(hex))).toEqual(headers)
  })

  test("of a request, without an index, is read as it was written", () => {
    const headers: readonly Header[] = [
      [":method", "POST"],
      [":path", `/runtime.v1.RuntimeService/${"x".repeat(300)}`],
      ["grpc-message", "Größe 100%"],
    ]

    expect(new HeaderDecoder().decode(encodeHeaders(headers))).toEqual(headers)
  })

  test.each([
    ["refers to an entry that is not there", "be"],
    ["refers to entry 0", "80"],
    ["ends within a number", "ff"],
    ["ends within a text", "0003 66 6f"],
    ["counts beyond anything", "ffff ffff ffff ffff"],
    ["wants a larger index than is allowed", "3fe2 ffff 7f"],
    ["ends a text in the middle of a code", "00 01 78 81 00"],
  ])("that %s is none", (_, hex) => {
    expect(new HeaderDecoder().decode(bytes(hex))).toBeUndefined()
  })

  test("cut off anywhere, or with any byte changed, is read or refused, and nothing worse", () => {
    for (const [hex] of answers) {
      const whole = bytes(hex)
      for (let at = 0; at < whole.length; at += 1) {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ 0x5a
        for (const block of [whole.subarray(0, at), changed]) {
          const read = new HeaderDecoder().decode(block)
          expect(read === undefined || Array.isArray(read)).toBe(true)
        }
      }
    }
  })
})

describe("the Huffman code", () => {
  test.each([
    ["www.example.com", "f1e3 c2e5 f23a 6ba0 ab90 f4ff"],
    ["no-cache", "a8eb 1064 9cbf"],
    ["custom-value", "25a8 49e9 5bb8 e8b4 bf"],
    [
      "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
      `94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708
     7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ],
  ])("of %s is that of RFC 7541, appendix C", (text, hex) => {
    expect(huffmanDecoded(bytes(hex))?.toString()).toBe(text)
  })

  test("does not hold the end of string, nor more of it at the end than seven ones", () => {
    expect(huffmanDecoded(bytes("ffffffff"))).toBeUndefined()
    expect(huffmanDecoded(bytes("ff"))).toBeUndefined()
  })
})
