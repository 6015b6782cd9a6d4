// Speaks with the agent on a node (bench/guest/agent) over the standard input and output of the process that is the
// node's machine or container. Requests are answered one after the other; a node that goes away or starts anew fails
// what was still waiting.

import type { Finished } from "../support/programs.ts"
import { timeouts, within } from "../support/timeouts.ts"

export interface Agent {
  /** Resolves with the boot id when the node has come up the next time, or already has since the last call. */
  ready(timeoutSeconds: number): Promise<string>
  run(script: string, timeoutSeconds: number): Promise<Finished>
  /** Writes a file; missing directories are made. */
  put(path: string, bytes: Uint8Array, mode: number): Promise<void>
  /** Tells a resumed node what time it is and that its tools drive has changed. */
  wake(): Promise<void>
  /** Sends a script and does not wait: what reboots the node has no answer. */
  send(script: string): void
}

/** The process that the agent is reached through. */
export interface Line {
  readonly stdin: { write(bytes: Uint8Array): unknown; flush(): unknown }
  readonly stdout: ReadableStream<Uint8Array>
}

interface Waiting {
  resolve(answer: Finished): void
  reject(why: Error): void
}

interface Doorbell {
  resolve(bootId: string): void
  reject(why: Error): void
}

export function agentOn(line: Line): Agent {
  const waiting = new Map<string, Waiting>()
  const boots: string[] = []
  const doorbells: Doorbell[] = []
  let gone: Error | undefined
  let lastId = 0

  const failWaiting = (why: string) => {
    for (const each of waiting.values()) each.reject(new Error(why))
    waiting.clear()
  }
  listen(line.stdout, {
    booted(bootId) {
      failWaiting("the node started anew meanwhile")
      const doorbell = doorbells.shift()
      if (doorbell === undefined) boots.push(bootId)
      else doorbell.resolve(bootId)
    },
    answered(id, answer) {
      waiting.get(id)?.resolve(answer)
      waiting.delete(id)
    },
  }).then(
    () => {
      gone = new Error("the node went away")
      failWaiting(gone.message)
      for (const doorbell of doorbells) doorbell.reject(gone)
    },
    (why) => {
      gone = why
      failWaiting(String(why))
    },
  )

  const send = (head: string, body: Uint8Array | undefined): string => {
    const id = String(++lastId)
    line.stdin.write(new TextEncoder().encode(`${head.replace("ID", id)}\n`))
    if (body !== undefined) line.stdin.write(body)
    line.stdin.flush()
    return id
  }
  const ask = (head: string, body: Uint8Array | undefined, timeoutSeconds: number): Promise<Finished> => {
    if (gone !== undefined) return Promise.reject(gone)
    const id = send(head, body)
    const answer = new Promise<Finished>((resolve, reject) => waiting.set(id, { resolve, reject }))
    return within(answer, timeoutSeconds, `the node did not answer in ${timeoutSeconds} s: ${head}`)
  }
  const asScript = (script: string) => new TextEncoder().encode(script)

  return {
    ready(timeoutSeconds) {
      const bootId = boots.shift()
      if (bootId !== undefined) return Promise.resolve(bootId)
      if (gone !== undefined) return Promise.reject(gone)
      const next = new Promise<string>((resolve, reject) => doorbells.push({ resolve, reject }))
      return within(next, timeoutSeconds, `the node did not come up in ${timeoutSeconds} s`)
    },
    run(script, timeoutSeconds) {
      const bytes = asScript(script)
      return ask(`RUN ID ${bytes.length}`, bytes, timeoutSeconds)
    },
    async put(path, bytes, mode) {
      const answer = await ask(`PUT ID ${bytes.length} ${mode.toString(8)} ${path}`, bytes, timeouts.script)
      if (answer.exitCode !== 0) throw new Error(`cannot write ${path} on the node`)
    },
    async wake() {
      await ask(`TIME ID ${Math.floor(Date.now() / 1000)}`, undefined, timeouts.script)
    },
    send(script) {
      const bytes = asScript(script)
      send(`RUN ID ${bytes.length}`, bytes)
    },
  }
}

interface Listener {
  booted(bootId: string): void
  answered(id: string, answer: Finished): void
}

/** Takes the stream apart: lines, and after a DONE line as many bytes as it says. */
async function listen(stream: ReadableStream<Uint8Array>, listener: Listener): Promise<void> {
  let held = new Uint8Array()
  const reader = stream.getReader()
  const more = async (): Promise<boolean> => {
    const { value, done } = await reader.read()
    if (done) return false
    const joined = new Uint8Array(held.length + value.length)
    joined.set(held)
    joined.set(value, held.length)
    held = joined
    return true
  }
  const take = (length: number): string => {
    const taken = new TextDecoder().decode(held.subarray(0, length))
    held = held.subarray(length)
    return taken
  }
  for (;;) {
    let end = held.indexOf(0x0a)
    while (end < 0) {
      if (!(await more())) return
      end = held.indexOf(0x0a)
    }
    const words = take(end + 1)
      .trim()
      .split(" ")
    if (words[0] === "READY") listener.booted(words[1] ?? "")
    if (words[0] !== "DONE") continue
    const [, id = "", status, out, err] = words
    while (held.length < Number(out) + Number(err)) if (!(await more())) return
    listener.answered(id, { exitCode: Number(status), stdout: take(Number(out)), stderr: take(Number(err)) })
  }
}
