// What a running runtime says about itself, asked without criadm's own CRI client: tests that use this also notice when
// that client misreads an answer. Only what the tests compare is decoded.
import { connect as connectHttp2 } from "node:http2"
import { connect } from "node:net"

export interface CriAnswers {
  /** Path of the socket that was asked. */
  readonly socket: string
  /** The newest CRI API that Version answers to; undefined: no CRI on this socket. */
  readonly api: "v1" | "v1alpha2" | undefined
  /** The JSON under "config" in the verbose Status. */
  readonly config: Readonly<Record<string, unknown>>
  /** What RuntimeConfig answered; undefined: not implemented (containerd before 2.0). */
  readonly driver: "SYSTEMD" | "CGROUPFS" | undefined
}

export async function askCri(socket: string): Promise<CriAnswers> {
  for (const api of ["v1", "v1alpha2"] as const) {
    const ask = (method: string, request: readonly number[]) =>
      unary(socket, `/runtime.${api}.RuntimeService/${method}`, Uint8Array.from(request))
    if ((await initialized(() => ask("Version", []))) === undefined) continue
    // StatusRequest.verbose = true; StatusResponse.info = 2, a map of text (cri-api runtime/v1/api.proto).
    const status = await ask("Status", [0x08, 0x01])
    const info = (status === undefined ? [] : fields(status)).filter((field) => field.number === 2)
    const entries = info.map(({ bytes }) => fields(bytes).map((field) => new TextDecoder().decode(field.bytes)))
    const config = JSON.parse(entries.find(([key]) => key === "config")?.[1] ?? "{}") as Record<string, unknown>
    return { socket, api, config, driver: driverOf(await ask("RuntimeConfig", [])) }
  }
  return { socket, api: undefined, config: {}, driver: undefined }
}

/**
 * Asks for a pod sandbox of this handler on the host's network; resolves with what the runtime says when it fails, else
 * with undefined. The fields: RunPodSandboxRequest and PodSandboxConfig of cri-api runtime/v1/api.proto.
 */
export async function askForSandbox(socket: string, api: string, handler: string): Promise<string | undefined> {
  const text = (number: number, value: string) => nested(number, new TextEncoder().encode(value))
  const metadata = nested(1, join(text(1, "probe"), text(2, `probe-${handler}`), text(3, "probe")))
  // NamespaceOption: network and ipc of the node (2).
  const namespaces = nested(1, Uint8Array.of(0x08, 2, 0x18, 2))
  const linux = nested(8, join(text(1, "/kubepods.slice"), nested(2, namespaces)))
  const request = join(nested(1, join(metadata, linux)), text(2, handler))
  try {
    await unary(socket, `/runtime.${api}.RuntimeService/RunPodSandbox`, request)
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** Whether CRI itself has the image. ImageStatusRequest.image = 1, ImageSpec.image = 1; ImageStatusResponse.image = 1. */
export async function hasImage(socket: string, api: string, image: string): Promise<boolean> {
  const request = nested(1, nested(1, new TextEncoder().encode(image)))
  const response = await unary(socket, `/runtime.${api}.ImageService/ImageStatus`, request)
  return response !== undefined && fields(response).some((field) => field.number === 1)
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** A length-delimited field; everything here is shorter than 128 bytes, so that its length is one byte. */
function nested(number: number, content: Uint8Array): Uint8Array {
  if (content.length > 127) throw new Error("too long for this writer")
  return join(Uint8Array.of((number << 3) | 2, content.length), content)
}

/** RuntimeConfigResponse.linux = 1, its cgroup_driver = 1: 0 or absent is SYSTEMD, 1 is CGROUPFS. */
function driverOf(response: Uint8Array | undefined): CriAnswers["driver"] {
  if (response === undefined) return undefined
  const linux = fields(response).find((field) => field.number === 1)
  if (linux === undefined) return undefined
  return fields(linux.bytes).some((field) => field.number === 1 && field.value === 1) ? "CGROUPFS" : "SYSTEMD"
}

/** containerd 1.x serves CRI a moment before it is willing to answer. */
async function initialized<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await Bun.sleep(50)) {
    try {
      return await ask()
    } catch (error) {
      if (!String(error).includes("not initialized") || Date.now() > deadline) throw error
    }
  }
}

interface Field {
  readonly number: number
  /** Of a length-delimited field. */
  readonly bytes: Uint8Array
  /** Of a varint field. */
  readonly value: number
}

/** Protocol buffers' wire format, as far as these messages use it: varints and length-delimited fields. */
function fields(message: Uint8Array): readonly Field[] {
  const found: Field[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    if ((tag & 7) === 0) found.push({ number: tag >>> 3, bytes: new Uint8Array(), value: varint() })
    else if ((tag & 7) === 2) {
      const length = varint()
      found.push({ number: tag >>> 3, bytes: message.subarray(at, at + length), value: 0 })
      at += length
    } else throw new Error(`unexpected wire type ${tag & 7}`)
  }
  return found
}

/** gRPC status 12: the server does not know the method (grpc/grpc doc/statuscodes.md). */
const unimplemented = "12"

/** One gRPC call. Undefined: the server does not implement it. */
function unary(socket: string, path: string, request: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2("http://localhost", { createConnection: () => connect({ path: socket }) })
    const call = session.request({
      ":method": "POST",
      ":path": path,
      "content-type": "application/grpc",
      te: "trailers",
    })
    const chunks: Buffer[] = []
    let status: string | undefined
    let message = ""
    const take = (headers: Readonly<Record<string, unknown>>) => {
      if (headers["grpc-status"] === undefined) return
      status = String(headers["grpc-status"])
      message = String(headers["grpc-message"] ?? "")
    }
    session.on("error", reject)
    call.on("error", reject)
    call.on("response", take)
    call.on("trailers", take)
    call.on("data", (chunk: Buffer) => chunks.push(chunk))
    call.on("end", () => {
      session.close()
      if (status === unimplemented) resolve(undefined)
      else if (status !== "0") reject(new Error(`${path}: status ${status}: ${decodeURIComponent(message)}`))
      // One message: a byte that says "not compressed" and four with the length, then the message.
      else resolve(new Uint8Array(Buffer.concat(chunks).subarray(5)))
    })
    const head = Buffer.alloc(5)
    head.writeUInt32BE(request.length, 1)
    call.end(Buffer.concat([head, request]))
  })
}
