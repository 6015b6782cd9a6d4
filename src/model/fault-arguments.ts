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
  "unknown-flag": { flag: string; hint: string; command: string }
  "unknown-command": { command: string; hint: string }
  "bad-answer": { setting: string; given: string; accepted: string }
  "answers-file-broken": { file: string; why: string }
  interrupted: NoArguments
  /** A key of the answers file that is no setting. */
  "unknown-answer": { key: string; hint: string; known: readonly string[] }
  "flag-needs-value": { flag: string }
  "flag-takes-no-value": { flag: string }
  "flag-given-twice": { flag: string }
  "too-many-arguments": { argument: string; usage: string }
  "missing-argument": { argument: string; usage: string }
  "no-terminal": NoArguments
  "needs-yes": NoArguments
  "no-runtime": { looked: readonly string[] }
  "runtime-not-installed": { runtime: string; installed: readonly string[] }
  "runtime-has-no-binary": { runtime: string }
  "plan-file-broken": { file: string; why: string }
  "plan-for-other-root": { file: string; planned: string; here: string }
  "not-written": { file: string; why: string }
  "version-not-understood": { given: string }
  /** A file that criadm does not edit sorts behind every name of its own and sets forwarding to something else. */
  "kernel-ip-forward-cannot-win": { file: string; line: string }
}
