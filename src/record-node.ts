// `criadm record DIRECTORY NAME [ROOT PLATFORM [RELEASE]]`: writes down this node, or the one whose files lie below ROOT,
// for the tests: everything that was asked and answered, and the facts, findings and plan that followed. Started by
// scripts/record-node; no command for people.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { criadmOn } from "./criadm/criadm.ts"
import { linuxMachine } from "./machine/linux.ts"
import { recording } from "./machine/recording.ts"
import { build } from "./model/build.ts"

/** A node whose files lie below a directory, as --root, --platform and --runtime-version say it. */
interface TreeToRecord {
  readonly root: string
  readonly platform: "linux" | "windows"
  readonly statedVersion: string | undefined
}

export function treeOf([root = "/", platform, statedVersion]: readonly string[]): TreeToRecord {
  return { root, platform: platform === "windows" ? "windows" : "linux", statedVersion }
}

export async function recordNode(directory: string, name: string, tree: TreeToRecord | undefined): Promise<void> {
  const { root, platform, statedVersion } = tree ?? treeOf([])
  const real = linuxMachine({ root, platform })
  const recorded = recording(real)
  const options = { statedVersion, timeoutSeconds: 60, criadmVersion: build.version, criadmCommand: ["criadm"] }
  const criadm = criadmOn({ ...real, ...recorded }, linuxMachine({ root: "/" }), options)
  const node = await criadm.detect()
  const plan = criadm.plan(node, criadm.resolve(node, { values: {}, chosenBy: {} }))
  recorded.save(directory, {
    name,
    recorded: {
      when: new Date(real.now()).toISOString().slice(0, 10),
      how: tree === undefined ? "scripts/record-node" : "scripts/record-node, through --root; README.md says of what",
      criadm: build.version,
    },
    ...(statedVersion === undefined ? {} : { statedVersion }),
  })
  const expected = join(directory, "expected")
  mkdirSync(expected, { recursive: true })
  const write = (file: string, value: unknown) =>
    writeFileSync(join(expected, file), `${JSON.stringify(value, undefined, 2)}\n`)
  write("facts.json", node)
  write("findings.json", criadm.findings(node))
  write("plan.json", plan.ok ? plan.plan : plan.refusals)
}
