// Where a Go compiler is: the machine's own, else Debian's, unpacked into the cache. A Go since 1.21 fetches by itself
// the newer one that a go.mod asks for, through the module proxy (go.dev/doc/toolchain).
import { existsSync } from "node:fs"
import { join } from "node:path"
import { unpacked } from "../support/packages.ts"
import { run } from "../support/programs.ts"

const oldestMinor = 21

/** Path of a program; undefined: there is none, and none could be had. */
export async function goProgram(): Promise<string | undefined> {
  for (const candidate of [Bun.which("go"), "/usr/local/go/bin/go"]) {
    if (candidate !== null && existsSync(candidate) && (await isNewEnough(candidate))) return candidate
  }
  try {
    const root = await unpacked("go", { suite: "forky", isUsrMerged: true }, ["golang-1.26-go"])
    const program = join(root, "usr/lib/go-1.26/bin/go")
    return (await isNewEnough(program)) ? program : undefined
  } catch {
    return undefined
  }
}

async function isNewEnough(program: string): Promise<boolean> {
  const { exitCode, stdout } = await run([program, "env", "GOVERSION"])
  const minor = /^go1\.(\d+)/.exec(stdout)?.[1]
  return exitCode === 0 && Number(minor ?? 0) >= oldestMinor
}
