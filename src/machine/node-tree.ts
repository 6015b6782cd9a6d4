// The file tree of the node as it lies on the machine we run on: the whole machine, or a directory given by --root.
// Turns paths of the node into names in directories that are held open (descriptors.ts), never outside the root:
// links are followed here, not by the kernel, and nobody can swap a directory for a link on the way.
import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs"
import { resolve } from "node:path"
import { isPrivateGroup } from "./accounts.ts"
import { below, HeldDirectories, type HeldDirectory, type HostPath, holdAgain, holdSystemRoot } from "./descriptors.ts"
import { errnoOf } from "./errno.ts"
import { type Exposure, exposureAt } from "./exposure.ts"
import { bytesOfName, textOfName } from "./names.ts"
import { directoryOf, followLinks, nameOf, pathBelow, type Resolved, type Step } from "./paths.ts"

/** Where a path of the node leads. */
export type Found =
  | {
      readonly ok: true
      /** The real path, as the node sees it. */
      readonly path: string
      /** For system calls, until the next look-up in this tree. */
      readonly hostPath: HostPath
      /** What is there, a link at the end not followed that was to be kept. */
      readonly there: Stats
      /** Who could exchange it, on the way there with all links; what a directory itself lets happen in it is not counted. */
      readonly exposure: Exposure | undefined
    }
  | NotFound

/** `exposure` as far as the way goes: who could put something there. */
type NotFound = Exclude<Resolved, { readonly ok: true }> & { readonly exposure: Exposure | undefined }

export interface NodeTree {
  /** "/" or the directory of --root, absolute. */
  readonly root: string
  /** Behind links, inside the root. With "keep" a link at the end is not followed. */
  find(path: string, lastLink?: "follow" | "keep"): Found
  /** A directory that is held open, with what is in it under this name. */
  place(directory: string, name: string): Placed
  /**
   * For one look at everything: a directory that was found stays where it was found, so that what lies in it takes one
   * system call instead of one for each directory on the way. Directories are held open in either case.
   */
  still(): Finder
}

export type Finder = Pick<NodeTree, "find">

export type Placed =
  | {
      readonly ok: true
      readonly directory: HeldDirectory
      /** Of the directory, real, as the node sees it. */
      readonly path: string
      /** What is there under the name, links not followed. */
      readonly there: Stats | undefined
      readonly exposure: Exposure | undefined
    }
  | NotFound

/** Trees that nobody uses any more let go of their directories. */
const forgotten = new FinalizationRegistry<HeldDirectories>((held) => held.releaseAll())

/** Throws the errno with which the directory cannot be used: ENOENT, ENOTDIR, EACCES; EXPOSED: see `rootOf`. */
export function nodeTree(root: string, caller = process.geteuid?.() ?? 0): NodeTree {
  const path = resolve(root)
  const system = treeOf("/", new HeldDirectories(holdSystemRoot()), caller)
  return path === "/" ? system : treeOf(path, new HeldDirectories(rootOf(system, path)), caller)
}

/** A link to the root that somebody else could turn elsewhere would lead us anywhere; it is not followed. */
export class ExposedRoot extends Error {
  readonly exposure: Exposure
  constructor(exposure: Exposure) {
    super(exposure.path)
    this.exposure = exposure
  }
}

function rootOf(system: NodeTree, path: string): HeldDirectory {
  const found = system.place(path, ".")
  if (!found.ok) throw Object.assign(new Error(`${found.errno}: ${found.at}`), { code: found.errno })
  if (found.exposure !== undefined && found.path !== path) throw new ExposedRoot(found.exposure)
  return holdAgain(found.directory)
}

function treeOf(root: string, held: HeldDirectories, caller: number): NodeTree {
  /** Goes a path, holding every directory on the way. */
  const walk = (path: string, lastLink: "follow" | "keep") => {
    held.begin()
    let exposure: Exposure | undefined
    let last: Stats | undefined
    const stepAt = (here: string): Step => {
      const [parentPath, name] = [directoryOf(here), nameOf(here)]
      const parent = held.at(parentPath)
      if (parent === undefined) return { is: "error", errno: "ENOTDIR" }
      try {
        const hostPath = below(parent, name)
        const stats = statsAt(hostPath)
        last = stats
        exposure ??= exposureIn(parentPath, parent.stats, here, stats)
        if (stats?.isDirectory()) {
          held.take(parent, here, name, stats)
          return { is: "directory" }
        }
        held.drop(here)
        if (stats === undefined) return { is: "error", errno: "ENOENT" }
        return stats.isSymbolicLink() ? { is: "link", target: linkText(hostPath) } : { is: "other" }
      } catch (error) {
        held.drop(here)
        return { is: "error", errno: errnoOf(error) }
      }
    }
    return { real: followLinks(path, stepAt, lastLink), exposure: () => exposure, last: () => last }
  }
  const exposureIn = (directory: string, stats: Stats, path: string, there: Stats | undefined) => {
    if (isOfTheKernel(root, directory)) return undefined
    const child = there === undefined ? undefined : { path, uid: there.uid }
    return exposureAt(directory, stats, child, caller, isPrivateGroup)
  }

  const findStill = (known: KnownStill, path: string, lastLink: "follow" | "keep"): Found => {
    const { directories } = known
    const cut = path.lastIndexOf("/")
    const name = path.slice(cut + 1)
    const above = path.slice(0, cut) || "/"
    const directory = directories.get(above) ?? directoryStill(known, above)
    directories.set(above, directory)
    if (!directory.ok) return directory
    const parent = held.at(directory.path)
    // Not held any more, for others were needed, or no directory at all.
    if (parent === undefined) return tree.find(path, lastLink)
    const real = pathBelow(directory.path, name)
    try {
      const hostPath = below(parent, name)
      const there = known.there.has(real) ? known.there.get(real) : lookStill(known, directory.path, parent, name)
      known.there.set(real, there)
      if (there?.isSymbolicLink() && lastLink === "follow") return tree.find(path, lastLink)
      const exposure = directory.exposure ?? exposureIn(directory.path, parent.stats, real, there)
      return there === undefined
        ? { ok: false, errno: "ENOENT", at: real, exposure }
        : { ok: true, path: real, hostPath, there, exposure }
    } catch (error) {
      return { ok: false, errno: errnoOf(error), at: real, exposure: directory.exposure }
    }
  }
  const directoryStill = (known: KnownStill, path: string): Found => {
    if (path === "/") return tree.find(path)
    const found = findStill(known, path, "follow")
    const parent =
      found.ok && found.path !== "/" && found.there.isDirectory() ? held.at(directoryOf(found.path)) : undefined
    if (!found.ok || parent === undefined) return found
    try {
      held.take(parent, found.path, nameOf(found.path), found.there)
      return found
    } catch (error) {
      return { ok: false, errno: errnoOf(error), at: found.path, exposure: found.exposure }
    }
  }

  const tree: NodeTree = {
    root,
    find(path, lastLink = "follow") {
      const ofTheKernel = isOfTheKernel(root, path) ? findOfTheKernel(path, lastLink, new Set()) : undefined
      if (ofTheKernel !== undefined) return ofTheKernel
      const { real, exposure, last } = walk(path, lastLink)
      if (!real.ok) return { ...real, exposure: exposure() }
      const parent = held.at(directoryOf(real.path))
      const there = real.path === "/" ? parent?.stats : last()
      if (parent === undefined || there === undefined) {
        return { ok: false, errno: "ENOTDIR", at: real.path, exposure: exposure() }
      }
      return { ...real, hostPath: below(parent, nameOf(real.path) || "."), there, exposure: exposure() }
    },
    place(path, name) {
      const { real, exposure } = walk(path, "follow")
      if (!real.ok) return { ...real, exposure: exposure() }
      const directory = held.at(real.path)
      if (directory === undefined) return { ok: false, errno: "ENOTDIR", at: real.path, exposure: exposure() }
      const there = statsAt(below(directory, name))
      const last = name === "." ? undefined : exposureIn(real.path, directory.stats, pathBelow(real.path, name), there)
      return { ok: true, directory, path: real.path, there, exposure: exposure() ?? last }
    },
    still() {
      const known: KnownStill = { directories: new Map(), there: new Map(), misses: new Map(), names: new Map() }
      const ofTheKernel = new Set<string>()
      return {
        find(path, lastLink = "follow") {
          if (isOfTheKernel(root, path)) {
            return findOfTheKernel(path, lastLink, ofTheKernel) ?? tree.find(path, lastLink)
          }
          if (!isPlain(path)) return tree.find(path, lastLink)
          held.letGo()
          return findStill(known, path, lastLink)
        },
      }
    },
  }
  forgotten.register(tree, held)
  return tree
}

/**
 * Nobody can exchange anything in the kernel's own file systems, though directories of processes belong to their users.
 * They are looked at most of all, so no descriptors are spent on them.
 */
function isOfTheKernel(root: string, directory: string): boolean {
  return root === "/" && /^\/(proc|sys)(\/|$)/.test(directory)
}

/** Absolute, with nothing in it that has to be worked out: "//", "/./", "/../", a slash at the end. */
function isPlain(path: string): boolean {
  return path.startsWith("/") && path.length < longestPlain && !/\/(?:\.{0,2}(?:\/|$))|\0/.test(path)
}

/** In characters, each of which takes at most three bytes: well below PATH_MAX of limits.h. */
const longestPlain = 1024

/** `directories`: what is known to be one. Undefined: it leads out of the kernel's own file systems. */
function findOfTheKernel(path: string, lastLink: "follow" | "keep", directories: Set<string>): Found | undefined {
  let last: { readonly path: string; readonly stats: Stats } | undefined
  const stepAt = (here: string): Step => {
    if (directories.has(here)) return { is: "directory" }
    const hostPath = bytesOfName(here)
    try {
      const stats = statsAt(hostPath)
      if (stats === undefined) return { is: "error", errno: "ENOENT" }
      last = { path: here, stats }
      if (stats.isSymbolicLink()) return { is: "link", target: linkText(hostPath) }
      if (!stats.isDirectory()) return { is: "other" }
      directories.add(here)
      return { is: "directory" }
    } catch (error) {
      return { is: "error", errno: errnoOf(error) }
    }
  }
  const real = followLinks(path, stepAt, lastLink)
  if (!isOfTheKernel("/", real.ok ? real.path : real.at)) return undefined
  if (!real.ok) return { ...real, exposure: undefined }
  const hostPath = bytesOfName(real.path)
  const there = last?.path === real.path ? last.stats : statsAt(hostPath)
  return there === undefined
    ? { ok: false, errno: "ENOENT", at: real.path, exposure: undefined }
    : { ...real, hostPath, there, exposure: undefined }
}

/** What a look has found so far. */
interface KnownStill {
  /** By the path by which they were asked for: where they really are, or why there is none. */
  readonly directories: Map<string, Found>
  /** By real path: links not followed; undefined: nothing is there. */
  readonly there: Map<string, Stats | undefined>
  /** By the real path of a directory: how often something was not in it. */
  readonly misses: Map<string, number>
  /** By the real path of a directory: all that is in it. */
  readonly names: Map<string, ReadonlySet<string> | undefined>
}

/** Most of what is looked for is not there, and always in the same places: a small one of them is listed, then. */
function lookStill(known: KnownStill, path: string, directory: HeldDirectory, name: string): Stats | undefined {
  const missed = known.misses.get(path) ?? 0
  const isToBeListed = missed === missesBeforeList && directory.stats.size <= mostListedBytes
  if (isToBeListed && !known.names.has(path)) known.names.set(path, namesIn(directory))
  if (known.names.get(path)?.has(name) === false) return undefined
  const found = statsAt(below(directory, name))
  if (found === undefined) known.misses.set(path, missed + 1)
  return found
}

const missesBeforeList = 2

/** st_size of a directory: one block on ext4 and XFS, some hundred names. */
const mostListedBytes = 4096

/** Undefined: it cannot be told by names alone what is in it. */
function namesIn(directory: HeldDirectory): ReadonlySet<string> | undefined {
  try {
    const names = readdirSync(below(directory, "."))
    return names.every((name) => !name.includes("\ufffd")) ? new Set(names) : undefined
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}

/** Undefined: nothing is there. To ask so costs a tenth of an error that is thrown. Throws the errno of lstat(2). */
function statsAt(hostPath: HostPath): Stats | undefined {
  return lstatSync(hostPath, { throwIfNoEntry: false })
}

/** The text of a symbolic link. */
export function linkText(hostPath: HostPath): string {
  return textOfName(readlinkSync(hostPath, { encoding: "buffer" }))
}
