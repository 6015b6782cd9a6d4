import type { Command, Ran, ReadingMachine } from "./reading.ts"

/**
 * An act on the node failed: which, where, with which errno name. Apply turns it into a fault and goes back. Refusals
 * of our own: EUNSAFE (a directory on the way can be written by others), EMLINK (the file has several names), ELOOP
 * (the path leads through a link), EBADMSG (what is copied is not what was meant), EINVAL (not a regular file, or no file of the kernel), ENOSYS (extended attributes
 * cannot be copied here), EPERM (the file is immutable).
 */
export interface ActFailure {
  readonly act: string
  readonly path: string
  readonly errno: string
  readonly message: string
}

export type Acted = { readonly ok: true } | { readonly ok: false; readonly failure: ActFailure }

export interface NewFile {
  readonly bytes: Uint8Array
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Where the path is free: a file of the node whose extended attributes the new one gets, if it is there. */
  readonly attributesFrom?: string
}

/** The writing half: what apply gets, and nobody else. Every call returns only after its effect is on the disk. */
export interface WritingMachine extends ReadingMachine {
  /**
   * Replaces or creates a file whole: staged beside the destination (created exclusively), owner, mode and the
   * extended attributes of the old file, synced, renamed, directory synced. `path` must be a real path.
   */
  replaceFile(path: string, file: NewFile): Acted
  /**
   * The same with the bytes of a file of this node, whatever its size, owned by root. `sha256`: what these must be, as
   * they are copied; the errno is EBADMSG if they are not.
   */
  copyFile(from: string, path: string, file: { readonly mode: number; readonly sha256: string }): Acted
  /** Removes a file and syncs its directory. Absent counts as done. */
  removeFile(path: string): Acted
  /** Makes one directory; its parent exists. Existing counts as done. */
  makeDirectory(path: string, mode: number): Acted
  /** Removes a directory if it is empty; a directory that is not empty or absent counts as done. */
  removeEmptyDirectory(path: string): Acted
  /** Makes a symbolic link with this text; the same link counts as done, the errno is EEXIST if something else is there. */
  makeLink(path: string, target: string): Acted
  /** Removes a symbolic link, wherever it leads. Absent counts as done; the errno is EINVAL if it is none. */
  removeLink(path: string): Acted
  /** Appends a line to a file of our own and syncs it. */
  appendLine(path: string, line: string): Acted
  /** Writes to a file of the kernel, in place: /proc/sys/... */
  writeLiveValue(path: string, value: string): Acted
  /** Creates a file with this text if it does not exist; the errno is EEXIST if it does. Synced. */
  createExclusively(path: string, text: string, mode: number): Acted
  /** Runs a program that changes the node, such as `systemctl restart`. */
  act(command: Command): Promise<Ran>
  /**
   * Puts the program that is running at `path`, to be started by root, whatever becomes of the file it was started
   * from: as a clone or a further name of the same bytes where the file system and its owner allow, else as a copy.
   */
  keepProgram(path: string): Acted
  /** The status with which a server on a running node answers GET; undefined: none in time. */
  httpStatus(url: string, timeoutMilliseconds: number): Promise<number | undefined>
  /**
   * Milliseconds since this machine booted, time asleep included: CLOCK_BOOTTIME of clock_gettime(2). Time limits
   * count on it, because the time of day is set by people and by NTP.
   */
  sinceBoot(): number
  /** Resolves after that many milliseconds. */
  pause(milliseconds: number): Promise<void>
}
