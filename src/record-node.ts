// `criadm record DIRECTORY NAME`: writes down this node, for the tests: everything that was asked and answered, and
// the facts, findings and plan that followed. Started by scripts/record-node; no command for people.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { criadmOn } from "./criadm.ts"
import { linuxMachine } from "./machine/linux.ts"
import { recording } from "./machine/recording.ts"
import { build } from "./model/build.ts"

export async function recordNode(directory: string, name: string): Promise<void> {
  const real = linuxMachine({ root: "/" })
  const recorded = recording(real)
  const options = {
    statedVersion: undefined,
    timeoutSeconds: 60,
    criadmVersion: build.version,
    criadmCommand: ["criadm"],
  }
  const criadm = criadmOn({ ...real, ...recorded }, real, options)
  const node = await criadm.detect()
  const plan = criadm.plan(node, criadm.resolve(node, { values: {}, chosenBy: {} }))
  recorded.save(directory, {
    name,
    recorded: {
      when: new Date(real.now()).toISOString().slice(0, 10),
      how: "scripts/record-node",
      criadm: build.version,
    },
  })
  const expected = join(directory, "expected")
  mkdirSync(expected, { recursive: true })
  const write = (file: string, value: unknown) =>
    writeFileSync(join(expected, file), `${JSON.stringify(value, undefined, 2)}\n`)
  write("facts.json", node)
  write("findings.json", criadm.findings(node))
  write("plan.json", plan.ok ? plan.plan : plan.refusals)
}
