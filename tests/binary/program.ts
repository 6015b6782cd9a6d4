// The program as it is shipped: dist/criadm, run in a pipe on trees of files made for the test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** Built by `npm test` before the tests start. */
export const program = process.env["CRIADM_PROGRAM"] ?? join(import.meta.dir, "../../dist/criadm")

export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Run as this user, for what root may do and others may not. */
  readonly uid?: number
}

export function criadm(args: readonly string[], options: RunOptions = {}): Run {
  const command =
    options.uid === undefined ? [program] : ["setpriv", `--reuid=${options.uid}`, "--clear-groups", program]
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command, ...args], {
    cwd: options.cwd ?? "/",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8", ...options.env },
    stdin: Buffer.from(options.input ?? ""),
  })
  return { code: exitCode, out: stdout.toString(), err: stderr.toString() }
}

/** A directory that is gone after the test. */
export class Tree implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "criadm-tree-"))

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true })
    writeFileSync(join(this.path, path), text)
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** A Debian node with containerd as its package leaves it, as far as files tell. */
export const debianFiles: Readonly<Record<string, string>> = {
  "etc/os-release": 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  "etc/containerd/config.toml":
    'version = 2\n\n[plugins]\n  [plugins."io.containerd.grpc.v1.cri"]\n    [plugins."io.containerd.grpc.v1.cri".cni]\n      bin_dir = "/usr/lib/cni"\n      conf_dir = "/etc/cni/net.d"\n',
  "usr/lib/systemd/systemd": "",
  "usr/bin/containerd": "",
  "usr/lib/systemd/system/containerd.service":
    "[Service]\nExecStart=/usr/bin/containerd\n\n[Install]\nWantedBy=multi-user.target\n",
  "var/lib/dpkg/status": "",
}

/** Everything below a directory: path, kind, mode, and contents of files. */
export function contents(directory: string): string {
  const { stdout } = Bun.spawnSync(
    ["find", ".", "-not", "-path", "./var/lib/criadm*", "-printf", "%p %y %m %U %T@ %s\n"],
    {
      cwd: directory,
    },
  )
  return stdout.toString().split("\n").sort().join("\n")
}
