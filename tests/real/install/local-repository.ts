// A package repository of a few of Debian's own packages, for nodes that have no network: a directory with the archives
// and their index, which a node's apt reads by a "file:" source. Kept in the cache.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { Node } from "../nodes/nodes.ts"
import { cacheDirectory, say } from "../support/cache.ts"
import { fetchPackages } from "../support/packages.ts"
import { mustRun } from "../support/programs.ts"

export const containerdPackages = ["containerd", "runc", "containernetworking-plugins"]

/** Has the packages of that suite and everything they depend on. The directory is named "repository". */
export async function localRepository(suite: string, packages: readonly string[]): Promise<string> {
  const kept = join(cacheDirectory, "repositories", `${suite}-${packages.join("-")}`)
  const repository = join(kept, "repository")
  if (existsSync(repository)) return repository
  say(`fetching ${packages.join(", ")} of Debian ${suite} as a repository`)
  const work = `${kept}.${process.pid}`
  try {
    const made = join(work, "repository")
    mkdirSync(made, { recursive: true })
    const paragraphs: string[] = []
    for (const archive of await fetchPackages({ suite, architecture: "amd64" }, packages, join(work, "apt"))) {
      const sum = (await mustRun(["sha256sum", archive])).split(" ")[0]
      const control = (await mustRun(["dpkg-deb", "--field", archive])).trimEnd()
      const size = statSync(archive).size
      paragraphs.push(`${control}\nFilename: ./${basename(archive)}\nSize: ${size}\nSHA256: ${sum}\n`)
      renameSync(archive, join(made, basename(archive)))
    }
    writeFileSync(join(made, "Packages"), paragraphs.join("\n"))
    mkdirSync(join(kept, ".."), { recursive: true })
    rmSync(join(work, "apt"), { recursive: true })
    if (!existsSync(kept)) renameSync(work, kept)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(`the repository has ${readdirSync(repository).length - 1} packages`)
  return repository
}

/** The only source of that node, which was started with the repository among its tools. */
export async function addRepository(node: Node): Promise<void> {
  await node.mustRun(": >/etc/apt/sources.list")
  await node.put("/etc/apt/sources.list.d/bench.list", "deb [trusted=yes] file:/opt/bench/repository ./\n")
  await node.mustRun("apt-get -qq update")
}
