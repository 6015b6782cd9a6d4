// Records nodes for tests/nodes: boots each kind, or prepares a container, or lays a tree; lets criadm write the node down
// there, and brings the record here. Started by scripts/record-node.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { momentaryDirectory, say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { mustRun } from "../support/programs.ts"
import { makeStandIn } from "./docker-with-cri-dockerd.ts"
import { type Kind, type Node, node } from "./nodes.ts"
import { layTree, type PreparedNode, preparedNodes, sourceOf, type Tree, trees } from "./prepared-nodes.ts"

/** The root that a recorded tree says it has, on whatever machine it was recorded. */
const treeRoot = "/tmp/criadm-recorded-tree"

/** A container has its host's kernel, which is no node's: what is asked about it is answered for the image's own. */
const withOwnKernel = `
config=$(ls /boot/config-* | tail -1)
echo "\${config#/boot/config-}" >/proc/sys/kernel/osrelease
gzip -nc "$config" >/run/config.gz
touch /proc/config.gz 2>/dev/null && mount --bind /run/config.gz /proc/config.gz || :
`

const kinds = readdirSync(join(import.meta.dir, "../bench", "kinds"))
const names = [...new Set([...kinds, ...Object.keys(preparedNodes), ...Object.keys(trees)])]
const asked = process.argv.slice(2)
const chosen = asked.includes("all") ? names : asked
const unknown = chosen.filter((name) => !names.includes(name))
if (chosen.length === 0 || unknown.length > 0) {
  process.stderr.write(`usage: scripts/record-node NAME... | all\nnames: ${names.join(" ")}\n`)
  process.exit(2)
}

for (const name of chosen) {
  say(`recording ${name}`)
  const tree = trees[name]
  const prepared = preparedNodes[name]
  if (tree !== undefined) await recordTree(name, tree)
  else if (prepared !== undefined) await recordPrepared(name, prepared)
  else await recordFrom(name, await node(name as Kind, { way: "boot", tools: [program], processors: 2 }))
  say(`${name}: tests/nodes/${name}`)
}
process.exit(0)

function emptied(name: string): string {
  const directory = join(import.meta.dir, "../../nodes", name)
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  return directory
}

async function recordFrom(name: string, live: Node): Promise<void> {
  try {
    const packed = await live.mustRun(`criadm record /tmp/record ${name} && tar -C /tmp/record -cz . | base64`, {
      timeoutSeconds: 300,
    })
    const scratch = momentaryDirectory("/tmp", "record")
    writeFileSync(join(scratch, "record.tar.gz"), Buffer.from(packed, "base64"))
    await mustRun(["tar", "-C", emptied(name), "--no-same-owner", "-xzf", join(scratch, "record.tar.gz")])
    rmSync(scratch, { recursive: true })
  } finally {
    await live.stop()
  }
}

async function recordPrepared(name: string, { kind, cgroups, readme, prepare }: PreparedNode): Promise<void> {
  if (cgroups === "as-host") process.env["CRIADM_BENCH_CGROUPS"] = "host"
  else delete process.env["CRIADM_BENCH_CGROUPS"]
  const live = await node(kind, { way: "container", tools: [program, await makeStandIn()] })
  await prepare(live)
  await live.mustRun(withOwnKernel)
  await recordFrom(name, live)
  // Where the container's own layer lies on this machine.
  await mustRun(
    ["sh", "-c", `sed -i 's/lowerdir=[^ ]*/lowerdir=image/' tests/nodes/${name}/files/proc/*/mounts || :`],
    {
      directory: join(import.meta.dir, "../../.."),
    },
  )
  writeFileSync(join(import.meta.dir, "../../nodes", name, "README.md"), readme)
}

async function recordTree(name: string, tree: Tree): Promise<void> {
  rmSync(treeRoot, { recursive: true, force: true })
  try {
    await layTree(name, tree, treeRoot)
    const directory = emptied(name)
    const release = tree.release === undefined ? [] : ["--runtime-version", tree.release]
    await mustRun([program, "record", directory, name, "--root", treeRoot, "--platform", tree.platform, ...release])
    cpSync(join(sourceOf(name), "README.md"), join(directory, "README.md"))
  } finally {
    rmSync(treeRoot, { recursive: true, force: true })
  }
}
