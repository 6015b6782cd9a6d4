// `npm run findings`: prints the sentences of every finding in one run, from example evidence, so that a person can read
// them through. `--markdown` prints them as the page dist/findings.md, `--table` as the README's short table.
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { bunOf, installDependencies } from "./dependencies.mjs"

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")

installDependencies(root)
const { status } = spawnSync(bunOf(root), ["scripts/findings.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
})
process.exit(status ?? 1)
