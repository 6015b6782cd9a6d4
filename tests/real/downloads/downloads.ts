// The files that are offered for download, as `scripts/build --all` and `scripts/package` make them, and places to
// start them in: bare roots, with nothing of this machine but /proc.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"

const checkout = join(import.meta.dir, "../../..")

/** Where they are: $CRIADM_DOWNLOADS when they have been built before, else dist. */
export const downloads = process.env["CRIADM_DOWNLOADS"] ?? join(checkout, "dist")

export const needsOfDownloads = {
  programs: [
    ...[
      "x86_64-linux-gnu-gcc",
      "aarch64-linux-gnu-gcc",
      "rpm",
      "rpmbuild",
      "dpkg",
      "dpkg-deb",
      "apt-get",
      "npm",
      "file",
    ],
    ...["qemu-x86_64", "qemu-aarch64", "unshare", "chroot", "mount", "setpriv", "strip"],
  ],
}

/** Building everything takes a minute; on a busy machine with two processors several. Milliseconds. */
export const buildPatience = 15 * 60_000

/** Builds what is missing or out of date; a moment when nothing is. */
export async function buildDownloads(): Promise<void> {
  if (process.env["CRIADM_DOWNLOADS"] !== undefined) return
  say("building the downloads and packages")
  await mustRun(["node", "scripts/package.mjs"], { directory: checkout })
}

export const download = (name: string) => join(downloads, name)

/** A directory for one test; removed when the process that made it is gone. */
export function place(name: string): string {
  return momentaryDirectory(join(cacheDirectory, "downloads"), name)
}

/** A root with nothing but an empty /proc to mount on. */
export function emptyRoot(): string {
  const root = place("empty-root")
  mkdirSync(join(root, "proc"))
  return root
}

/**
 * The command that starts `program`, a file of this machine, as /criadm in `root`, by default with a /proc that shows no
 * process of this machine. The root itself stays as it is: it is the lower layer of an overlay that is gone when the command ends.
 * `prepare` is shell that runs before, with $root; `command` is started in place of /criadm. `processes`: what its /proc
 * shows.
 */
export function inRoot(
  root: string,
  program: string,
  args: readonly string[],
  prepare = "",
  command = "/criadm",
  processes: "its own" | "this machine's" = "its own",
): string[] {
  const layers = place("layers")
  const script = join(layers, "start")
  writeFileSync(
    script,
    `set -e
root=$1; program=$2; shift 2
mount -t tmpfs tmpfs ${layers}
mkdir ${layers}/upper ${layers}/work ${layers}/root
mount -t overlay overlay -o lowerdir="$root",upperdir=${layers}/upper,workdir=${layers}/work ${layers}/root
root=${layers}/root
mount -t proc proc "$root/proc"
: > "$root/criadm"
mount --bind "$program" "$root/criadm"
${prepare}
chroot "$root" ${command} "$@"
`,
  )
  const namespaces = processes === "its own" ? ["--pid", "--fork", "--kill-child"] : []
  return ["unshare", "--mount", ...namespaces, "sh", script, root, program, ...args]
}
