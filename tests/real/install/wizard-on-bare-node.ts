// The wizard on a real Debian trixie without a runtime, in this terminal, for the cast of that way
// (scripts/terminal/casts.ts). Arguments are the wizard's. What the bench says goes to standard error. The node is thrown
// away when the wizard ends.

import { needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { whyNot } from "../support/requirements.ts"
import { addRepository, containerdPackages, localRepository } from "./local-repository.ts"

const reason = whyNot({ programs: [...needsOfNodes.programs, "nsenter"] })
if (reason !== undefined) {
  process.stderr.write(`This machine cannot run nodes: ${reason}\n`)
  process.exit(3)
}
const repository = await localRepository("trixie", containerdPackages)
const bare = await node("trixie-bare", { way: "container", tools: [program, repository] })
try {
  await bare.mustRun(": >/etc/apt/sources.list")
  await addRepository(bare)
  if (bare.enter === undefined) throw new Error("nobody can enter the node")
  const wizard = Bun.spawn([...bare.enter(), "criadm", ...process.argv.slice(2)], {
    stdin: "inherit",
    stdout: "inherit",
    stderr: "ignore",
    env: { ...process.env, PATH: "/usr/sbin:/usr/bin:/sbin:/bin:/opt/bench", HOME: "/root" },
  })
  process.exitCode = await wizard.exited
} finally {
  await bare.stop()
}
process.exit()
