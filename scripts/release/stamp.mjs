// Builds nothing twice: what was built is noted with a stamp of everything it was built from.
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** What the compiled program depends on, beside `source` (readSource): the commit is part of it, because it is told. */
const compiling = [
  "package-lock.json",
  "tsconfig.json",
  "scripts/release/compile.ts",
  "scripts/release/own-environment.ts",
  "scripts/release/bundle-plugins.ts",
  "scripts/release/compile.mjs",
]

/** A stamp of the sources, and of the files below `moreFolders`. */
export function stampOf(root, source, moreFolders = []) {
  const hash = createHash("sha256").update(JSON.stringify(source))
  const files = [...compiling, ...["src", ...moreFolders].flatMap((folder) => filesBelow(root, folder))]
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return `${hash.digest("hex")}\n`
}

/** Whether dist/`file` is there and was built from what `stamp` stands for; says so if it is. */
export function isUpToDate(root, file, stamp) {
  const note = noteOf(root, file)
  const is = existsSync(join(root, "dist", file)) && existsSync(note) && readFileSync(note, "utf8") === stamp
  if (is) console.log(`build: dist/${file} is up to date`)
  return is
}

/** Notes that dist/`file` was built from what `stamp` stands for; `began` is Date.now() at the start. */
export function noteBuilt(root, file, stamp, began) {
  writeFileSync(noteOf(root, file), stamp)
  console.log(`build: dist/${file} in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

function noteOf(root, file) {
  return join(root, "dist", `.stamp-${file}`)
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(root, path) : [path]
    })
}
