// A shell on a real node with criadm in its PATH, for trying things out: `npm run node -- trixie`. The node is a machine
// resumed from a snapshot, or with CRIADM_NODE_WAY=container a container; it is thrown away when the shell ends.
import { readdirSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { whyNot } from "../support/requirements.ts"
import { type Kind, type Node, needsOfNodes, node } from "./nodes.ts"

const kinds = readdirSync(join(import.meta.dir, "../bench", "kinds"))
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

const asContainer = process.env["CRIADM_NODE_WAY"] === "container"
say(`starting a node of the kind ${kind}; the first time this takes a minute or two`)
const started = await node(kind as Kind, { way: asContainer ? "container" : "snapshot", tools: [program] })
say("the node is up; `exit` ends it, and everything on it is gone then")
try {
  await (started.enter === undefined ? shellOnMachine(started) : shellInContainer(started.enter()))
} catch (error) {
  // As when it was told to reboot.
  say(error instanceof Error ? error.message : String(error))
} finally {
  await started.stop()
}
process.exit(0)

async function shellInContainer(enter: readonly string[]): Promise<void> {
  const shell = Bun.spawn([...enter, "bash", "--login"], { stdin: "inherit", stdout: "inherit", stderr: "inherit" })
  await shell.exited
}

/** On the machine's second serial line, with the bytes of this terminal as they come. */
async function shellOnMachine(machine: Node): Promise<void> {
  const line = connect({ path: machine.serialLine ?? "" })
  const { stdin, stdout } = process
  if (stdin.isTTY) stdin.setRawMode(true)
  line.pipe(stdout)
  // Nobody reads that line before the shell does: what comes earlier would be lost.
  line.once("data", () => stdin.pipe(line))
  const size = `rows ${stdout.rows ?? 24} cols ${stdout.columns ?? 80}`
  const shell = `TERM=${process.env["TERM"] ?? "dumb"} setsid --ctty --wait sh -c 'stty sane ${size}; exec bash --login'`
  try {
    await machine.run(`${shell} </dev/ttyS1 >/dev/ttyS1 2>&1`, { timeoutSeconds: 24 * 3600 })
  } finally {
    if (stdin.isTTY) stdin.setRawMode(false)
  }
}
