// scripts/fuzz TARGET [--minutes N] [--seed S] [--from TURN]: tries broken, hostile and odd texts on an editor (toml,
// yaml, json, key-values, unit-file) or whole nodes of them on detection, and prints what it found and the coverage.
// A turn that does not end is ended here, and its number printed; --from repeats a turn. Real files beside the checkout
// ($CRIADM_SHARED) are used where they are.
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { bunOf, installDependencies } from "./dependencies.mjs"

const targets = ["toml", "yaml", "json", "key-values", "unit-file", "detection"]
/** A turn takes milliseconds; on a busy machine, with everything counted, seconds. */
const longestTurnSeconds = 120

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "")
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    from: { type: "string", default: "0" },
  },
})
const [target] = positionals
if (positionals.length !== 1 || !targets.includes(target)) {
  console.error(`usage: scripts/fuzz ${targets.join("|")} [--minutes N] [--seed S] [--from TURN]`)
  process.exit(2)
}

installDependencies(root)
const work = mkdtempSync(join(tmpdir(), "criadm-fuzz-"))
process.on("exit", () => rmSync(work, { recursive: true, force: true }))
const turnFile = join(work, "turn")

console.log(`${target}: ${values.minutes} minutes from seed ${values.seed}`)
const child = spawn(bunOf(root), ["test", "--coverage", "--coverage-dir", work, "tests/fuzz/fuzz.test.ts"], {
  cwd: root,
  stdio: "inherit",
  env: {
    ...process.env,
    CRIADM_FUZZ_TARGET: target,
    CRIADM_FUZZ_MINUTES: values.minutes,
    CRIADM_FUZZ_SEED: values.seed,
    CRIADM_FUZZ_FROM: values.from,
    CRIADM_FUZZ_TURN_FILE: turnFile,
  },
})
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal))

let last = ""
const watch = setInterval(() => {
  let turn = ""
  try {
    turn = readFileSync(turnFile, "utf8").trim()
  } catch {
    // Not begun yet.
  }
  if (turn !== "" && turn === last) {
    console.log(`${target}: turn ${turn} of seed ${values.seed} does not end`)
    child.kill("SIGKILL")
  }
  last = turn
}, longestTurnSeconds * 1000)
child.on("exit", (code) => {
  clearInterval(watch)
  process.exitCode = code ?? 1
})
