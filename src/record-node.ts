// `criadm record DIRECTORY NAME`, with --root, --platform and --runtime-version as commands for people take them: writes
// down this node, or the one whose files lie below the root, for the tests: everything that was asked and answered, and
// the facts, findings and plan that followed. Started by scripts/record-node.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { RunCommand } from "./cli/commands/command.ts"
import { components } from "./criadm/all-components.ts"
import { criadmOn } from "./criadm/criadm.ts"
import { linuxMachine } from "./machine/linux.ts"
import { recording } from "./machine/recording.ts"
import { build } from "./model/build.ts"
import { exitCode } from "./model/exit-code.ts"

export const record: RunCommand = async (_face, { argument: directory = "", object: name = "node", flags }) => {
  const root = typeof flags.root === "string" ? flags.root : "/"
  const platform = flags.platform === "windows" ? "windows" : "linux"
  const release = flags["runtime-version"]
  const statedVersion = typeof release === "string" ? release : undefined
  const real = linuxMachine({ root, platform })
  const recorded = recording(real)
  const options = {
    statedVersion,
    timeoutSeconds: 60,
    criadmVersion: build.version,
    criadmCommand: ["criadm"],
    components,
  }
  const criadm = criadmOn({ ...real, ...recorded }, linuxMachine({ root: "/" }), options)
  const node = await criadm.detect()
  const plan = criadm.plan(node, criadm.resolve(node, { values: {}, chosenBy: {} }))
  recorded.save(directory, {
    name,
    recorded: {
      when: new Date(real.now()).toISOString().slice(0, 10),
      how:
        flags.root === undefined
          ? "scripts/record-node"
          : "scripts/record-node, through --root; README.md says of what",
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
  return exitCode.done
}
