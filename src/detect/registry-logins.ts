// Reads the files of credentials that were asked for, and what came by standard input.

import { loginsIn, loginsInInput } from "../components/registry-login.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { CredentialsFile } from "../model/facts/registry-logins.ts"
import { type Registry, standardInput } from "../model/setting.ts"

/** By the path of the file; nothing where none was asked for. */
export function detectRegistryLogins(
  machine: ReadingMachine,
  { registry: rows = [] }: Answers,
  input?: string,
): Pick<NodeFacts, "registryLogins"> {
  const paths = [...new Set(rows.flatMap(({ credentialsFile }) => credentialsFile ?? []))]
  if (paths.length === 0) return {}
  const readLogins = (path: string) => (path === standardInput ? readInput(rows, input) : readFile(machine, path))
  return { registryLogins: Object.fromEntries(paths.map((path) => [path, readLogins(path)])) }
}

const inputSource = { kind: "flag", flag: "--registry" } as const

/** Absent: an earlier run was given them, and this one was not. */
function readInput(rows: readonly Registry[], input: string | undefined): Fact<CredentialsFile> {
  if (input === undefined) return { state: "absent", source: inputSource }
  const asked = rows.filter(({ credentialsFile }) => credentialsFile === standardInput)
  const logins = loginsInInput(asked, input)
  if (logins === undefined) return { state: "not-understood", source: inputSource, reason: "neither form" }
  return { state: "known", source: inputSource, value: { hash: "", logins } }
}

function readFile(machine: ReadingMachine, path: string): Fact<CredentialsFile> {
  const file = toFileFact(machine.readFile(path))
  if (file.state !== "known") return file
  const logins = loginsIn(file.value.text)
  // Not what is wrong with it: the parser's words could hold a part of what is secret.
  if (logins === undefined) return { state: "not-understood", source: file.source, reason: 'not JSON with "auths"' }
  return { state: "known", source: file.source, value: { hash: file.value.hash, logins } }
}
