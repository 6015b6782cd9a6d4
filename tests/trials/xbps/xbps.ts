// One more package manager, for the trial beside this folder: it is copied to src/packages/xbps.ts of a copy of the tree.
// It does as pacman does, but on another node and with another question.
import type { PackageManager } from "./package-manager.ts"
import { pacman } from "./pacman.ts"

const timeoutSeconds = 60

export const xbps: PackageManager = {
  ...pacman,
  id: "xbps",
  recognise: (machine) => machine.resolve("/usr/bin/xbps-install") !== undefined,
  async offers(machine, name) {
    const argv = ["xbps-query", "--repository", "--property", "pkgver", name]
    const ran = await machine.run({ argv, timeoutSeconds })
    return ran.state === "ran" && ran.exitCode === 0 ? [{ version: ran.stdout.trim(), origin: "" }] : []
  },
}
