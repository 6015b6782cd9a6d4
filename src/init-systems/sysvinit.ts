// SysV init: scripts under /etc/init.d. Such a script is a program, so what it starts is read where it is written
// plainly (start-stop-daemon with assigned variables) and otherwise taken from the running process.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { FileFact } from "../model/file-content.ts"
import type { ServiceFacts } from "../model/service.ts"
import type { InitSystem } from "./init-system.ts"
import { lastLines } from "./log-files.ts"
import { namesMentioning } from "./mentions.ts"
import { initSource, nameOfPidOne, pidOneSource, programOfInit, programOfPidOne } from "./pid-one.ts"
import { lookAtPidFiles, type ProcessFacts } from "./processes.ts"
import { exportedNames, readAssignments, type Variables } from "./shell-words.ts"
import { sourcedFiles } from "./sourced-files.ts"
import { startedProgram } from "./start-stop-daemon.ts"
import { sysvinitRunLater } from "./sysvinit-run-later.ts"
import { actSeconds, askSeconds } from "./timeouts.ts"

/** Where sysvinit's own program lies; WSL's process 1 is named init as well and is /init. */
const programs = ["/sbin/init", "/usr/sbin/init", "/lib/sysvinit/init", "/usr/lib/sysvinit/init"]

/** The runlevels that a boot leads to; see init(8) and LSB, Run Levels. */
const bootRunlevels = ["2", "3", "4", "5"]

export const sysvinit: InitSystem = {
  id: "sysvinit",
  isDriven: true,

  recognise(machine) {
    const hasTable = machine.inspect("/etc/inittab") !== undefined
    if (!machine.isLive) return hasTable && programs.includes(programOfInit(machine) ?? "") ? initSource : undefined
    const isInit = nameOfPidOne(machine) === "init" && programs.includes(programOfPidOne(machine) ?? "")
    return isInit && hasTable ? pidOneSource : undefined
  },

  async service(machine, name, onDefined) {
    const script = toFileFact(machine.readFile(scriptOf(name)))
    if (script.state === "absent") return undefined
    const text = knownValue(script)?.text ?? ""
    const usual = [`/etc/default/${name}`, `/etc/sysconfig/${name}`]
    const sourced = sourcedFiles(machine, text, new Map()).filter(
      (fact) => !usual.includes(knownValue(fact)?.path ?? ""),
    )
    const settings = [
      ...usual.map((path) => toFileFact(machine.readFile(path))).filter((fact) => fact.state !== "absent"),
      ...sourced,
    ]
    const variables = variablesOf(script, settings)
    const running = lookAtPidFiles(machine, pidFilesOf(variables, name))
    const defined = startedProgram(text, variables)
    const command = defined.length > 0 ? defined : (running?.command ?? [])
    const environment = exportsOf(settings, variables)
    onDefined?.(command, environment)
    return {
      name,
      state: running === undefined ? await askState(machine, name) : "active",
      startsAtBoot: bootRunlevels.some((level) => startsIn(machine, level, name)),
      ...whileRunning(running),
      command,
      ...(command.length === 0 ? { notUnderstood: scriptOf(name) } : {}),
      environment,
      files: [script, ...settings],
      canReload: /^[ \t]*(?:[\w-]+\|)*reload(?:\|[\w-]+)*\)/m.test(text),
    }
  },

  mentioning: (machine, program) =>
    namesMentioning(
      machine,
      (machine.list("/etc/init.d") ?? []).map((name) => ({ name, path: scriptOf(name) })),
      program,
    ),

  act: (machine, service, action, timeoutSeconds = actSeconds) =>
    machine.act({ argv: [scriptOf(service), action], timeoutSeconds }),

  setEnabled: (machine, service, isEnabled) =>
    machine.act({
      argv: ["update-rc.d", ...(isEnabled ? [service, "defaults"] : ["-f", service, "remove"])],
      timeoutSeconds: askSeconds * 6,
    }),

  recentLog: (machine, service, lines) =>
    lastLines(machine, [`/var/log/${service}.log`, `/var/log/${service}/${service}.log`], lines),

  commandLine: (service, action) => `${scriptOf(service)} ${action}`,

  runLater: sysvinitRunLater,
}

function scriptOf(name: string): string {
  return `/etc/init.d/${name}`
}

/** The script's own assignments count where the settings file has none: scripts source it after setting defaults. */
function variablesOf(script: FileFact, settings: readonly FileFact[]): Variables {
  const texts = [script, ...settings].map((fact) => knownValue(fact)?.text ?? "")
  const own = readAssignments(texts, new Map())
  // Once more, so that assignments which use a variable of the settings file see it.
  return readAssignments(texts, own)
}

function pidFilesOf(variables: Variables, name: string): readonly string[] {
  const assigned = [...variables].filter(([key]) => /pidfile/i.test(key)).map(([, value]) => value)
  return [...assigned, `/run/${name}.pid`, `/var/run/${name}.pid`, `/run/${name}/${name}.pid`]
}

/** See LSB, Init Script Actions: 0 running, 1 and 2 dead with files left behind, 3 not running. */
async function askState(machine: ReadingMachine, name: string): Promise<ServiceFacts["state"]> {
  if (!machine.isLive) return "unknown"
  const ran = await machine.run({ argv: [scriptOf(name), "status"], timeoutSeconds: askSeconds })
  if (ran.state !== "ran") return "unknown"
  if (ran.exitCode === 0) return "active"
  if (ran.exitCode === 1 || ran.exitCode === 2) return "failed"
  return ran.exitCode === 3 ? "inactive" : "unknown"
}

/** A link such as /etc/rc2.d/S02containerd, or /etc/rc.d/rc2.d/ on systems that came from Red Hat. */
function startsIn(machine: ReadingMachine, level: string, name: string): boolean {
  const links = [`/etc/rc${level}.d`, `/etc/rc.d/rc${level}.d`].flatMap((path) => machine.list(path) ?? [])
  return links.some((link) => /^S\d\d/.test(link) && link.slice(3) === name)
}

function exportsOf(files: readonly FileFact[], variables: Variables): Readonly<Record<string, string>> {
  const names = files.flatMap((fact) => exportedNames(knownValue(fact)?.text ?? ""))
  return Object.fromEntries(names.flatMap((name) => (variables.has(name) ? [[name, variables.get(name) ?? ""]] : [])))
}

function whileRunning(running: ProcessFacts | undefined) {
  if (running === undefined) return {}
  return { pid: running.pid, ...(running.startedAt === undefined ? {} : { startedAt: running.startedAt }) }
}
