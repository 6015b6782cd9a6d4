// A directory for one test file, removed when its tests are done.
import { afterAll } from "bun:test"
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export interface TemporaryDirectory {
  readonly path: string
  /** A path below it. */
  at(relative: string): string
  /** A fresh directory within, to be used as the root of a node. */
  root(): string
  /** Writes a file with exactly this mode, with the directories above it. */
  file(path: string, text: string | Uint8Array, mode?: number): void
}

export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), "criadm-test-"))
  // Others may pass through, for tests with another user.
  chmodSync(path, 0o755)
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  let roots = 0
  return {
    path,
    at: (relative) => join(path, relative),
    root() {
      roots += 1
      const root = join(path, `root-${roots}`)
      mkdirSync(root, { mode: 0o755 })
      return root
    },
    file(at, text, mode = 0o644) {
      mkdirSync(dirname(at), { recursive: true })
      writeFileSync(at, text)
      chmodSync(at, mode)
    },
  }
}
