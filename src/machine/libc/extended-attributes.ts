// Copies the extended attributes of one open file to another: SELinux label, ACL, what an operator set. Node has no
// calls for them, so libc is asked. Where it cannot be loaded the answer is the errno ENOSYS, and the file is not replaced:
// an attribute lost in silence can lock a service out of its file.
import { openLibc } from "./libc.ts"

/** `errno` of the call that failed and the attribute it was about. */
export type Copied = { readonly ok: true } | { readonly ok: false; readonly errno: string; readonly message: string }

/** No attribute list or value is longer. See xattr(7) and linux/limits.h: XATTR_LIST_MAX, XATTR_SIZE_MAX. */
const longestList = 65536

/**
 * Checksums that the kernel keeps of a file's content: those of the old content would lock the new one out, and the
 * kernel makes its own. See Documentation/ABI/testing/ima_policy and evm in the kernel tree.
 */
const keptByTheKernel = ["security.ima", "security.evm"]

/** The ACL that a new file gets from its directory's default; see acl(5). */
const inheritedAcl = "system.posix_acl_access"

/** Loaded when a file is replaced: most commands only look. */
const errnoNumbers = () => process.getBuiltinModule("node:os").constants.errno

type Libc = NonNullable<ReturnType<typeof openAttributeCalls>>

/** Gives the file behind descriptor `to` the attributes of the one behind `from`. Both are regular files. */
export function copyExtendedAttributes(from: number, to: number): Copied {
  const libc = openAttributeCalls()
  if (libc === undefined) {
    return { ok: false, errno: "ENOSYS", message: "ENOSYS: extended attributes cannot be read, libc was not found" }
  }
  try {
    const wanted = namesOf(libc, from)
    if (typeof wanted === "number") return refused(wanted, "flistxattr")
    const present = namesOf(libc, to)
    if (typeof present === "number") return refused(present, "flistxattr")
    for (const name of wanted) {
      const failure = copyOne(libc, from, to, name)
      if (failure !== undefined) return failure
    }
    if (present.includes(inheritedAcl) && !wanted.includes(inheritedAcl)) {
      if (libc.symbols.fremovexattr(to, zeroEnded(inheritedAcl)) < 0) return refused(libc.errno(), "fremovexattr")
    }
    return { ok: true }
  } finally {
    libc.close()
  }
}

function copyOne(libc: Libc, from: number, to: number, name: string): Copied | undefined {
  if (keptByTheKernel.includes(name)) return undefined
  const value = attributeOf(libc, from, name)
  if (typeof value === "number") return refused(value, `fgetxattr ${name}`)
  const there = attributeOf(libc, to, name)
  // SELinux can forbid setting a label even where it is the right one already.
  if (typeof there !== "number" && Buffer.compare(value, there) === 0) return undefined
  const set = libc.symbols.fsetxattr(to, zeroEnded(name), value, BigInt(value.length), 0)
  return set < 0 ? refused(libc.errno(), `fsetxattr ${name}`) : undefined
}

/** Names of all attributes, or an errno number. None where the file system has no attributes. */
function namesOf(libc: Libc, descriptor: number): readonly string[] | number {
  const buffer = Buffer.alloc(longestList)
  const length = Number(libc.symbols.flistxattr(descriptor, buffer, BigInt(buffer.length)))
  if (length < 0) {
    const errno = libc.errno()
    return errno === errnoNumbers().EOPNOTSUPP ? [] : errno
  }
  const text = buffer.toString("latin1", 0, length)
  return text.split("\0").filter((name) => name !== "")
}

function attributeOf(libc: Libc, descriptor: number, name: string): Buffer | number {
  const buffer = Buffer.alloc(longestList)
  const length = Number(libc.symbols.fgetxattr(descriptor, zeroEnded(name), buffer, BigInt(buffer.length)))
  return length < 0 ? libc.errno() : buffer.subarray(0, length)
}

function refused(errno: number, call: string): Copied {
  const name = Object.entries(errnoNumbers()).find(([, number]) => number === errno)?.[0] ?? `E${errno}`
  return { ok: false, errno: name, message: `${name}, ${call}` }
}

/** Names come from the kernel byte for byte, so they go back byte for byte. */
function zeroEnded(name: string): Buffer {
  return Buffer.from(`${name}\0`, "latin1")
}

function openAttributeCalls() {
  const libc = openLibc({
    flistxattr: { args: ["i32", "ptr", "u64"], returns: "i64" },
    fgetxattr: { args: ["i32", "ptr", "ptr", "u64"], returns: "i64" },
    fsetxattr: { args: ["i32", "ptr", "ptr", "u64", "i32"], returns: "i32" },
    fremovexattr: { args: ["i32", "ptr"], returns: "i32" },
    __errno_location: { args: [], returns: "ptr" },
  })
  if (libc === undefined) return undefined
  const { symbols, close, read } = libc
  const errno = () => {
    const at = symbols.__errno_location()
    return at === null ? 0 : read.i32(at, 0)
  }
  return { symbols, close, errno }
}
