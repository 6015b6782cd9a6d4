// One request over a connection of its own, HTTP/2 without TLS (RFC 9113, section 3.3), and what comes back. That is all
// of HTTP/2 that a unary call needs, and loading node:http2 takes longer than everything else of `criadm verify`.
import {
  contentOf,
  encodeFrame,
  encodeSettings,
  type Frame,
  FrameReader,
  flags,
  frameTypes,
  mostFrameBytes,
} from "./frames.ts"
import { encodeHeaders, type Header, HeaderDecoder } from "./hpack.ts"

/** RFC 9113, section 3.4. */
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

/** HEADER_TABLE_SIZE, ENABLE_PUSH and INITIAL_WINDOW_SIZE: nothing to remember, nothing unasked, as much as there is. */
const ourSettings = encodeSettings([
  [1, 0],
  [2, 0],
  [4, 0x7fffffff],
])

/** Of the connection; it begins with 65,535 bytes whatever the settings say: RFC 9113, section 6.9.2. */
const moreWindow = Buffer.alloc(4)
moreWindow.writeUInt32BE(0x7fffffff - 65_535)

/** Headers of a call, and the longest message of a refusal, have some kilobytes. An editor's choice. */
const mostBlockBytes = 1 << 20

/** The first stream of a client. */
const stream = 1

export interface Exchanging {
  onHeaders(headers: readonly Header[]): void
  onData(bytes: Buffer): void
  /** The answer is whole, or the call was ended by the other side. Nothing comes after it. */
  onEnd(): void
  /** What came is no HTTP/2, or not as it must be. `spokeHttp2`: it had been so far. */
  onBroken(spokeHttp2: boolean): void
}

export interface Exchange {
  /** To be sent first. */
  readonly opening: Buffer
  /** Takes what came; gives what is to be sent in return. */
  take(bytes: Uint8Array): Buffer
  readonly spokeHttp2: boolean
}

/** A body fits the window that every connection begins with: 65,535 bytes. */
export function beginExchange(headers: readonly Header[], body: Uint8Array, on: Exchanging): Exchange {
  const reader = new FrameReader()
  const decoder = new HeaderDecoder()
  let spokeHttp2 = false
  let isOver = false
  let block: Buffer[] | undefined
  let blockBytes = 0
  let endsAfterBlock = false

  const finish = () => {
    isOver = true
    on.onEnd()
  }
  const breakOff = () => {
    isOver = true
    on.onBroken(spokeHttp2)
  }
  const takeBlock = (frame: Frame) => {
    const content = frame.type === frameTypes.headers ? contentOf(frame) : frame.payload
    if (content === undefined || (frame.type === frameTypes.continuation && block === undefined)) return breakOff()
    if (frame.type === frameTypes.headers) endsAfterBlock = (frame.flags & flags.endStream) !== 0
    block ??= []
    block.push(content)
    // Each frame counts, also an empty one: continuations can go on for ever.
    blockBytes += content.length + 1
    if (blockBytes > mostBlockBytes) return breakOff()
    if ((frame.flags & flags.endHeaders) === 0) return
    const decoded = decoder.decode(Buffer.concat(block))
    block = undefined
    blockBytes = 0
    if (decoded === undefined) return breakOff()
    if (frame.stream === stream) on.onHeaders(decoded)
    if (frame.stream === stream && endsAfterBlock && !isOver) finish()
  }
  const takeData = (frame: Frame) => {
    const content = contentOf(frame)
    if (content === undefined) return breakOff()
    if (frame.stream !== stream) return
    on.onData(content)
    if ((frame.flags & flags.endStream) !== 0 && !isOver) finish()
  }
  const answer = (frame: Frame): Buffer | undefined => {
    const isReply = (frame.flags & flags.acknowledge) !== 0
    switch (frame.type) {
      case frameTypes.settings:
        return isReply ? undefined : encodeFrame(frameTypes.settings, flags.acknowledge, 0, Buffer.alloc(0))
      case frameTypes.ping:
        return isReply ? undefined : encodeFrame(frameTypes.ping, flags.acknowledge, 0, frame.payload)
      case frameTypes.headers:
      case frameTypes.continuation:
        takeBlock(frame)
        return undefined
      case frameTypes.data:
        takeData(frame)
        return undefined
      case frameTypes.resetStream:
        if (frame.stream === stream) finish()
        return undefined
      case frameTypes.goAway:
        // Streams up to this one are still answered: RFC 9113, section 6.8.
        if (frame.payload.length < 8 || (frame.payload.readUInt32BE(0) & 0x7fffffff) < stream) finish()
        else if (frame.payload.readUInt32BE(4) !== 0) finish()
        return undefined
      default:
        return undefined
    }
  }

  return {
    opening: Buffer.concat([
      preface,
      encodeFrame(frameTypes.settings, 0, 0, ourSettings),
      encodeFrame(frameTypes.windowUpdate, 0, 0, moreWindow),
      encodeFrame(frameTypes.headers, flags.endHeaders, stream, encodeHeaders(headers)),
      ...bodyFrames(body),
    ]),
    get spokeHttp2() {
      return spokeHttp2
    },
    take(bytes) {
      const replies: Buffer[] = []
      if (isOver) return Buffer.alloc(0)
      const frames = reader.take(bytes)
      if (frames === undefined) breakOff()
      for (const frame of frames ?? []) {
        // A server begins with its settings: RFC 9113, section 3.4.
        if (!spokeHttp2 && frame.type !== frameTypes.settings) breakOff()
        if (isOver) break
        spokeHttp2 = true
        const reply = answer(frame)
        if (reply !== undefined) replies.push(reply)
      }
      return Buffer.concat(replies)
    },
  }
}

function bodyFrames(body: Uint8Array): readonly Buffer[] {
  const frames: Buffer[] = []
  let at = 0
  do {
    const end = Math.min(at + mostFrameBytes, body.length)
    const isLast = end === body.length
    frames.push(encodeFrame(frameTypes.data, isLast ? flags.endStream : 0, stream, body.subarray(at, end)))
    at = end
  } while (at < body.length)
  return frames
}
