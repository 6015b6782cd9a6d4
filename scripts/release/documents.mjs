// Completions and the man page, as the program itself prints them from the definitions of its flags.
import { spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const documents = [
  { args: ["completion", "bash"], file: "completions/criadm.bash" },
  { args: ["completion", "zsh"], file: "completions/_criadm" },
  { args: ["completion", "fish"], file: "completions/criadm.fish" },
  { args: ["man"], file: "criadm.8" },
]

/** Writes them to `dist` by running `program`, an executable for this machine. */
export function writeDocuments(program, dist, source) {
  for (const { args, file } of documents) {
    // The date in a man page must be the commit's, not today's.
    const env = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", SOURCE_DATE_EPOCH: String(source.epoch) }
    const result = spawnSync(program, args, { encoding: "utf8", env })
    if (result.status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${result.stderr}`)
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    writeFileSync(join(dist, file), result.stdout)
  }
}
