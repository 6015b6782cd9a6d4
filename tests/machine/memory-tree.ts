// A file tree in memory with owners, modes, links and inode numbers, for machines that exist only in tests. Follows
// symbolic links by the same rules as the real machine. Knows nothing of faults, programs or sockets.
import { type Exposure, exposureAt } from "../../src/machine/exposure.ts"
import { directoryOf, followLinks, nameOf, type Resolved, type Step } from "../../src/machine/paths.ts"
import type { Entry, FileRead } from "../../src/machine/reading.ts"

export interface MemoryNode {
  readonly kind: "file" | "directory" | "symlink" | "socket"
  readonly bytes: Uint8Array
  readonly target: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly inode: number
  readonly links: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
}

export interface Ownership {
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly links?: number
}

const nothing = new Uint8Array()

export class MemoryTree {
  readonly #nodes = new Map<string, MemoryNode>()
  readonly #now: () => number
  #lastInode = 1

  constructor(now: () => number) {
    this.#now = now
    this.place("/", { kind: "directory", mode: 0o755 })
  }

  at(path: string): MemoryNode | undefined {
    return this.#nodes.get(path)
  }

  /** Puts a new node (with a new inode) at a real path; the parent exists. */
  place(path: string, node: Partial<MemoryNode> & Pick<MemoryNode, "kind" | "mode">): void {
    this.#lastInode += 1
    this.#nodes.set(path, {
      bytes: nothing,
      target: "",
      uid: 0,
      gid: 0,
      links: 1,
      inode: this.#lastInode,
      modifiedAt: this.#now(),
      ...node,
    })
  }

  /** New bytes in the same inode, as a write in place does. */
  overwrite(path: string, bytes: Uint8Array): void {
    const node = this.#nodes.get(path)
    if (node !== undefined) this.#nodes.set(path, { ...node, bytes, modifiedAt: this.#now() })
  }

  remove(path: string): void {
    this.#nodes.delete(path)
  }

  /** Makes the directories on the way to a path, 0755 and owned by root. */
  makeParents(path: string): void {
    const parent = directoryOf(path)
    if (this.#nodes.has(parent)) return
    this.makeParents(parent)
    this.place(parent, { kind: "directory", mode: 0o755 })
  }

  follow(path: string, lastLink: "follow" | "keep" = "follow"): Resolved {
    return followLinks(path, (here) => this.#stepAt(here), lastLink)
  }

  inspect(path: string): Entry | undefined {
    const real = this.follow(path, "keep")
    const node = real.ok ? this.#nodes.get(real.path) : undefined
    if (node === undefined) return undefined
    const { kind, mode, uid, gid, links, inode, modifiedAt, target, bytes } = node
    const size = kind === "symlink" ? target.length : bytes.length
    return { path, kind, mode, uid, gid, size, links, inode, modifiedAt, ...(kind === "symlink" ? { target } : {}) }
  }

  /** Who else than root and this caller could exchange what is at the path; no group is private here. */
  exposure(path: string, caller: number): Exposure | undefined {
    let exposure: Exposure | undefined
    followLinks(path, (here) => {
      const directory = directoryOf(here)
      const [holding, child] = [this.at(directory), this.at(here)]
      const isOfTheKernel = /^\/(proc|sys)(\/|$)/.test(directory)
      if (holding !== undefined && !isOfTheKernel) {
        const named = child === undefined ? undefined : { path: here, uid: child.uid }
        exposure ??= exposureAt(directory, holding, named, caller, () => false)
      }
      return this.#stepAt(here)
    })
    return exposure
  }

  list(path: string): readonly string[] | undefined {
    const real = this.follow(path)
    if (!real.ok || this.#nodes.get(real.path)?.kind !== "directory") return undefined
    return this.namesIn(real.path)
  }

  namesIn(directory: string): readonly string[] {
    const paths = [...this.#nodes.keys()].filter((path) => path !== "/" && directoryOf(path) === directory)
    return paths.map(nameOf).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  }

  read(path: string, maxBytes: number): FileRead {
    const real = this.follow(path)
    if (!real.ok) {
      if (real.errno === "ENOENT" || real.errno === "ENOTDIR") return { state: "absent", path }
      return { state: "unreadable", path, why: real.errno }
    }
    const node = this.#nodes.get(real.path)
    if (node === undefined) return { state: "absent", path }
    if (node.kind === "directory") return { state: "unreadable", path, why: "directory" }
    if (node.kind !== "file") return { state: "unreadable", path, why: "not-a-regular-file" }
    if (node.bytes.length > maxBytes) return { state: "unreadable", path, why: "too-large" }
    const { bytes, mode, uid, gid } = node
    return { state: "read", path, realPath: real.path, bytes, mode, uid, gid }
  }

  /**
   * One line per path: kind, mode, owner, content. Two equal trees hold the same files byte for byte; times and inode
   * numbers are left out, because a file put back is a new file.
   */
  describe(): Readonly<Record<string, string>> {
    const lines = [...this.#nodes].map(([path, node]): [string, string] => {
      const content = node.kind === "symlink" ? node.target : Buffer.from(node.bytes).toString("latin1")
      return [path, `${node.kind} ${node.mode.toString(8)} ${node.uid}:${node.gid} ${JSON.stringify(content)}`]
    })
    return Object.fromEntries(lines.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #stepAt(path: string): Step {
    const node = this.#nodes.get(path)
    if (node === undefined) return { is: "error", errno: "ENOENT" }
    if (node.kind === "symlink") return { is: "link", target: node.target }
    return { is: node.kind === "directory" ? "directory" : "other" }
  }
}
