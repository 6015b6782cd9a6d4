// Servers on unix sockets for tests: some speak gRPC well, some badly, some something else. Each test gets its own
// socket; `close` ends the server with its connections.
import { mkdtempSync, rmSync } from "node:fs"
import { createServer as createHttp2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2"
import { createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface TestServer {
  readonly socket: string
  close(): void
}

/** Whatever `serve` does with each connection. */
export async function socketServer(serve: (connection: Socket) => void): Promise<TestServer> {
  const connections = new Set<Socket>()
  const server = createServer((connection) => {
    connections.add(connection)
    connection.on("error", () => {})
    serve(connection)
  })
  return listening(server, () => {
    for (const connection of connections) connection.destroy()
  })
}

/** Whatever `serve` does with each HTTP/2 stream and the bytes of its request. */
export async function http2Server(
  serve: (stream: ServerHttp2Stream, method: string, request: Buffer) => void,
): Promise<TestServer> {
  const sessions = new Set<ServerHttp2Session>()
  const server = createHttp2Server()
  server.on("session", (session) => {
    sessions.add(session)
    session.on("error", () => {})
  })
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    const chunks: Buffer[] = []
    stream.on("error", () => {})
    stream.on("data", (chunk: Buffer) => chunks.push(chunk))
    stream.on("end", () => serve(stream, String(headers[":path"]), Buffer.concat(chunks)))
  })
  return listening(server, () => {
    for (const session of sessions) session.destroy()
  })
}

/** Answers of gRPC methods: the message, or the status it refuses with. A method that is not there is Unimplemented. */
export type GrpcMethods = Readonly<
  Record<string, (request: Uint8Array) => Uint8Array | { readonly status: number; readonly message: string }>
>

export async function grpcServer(methods: GrpcMethods): Promise<TestServer> {
  return http2Server((stream, method, request) => {
    const answer = methods[method]?.(request.subarray(5)) ?? { status: 12, message: `unknown method ${method}` }
    if (answer instanceof Uint8Array) respond(stream, framed(answer))
    else refuse(stream, answer.status, answer.message)
  })
}

/** A whole answer with status OK in the trailers. */
export function respond(stream: ServerHttp2Stream, body: Uint8Array): void {
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true })
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }))
  stream.end(body)
}

/** A refusal in headers only, as grpc-go sends it. */
export function refuse(stream: ServerHttp2Stream, status: number | string, message: string): void {
  const headers = { ":status": 200, "content-type": "application/grpc" }
  stream.respond({ ...headers, "grpc-status": `${status}`, "grpc-message": message }, { endStream: true })
}

export function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

async function listening(server: Pick<Server, "listen" | "once" | "close">, end: () => void): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), "criadm-socket-"))
  const socket = join(directory, "s.sock")
  await new Promise<void>((resolve) => {
    server.once("listening", resolve)
    server.listen(socket)
  })
  return {
    socket,
    close() {
      end()
      server.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
