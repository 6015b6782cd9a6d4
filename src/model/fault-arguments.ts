import type { NoArguments } from "./no-arguments.ts"

/**
 * Every way in which criadm knows that something can fail, with what its sentence needs. The sentences are in
 * messages/. A code is permanent: people search for it and put it in scripts.
 */
export interface FaultArguments {
  /** A configuration file is not what its language asks for. The place of the fault is in Fault.place. */
  "document-broken": { language: string; expected: string }
  /** The smallest edit would not give exactly the intended document, so it is not made. */
  "edit-refused": { file: string; key: string; why: string }
  "file-unreadable": { file: string; why: string }
  "not-root": { command: string }
  "unknown-flag": { flag: string; hint: string }
  "unknown-command": { command: string; hint: string }
  "bad-answer": { setting: string; given: string; accepted: string }
  "answers-file-broken": { file: string; why: string }
  interrupted: NoArguments
}
