// Calls scripts/release/compile.ts with the Bun of node_modules: one target in, one executable out, put in place whole.
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { bunOf } from "../dependencies.mjs"

/**
 * Compiles `entry` for `target` (a row of targets.mjs) to `outfile`. `executablePath` is the Bun to build on, null for
 * this machine's own.
 * @param {string | null} executablePath
 */
export function compile(root, source, target, outfile, executablePath = null, entry = "src/main.ts") {
  const { version, commit, bun } = source
  mkdirSync(dirname(outfile), { recursive: true })
  // Beside the destination, so that renaming is one step; a folder, because Bun also leaves the source maps there,
  // which it has put into the executable already.
  const half = mkdtempSync(join(dirname(outfile), ".half-"))
  const request = {
    entry,
    // Bun adds ".exe" where it is missing.
    outfile: join(half, target.form === "windows" ? "criadm.exe" : "criadm"),
    executablePath,
    bunTarget: target.bunTarget,
    // Bun for Windows is the largest; on a workstation the size of the download matters more than milliseconds.
    bytecode: target.form !== "windows",
    build: { version, commit, target: target.name, bun, form: target.form, signers: releaseSigners(root) },
  }
  try {
    // Run in the checkout with a relative entry, so that the program does not depend on where it was built.
    const args = ["--no-env-file", "scripts/release/compile.ts", JSON.stringify(request)]
    const result = spawnSync(bunOf(root), args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
    if (result.status !== 0) throw new Error(`compiling ${entry} for ${target.name} (${target.form}) failed`)
    renameSync(request.outfile, outfile)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}

/** Whoever signs releases: a file that the maintainers add. Without it a build knows nobody. */
function releaseSigners(root) {
  const file = join(root, "release-signers")
  return existsSync(file) ? readFileSync(file, "utf8") : ""
}
