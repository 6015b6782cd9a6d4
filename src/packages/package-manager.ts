// What a package manager must answer. One file each; known.ts lists them in the order in which they are recognised.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { Result } from "../model/fault.ts"
import type { FetchedArchive, OfferedPackage } from "../model/install/packages.ts"

/** A package that is asked for, in this version or in whichever the package manager prefers. */
export interface WantedPackage {
  readonly name: string
  readonly version?: string
}

/** One version that the package manager has, and where from. */
export interface Offer {
  readonly version: string
  /** Empty: it does not say. */
  readonly origin: string
}

/** What a request comes to: exactly these come, nothing is removed or upgraded. */
export interface Transaction {
  readonly requested: readonly string[]
  readonly packages: readonly OfferedPackage[]
}

/** "half": unpacked, or caught in the middle; it can be neither used nor taken for absent. */
export type PackageState = "absent" | "half" | "installed"

export interface LockHolder {
  readonly pid: number
  /** Name of its program; empty: not known. */
  readonly program: string
}

export interface PackageManager {
  readonly id: string
  /** It writes down that it places a package before it places a file of it. */
  readonly recordsFirst: boolean
  /** Its packages enable their services at boot by themselves. */
  readonly enablesServices: boolean
  /** Whether it is really this node's: its programs and its database are both there. */
  recognise(machine: ReadingMachine): boolean
  /** Undefined: nobody holds its locks. */
  lockHolder(machine: ReadingMachine): LockHolder | undefined
  /** Every version of a package that its sources have, newest first; empty: none. */
  offers(machine: ReadingMachine, name: string): Promise<readonly Offer[]>
  /** What installing these packages would do; a fault where it would do more than install, or cannot be done. */
  resolve(machine: ReadingMachine, wanted: readonly WantedPackage[]): Promise<Result<Transaction>>
  /**
   * Fetches into a directory of criadm's, verified by the package manager's own signatures. What lies on the node
   * already may be a link there.
   */
  fetch(
    machine: WritingMachine,
    transaction: Transaction,
    directory: string,
  ): Promise<Result<readonly FetchedArchive[]>>
  /** Unpacks an archive's files below a directory, without its scripts. */
  unpack(machine: WritingMachine, archive: FetchedArchive, directory: string): Promise<Ran>
  /** After one that was killed: brings its database into the state in which `states` can read it. */
  settle?(machine: WritingMachine, packages: readonly OfferedPackage[]): Promise<void>
  /** By its own database. */
  states(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly PackageState[]
  /** Keeps packages from starting their services; they are enabled for the next boot all the same. */
  hold(machine: WritingMachine): void
  letGo(machine: WritingMachine): void
  /** Installs what was fetched; never asks, never replaces a configuration file that is there. */
  install(machine: WritingMachine, transaction: Transaction, directory: string): Promise<Ran>
  /**
   * Removes exactly these, also half installed ones, with what enabled their services. Configuration files stay.
   * `directory`: where their archives are, as long as nothing of them was installed whole.
   */
  remove(
    machine: WritingMachine,
    packages: readonly OfferedPackage[],
    services: readonly string[],
    directory: string,
  ): Promise<Ran>
  /** Finishes what was interrupted, of whatever package. */
  finish(machine: WritingMachine): Promise<Ran>
  /** Files that it leaves beside a configuration file it did not replace. */
  leftBeside(path: string): readonly string[]
  /** Where it puts a configuration file that was edited when its package is removed; absent: it leaves it in place. */
  savedAs?(path: string): string
  /** How a person would install these. */
  installCommand(names: readonly string[]): string
  /** How a person would put another version in place of the one that is there; `isNewer`: a newer one. */
  exchangeCommand(name: string, version: string, isNewer: boolean): string
  /** How a person would remove these. */
  removeCommand(names: readonly string[]): string
}
