// Completions and the man page, as the program itself prints them from the definitions of its flags, and the pages of
// all findings, from the same catalogue that `criadm check` speaks from.
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { bunOf } from "../dependencies.mjs"

const documents = [
  { args: ["completion", "bash"], file: "completions/criadm.bash" },
  { args: ["completion", "zsh"], file: "completions/_criadm" },
  { args: ["completion", "fish"], file: "completions/criadm.fish" },
  { args: ["man"], file: "criadm.8" },
]

/** Writes them to `dist` by running `program`, an executable for this machine. `root` is the checkout. */
export function writeDocuments(root, program, dist, source) {
  for (const { args, file } of documents) {
    // The date in a man page must be the commit's, not today's.
    const env = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", SOURCE_DATE_EPOCH: String(source.epoch) }
    const result = spawnSync(program, args, { encoding: "utf8", env })
    if (result.status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${result.stderr}`)
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    writeFileSync(join(dist, file), result.stdout)
  }
  const pages = spawnSync(bunOf(root), ["scripts/findings.ts", "--markdown"], { cwd: root, encoding: "utf8" })
  if (pages.status !== 0) throw new Error(`the pages of findings failed: ${pages.stderr}`)
  writeFileSync(join(dist, "findings.md"), pages.stdout)
}
