// The facts of a node made to be shared: of the files, flags and variables in them only values that criadm judges are
// shown. Everything else becomes as many "x", so places in files and all verdicts stay what they were.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { crossedOut, type IsShown, isValueOf, redactText, redactValue } from "../model/secrets/redact.ts"

/** Variables that the environment of any daemon may hold: Go's net/http ProxyFromEnvironment, systemd.exec(5). */
const environmentNames = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "PATH", "NOTIFY_SOCKET"]

/** Directives of units begin with a capital and hold no underscore: systemd.directives(7). */
const unitDirective = /^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/

/** Variables whose value is a part of a command line, of which each flag is judged by itself. */
const flagsVariable = /(?:^|_)(?:OPTS?|OPTIONS|ARGS|FLAGS)$/

export function withoutCredentials(node: NodeFacts, components: readonly Component[]): NodeFacts {
  const judged = new Set(components.flatMap((one) => [...one.judgedKeys, ...(one.alsoJudged?.(node) ?? [])]))
  for (const name of environmentNames) {
    judged.add(name)
    judged.add(name.toLowerCase())
  }
  return shared(node, (name) => judged.has(name) || unitDirective.test(name) || flagsVariable.test(name)) as NodeFacts
}

function shared(value: unknown, isShown: IsShown): unknown {
  if (Array.isArray(value)) {
    return redactValue(value).map((own, at) =>
      typeof own === "string" ? sharedWord(own, value[at - 1], isShown) : shared(own, isShown),
    )
  }
  if (typeof value !== "object" || value === null) return redactValue(value)
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => {
      if (typeof own === "string" && isText(key, value))
        return [key, redactText("shown" in value && typeof value.shown === "string" ? value.shown : own, isShown)]
      if (typeof own === "string" && isValueOf(key, value, (name) => !isShown(name))) return [key, crossedOut(own)]
      if (key === "environment" && isRecord(own)) return [key, sharedVariables(own, isShown)]
      return [key, typeof own === "string" ? redactValue({ [key]: own })[key] : shared(own, isShown)]
    }),
  )
}

/** A word of a command line: the value of a flag that nobody judges, in one word with it or in the next. */
function sharedWord(word: string, before: unknown, isShown: IsShown): string {
  const own = /^--([a-zA-Z][\w.-]*)=/.exec(word)
  if (own !== null) return isShown(own[1] ?? "") ? word : `${own[0]}${crossedOut(word.slice(own[0].length))}`
  const flag = /^--([a-zA-Z][\w.-]*)$/.exec(typeof before === "string" ? before : "")?.[1]
  if (flag !== undefined && !isShown(flag) && !word.startsWith("-")) return crossedOut(word)
  return /\s/.test(word) ? redactText(word, isShown) : word
}

/** The content of a file, and a line of one that a place shows. */
function isText(key: string, owner: object): boolean {
  return key === "text" && ("hash" in owner || "line" in owner)
}

function sharedVariables(variables: Readonly<Record<string, unknown>>, isShown: IsShown): unknown {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === "string" && !isShown(name)
        ? value.replace(/[^\r\n]/g, "x")
        : typeof value === "string" && flagsVariable.test(name)
          ? redactText(value, isShown)
          : redactValue({ [name]: value })[name],
    ]),
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
