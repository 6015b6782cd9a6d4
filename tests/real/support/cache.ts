// Where the tests against real programs keep what takes long to make (unpacked packages, images of nodes, snapshots),
// and what they use for a moment. Everything in it can be deleted at any time; the next run makes it again.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"

/** $CRIADM_TEST_CACHE, else ~/.cache/criadm-tests. */
export const cacheDirectory = process.env["CRIADM_TEST_CACHE"] ?? join(homedir(), ".cache", "criadm-tests")

/** A new directory for this process; what processes left behind that were killed is removed first. */
export function momentaryDirectory(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true })
  for (const entry of readdirSync(parent)) {
    const owner = /^(\d+)\./.exec(entry)?.[1]
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      rmSync(join(parent, entry), { recursive: true, force: true })
  }
  return mkdtempSync(join(parent, `${process.pid}.${name}-`))
}

/** Put before a command: it is killed when the process that starts it dies, however that dies (prctl(2), PDEATHSIG). */
export const diesWithUs = ["setpriv", "--pdeathsig", "KILL"]

/** Progress on standard error, so that a long first run does not look like a hang. */
export function say(sentence: string): void {
  process.stderr.write(`tests/real: ${sentence}\n`)
}
