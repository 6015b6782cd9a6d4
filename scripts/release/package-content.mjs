// What a package puts on a node, and what it says of itself; the same for both kinds of package. The executable is the
// static form: it asks for no other package, and it must not be stripped, which would cut off what it carries.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { gzipSync } from "node:zlib"

export const summary = "Sets up a Kubernetes node's container runtime, and proves it"
export const description = `criadm finds out what a node is, says what keeps its container runtime from
working with the kubelet, plans the change as a diff, applies it, verifies it
with the running runtime, and puts everything back when that fails.`
/** Both kinds want a name. There is no address and no homepage that belongs to criadm, so none is claimed. */
export const maintainer = "The criadm authors"

/** The kinds differ only in where zsh looks for completions. */
const completionFolders = { deb: "usr/share/zsh/vendor-completions", rpm: "usr/share/zsh/site-functions" }

/** Lays the package's files out below `tree`; returns their paths, relative to it. `kind` is "deb" or "rpm". */
export function layOut(tree, { root, dist, architecture }, kind) {
  const copies = [
    { from: join(dist, `criadm-linux-${architecture}`), to: "usr/bin/criadm", mode: 0o755 },
    { from: join(dist, "completions/criadm.bash"), to: "usr/share/bash-completion/completions/criadm", mode: 0o644 },
    { from: join(dist, "completions/_criadm"), to: `${completionFolders[kind]}/_criadm`, mode: 0o644 },
    { from: join(dist, "completions/criadm.fish"), to: "usr/share/fish/vendor_completions.d/criadm.fish", mode: 0o644 },
    { from: join(dist, "THIRD-PARTY-LICENSES.txt"), to: "usr/share/doc/criadm/THIRD-PARTY-LICENSES.txt", mode: 0o644 },
    { from: join(dist, "criadm.cdx.json"), to: "usr/share/doc/criadm/criadm.cdx.json", mode: 0o644 },
    { from: join(root, "LICENSE"), to: "usr/share/doc/criadm/copyright", mode: 0o644 },
  ]
  for (const { from, to, mode } of copies) {
    makeFolder(tree, dirname(to))
    copyFileSync(from, join(tree, to))
    chmodSync(join(tree, to), mode)
  }
  const manual = "usr/share/man/man8/criadm.8.gz"
  makeFolder(tree, dirname(manual))
  writeFileSync(join(tree, manual), gzipSync(readFileSync(join(dist, "criadm.8"))), { mode: 0o644 })
  return [...copies.map(({ to }) => to), manual]
}

// Whatever the umask is.
function makeFolder(tree, folder) {
  if (folder === ".") return
  makeFolder(tree, dirname(folder))
  mkdirSync(join(tree, folder), { recursive: true })
  chmodSync(join(tree, folder), 0o755)
}
