// The first of a look at a node, which can be done before all that is known of nodes is loaded: its init system, and a
// machine on which what was asked once is known.
import type { Look } from "../components/component.ts"
import type { Asked } from "../cri/asking.ts"
import type { InitSystem, OnDefined } from "../init-systems/init-system.ts"
import { findProcesses } from "../init-systems/processes.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { type Fact, knownValue } from "../model/facts/fact.ts"
import type { InitSystemId, ServiceFacts } from "../model/service.ts"
import { lookingOnce } from "./looking-once.ts"
import { withUnreadFiles } from "./unread-files.ts"

export interface Begun {
  readonly machine: ReadingMachine
  readonly initSystem: Fact<InitSystemId>
  readonly services: Pick<Look, "service" | "services">
  readonly asked: Asked
}

export function beginLooking(node: ReadingMachine, initSystems: readonly InitSystem[]): Begun {
  const machine = lookingOnce(node)
  const initSystem = recogniseInitSystem(machine, initSystems)
  const id = knownValue(initSystem)
  const services = servicesOf(
    machine,
    initSystems.find((one) => one.id === id),
  )
  return { machine, initSystem, services, asked: new Map() }
}

function recogniseInitSystem(machine: ReadingMachine, initSystems: readonly InitSystem[]): Fact<InitSystemId> {
  for (const initSystem of initSystems) {
    const source = initSystem.recognise(machine)
    if (source !== undefined) return { state: "known", value: initSystem.id, source }
  }
  return { state: "absent", source: { kind: "file", path: machine.isLive ? "/proc/1/comm" : "/sbin/init" } }
}

/** A service is looked up once, however many components ask for it. */
function servicesOf(machine: ReadingMachine, initSystem: InitSystem | undefined): Begun["services"] {
  const asked = new Map<string, Promise<ServiceFacts | undefined>>()
  const define = async (name: string, onDefined?: OnDefined) => {
    const service = await initSystem?.service(machine, name, onDefined)
    return service === undefined ? undefined : withUnreadFiles(machine, service, initSystem?.id ?? "none")
  }
  const ask = (name: string, onDefined?: OnDefined) => {
    const answer = asked.get(name) ?? define(name, onDefined)
    asked.set(name, answer)
    return answer
  }
  const startersOf = async (program: string) => {
    const services = await Promise.all((initSystem?.mentioning?.(machine, program) ?? []).map((name) => ask(name)))
    return services.filter((one) => one !== undefined).filter(({ command }) => isProgram(command[0], program))
  }
  return {
    services: async (program) => {
      const defined = await startersOf(program)
      const running = findProcesses(machine, program).filter(({ unit }) => unit !== undefined)
      const others = await Promise.all(
        running.map(async ({ unit, command }) => {
          const service = defined.some(({ name }) => name === unit) ? undefined : await ask(unit ?? "")
          return service === undefined ? [] : [{ ...service, command }]
        }),
      )
      return [...defined, ...others.flat()]
    },
    service: async (names, program, onDefined) => {
      for (const name of names) {
        const facts = await ask(name, onDefined)
        if (facts !== undefined) return facts
      }
      if (program === undefined) return undefined
      const starting = await startersOf(program.slice(program.lastIndexOf("/") + 1))
      return starting.find(({ state }) => state === "active") ?? starting[0]
    },
  }
}

function isProgram(path: string | undefined, name: string): boolean {
  return path === name || path?.endsWith(`/${name}`) === true
}
