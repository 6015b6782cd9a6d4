// runit: a directory per service with a run script. Its own files say everything about the state, so nothing is run to
// ask for it; supervise/ can be read by root only.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { ServiceFacts } from "../model/service.ts"
import type { InitSystem } from "./init-system.ts"
import { lastLines } from "./log-files.ts"
import { namesMentioning } from "./mentions.ts"
import { baseName, initSource, nameOfPidOne, pidOneSource, programOfInit } from "./pid-one.ts"
import { lookAtPidFiles } from "./processes.ts"
import { runitRunLater, watchedDirectories } from "./runit-run-later.ts"
import { exportedNames, readAssignments, readShellCommand } from "./shell-words.ts"
import { sourcedFiles, textsOf } from "./sourced-files.ts"

/** Where services wait to be linked. */
const definitionDirectories = ["/etc/sv", "/etc/runit/sv"] as const

/**
 * sv(8) without -w gives up after 7 s. runsv starts a service that ends at once again and again, and sv waits all the
 * while; so this is also how long a broken configuration takes to show. dockerd stops within 15 s (--shutdown-timeout).
 */
const svSeconds = 45

export const runit: InitSystem = {
  id: "runit",
  isDriven: true,

  recognise(machine) {
    if (!machine.isLive) return /^runit(-init)?$/.test(baseName(programOfInit(machine)) ?? "") ? initSource : undefined
    return /^(runit|runit-init|runsvdir)$/.test(nameOfPidOne(machine) ?? "") ? pidOneSource : undefined
  },

  async service(machine, name) {
    const directories = [...watchedDirectories, ...definitionDirectories].map((parent) => `${parent}/${name}`)
    const directory = directories.find((path) => machine.inspect(`${path}/run`) !== undefined)
    if (directory === undefined) return undefined
    const run = toFileFact(machine.readFile(`${directory}/run`))
    // By convention of Void's and Debian's run scripts, sourced from the service's own directory.
    const conf = toFileFact(machine.readFile(`${directory}/conf`))
    const text = knownValue(run)?.text ?? ""
    const sourced = sourcedFiles(machine, text, new Map(), directory).filter(
      (fact) => knownValue(fact)?.path !== `${directory}/conf`,
    )
    const defined = executedProgram(text, [...textsOf([conf]), ...textsOf(sourced)])
    const running = lookAtPidFiles(machine, [`${directory}/supervise/pid`])
    const command = defined.length > 0 ? defined : (running?.command ?? [])
    const variables = directoryOfVariables(machine, directory, text)
    const settings = [conf, ...sourced].flatMap((fact) => knownValue(fact)?.text ?? [])
    const isWatched = watchedDirectories.some((parent) => directory.startsWith(`${parent}/`))
    return {
      name,
      state: isWatched ? readState(machine, directory) : machine.isLive ? "inactive" : "unknown",
      startsAtBoot: isWatched && machine.inspect(`${directory}/down`) === undefined,
      ...(running === undefined ? {} : { pid: running.pid }),
      ...(running?.startedAt === undefined ? {} : { startedAt: running.startedAt }),
      command,
      ...(command.length === 0 ? { notUnderstood: `${directory}/run` } : {}),
      environment: { ...exportsOf(settings), ...variables.environment },
      files: [run, conf, ...sourced, ...variables.files].filter((fact) => fact.state !== "absent"),
      // `sv reload` sends SIGHUP to any service.
      canReload: true,
    }
  },

  mentioning: (machine, program) =>
    namesMentioning(
      machine,
      [...watchedDirectories, ...definitionDirectories].flatMap((parent) =>
        (machine.list(parent) ?? []).map((name) => ({ name, path: `${parent}/${name}/run` })),
      ),
      program,
    ),

  act(machine, service, action, timeoutSeconds = svSeconds + 20) {
    const waits = Math.max(1, Math.min(svSeconds, Math.floor(timeoutSeconds)))
    return machine.act({ argv: ["sv", "-w", String(waits), action, service], timeoutSeconds })
  },

  /** runsvdir(8) looks for new links every five seconds; what it started is waited for by sv. */
  setEnabled(machine, service, isEnabled) {
    const watched = watchedDirectories.find((path) => machine.inspect(path) !== undefined) ?? watchedDirectories[0]
    const defined = definitionDirectories.find((path) => machine.inspect(`${path}/${service}`) !== undefined)
    const link = `${watched}/${service}`
    const enable = `ln -sfn "$1" "$2" && { for i in 1 2 3 4 5 6 7 8 9 10; do test -e "$2/supervise/ok" && exit; sleep 1; done; }`
    const disable = `rm -f "$2"; for i in 1 2 3 4 5 6 7 8 9 10; do sv status "$1" 2>&1 | grep -q 'not running' && break; sleep 1; done; rm -rf "$1/supervise"`
    const argv = [
      "sh",
      "-c",
      isEnabled ? enable : disable,
      "sh",
      `${defined ?? definitionDirectories[0]}/${service}`,
      link,
    ]
    return machine.act({ argv, timeoutSeconds: svSeconds })
  },

  recentLog: (machine, service, lines) =>
    lastLines(
      machine,
      [
        `/var/log/${service}/current`,
        `/var/log/sv/${service}/current`,
        `/etc/service/${service}/log/main/current`,
        `/var/log/${service}.log`,
      ],
      lines,
    ),

  commandLine: (service, action) => `sv ${action} ${service}`,

  runLater: runitRunLater,
}

function exportsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const variables = readAssignments(texts, new Map())
  const names = texts.flatMap(exportedNames).filter((name) => variables.has(name))
  return Object.fromEntries(names.map((name) => [name, variables.get(name) ?? ""]))
}

/** chpst(8), -e: each file is a variable, its first line the value; an empty one takes the variable away. */
function directoryOfVariables(machine: ReadingMachine, directory: string, run: string) {
  const named = /\bchpst\b[^\n]*[ \t]-e[ \t]*(\S+)/.exec(run)?.[1]
  const path = named === undefined || named.startsWith("/") ? named : `${directory}/${named.replace(/^\.\//, "")}`
  const names = path === undefined ? [] : (machine.list(path) ?? [])
  const files = names.map((name) => ({ name, fact: toFileFact(machine.readFile(`${path}/${name}`)) }))
  const set = files.flatMap(({ name, fact }): readonly (readonly [string, string])[] => {
    const text = knownValue(fact)?.text ?? ""
    return text === "" ? [] : [[name, (text.split("\n")[0] ?? "").trimEnd()]]
  })
  return { environment: Object.fromEntries(set), files: files.map(({ fact }) => fact) }
}

/** supervise/stat holds "run", "down" or "finish", and more words while a change is under way; see runsv(8). */
function readState(machine: ReadingMachine, directory: string): ServiceFacts["state"] {
  if (!machine.isLive) return "unknown"
  const stat = knownValue(toFileFact(machine.readFile(`${directory}/supervise/stat`)))?.text
  if (stat === undefined) return "unknown"
  return stat.startsWith("run") ? "active" : "inactive"
}

/** What the run script becomes: the words behind its last `exec`, without chpst and its options. */
function executedProgram(run: string, sourced: readonly string[]): readonly string[] {
  const variables = readAssignments([...sourced, run], new Map())
  const exec = [...run.matchAll(/^[ \t]*exec[ \t]+(?=[^\d<>&])/gm)].at(-1)
  if (exec === undefined) return []
  const words = readShellCommand(run, exec.index + exec[0].length, variables) ?? []
  return baseName(words[0]) === "chpst" ? withoutChpst(words.slice(1)) : words
}

/** Options of chpst(8) that take a value: -u -U -e -/ -C -n -l -L -m -d -o -p -f -c -r -t -b. */
function withoutChpst(words: readonly string[]): readonly string[] {
  const [first, ...rest] = words
  if (first === undefined || !first.startsWith("-")) return words
  const takesNext = /^-[uUe/CnlLmdopfcrtb]$/.test(first)
  return withoutChpst(takesNext ? rest.slice(1) : rest)
}
