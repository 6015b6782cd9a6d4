// `node scripts/build.mjs`: dist/criadm for this machine, in seconds, and only when something changed.
// `--all`: everything that is offered for download (scripts/release/). Needs Node 18 or later and npm, nothing else
// for this machine's own program; the downloads also need what scripts/install-build-requirements installs.
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { installDependencies } from "./dependencies.mjs"
import { compile } from "./release/compile.mjs"
import { readSource } from "./release/source.mjs"
import { nativeTarget } from "./release/targets.mjs"

/** The checkout this script lies in. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Brings dist/criadm up to date and returns its path. */
export function buildForThisMachine() {
  const program = join(root, "dist", "criadm")
  const stampFile = join(root, "dist", ".stamp")
  installDependencies(root)
  const source = readSource(root)
  const stamp = stampOf(source)
  if (existsSync(program) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) {
    console.log("build: dist/criadm is up to date")
    return program
  }
  const began = Date.now()
  compile(root, source, nativeTarget(), program)
  writeFileSync(stampFile, stamp)
  console.log(`build: dist/criadm in ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return program
}

// The commit is part of the stamp, because the program tells it.
function stampOf(source) {
  const hash = createHash("sha256").update(JSON.stringify(source))
  const compiling = ["package-lock.json", "scripts/compile.ts", "scripts/release/compile.mjs", "tsconfig.json"]
  for (const file of [...compiling, ...filesBelow("src")])
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return `${hash.digest("hex")}\n`
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}

async function main(args) {
  if (args.length === 0) return buildForThisMachine()
  if (args.length === 1 && args[0] === "--all") {
    installDependencies(root)
    const { buildDownloads } = await import("./release/downloads.mjs")
    return buildDownloads(root)
  }
  console.error("usage: scripts/build [--all]")
  process.exit(2)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    console.error(`build: ${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
}
