// Questions over real sockets, to peers that answer in every way systemd, or something else, can answer.
import { afterEach, describe, expect, test } from "bun:test"
import { linuxMachine } from "../../../src/machine/linux.ts"
import { socketServer, type TestServer } from "../servers.ts"
import { temporaryDirectory } from "../temporary-directory.ts"
import { dictionary, message, running } from "./spoken.ts"

const machine = linuxMachine({ root: "/" })
const directory = temporaryDirectory()
const servers: TestServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const accepted = "OK 025835e08dfd4f3cacc6c60973549453\r\n"
const properties = message({ answers: 1, body: dictionary("l", running) })

async function ask(socket: string, timeoutMilliseconds = 5000) {
  const told = await machine.propertiesOf?.({ socket, path: "/a", timeoutMilliseconds })
  return told?.number("MainPID", "u")
}

/** What is told by a peer that answers the first piece it hears with the first of these, and so on. */
async function askOne(answers: readonly (string | Buffer | "end")[], timeoutMilliseconds?: number) {
  const heard: Buffer[] = []
  const server = await socketServer((connection) => {
    let at = 0
    connection.on("data", (piece: Buffer) => {
      heard.push(piece)
      const answer = answers[at++]
      if (answer === "end") connection.destroy()
      else if (answer !== undefined) connection.write(answer)
    })
  })
  servers.push(server)
  return { told: await ask(server.socket, timeoutMilliseconds), heard }
}

describe("a peer that answers", () => {
  test("is told who asks, and asked when it has agreed", async () => {
    const { told, heard } = await askOne([accepted, properties])

    expect(told).toBe(136)
    const uid = Buffer.from(String(machine.uid)).toString("hex")
    expect(heard[0]?.toString("latin1")).toBe(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`)
    expect(heard[1]?.toString("latin1")).toContain("GetAll")
    expect(heard).toHaveLength(2)
  })

  test("may send a signal before, and one piece for each byte", async () => {
    const server = await socketServer((connection) => {
      connection.once("data", async () => {
        connection.write(accepted)
        const signal = message({ type: 4, signature: "s", body: Buffer.alloc(9) })
        for (const byte of Buffer.concat([signal, properties])) {
          connection.write(Buffer.from([byte]))
          await Promise.resolve()
        }
      })
    })
    servers.push(server)

    expect(await ask(server.socket)).toBe(136)
  })
})

describe("nothing is told", () => {
  test.each<[string, readonly (string | Buffer)[]]>([
    ["that refuses who asks", ["REJECTED EXTERNAL\r\n"]],
    ["that speaks something else", ["HTTP/1.1 400 Bad Request\r\n\r\n"]],
    ["that sends a line without an end", [`OK ${"x".repeat(5000)}`]],
    ["that goes away at once", ["end"]],
    ["that goes away when it is asked", [accepted, "end"]],
    ["that goes away in the middle of the answer", [Buffer.from(accepted), properties.subarray(0, 99)]],
    ["that answers with an error", [accepted, message({ type: 3, answers: 1, signature: "s", body: Buffer.alloc(9) })]],
    ["that answers with rubbish", [accepted, Buffer.alloc(100, 255)]],
    ["that announces more than can be", [accepted, Buffer.from("6c02010100ffffff01000000ffffffff", "hex")]],
  ])("by a peer %s", async (_, answers) => {
    const server = await socketServer((connection) => {
      let at = 0
      connection.on("data", () => {
        const answer = answers[at++] ?? "end"
        if (answer === "end") connection.destroy()
        else connection.write(answer)
        if (at === answers.length && at === 2) connection.end()
      })
    })
    servers.push(server)

    expect(await ask(server.socket)).toBeUndefined()
  })

  test("by a peer that sends without end", async () => {
    const server = await socketServer((connection) => {
      const signal = message({ type: 4, signature: "s", body: Buffer.alloc(60_000) })
      const more = () => {
        while (connection.writable && connection.write(signal));
      }
      connection.once("data", () => {
        connection.write(accepted)
        connection.on("drain", more)
        more()
      })
    })
    servers.push(server)

    expect(await ask(server.socket)).toBeUndefined()
  })

  test("in time by a peer that keeps silent, before and after it has agreed", async () => {
    expect((await askOne([], 50)).told).toBeUndefined()
    expect((await askOne([accepted], 50)).told).toBeUndefined()
  })

  test("where there is no socket, and by a node that does not run", async () => {
    expect(await ask(directory.at("none.sock"))).toBeUndefined()
    directory.file(directory.at("file"), "")
    expect(await ask(directory.at("file"))).toBeUndefined()
    expect(linuxMachine({ root: directory.root() }).propertiesOf).toBeUndefined()
  })
})
