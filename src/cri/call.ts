// One CRI call on an endpoint: bytes out, a value back, or why there is none in words an operator can act upon.
import type { GrpcAnswer, ReadingMachine } from "../machine/reading.ts"
import type { Cri, CriFailure } from "../model/facts/cri-report.ts"
import { decode, type Message } from "./protobuf.ts"

export interface CriCall<T> {
  readonly endpoint: string
  /** "/runtime.v1.RuntimeService/Version". */
  readonly method: string
  readonly request: Uint8Array
  readonly timeoutMilliseconds: number
  readonly givenUp?: AbortSignal
  readonly read: (response: Message) => T
}

export async function callCri<T>(machine: ReadingMachine, call: CriCall<T>): Promise<Cri<T>> {
  const { endpoint, method, request, timeoutMilliseconds, givenUp } = call
  const socket = socketOf(endpoint)
  if (socket === undefined) return failed("error", `${endpoint} is not the address of a unix socket`)
  const answer = await machine.grpc({
    ...{ socket, method, request, timeoutMilliseconds },
    ...(givenUp === undefined ? {} : { givenUp }),
  })
  if (answer.state !== "answered") return { ok: false, failure: failureOf(answer, timeoutMilliseconds) }
  const value = decode(answer.response, (message) => ({ read: call.read(message) }))
  return value === undefined
    ? failed("not-grpc", `the answer to ${method} is not protobuf`)
    : { ok: true, value: value.read }
}

/**
 * The socket's path in a CRI endpoint: "unix:///run/x.sock", or the bare path. The kubelet takes a bare path too, with
 * a warning: k8s.io/cri-client pkg/util/util_unix.go, parseEndpointWithFallbackProtocol.
 */
export function socketOf(endpoint: string): string | undefined {
  return /^(?:unix:(?:\/\/)?)?(\/(?!\/).*)$/.exec(endpoint)?.[1]
}

/** gRPC status codes with a meaning of their own here; see google.golang.org/grpc/codes. */
const deadlineExceeded = 4
const unimplemented = 12

/** Per errno of connect(2), what it means for the runtime's socket. Everything else is "error". */
const causes: Readonly<Record<string, CriFailure["cause"]>> = {
  ENOENT: "no-socket",
  ENOTDIR: "no-socket",
  ECONNREFUSED: "refused",
  // It went away while we asked: as if nobody had been there.
  ECONNRESET: "refused",
  EACCES: "no-permission",
  EPERM: "no-permission",
  ENOTSOCK: "not-a-socket",
}

function failureOf(answer: Exclude<GrpcAnswer, { state: "answered" }>, timeoutMilliseconds: number): CriFailure {
  switch (answer.state) {
    case "timed-out":
      return { cause: "timeout", message: `no answer within ${timeoutMilliseconds} ms` }
    case "not-grpc":
      return { cause: "not-grpc", message: answer.message }
    case "unreachable":
      return { cause: causes[answer.errno] ?? "error", message: answer.message }
    case "refused":
      if (answer.status === unimplemented) return { cause: "unimplemented", message: answer.message }
      if (answer.status === deadlineExceeded) return { cause: "timeout", message: answer.message }
      return { cause: "error", message: `${answer.message} (gRPC status ${answer.status})` }
  }
}

function failed(cause: CriFailure["cause"], message: string): Cri<never> {
  return { ok: false, failure: { cause, message } }
}
