// Messages of the D-Bus protocol: the one call that is made, and the answer to it. Of the some three hundred properties
// that an answer holds a handful is wanted: they are looked for by name and type instead of reading all of them.
// Wire format: dbus.freedesktop.org/doc/dbus-specification.html, "Message Protocol".
import type { ObjectProperties } from "../reading.ts"

/** Types of messages. */
const methodCall = "\x01"
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
  const fields = [
    pathField + text(path),
    interfaceField + text("org.freedesktop.DBus.Properties"),
    memberField + text("GetAll"),
    `${signatureField}\x01s\0`,
  ]
  const filled = fields.map((field, index) => (index < fields.length - 1 ? toEight(field) : field)).join("")
  const everyInterface = text("")
  const fixed = `l${methodCall}\0\x01${number(everyInterface.length)}${number(serial)}${number(filled.length)}`
  return Buffer.from(toEight(fixed + filled) + everyInterface, "latin1")
}

/**
 * The answer to the call among the messages heard: its properties; "none" where it is an error or no D-Bus, "partial"
 * while it has not come to its end. Signals before it are passed over: systemd sends them to every direct connection.
 */
export function answerIn(heard: Buffer): ObjectProperties | "none" | "partial" {
  for (let start = 0; heard.length - start >= headerBytes; ) {
    const isLittle = heard[start] === 0x6c
    if ((!isLittle && heard[start] !== 0x42) || heard[start + 3] !== 1) return "none"
    const read = (at: number) => (isLittle ? heard.readUInt32LE(at) : heard.readUInt32BE(at))
    const fieldsEnd = start + headerBytes + read(start + 12)
    const body = (fieldsEnd + 7) & ~7
    const end = body + read(start + 4)
    if (!(start < fieldsEnd && fieldsEnd <= body && body <= end)) return "none"
    if (end > heard.length) return "partial"
    if (heard[start + 1] !== signal) {
      const fields = heard.subarray(start + headerBytes, fieldsEnd)
      const isAnswer =
        heard[start + 1] === methodReturn &&
        fields.includes(replySerialField + number(serial, isLittle), 0, "latin1") &&
        fields.includes(`${signatureField}\x05a{sv}\0`, 0, "latin1")
      return isAnswer ? propertiesIn(heard.subarray(body, end), isLittle) : "none"
    }
    start = end
  }
  return "partial"
}

/** Of a body of the type a{sv}. Every value begins where a multiple of its size does; so does every entry, at eight. */
function propertiesIn(body: Buffer, isLittle: boolean): ObjectProperties {
  const read = (at: number) => (isLittle ? body.readUInt32LE(at) : body.readUInt32BE(at))
  /** Where the value begins, if so many bytes are left there. */
  const find = (name: string, type: string, bytes: number): number | undefined => {
    const key = `${number(name.length, isLittle)}${name}\0\x01${type}\0`
    const at = body.indexOf(key, 0, "latin1")
    // The same bytes once more are within a value, and it would have to be found out which.
    if (at < 0 || at % 8 !== 0 || body.indexOf(key, at + 1, "latin1") >= 0) return undefined
    const size = type === "t" ? 8 : 4
    const value = Math.ceil((at + key.length) / size) * size
    return value + bytes <= body.length ? value : undefined
  }
  const numberOf = (name: string, type: "b" | "u" | "t"): number | undefined => {
    const at = find(name, type, type === "t" ? 8 : 4)
    if (at === undefined || type !== "t") return at === undefined ? undefined : read(at)
    return read(isLittle ? at + 4 : at) * 2 ** 32 + read(isLittle ? at : at + 4)
  }
  return {
    text(name) {
      const at = find(name, "s", 4)
      if (at === undefined) return undefined
      const end = at + 4 + read(at)
      return end <= body.length ? body.toString("utf8", at + 4, end) : undefined
    },
    number: numberOf,
  }
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
