import { expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { unpack, usualLimits } from "../../../src/machine/archives/unpack.ts"
import { temporaryDirectory } from "../temporary-directory.ts"

const directory = temporaryDirectory()
let count = 0

/** A header as tar(5) of libarchive has it, with the contents behind it. */
function member(
  path: string,
  {
    type = "0",
    text = "",
    size,
    target = "",
    mode = "0000755",
  }: { type?: string; text?: string; size?: number; target?: string; mode?: string } = {},
): Buffer {
  const header = Buffer.alloc(512)
  const put = (at: number, value: string) => header.write(value, at, "latin1")
  put(0, path)
  put(100, mode)
  put(124, (size ?? text.length).toString(8).padStart(11, "0"))
  put(148, "        ")
  put(156, type)
  put(157, target)
  put(257, "ustar\0" + "00")
  put(
    148,
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
  )
  const padded = Buffer.alloc(Math.ceil(text.length / 512) * 512)
  padded.write(text, "latin1")
  return Buffer.concat([header, padded])
}

const end = Buffer.alloc(1024)

async function unpacked(archive: Buffer, limits = usualLimits) {
  count += 1
  const [file, to] = [directory.at(`archive-${count}`), directory.at(`to-${count}`)]
  writeFileSync(file, archive)
  mkdirSync(to)
  const result = await unpack(file, (name) => join(to, name), limits)
  return { result, to, left: readdirSync(to, { recursive: true }) }
}

test("an archive of tar itself is unpacked to the byte, gzipped or not, with long names", async () => {
  const from = directory.at("made")
  const long = `${"deep/".repeat(30)}${"n".repeat(120)}`
  mkdirSync(join(from, "bin", "deep/".repeat(30)), { recursive: true })
  const program = Buffer.from(Array.from({ length: 700_001 }, (_, index) => (index * 7) % 256))
  writeFileSync(join(from, "bin/program"), program, { mode: 0o755 })
  writeFileSync(join(from, "bin", long), "text", { mode: 0o644 })
  for (const options of [
    ["-cz"],
    ["-c", "--format=pax"],
    ["-cz", "--format=gnu"],
    ["-c", "--format=v7", "--exclude=deep"],
  ]) {
    const made = spawnSync("tar", [...options, "-C", from, "-f", "-", "./bin"], { maxBuffer: 1 << 24 })
    const { result, to } = await unpacked(made.stdout)

    expect(result).toMatchObject({ ok: true })
    expect(readFileSync(join(to, "bin/program")).equals(program)).toBe(true)
    expect(statSync(join(to, "bin/program")).mode & 0o7777).toBe(0o755)
    if (!options.includes("--exclude=deep")) expect(readFileSync(join(to, "bin", long), "utf8")).toBe("text")
  }
})

test.each([
  ["absolute", member("/etc/passwd", { text: "x" })],
  ["outside", member("bin/../../escaped", { text: "x" })],
  ["outside", member("..", { text: "x" })],
  ["link", member("bin", { type: "2", target: "/etc" })],
  ["link", member("bin", { type: "1", target: "../../etc/passwd" })],
  ["device", member("null", { type: "3" })],
  ["device", member("pipe", { type: "6" })],
  ["sparse", member("holes", { type: "S" })],
  ["sparse", Buffer.concat([member("x", { type: "x", text: "22 GNU.sparse.major=1\n" }), member("holes")])],
  [
    "outside",
    Buffer.concat([member("x", { type: "x", text: "18 path=../escaped\n".replace("18", "19") }), member("safe")]),
  ],
  ["outside", Buffer.concat([member("x", { type: "L", text: "../escaped" }), member("safe")])],
  ["absolute", Buffer.concat([member("x", { type: "L", text: "/escaped" }), member("safe")])],
  ["too-large", member("huge", { size: 2 ** 32 - 1 })],
  ["too-large", Buffer.concat([member("x", { type: "x", text: "21 size=999999999999\n" }), member("huge")])],
  ["too-large", member("x", { type: "L", size: 2 ** 20 })],
  ["twice", Buffer.concat([member("first", { text: "a" }), member("./first", { text: "b" })])],
  ["not-tar", Buffer.concat([Buffer.from("<!doctype html>"), Buffer.alloc(1000, 32)])],
  ["cut-off", member("half", { text: "x".repeat(600) }).subarray(0, 900)],
  ["cut-off", gzipSync(member("half", { text: "x".repeat(60_000) })).subarray(0, 60)],
])("%s: refused, and nothing is left of what came before it", async (why, bad) => {
  const isCompressed = bad[0] === 0x1f
  const good = member("bin/before", { text: "x" })
  const { result, left } = await unpacked(
    isCompressed ? bad : why === "not-tar" ? bad : Buffer.concat([good, bad, ...(why === "cut-off" ? [] : [end])]),
  )

  expect(result).toMatchObject({ ok: false, refusal: { why } })
  expect(left).toEqual([])
  expect(existsSync(directory.at("escaped"))).toBe(false)
})

test("more members, or more of all together, than a release has are refused", async () => {
  const three = Buffer.concat([..."abc"].map((name) => member(name, { text: "12345" })).concat(end))

  expect((await unpacked(three, { ...usualLimits, members: 2 })).result).toMatchObject({ refusal: { why: "too-many" } })
  expect((await unpacked(three, { ...usualLimits, totalBytes: 14 })).result).toMatchObject({
    refusal: { why: "too-large" },
  })
  expect((await unpacked(three, { members: 3, totalBytes: 15, memberBytes: 5 })).result).toMatchObject({ ok: true })
})

test("headers without anything behind them are not read for ever", async () => {
  const directories = Buffer.concat([...Array.from({ length: 50 }, (_, at) => member(`d${at}/`, { type: "5" })), end])

  expect((await unpacked(directories, { ...usualLimits, members: 2 })).result).toMatchObject({
    refusal: { why: "too-many" },
  })
  expect((await unpacked(directories)).result).toEqual({ ok: true, files: [] })
})

test("what an archive says about setuid and writable programs is not taken over", async () => {
  const { to } = await unpacked(Buffer.concat([member("program", { text: "x", mode: "0006777" }), end]))

  expect(statSync(join(to, "program")).mode & 0o7777).toBe(0o755)
})

test("a link that stands where a member goes is not followed", async () => {
  const [file, to] = [directory.at("onto-link"), directory.at("to-link")]
  writeFileSync(file, Buffer.concat([member("program", { text: "x" }), end]))
  mkdirSync(to)
  symlinkSync(directory.at("victim"), join(to, "program"))

  expect(await unpack(file, (name) => join(to, name))).toMatchObject({ ok: false })
  expect(existsSync(directory.at("victim"))).toBe(false)
})
