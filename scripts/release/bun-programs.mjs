// Bun for other machines, from the npm packages that package-lock.json names with their checksums. npm leaves them out
// of node_modules because they are for other machines, so they are fetched into a cache and checked here.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"

/** Path of the Bun executable of `target` (a row of targets.mjs). `cache` is a folder for downloads. */
export function fetchBun(root, cache, target) {
  const program = target.form === "windows" ? "bin/bun.exe" : "bin/bun"
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  const { version, integrity } = lock.packages[`node_modules/${target.bunPackage}`]
  const archive = join(cache, `${target.bunPackage.replace("@", "").replace("/", "-")}-${version}.tgz`)
  mkdirSync(cache, { recursive: true })
  if (!isIntact(archive, integrity)) {
    console.log(`build: fetching ${target.bunPackage} ${version}`)
    run("npm", ["pack", "--silent", `${target.bunPackage}@${version}`, "--pack-destination", cache], { cwd: root })
    if (!isIntact(archive, integrity)) throw new Error(`${archive} is not what package-lock.json says`)
  }
  const folder = join(cache, "unpacked", `${target.bunTarget}-${version}`)
  mkdirSync(folder, { recursive: true })
  run("tar", ["-xzf", archive, "-C", folder, `package/${program}`])
  return join(folder, "package", program)
}

function isIntact(archive, integrity) {
  if (!existsSync(archive)) return false
  const [algorithm, expected] = integrity.split(/-(.*)/s)
  return createHash(algorithm).update(readFileSync(archive)).digest("base64") === expected
}
