// Calls over real sockets, to servers that answer in every way a runtime, or something else, can answer.
import { afterEach, describe, expect, test } from "bun:test"
import { chmodSync, existsSync } from "node:fs"
import { constants } from "node:http2"
import { linuxMachine } from "../../src/machine/linux.ts"
import type { GrpcAnswer } from "../../src/machine/reading.ts"
import { framed, grpcServer, http2Server, refuse, respond, socketServer, type TestServer } from "./servers.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const machine = linuxMachine({ root: "/" })
const directory = temporaryDirectory()
const servers: TestServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function call(socket: string, timeoutMilliseconds = 5000): Promise<GrpcAnswer> {
  return machine.grpc({ socket, method: "/test.Service/Ask", request: Buffer.from("ping"), timeoutMilliseconds })
}

async function callOf(server: Promise<TestServer>, timeoutMilliseconds?: number): Promise<GrpcAnswer> {
  const running = await server
  servers.push(running)
  return call(running.socket, timeoutMilliseconds)
}

const text = (words: string) => ({ state: "answered", response: Buffer.from(words) })

describe("a server that speaks gRPC", () => {
  test("gets the request and its answer is returned", async () => {
    const echo = grpcServer({ "/test.Service/Ask": (request) => Buffer.from(`${Buffer.from(request)} pong`) })

    expect(await callOf(echo)).toEqual(text("ping pong") as GrpcAnswer)
  })

  test("may answer with an empty message", async () => {
    expect(await callOf(grpcServer({ "/test.Service/Ask": () => new Uint8Array() }))).toMatchObject({
      state: "answered",
      response: Buffer.alloc(0),
    })
  })

  test("is told apart by its status when it refuses", async () => {
    const unimplemented = http2Server((stream) => refuse(stream, 12, "unknown%20service%20runtime.v1"))

    expect(await callOf(unimplemented)).toEqual({ state: "refused", status: 12, message: "unknown service runtime.v1" })
  })

  test("has its message passed on when the message is not encoded as it should be", async () => {
    expect(await callOf(http2Server((stream) => refuse(stream, 2, "100% wrong")))).toEqual({
      state: "refused",
      status: 2,
      message: "100% wrong",
    })
  })

  test("has every character of its message passed on", async () => {
    const every = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index))
      .join("")
      .replace("%", "")

    expect(await callOf(http2Server((stream) => refuse(stream, 2, every)))).toMatchObject({ message: every })
  })

  test("may refuse in the trailers after it has begun to answer", async () => {
    const late = http2Server((stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true })
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "13", "grpc-message": "broke" }))
      stream.end(framed(Buffer.from("half an ans")))
    })

    expect(await callOf(late)).toEqual({ state: "refused", status: 13, message: "broke" })
  })

  test("may send 10 MB, but not more than 16 MiB", async () => {
    const large = grpcServer({ "/test.Service/Ask": () => Buffer.alloc(10_000_000, 7) })
    const tooLarge = grpcServer({ "/test.Service/Ask": () => Buffer.alloc(17_000_000, 7) })

    const answer = await callOf(large)

    expect(answer.state === "answered" && answer.response.length).toBe(10_000_000)
    expect(await callOf(tooLarge)).toMatchObject({ state: "refused", status: 8 })
  })
})

describe("a call that breaks off is unreachable with ECONNRESET", () => {
  const broken = { state: "unreachable", errno: "ECONNRESET" } as const

  test("when the server closes the connection at once", async () => {
    expect(await callOf(socketServer((connection) => connection.destroy()))).toMatchObject(broken)
  })

  test("when the call is reset in the middle of the answer", async () => {
    const resetting = http2Server((stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" })
      stream.write(framed(Buffer.alloc(100)).subarray(0, 50), () => stream.close(constants.NGHTTP2_INTERNAL_ERROR))
    })

    expect(await callOf(resetting)).toMatchObject(broken)
  })

  test("when the call is refused unread", async () => {
    expect(await callOf(http2Server((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM)))).toMatchObject(broken)
  })

  test("when the server says that it is going away", async () => {
    expect(await callOf(http2Server((stream) => stream.session?.goaway(2)))).toMatchObject(broken)
  })

  test("when the connection ends in the middle of the answer", async () => {
    const dying = http2Server((stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" })
      stream.write(framed(Buffer.alloc(100)).subarray(0, 50), () => stream.session?.destroy())
    })

    expect(await callOf(dying)).toMatchObject(broken)
  })
})

describe("something that is not gRPC says so", () => {
  const other = { state: "not-grpc" } as const

  test("a server of HTTP/1", async () => {
    const http1 = socketServer((connection) =>
      connection.once("data", () => connection.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")),
    )

    expect(await callOf(http1)).toMatchObject(other)
  })

  test("a server that greets in its own language", async () => {
    expect(await callOf(socketServer((connection) => connection.write("SSH-2.0-OpenSSH_9.2\r\n")))).toMatchObject(other)
  })

  test("a server that sends garbage", async () => {
    const garbage = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))

    expect(await callOf(socketServer((connection) => connection.write(garbage)))).toMatchObject(other)
  })

  test("a web server of HTTP/2", async () => {
    const web = http2Server((stream) => {
      stream.respond({ ":status": 404, "content-type": "text/plain" })
      stream.end("page not found")
    })

    expect(await callOf(web)).toEqual({ state: "not-grpc", message: "HTTP 404 text/plain" })
  })

  test("a status that is no number, a message cut short, one too long, one compressed, none at all", async () => {
    const whole = framed(Buffer.from("message"))
    const compressed = Buffer.concat([Buffer.from([1]), whole.subarray(1)])
    const bodies = [whole.subarray(0, 8), Buffer.concat([whole, Buffer.from("x")]), compressed, Buffer.alloc(0)]

    expect(await callOf(http2Server((stream) => refuse(stream, "fine", "")))).toMatchObject(other)
    for (const body of bodies) expect(await callOf(http2Server((stream) => respond(stream, body)))).toMatchObject(other)
  })
})

describe("nobody there", () => {
  test("a missing socket is ENOENT, a file or a directory in its place ENOTSOCK", async () => {
    directory.file(directory.at("file"), "")

    expect(await call(directory.at("none"))).toMatchObject({ state: "unreachable", errno: "ENOENT" })
    expect(await call(directory.at("file"))).toMatchObject({ state: "unreachable", errno: "ENOTSOCK" })
    expect(await call(directory.path)).toMatchObject({ state: "unreachable", errno: "ENOTSOCK" })
  })

  test("a socket whose server has died is ECONNREFUSED", async () => {
    const socket = directory.at("stale.sock")
    // The name must stay when the listener goes, as after kill -9.
    const program = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, "SIGKILL"))`
    await machine.run({ argv: [process.execPath, "-e", program], timeoutSeconds: 30 })

    expect(existsSync(socket)).toBe(true)
    expect(await call(socket)).toMatchObject({ state: "unreachable", errno: "ECONNREFUSED" })
    expect(await machine.accepts(socket)).toBe(false)
  })

  const cannotBecomeAnother = process.geteuid?.() !== 0
  if (cannotBecomeAnother) console.log("skipped: a socket one may not use is EACCES: this needs root")
  test.skipIf(cannotBecomeAnother)("a socket one may not use is EACCES", async () => {
    const server = await grpcServer({})
    servers.push(server)
    chmodSync(server.socket, 0o600)
    const linux = new URL("../../src/machine/linux.ts", import.meta.url).pathname
    const program = `
      import { linuxMachine } from ${JSON.stringify(linux)}
      const machine = linuxMachine({ root: "/" })
      process.seteuid(65534)
      const call = { socket: ${JSON.stringify(server.socket)}, method: "/a/B", request: new Uint8Array(), timeoutMilliseconds: 5000 }
      const answer = await machine.grpc(call)
      console.log(answer.errno, await machine.accepts(call.socket))`

    const ran = await machine.run({ argv: [process.execPath, "-e", program], timeoutSeconds: 30 })

    expect(ran).toMatchObject({ stdout: "EACCES false\n" })
  })

  test("a path that is too long for a socket is an answer too", async () => {
    expect(await call(`/tmp/${"x".repeat(200)}`)).toMatchObject({ state: "unreachable" })
    expect(await machine.accepts(`/tmp/${"x".repeat(200)}`)).toBe(false)
  })
})

describe("a server that hangs", () => {
  test("is given up at the deadline, before or in the middle of its answer", async () => {
    const silent = socketServer(() => {})
    const stuck = http2Server((stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" })
      stream.write(framed(Buffer.alloc(100)).subarray(0, 50))
    })
    const started = performance.now()

    expect(await callOf(silent, 100)).toEqual({ state: "timed-out" })
    expect(await callOf(stuck, 100)).toEqual({ state: "timed-out" })

    expect(performance.now() - started).toBeLessThan(2000)
  })

  test("still counts as listening", async () => {
    const server = await socketServer(() => {})
    servers.push(server)

    expect(await machine.accepts(server.socket)).toBe(true)
  })
})
