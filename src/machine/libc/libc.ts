// Calls of libc that Node has no function for, through bun:ffi, which is loaded at the first use: `criadm --version` and
// most of what only reads need not pay for it.
import type { FFIFunction, Library } from "bun:ffi"

/** By soname: glibc, then musl of each architecture we are built for. */
const names = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"]

type Ffi = typeof import("bun:ffi")

/** Undefined: libc cannot be loaded. Whoever opens it closes it. */
export function openLibc<Functions extends Record<string, FFIFunction>>(
  functions: Functions,
): (Library<Functions> & Pick<Ffi, "read">) | undefined {
  const ffi = loadForeignFunctions()
  if (ffi === undefined) return undefined
  for (const name of names) {
    try {
      const { symbols, close } = ffi.dlopen(name, functions)
      return { symbols, close, read: ffi.read }
    } catch {
      // Not this libc; the next name is tried.
    }
  }
  return undefined
}

function loadForeignFunctions(): Ffi | undefined {
  try {
    return require("bun:ffi")
  } catch {
    return undefined
  }
}
