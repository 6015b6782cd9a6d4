// Records real nodes for tests/nodes: boots each kind, lets criadm write the node down there, and brings the record
// here. Started by scripts/record-node.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { momentaryDirectory, say } from "./cache.ts"
import { program } from "./criadm-program.ts"
import { type Kind, node } from "./nodes.ts"
import { mustRun } from "./programs.ts"

const kinds = readdirSync(join(import.meta.dir, "bench", "kinds"))
const asked = process.argv.slice(2)
const chosen = asked.includes("all") ? kinds : asked
const unknown = chosen.filter((kind) => !kinds.includes(kind))
if (chosen.length === 0 || unknown.length > 0) {
  process.stderr.write(`usage: scripts/record-node KIND... | all\nkinds: ${kinds.join(" ")}\n`)
  process.exit(2)
}

for (const kind of chosen) {
  say(`recording ${kind}`)
  const live = await node(kind as Kind, { way: "boot", tools: [program] })
  try {
    const packed = await live.mustRun(`criadm record /tmp/record ${kind} && tar -C /tmp/record -cz . | base64`, {
      timeoutSeconds: 300,
    })
    const directory = join(import.meta.dir, "../nodes", kind)
    const scratch = momentaryDirectory("/tmp", "record")
    writeFileSync(join(scratch, "record.tar.gz"), Buffer.from(packed, "base64"))
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true })
    await mustRun(["tar", "-C", directory, "--no-same-owner", "-xzf", join(scratch, "record.tar.gz")])
    rmSync(scratch, { recursive: true })
    say(`${kind}: tests/nodes/${kind}`)
  } finally {
    await live.stop()
  }
}
process.exit(0)
