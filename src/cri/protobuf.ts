// The least of protobuf that CRI needs: strings, flags, numbers and messages within messages. Bytes that are not
// protobuf give undefined from `decode`; nothing is thrown out of here, and time and memory are bounded by the input.
// Wire format: protobuf.dev/programming-guides/encoding.

/** A decoded message; fields in wire order. Unknown fields are kept and do no harm. */
export interface Message {
  readonly fields: readonly Field[]
}

interface Field {
  readonly number: number
  readonly value: number | Uint8Array
}

/** Thrown and caught in this file only, so that readers of nested messages need not pass failures along. */
class Malformed extends Error {}

/** More fields than any answer of a runtime has; a hostile one must not fill the memory with tiny ones. */
const mostFields = 200_000

/** What `read` makes of the message in these bytes; undefined when they, or a message within, are malformed. */
export function decode<T>(bytes: Uint8Array, read: (message: Message) => T): T | undefined {
  try {
    return read(parse(bytes))
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** The text of a string field; "" when absent, as proto3 has it. The last one counts. */
export function textOf(message: Message, number: number): string {
  const value = bytesOf(message, number).at(-1)
  return value === undefined ? "" : new TextDecoder().decode(value)
}

/** The elements of a repeated string field. */
export function textsOf(message: Message, number: number): readonly string[] {
  return bytesOf(message, number).map((value) => new TextDecoder().decode(value))
}

/** The value of a varint field (bool, enum, int); 0 when absent. */
export function numberOf(message: Message, number: number): number {
  const found = message.fields.findLast((field) => field.number === number && typeof field.value === "number")
  return typeof found?.value === "number" ? found.value : 0
}

/** A message within; undefined when absent, which is not the same as empty. */
export function messageOf(message: Message, number: number): Message | undefined {
  const parts = bytesOf(message, number)
  // Several occurrences of one message are merged, and so are their fields when they stand one after the other.
  return parts.length === 0 ? undefined : { fields: parts.flatMap((part) => parse(part).fields) }
}

/** The elements of a repeated message field. */
export function messagesOf(message: Message, number: number): readonly Message[] {
  return bytesOf(message, number).map(parse)
}

/** A map<string, string>: on the wire, messages of a key (1) and a value (2). */
export function mapOf(message: Message, number: number): Readonly<Record<string, string>> {
  return Object.fromEntries(messagesOf(message, number).map((entry) => [textOf(entry, 1), textOf(entry, 2)]))
}

/** Field encoders give the bytes of one field; a default value takes none. A message is its fields in a row. */
export function textField(number: number, text: string): Uint8Array {
  return text === "" ? nothing : messageField(number, Buffer.from(text))
}

export function numberField(number: number, value: number): Uint8Array {
  return value === 0 ? nothing : concatenated(varint(number * 8 + wireVarint), varint(value))
}

export function messageField(number: number, message: Uint8Array): Uint8Array {
  return concatenated(varint(number * 8 + wireBytes), varint(message.length), message)
}

export function concatenated(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

const nothing = new Uint8Array()
const wireVarint = 0
const wireEightBytes = 1
const wireBytes = 2
const wireFourBytes = 5

function bytesOf(message: Message, number: number): readonly Uint8Array[] {
  return message.fields.flatMap((field) =>
    field.number === number && typeof field.value !== "number" ? [field.value] : [],
  )
}

function parse(bytes: Uint8Array): Message {
  const fields: Field[] = []
  let at = 0
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new Malformed()
    at += length
    return bytes.subarray(at - length, at)
  }
  const takeVarint = (): number => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0] ?? 0
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return Number(BigInt.asIntN(64, value))
    }
    throw new Malformed()
  }
  while (at < bytes.length) {
    const tag = takeVarint()
    const number = Math.floor(tag / 8)
    const wire = tag % 8
    // Group markers (3 and 4) are in no CRI message.
    if (number < 1 || fields.length === mostFields) throw new Malformed()
    if (wire === wireVarint) fields.push({ number, value: takeVarint() })
    else if (wire === wireBytes) fields.push({ number, value: takeBytes(takeVarint(), take) })
    else if (wire === wireEightBytes) take(8)
    else if (wire === wireFourBytes) take(4)
    else throw new Malformed()
  }
  return { fields }
}

function takeBytes(length: number, take: (length: number) => Uint8Array): Uint8Array {
  if (length < 0) throw new Malformed()
  return take(length)
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return new Uint8Array([...bytes, rest])
}
