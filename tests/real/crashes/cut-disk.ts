// A disk whose power can be cut at any instant: ext4 on a loop device on an image file. Cutting copies the image as the
// device has it at that instant (a reflink of btrfs, which is atomic); what the page cache held is not in it. Does not
// pretend a disk that loses what it was sent before a flush.
//
// All mounts are in a mount namespace of their own, which ends with this process however that ends, and the loop devices
// are given back with the last mount (mount(8), "loop": autoclear).
import { mkdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { diesWithUs, momentaryDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"

export const needsOfCutDisks = {
  programs: ["unshare", "nsenter", "mount", "umount", "mkfs.ext4", "mkfs.btrfs", "cp", "sync"],
  kernel: ["btrfs", "ext4", "/dev/loop-control"],
}

export interface CutDisk {
  /** The mounted disk, as programs in its namespace see it. */
  readonly path: string
  /** The same, as this process sees it; see proc_pid_root(5). */
  readonly seen: string
  /** The beginning of a command line: the rest of it runs where the disk is mounted. */
  readonly enter: readonly string[]
  /** Keeps the disk as it is, synced, to begin again from. */
  keep(): Promise<void>
  /** Throws away what happened since it was kept. */
  beginAgain(): Promise<void>
  /** Copies what the device has now. Whoever writes goes on writing, and does not know. */
  cut(): Promise<void>
  /** The disk as it was when it was cut, mounted in place of the one that went on. */
  powerOn(): Promise<void>
  remove(): Promise<void>
}

/** `mebibytes`: of the disk, sparse; the copies share what is the same. */
export async function cutDisk(mebibytes: number): Promise<CutDisk> {
  const directory = momentaryDirectory(join(tmpdir(), "criadm-disks"), "disk")
  const [outer, path] = [join(directory, "outer"), join(directory, "node")]
  for (const each of [outer, path]) mkdirSync(each)
  const holder = Bun.spawn([...diesWithUs, "unshare", "--mount", "--propagation", "private", "cat"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  })
  // It answers once it is in its namespace.
  holder.stdin.write("\n")
  holder.stdin.flush()
  await holder.stdout.getReader().read()
  const enter = ["nsenter", `--mount=/proc/${holder.pid}/ns/mnt`]
  const within = (...argv: readonly string[]) => mustRun([...enter, ...argv])
  const [disk, kept, cut] = ["disk.img", "kept.img", "cut.img"].map((name) => join(outer, name)) as [
    string,
    string,
    string,
  ]
  const clone = (from: string, to: string) => within("cp", "--reflink=always", from, to)
  // Half an hour between commits of its own: what lasts is what was synced, and not what a timer wrote meanwhile.
  const mount = (image: string) => within("mount", "-o", "loop,commit=1800", image, path)

  const image = join(directory, "outer.img")
  await mustRun(["truncate", "--size", `${mebibytes * 3 + 256}M`, image])
  await mustRun(["mkfs.btrfs", "--quiet", image])
  await within("mount", "-o", "loop", image, outer)
  await within("truncate", "--size", `${mebibytes}M`, disk)
  await within("mkfs.ext4", "-q", "-F", disk)
  await mount(disk)
  return {
    path,
    seen: `/proc/${holder.pid}/root${path}`,
    enter,
    async keep() {
      await within("umount", path)
      await clone(disk, kept)
      await mount(disk)
    },
    async beginAgain() {
      await within("umount", path)
      await clone(kept, disk)
      await mount(disk)
    },
    async cut() {
      await clone(disk, cut)
    },
    async powerOn() {
      await within("umount", path)
      await mount(cut)
    },
    async remove() {
      await within("umount", path)
      await within("umount", outer)
      holder.kill("SIGKILL")
      await holder.exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
