// Directories that are held open. What lies in one is named by the descriptor, /proc/self/fd/N/NAME, so that nobody
// can put another directory in its place between two calls: the kernel starts at the directory itself, not at its
// path. See proc_pid_fd(5). One that was looked at before is used again only while it still is what its name leads to.
import { closeSync, constants, fstatSync, openSync, type Stats } from "node:fs"
import { bytesOfName } from "./names.ts"

/** A path for system calls on this machine, through a held directory. */
export type HostPath = string | Buffer

export interface HeldDirectory {
  /** /proc/self/fd/N. Without /proc no program of ours starts at all: its runtime asks there for its own stack. */
  readonly hostPath: string
  /** When its name was last looked up. */
  readonly stats: Stats
  readonly descriptor: number
}

/** Names the directory without opening it for reading, which needs no right to list it. See open(2); node has no name for it. */
const O_PATH = 0o10000000
const { O_DIRECTORY, O_NOFOLLOW } = constants

/** Kept for the next look-up; a run of criadm comes back to a few dozen directories. */
const mostHeld = 64

/** What lies in a held directory under this name, not followed. */
export function below({ hostPath }: Pick<HeldDirectory, "hostPath">, name: string): HostPath {
  const named = bytesOfName(name)
  return typeof named === "string" ? `${hostPath}/${named}` : Buffer.concat([Buffer.from(`${hostPath}/`), named])
}

/** Throws the errno of open(2): ENOENT, ENOTDIR, EACCES, … */
function hold(hostPath: HostPath): HeldDirectory {
  const descriptor = openSync(hostPath, O_PATH | O_DIRECTORY | O_NOFOLLOW)
  return { hostPath: `/proc/self/fd/${descriptor}`, stats: fstatSync(descriptor), descriptor }
}

/** The root of the machine that we run on. */
export function holdSystemRoot(): HeldDirectory {
  return hold("/")
}

function release({ descriptor }: HeldDirectory): void {
  closeSync(descriptor)
}

/** Another descriptor for the same directory. */
export function holdAgain(held: HeldDirectory): HeldDirectory {
  return hold(below(held, "."))
}

/** The directories of one tree that are held, by their paths in it. */
export class HeldDirectories {
  #root: HeldDirectory
  readonly #held = new Map<string, HeldDirectory>()

  constructor(root: HeldDirectory) {
    this.#root = root
  }

  /** Held since it was last looked up; undefined where no directory was found then. */
  at(path: string): HeldDirectory | undefined {
    return path === "/" ? this.#root : this.#held.get(path)
  }

  /** No directory has this name any more. */
  drop(path: string): void {
    const held = this.#held.get(path)
    if (held === undefined) return
    this.#held.delete(path)
    release(held)
  }

  /**
   * The directory under this name, of which `stats` were just read: the one that is held if it still is the same, else
   * it is opened. Throws the errno of open(2), also when it is no directory any more.
   */
  take(parent: HeldDirectory, path: string, name: string, stats: Stats): HeldDirectory {
    const known = this.#held.get(path)
    const isSame = known !== undefined && known.stats.ino === stats.ino && known.stats.dev === stats.dev
    if (!isSame) this.drop(path)
    const held = isSame ? { ...known, stats } : hold(below(parent, name))
    // The one used last stands last.
    this.#held.delete(path)
    this.#held.set(path, held)
    return held
  }

  /** Before a look-up. Within one, all of its directories are needed. */
  begin(): void {
    this.#root = { ...this.#root, stats: fstatSync(this.#root.descriptor) }
    this.letGo()
  }

  /** Of those not used for long. */
  letGo(): void {
    for (const path of this.#held.keys()) {
      if (this.#held.size <= mostHeld) return
      this.drop(path)
    }
  }

  releaseAll(): void {
    for (const held of this.#held.values()) release(held)
    this.#held.clear()
    release(this.#root)
  }
}
