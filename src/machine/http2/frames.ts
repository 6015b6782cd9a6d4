// Frames of HTTP/2: RFC 9113, section 4 and 6. Only their form; what follows from one is exchange.ts's business.

export const frameTypes = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const

export const flags = { acknowledge: 1, endStream: 1, endHeaders: 4, padded: 8, priority: 0x20 } as const

export interface Frame {
  readonly type: number
  readonly flags: number
  readonly stream: number
  readonly payload: Buffer
}

/** SETTINGS_MAX_FRAME_SIZE as it is unless somebody says otherwise: RFC 9113, section 6.5.2. */
export const mostFrameBytes = 16_384

const headerBytes = 9

export function encodeFrame(type: number, frameFlags: number, stream: number, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(headerBytes + payload.length)
  frame.writeUIntBE(payload.length, 0, 3)
  frame[3] = type
  frame[4] = frameFlags
  frame.writeUInt32BE(stream, 5)
  frame.set(payload, headerBytes)
  return frame
}

/** Pairs of RFC 9113, section 6.5.1. */
export function encodeSettings(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(6 * settings.length)
  for (const [index, [id, value]] of settings.entries()) {
    payload.writeUInt16BE(id, 6 * index)
    payload.writeUInt32BE(value, 6 * index + 2)
  }
  return payload
}

/** Takes bytes as they come and gives whole frames. */
export class FrameReader {
  #rest: readonly Uint8Array[] = []
  #bytes = 0

  /** Undefined: a frame is larger than we said we take. */
  take(bytes: Uint8Array): readonly Frame[] | undefined {
    this.#rest = [...this.#rest, bytes]
    this.#bytes += bytes.length
    const frames: Frame[] = []
    if (this.#bytes < headerBytes) return frames
    let rest = Buffer.concat(this.#rest)
    while (rest.length >= headerBytes) {
      const length = rest.readUIntBE(0, 3)
      if (length > mostFrameBytes) return undefined
      if (rest.length < headerBytes + length) break
      const payload = rest.subarray(headerBytes, headerBytes + length)
      const stream = rest.readUInt32BE(5) & 0x7fffffff
      frames.push({ type: rest[3] ?? 0, flags: rest[4] ?? 0, stream, payload })
      rest = rest.subarray(headerBytes + length)
    }
    this.#rest = [rest]
    this.#bytes = rest.length
    return frames
  }
}

/** The payload without padding, and without the priority that a HEADERS frame may carry. Undefined: it is malformed. */
export function contentOf({ type, flags: set, payload }: Frame): Buffer | undefined {
  const isPadded = (set & flags.padded) !== 0 && (type === frameTypes.data || type === frameTypes.headers)
  const padding = isPadded ? (payload[0] ?? 0) : 0
  const priority = type === frameTypes.headers && (set & flags.priority) !== 0 ? 5 : 0
  const start = (isPadded ? 1 : 0) + priority
  const end = payload.length - padding
  return start <= end ? payload.subarray(start, end) : undefined
}
