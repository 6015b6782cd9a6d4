// OpenRC, whoever is PID 1 under it: busybox on Alpine, sysvinit on Debian and Gentoo, openrc-init elsewhere. What a
// service script starts is read from its plain assignments, as openrc-run(8) documents them; a script that computes
// its command is not understood, and then the running process tells.
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { FileFact } from "../model/file-content.ts"
import type { ServiceFacts } from "../model/service.ts"
import type { InitSystem } from "./init-system.ts"
import { lastLines } from "./log-files.ts"
import { namesMentioning } from "./mentions.ts"
import { openrcRunLater } from "./openrc-run-later.ts"
import { baseName, initSource, inittabStartsOpenrc, nameOfPidOne, programOfInit } from "./pid-one.ts"
import { lookAtPidFiles, type ProcessFacts } from "./processes.ts"
import { exportedNames, readAssignments, readShellCommand, type Variables } from "./shell-words.ts"
import { sourcedFiles, textsOf } from "./sourced-files.ts"
import { actSeconds, askSeconds } from "./timeouts.ts"

/** Written when OpenRC has booted a runlevel. See openrc(8). */
const bootMark = "/run/openrc/softlevel"

/**
 * There while openrc(8) itself starts or stops a runlevel's services; see RC_STARTING and RC_STOPPING in OpenRC's rc.h.
 * A service that rc-service restarts then runs, and is recorded as stopped.
 */
const changingMarks = ["/run/openrc/rc.starting", "/run/openrc/rc.stopping"] as const

/** Where service scripts are, in the order in which OpenRC looks; see librc, rc_service_resolve. */
const scriptDirectories = ["/etc/init.d", "/usr/local/etc/init.d"] as const

/** Names of a process 1 under which OpenRC runs; a container with a made-up boot mark has another. */
const firstProcesses = ["init", "openrc-init"]

export const openrc: InitSystem = {
  id: "openrc",
  isDriven: true,

  recognise(machine) {
    if (machine.isLive) {
      const name = nameOfPidOne(machine)
      const isBooted = machine.inspect(bootMark) !== undefined && (name === undefined || firstProcesses.includes(name))
      return isBooted ? { kind: "file", path: bootMark } : undefined
    }
    if (baseName(programOfInit(machine)) === "openrc-init") return initSource
    const isSysvLike = ["init", "busybox", "sysvinit"].includes(baseName(programOfInit(machine)) ?? "")
    return isSysvLike && inittabStartsOpenrc(machine) ? { kind: "file", path: "/etc/inittab" } : undefined
  },

  async service(machine, name, onDefined) {
    const script = scriptOf(machine, name)
    if (script === undefined) return undefined
    const variables = variablesOf(script, name)
    const defined = commandOf(variables)
    const running = lookAtPidFiles(machine, pidFilesOf(variables, name))
    const command = defined.length > 0 ? defined : (running?.command ?? [])
    const environment = exportsOf(script.all, variables)
    onDefined?.(command, environment)
    return {
      name,
      state: await askState(machine, name),
      startsAtBoot: isInARunlevel(machine, name),
      ...whileRunning(running),
      command,
      ...(command.length === 0 ? { notUnderstood: script.path } : {}),
      environment,
      files: script.all,
      canReload: canReload(script.text),
    }
  },

  mentioning: (machine, program) =>
    namesMentioning(
      machine,
      scriptDirectories.flatMap((parent) =>
        (machine.list(parent) ?? []).map((name) => ({ name, path: `${parent}/${name}` })),
      ),
      program,
    ),

  act: (machine, service, action, timeoutSeconds = actSeconds) =>
    machine.act({ argv: ["rc-service", service, action], timeoutSeconds }),

  isBootingOrHalting: (machine) => changingMarks.some((path) => machine.inspect(path) !== undefined),

  /** rc-update(8). */
  setEnabled: (machine, service, isEnabled) =>
    machine.act({
      argv: ["rc-update", isEnabled ? "add" : "del", service, "default"],
      timeoutSeconds: askSeconds * 6,
    }),

  async recentLog(machine, service, lines) {
    const script = scriptOf(machine, service)
    const variables: Variables = script === undefined ? new Map() : variablesOf(script, service)
    const named = ["error_log", "output_log"].flatMap((key) => variables.get(key) || [])
    return lastLines(machine, [...named, `/var/log/${service}.log`, `/var/log/${service}/${service}.log`], lines)
  },

  commandLine: (service, action) => `rc-service ${service} ${action}`,

  runLater: openrcRunLater,
}

interface Script {
  readonly path: string
  readonly text: string
  readonly settings: readonly FileFact[]
  readonly all: readonly FileFact[]
}

function scriptOf(machine: ReadingMachine, name: string): Script | undefined {
  const paths = scriptDirectories.map((directory) => `${directory}/${name}`)
  const [found] = paths.flatMap((at) => {
    const fact = toFileFact(machine.readFile(at))
    return fact.state === "absent" ? [] : [{ path: at, script: fact }]
  })
  if (found === undefined) return undefined
  const { path, script } = found
  // In the order in which openrc-run.sh sources them, before the script itself.
  const settings = [`/etc/conf.d/${name}`, "/etc/rc.conf"]
    .map((path) => toFileFact(machine.readFile(path)))
    .filter((fact) => fact.state !== "absent")
  const text = knownValue(script)?.text ?? ""
  const sourced = sourcedFiles(machine, [...textsOf(settings), text].join("\n"), ownVariables(name))
  return { path, text, settings: [...settings, ...sourced], all: [script, ...settings, ...sourced] }
}

function variablesOf(script: Script, name: string): Variables {
  const texts = [...script.settings.map((fact) => knownValue(fact)?.text ?? ""), script.text]
  return readAssignments(texts, ownVariables(name))
}

function ownVariables(name: string): Variables {
  return new Map([
    ["RC_SVCNAME", name],
    ["SVCNAME", name],
  ])
}

/** command, command_args and the arguments for the way it is started; see openrc-run(8). */
function commandOf(variables: Variables): readonly string[] {
  const command = variables.get("command") ?? ""
  const isForeground = /supervise-daemon|s6|runit/.test(variables.get("supervisor") ?? "")
  const extra = variables.get(isForeground ? "command_args_foreground" : "command_args_background")
  const text = [command, variables.get("command_args"), extra].filter((part) => part).join(" ")
  // OpenRC passes the arguments through eval, so quotes in them count.
  return command === "" ? [] : (readShellCommand(text, 0, variables) ?? [])
}

function pidFilesOf(variables: Variables, name: string): readonly string[] {
  // A supervised service's own pid; its pidfile is the supervisor's.
  return [`/run/openrc/options/${name}/child_pid`, variables.get("pidfile") ?? "", `/run/${name}.pid`].filter(
    (path) => path !== "",
  )
}

/** See rc-service(8) and librc's rc_service_state: 0 started, 3 stopped, 16 inactive, 32 crashed. */
async function askState(machine: ReadingMachine, name: string): Promise<ServiceFacts["state"]> {
  if (!machine.isLive) return "unknown"
  const ran = await machine.run({ argv: ["rc-service", name, "status"], timeoutSeconds: askSeconds })
  if (ran.state !== "ran") return "unknown"
  if (ran.exitCode === 0) return "active"
  if (ran.exitCode === 32) return "failed"
  return ran.exitCode === 3 || ran.exitCode === 16 ? "inactive" : "unknown"
}

function isInARunlevel(machine: ReadingMachine, name: string): boolean {
  const runlevels = machine.list("/etc/runlevels") ?? []
  return runlevels.some((runlevel) => machine.inspect(`/etc/runlevels/${runlevel}/${name}`) !== undefined)
}

function canReload(script: string): boolean {
  return /^[ \t]*extra_(?:started_)?commands=.*\breload\b/m.test(script) || /^[ \t]*reload[ \t]*\(\)/m.test(script)
}

function exportsOf(files: readonly FileFact[], variables: Variables): Readonly<Record<string, string>> {
  const names = files.flatMap((fact) => exportedNames(knownValue(fact)?.text ?? ""))
  return Object.fromEntries(names.flatMap((name) => (variables.has(name) ? [[name, variables.get(name) ?? ""]] : [])))
}

function whileRunning(running: ProcessFacts | undefined) {
  if (running === undefined) return {}
  return { pid: running.pid, ...(running.startedAt === undefined ? {} : { startedAt: running.startedAt }) }
}
