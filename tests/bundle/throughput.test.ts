// What checking and unpacking an archive costs, against sha256sum and tar on the same file in the same run.
import { expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { sha256Of } from "../../src/machine/archives/digest.ts"
import { unpack } from "../../src/machine/archives/unpack.ts"
import { temporaryDirectory } from "../machine/temporary-directory.ts"

const directory = temporaryDirectory()

/** Of programs: this one's own bytes, which compress as programs do. */
function archiveOfPrograms(): string {
  const from = directory.at("programs")
  mkdirSync(from)
  const program = readFileSync(process.execPath).subarray(0, 24 * 2 ** 20)
  for (const name of ["first", "second"]) writeFileSync(join(from, name), program)
  const archive = directory.at("programs.tar.gz")
  spawnSync("tar", ["-cf", archive, "-I", "gzip -1", "-C", from, "."])
  return archive
}

test("at most one and a half times as much as sha256sum and tar, and memory for a piece of it only", async () => {
  const archive = archiveOfPrograms()
  const theirs = directory.at("theirs")
  const ours = directory.at("ours")
  const measure = async (work: () => unknown): Promise<number> => {
    const began = process.hrtime.bigint()
    await work()
    return Number(process.hrtime.bigint() - began)
  }
  const ratios: number[] = []
  for (let attempt = 0; attempt < 3; attempt += 1) {
    for (const one of [theirs, ours]) rmSync(one, { recursive: true, force: true })
    mkdirSync(theirs)
    const theirTime = await measure(() => {
      spawnSync("sha256sum", [archive])
      spawnSync("tar", ["-xzf", archive, "-C", theirs])
    })
    const before = process.memoryUsage.rss()
    const ourTime = await measure(async () => {
      sha256Of(archive)
      await unpack(archive, (member) => join(ours, member))
    })
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20)
    ratios.push(ourTime / theirTime)
  }
  console.log(`unpack against sha256sum and tar: ${ratios.map((one) => one.toFixed(2)).join(", ")} times as long`)
  expect(readFileSync(join(ours, "first")).equals(readFileSync(join(theirs, "first")))).toBe(true)
  expect(Math.min(...ratios)).toBeLessThan(1.5)
})
