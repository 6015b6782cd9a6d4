// The power is cut at random instants of an apply, on a disk that has then only what reached it. After power is back,
// the next run leaves the old node or the new one, byte for byte.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describeTree } from "../../apply/support/describe-tree.ts"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import { debianFiles } from "../../binary/program.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { type Finished, run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { type CutDisk, cutDisk, needsOfCutDisks } from "./cut-disk.ts"

setDefaultTimeout(15 * 60 * 1000)

/** Instants tried; more by CRIADM_POWER_CUTS_LOOP. */
const instants = Number(process.env["CRIADM_POWER_CUTS_LOOP"] ?? 50)
const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)

const release = ["--runtime-version", "1.7.24"]
const mirrors = ["docker.io", "quay.io", "ghcr.io"].flatMap((host) => [
  "--registry-mirror",
  `${host}=https://mirror.example/${host}`,
])
const image = "registry.k8s.io/pause:3.10.2"
const answers = [...release, "--cgroup-driver", "systemd", "--sandbox-image", image, ...mirrors]
const unchanged = [...release, "--cgroup-driver", "cgroupfs", "--sandbox-image", "keep", "--no-ip-forward"]

describeReal("a node whose power fails at a random instant", needsOfCutDisks, () => {
  let disk: CutDisk
  beforeAll(async () => {
    disk = await cutDisk(96)
    for (const [path, text] of Object.entries(debianFiles)) {
      mkdirSync(dirname(join(disk.seen, path)), { recursive: true })
      writeFileSync(join(disk.seen, path), text)
    }
    await disk.keep()
  })
  afterAll(async () => await disk?.remove())

  const criadm = (command: string, ...args: readonly string[]): Promise<Finished> =>
    run([...disk.enter, program, command, "--root", disk.path, ...args])

  test("has lost what was not synced, and nothing else", async () => {
    await disk.beginAgain()
    writeFileSync(join(disk.seen, "synced"), "all of it")
    sync(join(disk.seen, "synced"))
    sync(disk.seen)
    writeFileSync(join(disk.seen, "written"), "not synced")
    writeFileSync(join(disk.seen, "synced"), "all of it, and more")

    await disk.cut()
    await disk.powerOn()

    expect(readFileSync(join(disk.seen, "synced"), "utf8")).toBe("all of it")
    const written = join(disk.seen, "written")
    expect(existsSync(written) ? readFileSync(written, "utf8") : "").toBe("")
  })

  test("is the old node or the new one after the next run", async () => {
    say(`${instants} instants, CRIADM_SEED=${seed}`)
    await disk.beginAgain()
    const old = describeTree(disk.seen)
    const nothing = join(disk.path, "../nothing.plan")
    // 6: the configuration stays as it is, and check fails about forwarding.
    expect([0, 6]).toContain((await criadm("plan", ...unchanged, "--out", nothing)).exitCode)
    const { milliseconds } = await timedApply()
    const young = describeTree(disk.seen)
    expect(young).not.toBe(old)
    const tally = newTally()
    let unfinished = 0

    for (; tally.points < instants; tally.points += 1) {
      await disk.beginAgain()
      const after = Math.floor(shareOf(tally.points) * milliseconds)
      await timedApply(after)
      await disk.powerOn()

      const checked = await criadm("check", ...release)
      expect([0, 6]).toContain(checked.exitCode)
      if (!wasEnded(await criadm("history", "-o", "json"))) unfinished += 1
      const next = await criadm("apply", "--yes", nothing)

      const now = describeTree(disk.seen)
      const what = `cut ${after} ms after the first write, of ${milliseconds}: ${next.stdout}${next.stderr}`
      count(tally, now === old ? "old" : now === young ? "new" : "lost", what)
      expect(wasEnded(await criadm("history", "-o", "json"))).toBe(true)
    }
    printTally(`power cuts, ${unfinished} of them within a run`, 1, 1, tally)
    expect(tally.lost).toEqual([])
    expect(unfinished).toBeGreaterThan(0)
  })

  /** How long an apply writes; it is cut after so many milliseconds of that. */
  async function timedApply(cutAfter?: number): Promise<{ readonly milliseconds: number }> {
    const argv = [...disk.enter, program, "apply", "--yes", "--root", disk.path, ...answers]
    const child = Bun.spawn(argv, { stdin: "ignore", stdout: "ignore", stderr: "ignore" })
    const state = join(disk.seen, "var/lib/criadm")
    while (!existsSync(state) && child.exitCode === null) await Bun.sleep(1)
    const began = performance.now()
    if (cutAfter !== undefined) {
      await Bun.sleep(cutAfter)
      await disk.cut()
    }
    expect(await child.exited).toBe(0)
    return { milliseconds: performance.now() - began }
  }
})

/** From 0 to 1, the same for the same seed. */
function shareOf(index: number): number {
  return Bun.hash.crc32(`${seed} ${index}`) / 2 ** 32
}

function wasEnded({ stdout }: Finished): boolean {
  return !stdout.includes("unfinished")
}

function sync(path: string): void {
  const descriptor = openSync(path, "r")
  fsyncSync(descriptor)
  closeSync(descriptor)
}
