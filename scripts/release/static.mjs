// The static executable of one architecture: Bun's program compiled for it, with launcher and C library around it.
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { compile } from "./compile.mjs"
import { compileLauncher } from "./launcher.mjs"
import { pack } from "./pack.mjs"

/** Bytes: the largest page size that kernels of the architecture use. */
const pageSizes = { x64: 4096, arm64: 65536 }

/**
 * Writes the static executable to `outfile`. `target` is the glibc row of targets.mjs for this architecture, `bun` its
 * Bun, `cLibrary` the answer of fetchCLibrary, `work` a folder for what is made on the way.
 */
export function buildStatic({ root, source, target, bun, cLibrary, work, outfile }) {
  const architecture = target.name.replace("linux-", "")
  const program = join(work, `program-${architecture}`)
  compile(root, source, { ...target, form: "static" }, program, bun)
  const { launcher, auditLibrary } = compileLauncher(root, architecture, work)
  const executable = pack({
    launcher,
    loader: cLibrary.loader,
    program: { name: "criadm", bytes: readFileSync(program) },
    auditLibrary: { name: "criadm-audit.so", bytes: auditLibrary },
    libraries: cLibrary.libraries,
    pageSize: pageSizes[architecture],
  })
  writeFileSync(outfile, executable, { mode: 0o755 })
  rmSync(program)
}
