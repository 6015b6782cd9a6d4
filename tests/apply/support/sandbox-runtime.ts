// A runtime in memory that runs pod sandboxes: it answers CRI on its socket in bytes, as a real one, and puts the
// sandbox's process where the asked cgroup parent says. What it refuses, the test says.
import {
  concatenated,
  decode,
  type Message,
  messageField,
  messageOf,
  numberField,
  textField,
  textOf,
} from "../../../src/cri/protobuf.ts"
import type { GrpcAnswer } from "../../../src/machine/reading.ts"
import type { GrpcServer, MemoryMachine } from "../../machine/memory-machine.ts"

export interface SandboxRuntime {
  /** Sandboxes the runtime knows: id → "namespace/name". */
  readonly sandboxes: Map<string, string>
  /** The names of the methods called, in order. */
  readonly calls: string[]
  /** The cgroup parents that sandboxes were asked to lie under. */
  readonly parents: string[]
}

export interface SandboxBehaviour {
  /** The cgroup of the sandbox's process; else where the systemd or the cgroupfs driver would put it. */
  readonly cgroup?: string
  /** The lines of /proc/PID/cgroup around the path. */
  readonly cgroupFile?: (cgroup: string) => string
  /** What RunPodSandbox says instead of running one. */
  readonly runRefusal?: string
  /** Called within RunPodSandbox, after the sandbox was made. */
  readonly onRun?: () => void
  /** Instead of an answer; the sandbox is there all the same. */
  readonly runAnswer?: GrpcAnswer
  readonly ended?: boolean
  /** What the verbose status tells; the process as JSON when left out. */
  readonly info?: string
  readonly stopRefusal?: string
  /** What each RemovePodSandbox says instead of removing it, in order; then it removes. */
  readonly removeRefusals?: readonly string[]
  readonly hasImage?: boolean
  readonly listRefusal?: string
}

const socket = "/run/containerd/containerd.sock"
const pid = 4711

export function serveSandboxes(machine: MemoryMachine, behaviour: SandboxBehaviour = {}): SandboxRuntime {
  const sandboxes = new Map<string, string>()
  const calls: string[] = []
  const parents: string[] = []
  const refusals = [...(behaviour.removeRefusals ?? [])]

  const run = (request: Message): GrpcAnswer => {
    if (behaviour.runRefusal !== undefined) return refused(behaviour.runRefusal)
    const config = messageOf(request, 1)!
    const metadata = messageOf(config, 1)!
    const parent = textOf(messageOf(config, 8)!, 1)
    const id = `sandbox${sandboxes.size + 1}`
    parents.push(parent)
    sandboxes.set(id, `${textOf(metadata, 3)}/${textOf(metadata, 1)}`)
    const inSlice = parent.endsWith(".slice")
    const cgroup = behaviour.cgroup ?? (inSlice ? `/${parent}/cri-containerd-${id}.scope` : `${parent}/${id}`)
    machine.put(`/proc/${pid}/cgroup`, (behaviour.cgroupFile ?? ((path) => `0::${path}\n`))(cgroup))
    machine.putDirectory(`/sys/fs/cgroup${inSlice ? "/" : ""}${parent}`)
    behaviour.onRun?.()
    return behaviour.runAnswer ?? answered(textField(1, id))
  }
  const methods: Readonly<Record<string, (request: Message) => GrpcAnswer>> = {
    "RuntimeService/ListPodSandbox": () =>
      behaviour.listRefusal === undefined
        ? answered(...[...sandboxes].map(([id, name]) => messageField(1, listed(id, name))))
        : refused(behaviour.listRefusal),
    "RuntimeService/RunPodSandbox": run,
    "RuntimeService/PodSandboxStatus": () => {
      const status = concatenated(textField(1, "id"), numberField(3, behaviour.ended === true ? 1 : 0))
      const info = behaviour.info ?? JSON.stringify({ pid, runtimeSpec: {} })
      return answered(messageField(1, status), messageField(2, concatenated(textField(1, "info"), textField(2, info))))
    },
    "RuntimeService/StopPodSandbox": () =>
      behaviour.stopRefusal === undefined ? answered() : refused(behaviour.stopRefusal),
    "RuntimeService/RemovePodSandbox": (request) => {
      const refusal = refusals.shift()
      if (refusal !== undefined) return refused(refusal)
      sandboxes.delete(textOf(request, 1))
      machine.take(`/proc/${pid}/cgroup`)
      return answered()
    },
    "ImageService/ImageStatus": () =>
      answered(behaviour.hasImage === false ? none : messageField(1, textField(1, "sha256:1"))),
  }
  const server: GrpcServer = Object.fromEntries(
    Object.entries(methods).map(([name, answer]) => [
      `/runtime.v1.${name}`,
      (request: Uint8Array) => {
        calls.push(name.slice(name.indexOf("/") + 1))
        return answer(decode(request, (message) => message)!)
      },
    ]),
  )
  machine.servers.set(socket, server)
  return { sandboxes, calls, parents }
}

const none = new Uint8Array()

function listed(id: string, name: string): Uint8Array {
  const [namespace = "", pod = ""] = name.split("/")
  return concatenated(textField(1, id), messageField(2, concatenated(textField(1, pod), textField(3, namespace))))
}

function answered(...fields: readonly Uint8Array[]): GrpcAnswer {
  return { state: "answered", response: concatenated(...fields) }
}

/** gRPC status 2 is Unknown, with which runtimes say most of what went wrong. */
function refused(message: string): GrpcAnswer {
  return { state: "refused", status: 2, message }
}
