// Finds the real path behind symbolic links inside a root, by hand, one component after the other: an absolute link
// starts over at the root and ".." never climbs above it, so that --root is never left. The kernel's own resolution
// would follow links of an unpacked tree into the running machine. Pure: what lies at a path is asked of the caller.

/** What lies at a path itself, links not followed. */
export type Step =
  | { readonly is: "link"; readonly target: string }
  | { readonly is: "directory" }
  | { readonly is: "other" }
  /** An errno name: ENOENT, EACCES, EIO, … */
  | { readonly is: "error"; readonly errno: string }

/** `errno`: ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, or what the caller met on the way. */
export type Resolved =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly errno: string; readonly at: string }

/** How many links the kernel follows before ELOOP. See path_resolution(7). */
const mostLinks = 40

/** The longest path the kernel takes, in bytes with the final NUL. See limits.h, PATH_MAX. */
const longestPath = 4096

/**
 * The real path, as the node sees it: absolute, without links, "." or "..". `path` is absolute. With "keep", a link
 * that is the last component is not followed, as lstat(2) does.
 */
export function followLinks(
  path: string,
  stepAt: (path: string) => Step,
  lastLink: "follow" | "keep" = "follow",
): Resolved {
  const todo = componentsOf(path)
  let real: readonly string[] = []
  let links = 0
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (name === "..") {
      real = real.slice(0, -1)
      continue
    }
    const here = pathOf([...real, name])
    // The kernel would stop reading at a NUL, and Node throws.
    if (name.includes("\0")) return { ok: false, errno: "EINVAL", at: here }
    if (Buffer.byteLength(here) >= longestPath) return { ok: false, errno: "ENAMETOOLONG", at: here }
    const step = stepAt(here)
    if (step.is === "error") return { ok: false, errno: step.errno, at: here }
    if (step.is === "link" && !(lastLink === "keep" && todo.length === 0)) {
      links += 1
      if (links > mostLinks) return { ok: false, errno: "ELOOP", at: here }
      if (step.target.startsWith("/")) real = []
      todo.unshift(...componentsOf(step.target))
      continue
    }
    if (step.is === "other" && todo.length > 0) return { ok: false, errno: "ENOTDIR", at: here }
    real = [...real, name]
  }
  return { ok: true, path: pathOf(real) }
}

/** The directory that holds a path: "/etc" of "/etc/hosts", "/" of "/". */
export function directoryOf(path: string): string {
  return pathOf(componentsOf(path).slice(0, -1))
}

/** The last component: "hosts" of "/etc/hosts". */
export function nameOf(path: string): string {
  return componentsOf(path).at(-1) ?? ""
}

/** A path below a directory: "/etc/hosts" of "/etc" and "hosts". */
export function pathBelow(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`
}

function componentsOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".")
}

function pathOf(components: readonly string[]): string {
  return `/${components.join("/")}`
}
