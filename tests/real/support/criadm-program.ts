// The compiled criadm, run as an operator runs it.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Finished, run } from "./programs.ts"

/** $CRIADM_PROGRAM, which `npm test` sets to what it has built, else dist/criadm. */
export const program = process.env["CRIADM_PROGRAM"] ?? join(import.meta.dir, "../../../dist/criadm")

export async function criadm(...args: readonly string[]): Promise<Finished> {
  if (!existsSync(program)) throw new Error(`there is no ${program}; build it: scripts/build`)
  return await run([program, ...args], { timeoutSeconds: 60 })
}
