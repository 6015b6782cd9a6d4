// Extended attributes of files, for tests: sets and lists them by path. On its own, so that the code under test is not
// tested by itself.
import { dlopen } from "bun:ffi"

const longest = 65536

function libc() {
  return dlopen("libc.so.6", {
    setxattr: { args: ["ptr", "ptr", "ptr", "u64", "i32"], returns: "i32" },
    getxattr: { args: ["ptr", "ptr", "ptr", "u64"], returns: "i64" },
    listxattr: { args: ["ptr", "ptr", "u64"], returns: "i64" },
  }).symbols
}

/** False when the file system does not take it. */
export function setAttribute(path: string, name: string, value: Uint8Array): boolean {
  return libc().setxattr(zeroEnded(path), zeroEnded(name), value, BigInt(value.length), 0) === 0
}

/** Every attribute with its value in hex. */
export function attributesOf(path: string): Readonly<Record<string, string>> {
  const names = Buffer.alloc(longest)
  const length = Number(libc().listxattr(zeroEnded(path), names, BigInt(longest)))
  const found = names.toString("latin1", 0, Math.max(0, length)).split("\0").filter(Boolean)
  return Object.fromEntries(found.map((name) => [name, valueOfAttribute(path, name)]))
}

function valueOfAttribute(path: string, name: string): string {
  const value = Buffer.alloc(longest)
  const length = Number(libc().getxattr(zeroEnded(path), zeroEnded(name), value, BigInt(longest)))
  return value.toString("hex", 0, Math.max(0, length))
}

/**
 * An ACL that lets user 1000 read: owner rw, user 1000 r, group r, mask r, others nothing.
 * Layout: include/uapi/linux/posix_acl_xattr.h.
 */
export function aclForUser1000(): Uint8Array {
  const undefinedId = 0xffffffff
  const entries: readonly (readonly [tag: number, permission: number, id: number])[] = [
    [0x01, 6, undefinedId],
    [0x02, 4, 1000],
    [0x04, 4, undefinedId],
    [0x10, 4, undefinedId],
    [0x20, 0, undefinedId],
  ]
  const bytes = Buffer.alloc(4 + entries.length * 8)
  bytes.writeUInt32LE(2, 0)
  entries.forEach(([tag, permission, id], index) => {
    bytes.writeUInt16LE(tag, 4 + index * 8)
    bytes.writeUInt16LE(permission, 6 + index * 8)
    bytes.writeUInt32LE(id, 8 + index * 8)
  })
  return bytes
}

function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`)
}
