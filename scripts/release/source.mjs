// What is being built: version and commit of the checkout. Works outside git as well (a source archive).
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/**
 * Version, Bun's version, commit, and `epoch`: seconds since 1970 of the commit, for everything in the downloads that
 * carries a time (https://reproducible-builds.org/specs/source-date-epoch/).
 */
export function readSource(root) {
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  return { version, bun: devDependencies.bun, ...readCommit(root) }
}

function readCommit(root) {
  // An archive unpacked below some other repository must not take that repository's commit.
  const isOurs = git(root, "rev-parse", "--show-prefix") === ""
  const head = isOurs ? git(root, "log", "-1", "--format=%H %ct") : null
  const given = process.env["SOURCE_DATE_EPOCH"]
  if (head === null) return { commit: "unknown", epoch: Number(given ?? 0) }
  const [commit, time] = head.split(" ")
  const isDirty = git(root, "status", "--porcelain") !== ""
  return { commit: isDirty ? `${commit}-dirty` : commit, epoch: Number(given ?? time) }
}

function git(root, ...args) {
  // The checkout may belong to another user than the one who builds, as it does in containers.
  const result = spawnSync("git", ["-c", "safe.directory=*", "-C", root, ...args], { encoding: "utf8" })
  return result.status === 0 ? result.stdout.trim() : null
}
