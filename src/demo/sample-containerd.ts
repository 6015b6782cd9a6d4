// The containerd of the sample node: what it makes of the sample's configuration, its dump, and its CRI answers. It
// knows the tables of schema 2 and 3 in one file, which is all that a sample needs; the real rules are in components/.
import { concatenated, messageField, numberField, textField } from "../cri/protobuf.ts"
import type { Table, Value } from "../documents/document.ts"
import { toml } from "../documents/toml/toml.ts"
import type { GrpcAnswer, GrpcCall } from "../machine/reading.ts"

export const sampleRelease = "2.1.9"

interface Handler {
  readonly name: string
  readonly type: string
  readonly isSystemd: boolean
}

/** What the sample's containerd runs with since its last start. */
export interface Running {
  readonly sandboxImage: string
  readonly handlers: readonly Handler[]
}

const tableAt = (value: Value | undefined, ...path: readonly string[]): Table =>
  path.reduce<Table>((table, key) => asTable(table[key]), asTable(value))
const asTable = (value: Value | undefined): Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? (value as Table)
    : {}
const textOf = (value: Value | undefined, otherwise: string): string => (typeof value === "string" ? value : otherwise)

/** Reads a configuration as containerd 2.1 does at its start; undefined: it does not load. */
export function startSample(text: string): Running | undefined {
  const document = toml.parse("/etc/containerd/config.toml", text)
  if (!document.ok) return undefined
  const old = tableAt(document.value.root, "plugins", "io.containerd.grpc.v1.cri")
  const runtime = tableAt(document.value.root, "plugins", "io.containerd.cri.v1.runtime")
  const images = tableAt(document.value.root, "plugins", "io.containerd.cri.v1.images", "pinned_images")
  const runtimes = {
    runc: {},
    ...tableAt(old, "containerd", "runtimes"),
    ...tableAt(runtime, "containerd", "runtimes"),
  }
  return {
    sandboxImage: textOf(old["sandbox_image"], textOf(images["sandbox"], "registry.k8s.io/pause:3.10")),
    handlers: Object.entries(runtimes).map(([name, handler]) => ({
      name,
      type: textOf(asTable(handler)["runtime_type"], "io.containerd.runc.v2"),
      isSystemd: tableAt(handler, "options")["SystemdCgroup"] === true,
    })),
  }
}

/** As `containerd config dump` of 2.1 prints it, as far as anyone asks. */
export function dumpSample({ sandboxImage, handlers }: Running): string {
  const runtimes = handlers.map(
    ({ name, type, isSystemd }) => `
        [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.${name}]
          runtime_type = '${type}'
          [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.${name}.options]
            SystemdCgroup = ${isSystemd}`,
  )
  return `version = 3
disabled_plugins = []

[grpc]
  address = '/run/containerd/containerd.sock'

[plugins]
  [plugins.'io.containerd.cri.v1.images']
    [plugins.'io.containerd.cri.v1.images'.pinned_images]
      sandbox = '${sandboxImage}'
  [plugins.'io.containerd.cri.v1.runtime']
    [plugins.'io.containerd.cri.v1.runtime'.containerd]
      default_runtime_name = 'runc'
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes]${runtimes.join("")}
`
}

/** Answers of CRI v1; the field numbers are those of k8s.io/cri-api, runtime/v1, api.proto. */
export function answerSample(running: Running, { method }: GrpcCall): GrpcAnswer {
  const answered = (...fields: readonly Uint8Array[]): GrpcAnswer => ({
    state: "answered",
    response: concatenated(...fields),
  })
  switch (method) {
    case "/runtime.v1.RuntimeService/Version":
      return answered(
        textField(1, "0.1.0"),
        textField(2, "containerd"),
        textField(3, sampleRelease),
        textField(4, "v1"),
      )
    case "/runtime.v1.RuntimeService/Status": {
      const condition = (type: string, isTrue: boolean, reason: string) =>
        messageField(1, concatenated(textField(1, type), numberField(2, isTrue ? 1 : 0), textField(3, reason)))
      const status = concatenated(condition("RuntimeReady", true, ""), condition("NetworkReady", true, ""))
      const info = concatenated(textField(1, "config"), textField(2, JSON.stringify(configInfo(running))))
      return answered(messageField(1, status), messageField(2, info))
    }
    case "/runtime.v1.RuntimeService/RuntimeConfig": {
      const [first] = running.handlers
      return answered(messageField(1, numberField(1, first?.isSystemd === true ? 0 : 1)))
    }
    case "/runtime.v1.RuntimeService/ListPodSandbox":
    case "/runtime.v1.ImageService/ImageStatus":
      return answered()
    default:
      return { state: "refused", status: 12, message: `unknown method ${method}` }
  }
}

/** The "config" entry of the verbose status of containerd 2.x. */
function configInfo({ handlers }: Running): unknown {
  const runtimes = handlers.map(({ name, type, isSystemd }) => [
    name,
    { runtimeType: type, options: { SystemdCgroup: isSystemd } },
  ])
  return { containerd: { defaultRuntimeName: "runc", runtimes: Object.fromEntries(runtimes) } }
}
