// A shell on a real node with criadm in its PATH, for trying things out: `npm run node -- trixie`. The node is resumed
// from a snapshot and thrown away when the shell ends.
import { readdirSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { say } from "./cache.ts"
import { program } from "./criadm-program.ts"
import { type Kind, needsOfNodes, node } from "./nodes.ts"
import { whyNot } from "./requirements.ts"

const kinds = readdirSync(join(import.meta.dir, "bench", "kinds"))
const [kind] = process.argv.slice(2)
const reason = whyNot(needsOfNodes)
if (kind === undefined || !kinds.includes(kind)) {
  process.stderr.write(`usage: npm run node -- KIND\nkinds: ${kinds.join(" ")}\n`)
  process.exit(2)
}
if (reason !== undefined) {
  process.stderr.write(`This machine cannot run nodes: ${reason}\n`)
  process.exit(3)
}

say(`starting a node of the kind ${kind}; the first time this takes a minute or two`)
const started = await node(kind as Kind, { way: "snapshot", tools: [program] })
const line = connect({ path: started.serialLine ?? "" })
const { stdin, stdout } = process
say("the node is up; `exit` ends it, and everything on it is gone then")
if (stdin.isTTY) stdin.setRawMode(true)
line.pipe(stdout)
// Nobody reads that line before the shell does: what comes earlier would be lost.
line.once("data", () => stdin.pipe(line))
try {
  const shell = `stty sane rows ${stdout.rows ?? 24} cols ${stdout.columns ?? 80}; exec bash --login`
  const environment = `TERM=${process.env["TERM"] ?? "dumb"}`
  await started.run(`${environment} setsid --ctty --wait sh -c '${shell}' </dev/ttyS1 >/dev/ttyS1 2>&1`, {
    timeoutSeconds: 24 * 3600,
  })
} finally {
  if (stdin.isTTY) stdin.setRawMode(false)
  await started.stop()
}
process.exit(0)
