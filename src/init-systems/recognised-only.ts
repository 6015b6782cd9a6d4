// Init systems that criadm recognises and does not drive: s6, dinit and busybox init. On such a node facts, files and
// plans are complete, and the restart is left to the person, with the command to type.
import type { ReadingMachine } from "../machine/reading.ts"
import type { InitSystemId, ServiceAction } from "../model/service.ts"
import type { InitSystem } from "./init-system.ts"
import { baseName, initSource, nameOfPidOne, pidOneSource, programOfInit, programOfPidOne } from "./pid-one.ts"
import { findProcess } from "./processes.ts"

interface Marks {
  readonly id: InitSystemId
  /** Whether this is process 1: its name and its program. */
  readonly isFirstProcess: (name: string, program: string | undefined) => boolean
  /** Whether /sbin/init of a tree, links followed, is this. */
  readonly isInit: (program: string) => boolean
  readonly commandLine: (service: string, action: ServiceAction) => string
}

/** See s6-svc(8): -r restarts, -h sends SIGHUP, -wU and -wD wait. */
const s6Flags = { restart: "-wr -r", reload: "-h", start: "-wu -u", stop: "-wd -d" } as const

export const s6 = recognisedOnly({
  id: "s6",
  isFirstProcess: (name) => name === "s6-svscan",
  isInit: (program) => /^s6(-|$)/.test(baseName(program) ?? ""),
  commandLine: (service, action) => `s6-svc ${s6Flags[action]} /run/service/${service}`,
})

export const dinit = recognisedOnly({
  id: "dinit",
  isFirstProcess: (name) => name === "dinit",
  isInit: (program) => /^dinit(-init)?$/.test(baseName(program) ?? ""),
  // dinitctl(8) has no reload of a service's configuration by the service itself.
  commandLine: (service, action) =>
    action === "reload" ? `dinitctl signal HUP ${service}` : `dinitctl ${action} ${service}`,
})

export const busybox = recognisedOnly({
  id: "busybox",
  isFirstProcess: (name, program) => name === "init" && baseName(program) === "busybox",
  isInit: (program) => baseName(program) === "busybox",
  commandLine: (service, action) => `/etc/init.d/${service} ${action}`,
})

function recognisedOnly({ id, isFirstProcess, isInit, commandLine }: Marks): InitSystem {
  return {
    id,
    recognise(machine) {
      if (!machine.isLive) return isInit(programOfInit(machine) ?? "") ? initSource : undefined
      return isFirstProcess(nameOfPidOne(machine) ?? "", programOfPidOne(machine)) ? pidOneSource : undefined
    },
    isDriven: false,
    service: (machine, name) => lookAtRunningProgram(machine, name),
    async act(_machine, service, action) {
      const command = commandLine(service, action).split(" ")
      return { state: "not-possible", command, why: `criadm does not drive ${id}` }
    },
    recentLog: async () => [],
    commandLine,
  }
}

/** Without a definition that criadm could read, a service is the process of that name, while it runs. */
export async function lookAtRunningProgram(machine: ReadingMachine, name: string) {
  const running = findProcess(machine, name)
  if (running === undefined) return undefined
  return {
    name,
    state: "active",
    startsAtBoot: "unknown",
    pid: running.pid,
    ...(running.startedAt === undefined ? {} : { startedAt: running.startedAt }),
    command: running.command,
    environment: {},
    files: [],
    canReload: false,
  } as const
}
