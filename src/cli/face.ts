// What the command line needs of the world outside the node: where it prints, what it was asked, files of the
// operator's own (answers, saved plans). main.tsx builds it; tests build their own.
import type { Criadm } from "../criadm/interface.ts"
import type { Catalogue } from "../messages/catalogue.ts"
import type { Answers } from "../model/answers.ts"
import type { Fault, Result } from "../model/fault.ts"
import type { Paint } from "./paint.ts"

/** What decides which node is meant. */
export interface NodeChoice {
  readonly root: string
  /** `root` is where the host lies on whose kernel this runs. */
  readonly isHost?: boolean
  readonly platform: "linux" | "windows"
  readonly runtimeVersion: string | undefined
  /** What was asked for, by flags or in the answers file. */
  readonly answers?: Answers | undefined
  /** Credentials of registries that came by standard input. */
  readonly credentials?: string | undefined
  readonly timeoutSeconds: number
  /** The node is looked at next, and for what. */
  readonly look?: LookPurpose
}

/**
 * "facts": they are shown, and no findings are made of them, so that less has to be asked. "verification": so that the
 * running node is verified. "findings": they are judged. "all": they are handed on, so that what is not on the node is told
 * of, too.
 */
export type LookPurpose = "facts" | "verification" | "findings" | "all"

/** Whether no findings are made of what is seen. */
export function isUnjudged(look: LookPurpose): boolean {
  return look === "facts" || look === "verification"
}

/** There is no node where it was said to be. */
export class NotOpened extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

export interface Face {
  /** One line or several to standard output; a line break is added. */
  print(text: string): void
  /** The same to standard error. */
  warn(text: string): void
  /** Puts this in place of the last line of the terminal; absent where there is none, or it cannot. */
  overwrite?(text: string): void
  /** Asks on the terminal; undefined when there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  readonly catalogue: Catalogue
  readonly paint: Paint
  readonly isQuiet: boolean
  readonly isVerbose: boolean
  /** Columns of the terminal; 80 when there is none. */
  readonly columns: number
  /** Rejects with NotOpened where there is no such root, or none that could be trusted. */
  open(choice: NodeChoice): Promise<Criadm>
  /**
   * A file of the operator's, or standard input for "-". "own": refused where somebody else could have written it;
   * "secret": refused where it is a terminal.
   */
  readText(file: string, trust?: "any" | "own" | "secret"): Promise<Result<string>>
  /** The names in a directory of the operator's, sorted; undefined: it is no directory, or cannot be read. */
  listDirectory(path: string): Promise<readonly string[] | undefined>
  /** Readable by the owner alone, or by "all". Whoever reads meanwhile finds the old text or the new one. */
  writeText(file: string, text: string, readers?: "owner" | "all"): Promise<Result<void>>
  /** Whether a downloaded file is what its release says. */
  checkDownload(file: string): Promise<Result<{ readonly sha256: string; readonly signer?: string }>>
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly interrupted: AbortSignal
  /** Whether the person is root. */
  readonly isRoot: boolean
}
