// Patterns in keys of sysctl files, whatever is written there.
import { expect, test } from "bun:test"
import fc from "fast-check"
import { patternMatches } from "../../../src/components/kernel/glob.ts"
import { forwarding, linesAbout } from "../../../src/components/kernel/sysctl-lines.ts"

test.each([
  ["net/ipv4/ip_forward", true],
  ["net/ipv4/ip_*", true],
  ["net/*/ip_forward", true],
  ["net/ipv4*", false],
  ["net*forward", false],
  ["*/*/*", true],
  ["*/*", false],
  ["net/ipv4/ip?forward", true],
  ["net?ipv4/ip_forward", false],
  ["net/ipv[0-9]/ip_forward", true],
  ["net/ipv[!0-9]/ip_forward", false],
  ["net/ipv[^6]/ip_forward", true],
  ["net/ipv[]4]/ip_forward", true],
  ["net[/]ipv4/ip_forward", false],
  ["net/ipv[5-3]/ip_forward", false],
  ["net/ipv[z-a]*/ip_forward", false],
  ["net/ipv4/[", false],
  ["net/ipv4/**f*o*r*w*", true],
  ["net/ipv4/ip\\_forward", true],
  ["", false],
] as const)("%s takes in net/ipv4/ip_forward: %p", (pattern, expected) => {
  expect(patternMatches(pattern, "net/ipv4/ip_forward")).toBe(expected)
})

test("a line that no pattern can be made of does not hide the lines around it", () => {
  const lines = linesAbout(
    forwarding,
    "/etc/sysctl.d/a.conf",
    "net.ipv4.[z-a]=1\nnet.ipv4.[=1\nnet.ipv4.ip_forward = 1\n",
  )

  expect(lines.map(({ value }) => value)).toEqual(["1"])
})

test("any key is a pattern that matches or does not", () => {
  const piece = fc.constantFrom(
    "*",
    "?",
    "[",
    "]",
    "!",
    "^",
    "-",
    "\\",
    "/",
    "a",
    "net",
    "ipv4",
    "(",
    ")",
    "+",
    "\u{1f600}",
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(patternMatches(pieces.join(""), "net/ipv4/ip_forward")).toBeBoolean()
    }),
    { numRuns: 2000 },
  )
})
