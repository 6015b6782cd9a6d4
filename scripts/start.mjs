// `npm start`: builds dist/criadm when sources changed and runs it. Without arguments: the whole job on a sample node
// in a temporary directory, as a wizard on a terminal and unattended elsewhere. `npm start -- plan ...` passes through.
import { spawnSync } from "node:child_process"
import { constants } from "node:os"
import { buildForThisMachine } from "./build.mjs"

const given = process.argv.slice(2)
const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
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
