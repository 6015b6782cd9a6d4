// The drives of a virtual machine: its disk is a layer over an image that stays as it is, its tools are a small file
// system that it sees read-only.
import { closeSync, ftruncateSync, openSync } from "node:fs"
import { join } from "node:path"
import { mustRun } from "../support/programs.ts"

/** The same in a snapshot and in what is resumed from it: the guest does not look again how large a drive is. */
const toolsDriveBytes = 1024 * 1024 * 1024

export async function makeDisk(backing: string, format: "raw" | "qcow2", directory: string): Promise<void> {
  const disk = join(directory, "disk.qcow2")
  await mustRun(["qemu-img", "create", "-q", "-f", "qcow2", "-F", format, "-b", backing, disk])
}

export function makeEmptyDrive(directory: string): void {
  const drive = openSync(join(directory, "tools.img"), "w")
  ftruncateSync(drive, toolsDriveBytes)
  closeSync(drive)
}

export async function makeToolsDrive(content: string, directory: string): Promise<void> {
  makeEmptyDrive(directory)
  await mustRun(["mkfs.ext4", "-q", "-F", "-O", "^has_journal", "-d", content, join(directory, "tools.img")])
}
