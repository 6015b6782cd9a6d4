// What enables a unit and outlives it: links below systemd's directory of the administrator, which a package manager that
// was killed may have made and not written down. See systemctl(1), enable.
import type { WritingMachine } from "../machine/writing.ts"

const directory = "/etc/systemd/system"

/** Takes away links under these units' names that lead to nothing any more. */
export async function forgetEnabled(machine: WritingMachine, units: readonly string[]): Promise<void> {
  const wants = (machine.list(directory) ?? []).filter((name) => /\.(?:wants|requires|upholds)$/.test(name))
  for (const place of [directory, ...wants.map((name) => `${directory}/${name}`)]) {
    for (const name of units) {
      const path = `${place}/${name}`
      const entry = machine.inspect(path)
      const leadsTo = machine.resolve(path)
      const isGone = leadsTo === undefined || machine.inspect(leadsTo) === undefined
      if (entry?.target !== undefined && isGone) await machine.act({ argv: ["rm", "-f", path], timeoutSeconds: 60 })
    }
  }
}
