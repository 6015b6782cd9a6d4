// A node that was recorded (src/machine/recording.ts says how it lies on disk), asked again. It gives the answers of
// that time. What nobody asked then is absent here, and listed in `unasked` so that a test can notice.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { directoryOf, nameOf } from "../../src/machine/paths.ts"
import type { Ran, ReadingMachine } from "../../src/machine/reading.ts"
import { callKey, type RecordedCall, type RecordedNode, type RecordedPath } from "../../src/machine/recording.ts"

/** Asked for since the recordings were made; where these are not known, nothing is said of them. */
const younger = new RegExp(
  [
    "/proc/sys/fs/inotify/max_user_instances",
    "/(?:etc|run|usr/local/lib|usr/lib|lib)/systemd(?:/system\\.conf.*)?",
    "/usr/lib|/usr/bin/mount|/etc/environment|/etc/resolv\\.conf|/etc/kubernetes/kubelet\\.conf",
    "/(?:etc|usr/share)/containers/storage\\.conf",
    // What shows devices.
    "/etc/cdi|/(?:var/)?run/cdi|/proc/driver/nvidia/version|/(?:usr|opt|opt/nvidia/current/usr)/bin/nvidia-.*|/etc/nvidia-.*",
    "/var/lib/kubelet/(?:cpu|memory)_manager_state|/etc/kubernetes/bootstrap-kubelet\\.conf|/var/lib/kubelet/config\\.yaml",
    // What switches swap on at the next boot.
    "/(?:etc|usr/local/lib|usr/lib)/systemd/system(?:/[^/]+\\.(?:wants|requires)|/swap\\.target)?",
    "/usr/lib/systemd/system-generators/.*|/etc/fstab|/boot/.*|/(?:etc|usr/lib)/kernel/cmdline|/etc/default/grub.*",
    "/usr/lib/bootc/kargs\\.d|/etc/cloud/cloud\\.cfg\\.d|/etc/initramfs-tools/.*",
  ]
    .map((paths) => `^(?:${paths})$`)
    .join("|"),
)

export interface RecordedMachine extends ReadingMachine {
  readonly node: RecordedNode
  /** Questions without a recorded answer, in the order in which they were asked. */
  readonly unasked: readonly string[]
}

/** The node recorded in tests/nodes/<name>. */
export function recordedNode(name: string): RecordedMachine {
  return recordedMachine(join(import.meta.dir, "..", "nodes", name))
}

export function recordedMachine(directory: string): RecordedMachine {
  const load = <T>(name: string): T => JSON.parse(readFileSync(join(directory, name), "utf8"))
  const node = load<RecordedNode>("node.json")
  const paths = new Map(Object.entries(load<Record<string, RecordedPath>>("entries.json")))
  const programs = new Map(load<Ran[]>("programs.json").map((ran) => [JSON.stringify(ran.command), ran]))
  const sockets = new Map(Object.entries(load<Record<string, boolean>>("sockets.json")))
  const fileSystems = new Map(Object.entries(load<Record<string, number | null>>("file-systems.json")))
  const calls = new Map(load<RecordedCall[]>("grpc.json").map((call) => [keyOf(call), call]))
  const unasked: string[] = []

  /** Null: not asked then, and not known to be absent either. */
  const answered = <T>(question: string, path: string, answer: T | undefined): T | null => {
    if (answer !== undefined) return answer
    const siblings = paths.get(directoryOf(path))?.names
    // criadm's own records are no part of the node that was recorded.
    if (path.startsWith("/var/lib/criadm")) return null
    if (younger.test(path)) return null
    // Whether somebody listens is recorded by itself; here it only decides how early a runtime is asked.
    if (path.endsWith(".sock")) return null
    const isSurelyAbsent = siblings === null || (siblings !== undefined && !siblings.includes(nameOf(path)))
    if (!isSurelyAbsent) unasked.push(`${question} ${path}`)
    return null
  }

  return {
    node,
    unasked,
    root: node.root,
    isLive: node.isLive,
    platform: node.platform,
    uid: node.uid,
    readFile(path, options) {
      const read = answered("read", path, paths.get(path)?.read)
      if (read === null) return { state: "absent", path }
      if (read.state !== "read") return read
      const bytes = readFileSync(join(directory, "files", read.realPath))
      if (options?.headBytes !== undefined) return { ...read, path, bytes: bytes.subarray(0, options.headBytes) }
      if (bytes.length > (options?.maxBytes ?? 4 * 1024 * 1024)) return { state: "unreadable", path, why: "too-large" }
      return { ...read, path, bytes }
    },
    inspect(path) {
      const entry = answered("inspect", path, paths.get(path)?.entry)
      return entry === null ? undefined : { path, ...entry }
    },
    list: (path) => answered("list", path, paths.get(path)?.names) ?? undefined,
    resolve(path) {
      const real = answered("resolve", path, paths.get(path)?.realPath) ?? undefined
      // Nobody asked for it then, and every node had it.
      return path === "/etc/resolv.conf" ? (real ?? path) : real
    },
    // A recording is judged by whoever holds it; who could write to the node is not in it.
    exposure: () => undefined,
    sha256: () => undefined,
    device: () => undefined,
    fileSystemType: (path) => answered("fileSystemType", path, fileSystems.get(path)) ?? undefined,
    async accepts(socket) {
      return answered("accepts", socket, sockets.get(socket)) ?? false
    },
    async run(command) {
      const ran = programs.get(JSON.stringify(command.argv))
      if (ran !== undefined) return ran
      unasked.push(`run ${command.argv.join(" ")}`)
      return { state: "not-found", command: command.argv }
    },
    async grpc(call) {
      const answer = calls.get(callKey(call))?.answer
      if (answer?.state === "answered") return { ...answer, response: Buffer.from(answer.response, "base64") }
      if (answer !== undefined) return answer
      unasked.push(`grpc ${call.socket} ${call.method}`)
      return { state: "unreachable", errno: "ENOENT", message: "was not asked when the node was recorded" }
    },
    now: () => node.now,
  }
}

function keyOf({ socket, method, request }: RecordedCall): string {
  return callKey({ socket, method, request: Buffer.from(request, "base64") })
}
