// Writes down everything that is asked of a machine and what it answers, so that a real node can be asked again later,
// elsewhere, by tests. The first answer to a question is kept. Secrets are redacted before anything is written.
//
// A recorded node is a folder: node.json (what and when), files/ (the files read, under their real paths),
// entries.json (per path asked: what it is and how it was answered), programs.json, sockets.json, grpc.json,
// file-systems.json.
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { redactBytes } from "../model/secrets/redact.ts"
import type { Entry, FileBytes, FileRead, GrpcAnswer, GrpcCall, Ran, ReadingMachine } from "./reading.ts"

/** node.json */
export interface RecordedNode extends RecordingNote {
  readonly root: string
  readonly isLive: boolean
  readonly platform: "linux" | "windows"
  readonly uid: number
  /** Milliseconds since the epoch, as the node's clock said first. */
  readonly now: number
}

export interface RecordingNote {
  readonly name: string
  readonly recorded: { readonly when: string; readonly how: string; readonly criadm: string }
  /** The runtime's release as it was stated with --runtime-version. */
  readonly statedVersion?: string
}

/** entries.json, per path. What was not asked is not there; null and "absent" are answers. */
export interface RecordedPath {
  entry?: Omit<Entry, "path"> | null
  /** A file that was read: its bytes are in files/ under `realPath`. */
  read?: Omit<FileBytes, "path" | "bytes"> | Exclude<FileRead, FileBytes>
  names?: readonly string[] | null
  realPath?: string | null
}

/** grpc.json, per call. Bytes are base64. */
export interface RecordedCall {
  readonly socket: string
  readonly method: string
  readonly request: string
  readonly answer:
    | { readonly state: "answered"; readonly response: string }
    | Exclude<GrpcAnswer, { readonly state: "answered" }>
}

export interface RecordingMachine extends ReadingMachine {
  /** Writes the folder; what is in it already is overwritten. The only thing here that writes. */
  save(directory: string, note: RecordingNote): void
}

/** The same machine, listening in. */
export function recording(machine: ReadingMachine): RecordingMachine {
  const paths = new Map<string, RecordedPath>()
  const bytes = new Map<string, Uint8Array>()
  const programs = new Map<string, Ran>()
  const sockets = new Map<string, boolean>()
  const calls = new Map<string, RecordedCall>()
  const fileSystems = new Map<string, number | null>()
  let firstNow: number | undefined

  /** Whatever is asked about a path, the two cheap questions are noted too: later tests ask in other ways. */
  const at = (path: string): RecordedPath => {
    const known = paths.get(path)
    if (known !== undefined) return known
    const fresh: RecordedPath = { realPath: machine.resolve(path) ?? null, entry: null }
    const entry = machine.inspect(path)
    if (entry !== undefined) fresh.entry = withoutPath(entry)
    paths.set(path, fresh)
    return fresh
  }

  return {
    root: machine.root,
    isLive: machine.isLive,
    platform: machine.platform,
    uid: machine.uid,
    // What was kept of programs is passed over: the recorded node shall have what they print.
    identity: () => undefined,
    readFile(path, options) {
      const answer = machine.readFile(path, options)
      const noted = at(path)
      if (noted.read === undefined) {
        if (answer.state === "read") {
          const { state, realPath, mode, uid, gid } = answer
          noted.read = { state, realPath, mode, uid, gid }
          bytes.set(realPath, headOfProgram(answer.bytes))
        } else {
          noted.read = answer
        }
      }
      return answer
    },
    inspect(path) {
      at(path)
      return machine.inspect(path)
    },
    list(path) {
      const answer = machine.list(path)
      at(path).names ??= answer ?? null
      return answer
    },
    resolve(path) {
      at(path)
      return machine.resolve(path)
    },
    sha256: (path) => machine.sha256(path),
    device: (path) => machine.device(path),
    exposure: (path) => machine.exposure(path),
    fileSystemType(path) {
      const answer = machine.fileSystemType(path)
      if (!fileSystems.has(path)) fileSystems.set(path, answer ?? null)
      return answer
    },
    async accepts(socket) {
      const answer = await machine.accepts(socket)
      if (!sockets.has(socket)) sockets.set(socket, answer)
      return answer
    },
    async run(command) {
      const answer = await machine.run(command)
      const key = JSON.stringify(command.argv)
      if (!programs.has(key)) programs.set(key, answer)
      return answer
    },
    async grpc(call) {
      const answer = await machine.grpc(call)
      const key = callKey(call)
      if (!calls.has(key)) calls.set(key, recordedCall(call, answer))
      return answer
    },
    now() {
      // The clock of a recorded node stands still, for the live one too: facts that hold a time are then the same.
      firstNow ??= machine.now()
      return firstNow
    },

    save(directory, note) {
      const { root, isLive, platform, uid } = machine
      const node: RecordedNode = { ...note, root, isLive, platform, uid, now: firstNow ?? machine.now() }
      writeJson(directory, "node.json", node)
      writeJson(directory, "entries.json", sortedObject(paths))
      writeJson(directory, "programs.json", [...programs.values()].map(redacted))
      writeJson(directory, "sockets.json", sortedObject(sockets))
      writeJson(directory, "grpc.json", [...calls.values()].map(blottedCall))
      writeJson(directory, "file-systems.json", sortedObject(fileSystems))
      for (const [realPath, content] of bytes) write(directory, join("files", realPath), redactBytes(content))
    },
  }
}

/** By what a call is found again: everything but its time limit. */
export function callKey({ socket, method, request }: Pick<GrpcCall, "socket" | "method" | "request">): string {
  return JSON.stringify([socket, method, Buffer.from(request).toString("base64")])
}

function recordedCall({ socket, method, request }: GrpcCall, answer: GrpcAnswer): RecordedCall {
  const inText =
    answer.state === "answered"
      ? { state: answer.state, response: Buffer.from(answer.response).toString("base64") }
      : answer
  return { socket, method, request: Buffer.from(request).toString("base64"), answer: inText }
}

function blottedCall(call: RecordedCall): RecordedCall {
  if (call.answer.state !== "answered") return call
  const response = Buffer.from(redactBytes(Buffer.from(call.answer.response, "base64"))).toString("base64")
  return { ...call, answer: { state: "answered", response } }
}

function redacted(ran: Ran): Ran {
  if (!("stdout" in ran)) return ran
  const clean = (text: string) => Buffer.from(redactBytes(Buffer.from(text))).toString("utf8")
  return { ...ran, stdout: clean(ran.stdout), stderr: clean(ran.stderr) }
}

function withoutPath({ path: _, ...rest }: Entry): Omit<Entry, "path"> {
  return rest
}

function sortedObject<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function writeJson(directory: string, name: string, value: unknown): void {
  write(directory, name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`))
}

function write(directory: string, name: string, content: Uint8Array): void {
  const path = join(directory, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Of a program only its ELF header is kept, which tells the architecture; see elf(5). The rest is nobody's configuration. */
function headOfProgram(bytes: Uint8Array): Uint8Array {
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
  return isElf ? bytes.subarray(0, 64) : bytes
}
