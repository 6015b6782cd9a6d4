// D-Bus as a peer speaks it, written down by the specification's rules and not by the code under test: headers, bodies
// of the type a{sv}, in either byte order.

/** "l" is little-endian, "B" big-endian. */
export type ByteOrder = "l" | "B"

/** Bytes that know where they are, since every value is aligned. */
export class Writer {
  private readonly bytes: number[] = []
  private readonly order: ByteOrder

  constructor(order: ByteOrder) {
    this.order = order
  }

  align(to: number): this {
    while (this.bytes.length % to !== 0) this.bytes.push(0)
    return this
  }

  raw(...bytes: readonly number[]): this {
    this.bytes.push(...bytes)
    return this
  }

  unsigned(value: bigint | number, size: 4 | 8): this {
    const bytes = Array.from({ length: size }, (_, at) => Number((BigInt(value) >> BigInt(8 * at)) & 255n))
    return this.align(size).raw(...(this.order === "l" ? bytes : bytes.reverse()))
  }

  text(value: string): this {
    const bytes = Buffer.from(value)
    return this.unsigned(bytes.length, 4).raw(...bytes, 0)
  }

  signature(value: string): this {
    return this.raw(value.length, ...Buffer.from(value), 0)
  }

  done(): Buffer {
    return Buffer.from(this.bytes)
  }
}

/** Name, type and value; an array of texts where the type is "as". */
export type Property = readonly [string, "s" | "b" | "u" | "t" | "as", string | number | bigint | readonly string[]]

/** A body of the type a{sv}. */
export function dictionary(order: ByteOrder, properties: readonly Property[]): Buffer {
  const entries = new Writer(order)
  for (const [name, type, value] of properties) {
    entries.align(8).text(name).signature(type)
    if (typeof value === "object") {
      const texts = new Writer(order)
      for (const text of value) texts.text(text)
      const inside = texts.done()
      entries.unsigned(inside.length, 4).raw(...inside)
    } else if (typeof value === "string") entries.text(value)
    else entries.unsigned(value, type === "t" ? 8 : 4)
  }
  const all = entries.done()
  return new Writer(order)
    .unsigned(all.length, 4)
    .align(8)
    .raw(...all)
    .done()
}

export interface Spoken {
  readonly order?: ByteOrder
  /** 2: an answer; 3: an error; 4: a signal. */
  readonly type?: number
  readonly answers?: number
  readonly signature?: string
  readonly body?: Buffer
}

export function message({
  order = "l",
  type = 2,
  answers,
  signature = "a{sv}",
  body = Buffer.alloc(0),
}: Spoken): Buffer {
  const fields = new Writer(order)
  if (answers !== undefined) fields.align(8).raw(5).signature("u").unsigned(answers, 4)
  fields.align(8).raw(7).signature("s").text("org.freedesktop.systemd1")
  if (signature !== "") fields.align(8).raw(8).signature("g").signature(signature)
  const inside = fields.done()
  const header = new Writer(order).raw(order.charCodeAt(0), type, 1, 1).unsigned(body.length, 4).unsigned(7, 4)
  const filled = header
    .unsigned(inside.length, 4)
    .raw(...inside)
    .align(8)
    .done()
  return Buffer.concat([filled, body])
}

/** What systemd 257 says of a unit that runs, with texts between that are no properties. */
export const running: readonly Property[] = [
  ["Id", "s", "containerd.service"],
  ["Names", "as", ["containerd.service"]],
  ["LoadState", "s", "loaded"],
  ["ActiveState", "s", "active"],
  ["SubState", "s", "running"],
  ["Environment", "as", ["MainPID=1", "LoadState=masked"]],
  ["NeedDaemonReload", "b", 0],
  ["CanReload", "b", 1],
  ["ExecMainStartTimestamp", "t", 1_796_072_080_637_793n],
  ["MainPID", "u", 136],
]
