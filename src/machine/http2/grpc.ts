// One unary gRPC call over a unix socket, plain-text HTTP/2, with a deadline. Knows nothing of what is asked. A call
// has its own connection: a node is asked a handful of questions, and a runtime that restarts leaves no stale one.
// Wire format: github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md.
import { statSync } from "node:fs"
import { errnoOf } from "../errno.ts"
import type { GrpcAnswer, GrpcCall } from "../reading.ts"
import { beginExchange } from "./exchange.ts"
import type { Header } from "./hpack.ts"

/** Largest answer taken, in bytes; what the kubelet takes too: k8s.io/cri-client pkg/utils.go, maxMsgSize. */
const mostBytes = 16 * 1024 * 1024

/** One byte "compressed", four bytes length, before every message. */
const prefixBytes = 5

/** RESOURCE_EXHAUSTED, as grpc-go answers for a message that is too large. See google.golang.org/grpc/codes. */
const resourceExhausted = 8

/** What was heard of the call so far. */
interface Heard {
  status: string | undefined
  message: string
  readonly chunks: Buffer[]
  bytes: number
}

export async function callGrpc(call: GrpcCall): Promise<GrpcAnswer> {
  const heard: Heard = { status: undefined, message: "", chunks: [], bytes: 0 }
  const { promise, resolve } = Promise.withResolvers<GrpcAnswer>()
  let connection: Bun.Socket | undefined
  let isOver = false
  // The first word counts.
  const end = (answer: GrpcAnswer) => {
    if (isOver) return
    isOver = true
    clearTimeout(deadline)
    connection?.terminate()
    resolve(answer)
  }
  const deadline = setTimeout(() => end({ state: "timed-out" }), call.timeoutMilliseconds)
  call.givenUp?.addEventListener("abort", () => end({ state: "timed-out" }), { once: true })
  const exchange = beginExchange(headersOf(call), framed(call.request), {
    onHeaders: (headers) => noteHeaders(headers, heard, end),
    onData(bytes) {
      heard.bytes += bytes.length
      heard.chunks.push(Buffer.from(bytes))
      if (heard.bytes > mostBytes + prefixBytes) {
        end({ state: "refused", status: resourceExhausted, message: `the answer is larger than ${mostBytes} bytes` })
      }
    },
    onEnd: () => end(answerHeard(heard)),
    onBroken: (spokeHttp2) => end(spokeHttp2 ? brokenOff : { state: "not-grpc", message: "not HTTP/2" }),
  })
  const sending = sender(exchange.opening)
  try {
    connection = await Bun.connect({
      unix: call.socket,
      socket: {
        data(socket, bytes) {
          sending.add(exchange.take(bytes))
          if (!isOver) sending.send(socket)
        },
        drain: (socket) => sending.send(socket),
        close: () => end(brokenOff),
        error: (_, error) => end(answerToError(error, call.socket)),
      },
    })
    if (isOver) connection.terminate()
    else sending.send(connection)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    end(answerToError(error, call.socket))
  }
  return promise
}

const brokenOff: GrpcAnswer = {
  state: "unreachable",
  errno: "ECONNRESET",
  message: "ECONNRESET: the call broke off without a status",
}

function headersOf({ method, timeoutMilliseconds }: GrpcCall): readonly Header[] {
  return [
    [":method", "POST"],
    [":scheme", "http"],
    [":path", method],
    [":authority", "localhost"],
    ["content-type", "application/grpc"],
    ["te", "trailers"],
    ["grpc-timeout", `${Math.max(1, Math.round(timeoutMilliseconds))}m`],
  ]
}

/** Trailers, or the headers of an answer; those of a refusal that has no body are both. */
function noteHeaders(headers: readonly Header[], heard: Heard, end: (answer: GrpcAnswer) => void): void {
  const values = Object.fromEntries(headers)
  if (values["grpc-status"] !== undefined) {
    heard.status = values["grpc-status"]
    heard.message = percentDecoded(values["grpc-message"] ?? "")
  }
  const status = values[":status"]
  // An answer that only says that more is to come: RFC 9110, section 15.2.
  if (status === undefined || /^1\d\d$/.test(status)) return
  const type = values["content-type"] ?? ""
  if (status === "200" && type.startsWith("application/grpc")) return
  end({ state: "not-grpc", message: `HTTP ${status} ${type}`.trim() })
}

/** What the socket does not take at once is kept for when it has room. */
function sender(opening: Buffer) {
  let left = opening
  return {
    add(bytes: Buffer) {
      if (bytes.length > 0) left = Buffer.concat([left, bytes])
    },
    send(socket: Bun.Socket) {
      if (left.length === 0) return
      const written = socket.write(left)
      left = left.subarray(Math.max(0, written))
    },
  }
}

function answerHeard(heard: Heard): GrpcAnswer {
  // A server that ends its calls always says with which status; this one was reset, or went away in the middle.
  if (heard.status === undefined) return brokenOff
  const status = Number(heard.status)
  if (!/^\d{1,3}$/.test(heard.status)) return { state: "not-grpc", message: "grpc-status is not a number" }
  if (status !== 0) return { state: "refused", status, message: heard.message }
  return unframed(Buffer.concat(heard.chunks))
}

function answerToError(error: Error, path: string): GrpcAnswer {
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
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
