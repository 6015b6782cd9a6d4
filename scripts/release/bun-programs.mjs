// Bun for other machines, from the npm packages that package-lock.json names with their checksums. npm leaves them out
// of node_modules because they are for other machines, so they are fetched into a cache and checked here.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Path of the Bun executable of `target` (a row of targets.mjs). `cache` is a folder for downloads. */
export function fetchBun(root, cache, target) {
  const program = target.form === "windows" ? "bin/bun.exe" : "bin/bun"
  const installed = join(root, "node_modules", target.bunPackage, program)
  if (existsSync(installed)) return installed

  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  const { version, integrity } = lock.packages[`node_modules/${target.bunPackage}`]
  const archive = join(cache, `${target.bunPackage.replace("@", "").replace("/", "-")}-${version}.tgz`)
  mkdirSync(cache, { recursive: true })
  if (!isIntact(archive, integrity)) {
    console.log(`build: fetching ${target.bunPackage} ${version}`)
    run("npm", ["pack", "--silent", `${target.bunPackage}@${version}`, "--pack-destination", cache], root)
    if (!isIntact(archive, integrity)) throw new Error(`${archive} is not what package-lock.json says`)
  }
  const folder = join(cache, "unpacked", `${target.bunTarget}-${version}`)
  mkdirSync(folder, { recursive: true })
  run("tar", ["-xzf", archive, "-C", folder, `package/${program}`], root)
  return join(folder, "package", program)
}

function isIntact(archive, integrity) {
  if (!existsSync(archive)) return false
  const [algorithm, expected] = integrity.split(/-(.*)/s)
  return createHash(algorithm).update(readFileSync(archive)).digest("base64") === expected
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: "utf8" })
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${result.error ?? result.stderr}`)
}
