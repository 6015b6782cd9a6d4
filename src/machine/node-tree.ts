// The file tree of the node as it lies on the machine we run on: the whole machine, or a directory given by --root.
// Turns paths of the node into paths of this machine, never outside the root.
import { lstatSync, readlinkSync } from "node:fs"
import { resolve } from "node:path"
import { errnoOf } from "./errno.ts"
import { followLinks, type Resolved, type Step } from "./paths.ts"

export interface NodeTree {
  /** "/" or the directory of --root, absolute. */
  readonly root: string
  /** The path on this machine of a real path of the node. Only for paths that `follow` gave. */
  onHost(realPath: string): string
  /** The real path behind links, inside the root. With "keep" a link at the end is not followed. */
  follow(path: string, lastLink?: "follow" | "keep"): Resolved
}

export function nodeTree(root: string): NodeTree {
  const directory = resolve(root)
  const onHost = (realPath: string) => (directory === "/" ? realPath : `${directory}${realPath}`)
  return {
    root: directory,
    onHost,
    follow: (path, lastLink = "follow") => followLinks(path, (here) => stepAt(onHost(here)), lastLink),
  }
}

function stepAt(hostPath: string): Step {
  try {
    const found = lstatSync(hostPath)
    if (found.isSymbolicLink()) return { is: "link", target: readlinkSync(hostPath) }
    return { is: found.isDirectory() ? "directory" : "other" }
  } catch (error) {
    return { is: "error", errno: errnoOf(error) }
  }
}
