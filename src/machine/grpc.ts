// One unary gRPC call over a unix socket, plain-text HTTP/2, with a deadline. Knows nothing of what is asked. A call
// has its own connection: a node is asked a handful of questions, and a runtime that restarts leaves no stale one.
// Wire format: github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md.
import { statSync } from "node:fs"
import type { ClientHttp2Session, IncomingHttpHeaders } from "node:http2"
import type { Socket } from "node:net"
import { errnoOf } from "./errno.ts"
import type { GrpcAnswer, GrpcCall } from "./reading.ts"

/** Largest answer taken, in bytes; what the kubelet takes too: k8s.io/cri-client pkg/utils.go, maxMsgSize. */
const mostBytes = 16 * 1024 * 1024

/** One byte "compressed", four bytes length, before every message. */
const prefixBytes = 5

/** RESOURCE_EXHAUSTED, as grpc-go answers for a message that is too large. See google.golang.org/grpc/codes. */
const resourceExhausted = 8

/** What was heard of the call so far. */
interface Heard {
  spokeHttp2: boolean
  status: string | undefined
  message: string
  readonly chunks: Buffer[]
  bytes: number
}

export async function callGrpc(call: GrpcCall): Promise<GrpcAnswer> {
  // Loaded here: most runs of criadm never speak to a runtime.
  const [{ connect: connectSocket }, { connect: connectSession }] = await Promise.all([
    import("node:net"),
    import("node:http2"),
  ])
  return new Promise((resolve) => {
    const socket = connectSocket({ path: call.socket })
    const session = connectSession("http://localhost", { createConnection: () => socket })
    const end = (answer: GrpcAnswer) => {
      clearTimeout(deadline)
      resolve(answer)
      session.destroy()
      socket.destroy()
    }
    const deadline = setTimeout(() => end({ state: "timed-out" }), call.timeoutMilliseconds)
    call.givenUp?.addEventListener("abort", () => end({ state: "timed-out" }), { once: true })
    ask(call, socket, session, end)
  })
}

/** `end` may be called more than once; the first call counts. */
function ask(call: GrpcCall, socket: Socket, session: ClientHttp2Session, end: (answer: GrpcAnswer) => void): void {
  const heard: Heard = { spokeHttp2: false, status: undefined, message: "", chunks: [], bytes: 0 }
  const failed = (error: Error) => end(answerToError(error, call.socket, heard))
  socket.on("error", failed)
  session.on("error", failed)
  session.on("remoteSettings", () => {
    heard.spokeHttp2 = true
  })
  const stream = session.request({
    ":method": "POST",
    ":path": call.method,
    ":authority": "localhost",
    "content-type": "application/grpc",
    te: "trailers",
    "grpc-timeout": `${Math.max(1, Math.round(call.timeoutMilliseconds))}m`,
  })
  const noteStatus = (headers: IncomingHttpHeaders) => {
    if (headers["grpc-status"] === undefined) return
    heard.status = String(headers["grpc-status"])
    heard.message = percentDecoded(String(headers["grpc-message"] ?? ""))
  }
  stream.on("response", (headers) => {
    noteStatus(headers)
    const type = String(headers["content-type"] ?? "")
    if (headers[":status"] === 200 && type.startsWith("application/grpc")) return
    end({ state: "not-grpc", message: `HTTP ${headers[":status"]} ${type}`.trim() })
  })
  stream.on("trailers", noteStatus)
  stream.on("data", (chunk: Buffer) => {
    heard.bytes += chunk.length
    heard.chunks.push(chunk)
    if (heard.bytes > mostBytes + prefixBytes) {
      end({ state: "refused", status: resourceExhausted, message: `the answer is larger than ${mostBytes} bytes` })
    }
  })
  stream.on("error", failed)
  stream.on("close", () => end(answerHeard(heard)))
  stream.end(framed(call.request))
}

function answerHeard(heard: Heard): GrpcAnswer {
  if (heard.status === undefined) {
    // A server that ends its calls always says with which status; this one was reset, or went away in the middle.
    return { state: "unreachable", errno: "ECONNRESET", message: "ECONNRESET: the call broke off without a status" }
  }
  const status = Number(heard.status)
  if (!/^\d{1,3}$/.test(heard.status)) return { state: "not-grpc", message: "grpc-status is not a number" }
  if (status !== 0) return { state: "refused", status, message: heard.message }
  return unframed(Buffer.concat(heard.chunks))
}

function answerToError(error: Error, path: string, heard: Heard): GrpcAnswer {
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  // Before any HTTP/2 was heard, an error of the protocol means that something else is spoken there.
  if (code === "ERR_HTTP2_ERROR" && !heard.spokeHttp2) return { state: "not-grpc", message: "not HTTP/2" }
  if (code === "ECONNREFUSED" && isNoSocket(path)) {
    return { state: "unreachable", errno: "ENOTSOCK", message: `ENOTSOCK: ${path} is not a socket` }
  }
  // What breaks later breaks the connection, whatever the library calls it.
  const errno = /^E[A-Z]+$/.test(code) && code !== "EPIPE" ? code : "ECONNRESET"
  return { state: "unreachable", errno, message: error.message }
}

/** connect(2) says ECONNREFUSED for a file that is no socket, too. */
function isNoSocket(path: string): boolean {
  try {
    return !statSync(path).isSocket()
  } catch (error) {
    errnoOf(error)
    return false
  }
}

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(prefixBytes + message.length)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, prefixBytes)
  return frame
}

function unframed(bytes: Buffer): GrpcAnswer {
  if (bytes.length < prefixBytes) return { state: "not-grpc", message: "the response has no message" }
  if (bytes[0] !== 0) return { state: "not-grpc", message: "the message is compressed, which was not asked for" }
  const length = bytes.readUInt32BE(1)
  if (bytes.length !== prefixBytes + length) {
    return { state: "not-grpc", message: "the message is not as long as it says" }
  }
  return { state: "answered", response: bytes.subarray(prefixBytes) }
}

/** grpc-message is percent-encoded; what is not decodable is passed on as it is, as the protocol asks. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
