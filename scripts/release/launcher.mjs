// Compiles scripts/release/launcher for an architecture: the launcher and its audit library, a few kilobytes each. Neither needs
// a C library. The launcher must have nothing to relocate, because nobody would relocate it; that is checked here.
import { mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"

/** Names of Debian's compilers; the one for this machine exists under its full name, too. */
const toolPrefixes = { x64: "x86_64-linux-gnu-", arm64: "aarch64-linux-gnu-" }

const flags = [
  ...["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fvisibility=hidden"],
  // These would need a C library, or tables that nobody reads.
  ...["-fno-stack-protector", "-fno-tree-loop-distribute-patterns", "-fno-asynchronous-unwind-tables"],
  ...["-nostdlib", "-s", "-Wl,--gc-sections,--build-id=none"],
]

const auditLibrary = "audit-library.c"

/** Bytes of {launcher, auditLibrary} for `architecture` ("x64", "arm64"). `work` is a folder for the compiler. */
export function compileLauncher(root, architecture, work) {
  const folder = join(root, "scripts", "release", "launcher")
  mkdirSync(work, { recursive: true })
  const tool = (name, args) => run(`${toolPrefixes[architecture]}${name}`, args, { cwd: folder })
  // Relative names, so that messages and bytes do not depend on where the checkout lies.
  const sources = readdirSync(folder).filter((name) => /\.[cS]$/.test(name) && name !== auditLibrary)

  const launcher = join(work, `launcher-${architecture}`)
  tool("gcc", [...flags, "-fPIE", "-static-pie", "-o", launcher, ...sources.sort()])
  const relocations = tool("readelf", ["-rW", launcher])
  if (!relocations.includes("no relocations")) throw new Error(`the launcher has relocations:\n${relocations}`)

  const library = join(work, `audit-library-${architecture}`)
  tool("gcc", [...flags, "-fPIC", "-shared", "-o", library, auditLibrary])
  return { launcher: readFileSync(launcher), auditLibrary: readFileSync(library) }
}
