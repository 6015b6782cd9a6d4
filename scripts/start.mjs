// `npm start`: builds dist/criadm when sources changed and runs it. Without arguments: the whole job on a sample node
// in a temporary directory, as a wizard on a terminal and unattended elsewhere. `npm start -- plan ...` passes through.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { constants } from "node:os"
import { join } from "node:path"
import { buildForThisMachine, root } from "./build.mjs"

const given = process.argv.slice(2)
const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
if (!existsSync(join(root, "node_modules"))) {
  console.log("start: the first time takes about a minute: what package-lock.json says is installed below node_modules")
}
const program = buildForThisMachine()
const { status, signal, error } = spawnSync(
  program,
  given.length > 0 ? given : isTerminal ? ["demo"] : ["demo", "--yes"],
  {
    stdio: "inherit",
  },
)
if (error) console.error(`start: ${error.message}`)
process.exitCode = signal ? 128 + (constants.signals[signal] ?? 0) : (status ?? 1)
