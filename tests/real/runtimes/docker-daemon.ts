// Real dockerd releases to test against: Debian's docker.io of three suites, unpacked side by side. Each daemon is
// started in namespaces of its own on a configuration; with its containerd it ends with the test.
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { cacheDirectory, diesWithUs, momentaryDirectory } from "../support/cache.ts"
import { criadm, program } from "../support/criadm-program.ts"
import { unpacked } from "../support/packages.ts"
import { type Finished, mustRun, run } from "../support/programs.ts"

export interface DockerRelease {
  readonly suite: string
  /** What `dockerd --version` of that suite said on 2026-11-22; newer patch releases are fine. */
  readonly version: string
  /** Since bookworm /lib, /bin and the like are links into /usr (Debian bookworm release notes, 5.1.1). */
  readonly isUsrMerged: true
  /** dockerd --validate came with 23.0 (Docker Engine release notes). */
  readonly canValidate: boolean
}

/** packages.debian.org/docker.io, oldest first. */
export const dockerReleases: readonly DockerRelease[] = [
  { suite: "bookworm", version: "20.10.24", isUsrMerged: true, canValidate: false },
  { suite: "trixie", version: "26.1.5", isUsrMerged: true, canValidate: true },
  { suite: "forky", version: "28.5.2", isUsrMerged: true, canValidate: true },
]

/** What dockerd makes of its configuration. */
export type Verdict =
  | { readonly starts: true; readonly driver: string }
  | { readonly starts: false; readonly says: string }

export interface DockerNode {
  readonly root: string
  /** `criadm plan` as JSON, run within the tree: root of a node without an init system, which asks its dockerd. */
  plan(...answers: readonly string[]): Promise<Finished>
  /** `criadm plan --root` as JSON: the units count, and dockerd is not asked. */
  planFromOutside(...answers: readonly string[]): Promise<Finished>
  /** Undefined: daemon.json is removed. */
  configure(config: Uint8Array | string | undefined): void
  /** DOCKER_OPTS of /etc/default/docker, which the packaged unit passes on. */
  setFlags(flags: string): void
  /** Only where the release can. */
  validate(...flags: readonly string[]): Promise<Finished>
  start(): Promise<Verdict>
  remove(): void
}

export const daemonJson = "/etc/docker/daemon.json"
const planCommand = "plan --runtime docker --sandbox-image keep --no-ip-forward --no-kubelet -o json".split(" ")

const within = `
root=$1
shift
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
exec chroot "$root" criadm "$@"
`

const programPath = "/usr/sbin:/usr/bin:/sbin:/bin"

/** Hard links to the unpacked tree, so that a node costs milliseconds; files are only ever replaced whole. */
export async function dockerNode(release: DockerRelease): Promise<DockerNode> {
  const tree = await unpacked("docker", release, ["docker.io", "iptables"])
  const root = momentaryDirectory(join(cacheDirectory, "roots"), `docker-${release.suite}`)
  await mustRun(["cp", "--archive", "--link", `${tree}/.`, root])
  chmodSync(root, 0o755)
  rmSync(join(root, "var/run"), { recursive: true, force: true })
  symlinkSync("/run", join(root, "var/run"))
  mkdirSync(join(root, dirname(daemonJson)), { recursive: true })
  // What /sbin/init of the tree leads to; not every suite's docker.io brings systemd with it.
  mkdirSync(join(root, "usr/lib/systemd"), { recursive: true })
  if (!existsSync(join(root, "usr/lib/systemd/systemd"))) writeFileSync(join(root, "usr/lib/systemd/systemd"), "")
  // Only that it is there matters: Docker serves CRI through it, and the test asks Docker itself.
  writeFileSync(join(root, "usr/bin/cri-dockerd"), "", { mode: 0o755 })
  await mustRun(["cp", "--reflink=auto", program, join(root, "usr/bin/criadm")])
  const replace = (path: string, content: Uint8Array | string) => {
    // Never written in place: the file may be a name of one in the unpacked tree.
    rmSync(join(root, path), { force: true })
    writeFileSync(join(root, path), content)
  }
  return {
    root,
    plan(...answers) {
      const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
      const argv = [...diesWithUs, ...namespaces, "sh", "-ec", within, "sh", root, ...planCommand, ...answers]
      return run(argv, { environment: { PATH: programPath }, timeoutSeconds: 60 })
    },
    planFromOutside: (...answers) =>
      criadm(...planCommand, "--root", root, "--runtime-version", release.version, ...answers),
    configure(config) {
      if (config === undefined) rmSync(join(root, daemonJson), { force: true })
      else replace(daemonJson, config)
    },
    setFlags: (flags) => replace("/etc/default/docker", `DOCKER_OPTS="${flags}"\n`),
    validate: (...flags) =>
      run(["chroot", root, "dockerd", "--validate", "--config-file", daemonJson, ...flags], {
        environment: { PATH: programPath },
        timeoutSeconds: 20,
      }),
    start: () => start(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

// Sockets cannot lie deep in a tree: sun_path holds 108 bytes (unix(7)). So /run is a short directory bound in. Without
// a network of its own and without iptables nothing of this machine's network is touched.
const enter = `
root=$1 run=$2
mount --bind "$run" "$root/run"
mount -t tmpfs -o mode=711 tmpfs "$root/var/lib"
mount -t tmpfs tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
exec chroot "$root" dockerd --host unix:///run/docker.sock --bridge none --iptables=false --ip6tables=false
`

/** A start takes a second on a quiet machine. */
const startSeconds = 60

async function start(root: string): Promise<Verdict> {
  const outside = momentaryDirectory(join(tmpdir(), "criadm-docker"), "run")
  const runDirectory = join(outside, "run")
  const logFile = join(outside, "log")
  mkdirSync(runDirectory)
  const log = openSync(logFile, "a")
  const namespaces = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"]
  const child = Bun.spawn([...diesWithUs, ...namespaces, "sh", "-ec", enter, "sh", root, runDirectory], {
    stdin: "ignore",
    stdout: log,
    stderr: log,
    env: { PATH: programPath },
  })
  closeSync(log)
  const socket = join(runDirectory, "docker.sock")
  try {
    for (const deadline = Date.now() + startSeconds * 1000; Date.now() < deadline; await Bun.sleep(50)) {
      if (child.exitCode !== null) {
        return { starts: false, says: readFileSync(logFile, "utf8").trimEnd().split("\n").at(-1) ?? "" }
      }
      if (!readFileSync(logFile, "utf8").includes("API listen on")) continue
      return { starts: true, driver: await askDriver(socket) }
    }
    throw new Error(`dockerd neither started nor ended in ${startSeconds} s:\n${readFileSync(logFile, "utf8")}`)
  } finally {
    child.kill("SIGKILL")
    await child.exited
    rmSync(outside, { recursive: true, force: true })
  }
}

/** What `docker info` shows; asked of the daemon itself, since its client may need a newer C library than this machine's. */
async function askDriver(socket: string): Promise<string> {
  const answer = await fetch("http://docker/info", { unix: socket })
  return ((await answer.json()) as { readonly CgroupDriver: string }).CgroupDriver
}
