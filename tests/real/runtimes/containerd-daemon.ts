// A real containerd of one release with a given /etc/containerd, in a root directory, mount and process namespace of
// its own: its files are at their real paths there, and nothing of this machine is touched. It runs no pods.
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { cacheDirectory, diesWithUs, momentaryDirectory } from "../support/cache.ts"
import { type Release, unpackedRelease } from "../support/packages.ts"
import { type Finished, mustRun, run } from "../support/programs.ts"

/** Path to content, for example of "/etc/containerd/config.toml". Bytes: not every file that is found is text. */
export type Files = Readonly<Record<string, Buffer>>

/** A root directory with one release of containerd in it, to be configured and started. */
export interface ContainerdNode {
  readonly release: Release
  /** As this machine sees it; this is what --root is given. */
  readonly root: string
  /** Everything below /etc/containerd. */
  files(): Files
  dump(): Promise<Finished>
  start(): Promise<RunningContainerd | ContainerdThatEnded>
  remove(): void
}

export interface RunningContainerd {
  readonly state: "up"
  /** Paths on this machine of the unix sockets on which it serves gRPC. */
  sockets(): readonly string[]
  /** As the node sees one of these paths. */
  pathOnNode(socket: string): string
  /** Runs a program of the node beside it. */
  run(argv: readonly string[]): Promise<Finished>
  log(): string
  /** Resolves when it ends by itself, or is stopped. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

export interface ContainerdThatEnded {
  readonly state: "ended"
  readonly exitCode: number
  readonly log: string
}

/**
 * Its programs are hard links to the unpacked tree, so that a node costs milliseconds; what criadm may write is copied,
 * because it rightly refuses to replace a file that has a second name.
 */
export async function containerdNode(release: Release, etcContainerd: Files | "as-packaged"): Promise<ContainerdNode> {
  const tree = await unpackedRelease(release)
  const root = momentaryDirectory(join(cacheDirectory, "roots"), release.suite)
  await mustRun(["cp", "--archive", "--link", `${tree}/.`, root])
  rmSync(join(root, "etc"), { recursive: true })
  await mustRun(["cp", "--archive", join(tree, "etc"), root])
  chmodSync(root, 0o755)
  if (etcContainerd !== "as-packaged") {
    rmSync(join(root, "etc/containerd"), { recursive: true, force: true })
    for (const [path, bytes] of Object.entries(etcContainerd)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), bytes)
    }
  }
  return {
    release,
    root,
    files: () => readTree(root, "/etc/containerd"),
    dump: () => run(["chroot", root, "/usr/bin/containerd", "config", "dump"], { timeoutSeconds: 20 }),
    start: () => start(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Prints the configuration that this release has built in. */
export async function defaultConfiguration(release: Release): Promise<string> {
  const tree = await unpackedRelease(release)
  return await mustRun(["chroot", tree, "/usr/bin/containerd", "config", "default"])
}

export function readTree(root: string, directory: string): Files {
  const found: Record<string, Buffer> = {}
  if (!existsSync(join(root, directory))) return found
  for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) Object.assign(found, readTree(root, path))
    else if (entry.isFile()) found[path] = readFileSync(join(root, path))
  }
  return found
}

// Sockets cannot lie deep in a tree: sun_path holds 108 bytes (unix(7)). So /run is a short directory bound in, and
// so is the sub-tree of runtime data, which needs a file system that an overlay can lie on.
const enter = `
root=$1 run=$2
mount --bind "$run" "$root/run"
mount -t tmpfs -o mode=711 tmpfs "$root/var/lib"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
exec chroot "$root" /usr/bin/containerd
`

/** A start takes a fraction of a second on a quiet machine. */
const startSeconds = 30

async function start(root: string): Promise<RunningContainerd | ContainerdThatEnded> {
  const outside = momentaryDirectory(join(tmpdir(), "criadm-containerd"), "run")
  const runDirectory = join(outside, "run")
  const logFile = join(outside, "log")
  mkdirSync(runDirectory)
  writeFileSync(logFile, "")
  const log = openSync(logFile, "a")
  const command = [...diesWithUs, "unshare", "--mount", "--pid", "--fork", "--kill-child"]
  const child = Bun.spawn([...command, "sh", "-ec", enter, "sh", root, runDirectory], {
    stdin: "ignore",
    stdout: log,
    stderr: log,
  })
  closeSync(log)
  const readLog = () => readFileSync(logFile, "utf8")
  const stop = async () => {
    child.kill("SIGKILL")
    await child.exited
    rmSync(outside, { recursive: true, force: true })
  }
  const sockets = () =>
    socketsBelow(runDirectory).filter((path) => !path.endsWith(".ttrpc") && !path.includes("/debug"))

  // The child of unshare became containerd; entering its root as well makes paths those of the node.
  const runBeside = (argv: readonly string[]) => {
    const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim()
    return run(["nsenter", "--target", pid, "--mount", "--pid", "--root", "--wd", ...argv], { timeoutSeconds: 60 })
  }
  const running: RunningContainerd = {
    state: "up",
    sockets,
    pathOnNode: (socket) => socket.slice(outside.length),
    run: runBeside,
    log: readLog,
    ended: child.exited,
    stop,
  }

  for (const deadline = Date.now() + startSeconds * 1000; Date.now() < deadline; await Bun.sleep(20)) {
    if (child.exitCode !== null) {
      const ended: ContainerdThatEnded = { state: "ended", exitCode: child.exitCode, log: readLog() }
      await stop()
      return ended
    }
    // Said after every server listens, in every release (containerd cmd/containerd/command/main.go).
    const isUp = readLog().includes("containerd successfully booted")
    // A configuration may have raised the log level.
    for (const socket of isUp ? [] : sockets()) if (await accepts(socket)) return running
    if (isUp) return running
  }
  const said = readLog()
  await stop()
  throw new Error(`containerd neither started nor ended in ${startSeconds} s:\n${said}`)
}

function socketsBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isSocket())
    .map((entry) => join(entry.parentPath, entry.name))
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect({ path: socket })
    connection.once("connect", () => {
      connection.destroy()
      resolve(true)
    })
    connection.once("error", () => resolve(false))
  })
}
