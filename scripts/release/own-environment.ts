// Makes an executable of Bun deaf to Bun's own variables: a BUN_OPTIONS that somebody set for another program would
// make criadm print Bun's version, read a configuration or load a module, before the first line of ours runs. Bun has
// no switch for this, so the names it looks for are changed to ones that no variable can have: a name ends at "=".
import { readFileSync, writeFileSync } from "node:fs"

/**
 * Of src/bun.js and src/env_var.zig: options, acting as Bun itself, the debugger with all that begins like it, and a file
 * that is written with the functions that the run used.
 */
const names = ["BUN_OPTIONS", "BUN_BE_BUN", "BUN_INSPECT", "BUN_BYTECODE_ORDER_OUT"]

const underscore = "BUN".length
const equals = 0x3d

/** In place. Throws where a name is not found: another Bun looks for it in another way. */
export function hearOwnVariablesOnly(executable: string): void {
  const bytes = readFileSync(executable)
  for (const name of names) {
    let found = 0
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + name.length)) {
      bytes[at + underscore] = equals
      found += 1
    }
    if (found === 0) throw new Error(`the executable does not look for ${name}; see scripts/release/own-environment.ts`)
  }
  writeFileSync(executable, bytes)
}
