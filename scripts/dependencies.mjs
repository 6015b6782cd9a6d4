// Sees to it that node_modules is what package-lock.json says, and asks npm only when it is not.
// It compares with npm's own record of what it installed, so a tree installed by hand counts as well.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Installs what is missing or outdated below `root`. Throws with npm's exit status when npm fails. */
export function installDependencies(root) {
  if (!isInstalled(root)) {
    console.log("build: installing dependencies (npm ci)")
    // A lock file that does not fit package.json ends it here: what was tested is what the lock file says.
    // Packages that ask for a newer Node are run by Bun; a warning for each would hide what matters.
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], root)
  }
  // npm 12 does not run install scripts unless allowed, and `--ignore-scripts` never; Bun can be repaired afterwards.
  if (!runs(bunOf(root), ["--version"], root, "ignore")) run(process.execPath, ["node_modules/bun/install.js"], root)
}

/** Path of the Bun that the lock file names. */
export function bunOf(root) {
  return join(root, "node_modules", ".bin", "bun")
}

function isInstalled(root) {
  // npm 7 and later: docs.npmjs.com, package-lock.json, "Hidden Lockfiles".
  const record = join(root, "node_modules", ".package-lock.json")
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, "utf8")).packages
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || installed[path]?.version === version || (optional && !installed[path]),
  )
}

/** @param {import("node:child_process").StdioOptions} stdio */
function runs(command, args, cwd, stdio = "inherit") {
  return spawnSync(command, args, { cwd, stdio }).status === 0
}

function run(command, args, cwd) {
  if (!runs(command, args, cwd)) throw new Error(`${command} ${args.join(" ")} failed`)
}
