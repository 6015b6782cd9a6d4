// Messages of the D-Bus protocol: the one call that is made, and the answer to it. Of the some three hundred properties
// that an answer holds a handful is wanted: they are looked for by name and type instead of reading all of them.
// Wire format: dbus.freedesktop.org/doc/dbus-specification.html, "Message Protocol".
import type { ObjectProperties } from "../reading.ts"

const littleEndian = 0x6c
const bigEndian = 0x42
const version = 1

/** Types of messages. */
const methodCall = 1
const methodReturn = 2
const signal = 4

/** Types of header fields, each with its signature: a variant is a signature and a value. */
const pathField = "\x01\x01o\0"
const interfaceField = "\x02\x01s\0"
const memberField = "\x03\x01s\0"
const replySerialField = "\x05\x01u\0"
const signatureField = "\x08\x01g\0"

const serial = 1

/** A fixed header: byte order, type, flags, version, length of the body, serial, length of the fields. */
const headerBytes = 16

/** org.freedesktop.DBus.Properties.GetAll of every interface at once, so that all values are of one moment. */
export function callForProperties(path: string): Buffer {
  // The last one is eight times five bytes long: behind it nothing may be filled up.
  const fields = [
    `${signatureField}\x01s\0`,
    pathField + text(path),
    memberField + text("GetAll"),
    interfaceField + text("org.freedesktop.DBus.Properties"),
  ]
  const filled = fields.map(toEight).join("")
  const everyInterface = text("")
  const begin = String.fromCharCode(littleEndian, methodCall, 0, version)
  const lengths = number(everyInterface.length) + number(serial) + number(filled.length)
  return Buffer.from(begin + lengths + filled + everyInterface, "latin1")
}

/**
 * The answer to the call among the messages heard: its properties; "none" where it is an error or no D-Bus, "partial"
 * while it has not come to its end. Signals before it are passed over: systemd sends them to every direct connection.
 */
export function answerIn(heard: Buffer): ObjectProperties | "none" | "partial" {
  let message = heard
  while (message.length >= headerBytes) {
    const isLittle = message[0] === littleEndian
    if ((!isLittle && message[0] !== bigEndian) || message[3] !== version) return "none"
    const read = readerOf(message, isLittle)
    const fieldsEnd = headerBytes + read(12)
    const body = Math.ceil(fieldsEnd / 8) * 8
    const end = body + read(4)
    if (end > message.length) return "partial"
    if (message[1] !== signal) {
      const fields = message.subarray(headerBytes, fieldsEnd)
      const isAnswer =
        message[1] === methodReturn &&
        fields.includes(replySerialField + number(serial, isLittle), 0, "latin1") &&
        fields.includes(`${signatureField}\x05a{sv}\0`, 0, "latin1")
      return isAnswer ? propertiesIn(message.subarray(body, end), isLittle) : "none"
    }
    message = message.subarray(end)
  }
  return "partial"
}

/** Of a body of the type a{sv}; a value begins where a multiple of its size does. */
function propertiesIn(body: Buffer, isLittle: boolean): ObjectProperties {
  const read = readerOf(body, isLittle)
  /** Where a value begins, of which all that has a fixed size is there. */
  const find = (name: string, type: "s" | "b" | "u" | "t"): number | undefined => {
    const key = `${number(name.length, isLittle)}${name}\0\x01${type}\0`
    const at = body.indexOf(key, 0, "latin1")
    // The same bytes once more are part of a value, and which of the two is not found out here.
    if (at < 0 || body.indexOf(key, at + 1, "latin1") >= 0) return undefined
    const size = type === "t" ? 8 : 4
    const value = Math.ceil((at + key.length) / size) * size
    return value + size <= body.length ? value : undefined
  }
  return {
    text(name) {
      const at = find(name, "s")
      const end = at === undefined ? 0 : at + 4 + read(at)
      return at === undefined || end > body.length ? undefined : body.toString("utf8", at + 4, end)
    },
    number(name, type) {
      const at = find(name, type)
      if (at === undefined || type !== "t") return at === undefined ? undefined : read(at)
      const [first, second] = [read(at), read(at + 4)]
      return isLittle ? second * 2 ** 32 + first : first * 2 ** 32 + second
    },
  }
}

function readerOf(bytes: Buffer, isLittle: boolean): (at: number) => number {
  return (at) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
}

/** Four bytes, one character each. */
function number(value: number, isLittle = true): string {
  const bytes = [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]
  return String.fromCharCode(...(isLittle ? bytes : bytes.reverse()))
}

function text(value: string): string {
  return `${number(value.length)}${value}\0`
}

function toEight(bytes: string): string {
  return bytes.padEnd((bytes.length + 7) & ~7, "\0")
}
