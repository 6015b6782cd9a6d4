// A module of the kernel is loaded; undone by taking it out, unless something uses it by then.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ModuleChange } from "../../model/change.ts"
import { type ChangeKind, type Looking, withRemoval } from "./change-kind.ts"

/** Reading and linking a module takes milliseconds; a slow disk may take seconds. */
const timeoutSeconds = 30

/** Modules built into the kernel count as loaded where they have anything to show: sysfs-module. */
export function isLoaded(machine: ReadingMachine, name: string): boolean {
  return machine.inspect(`/sys/module/${name}`) !== undefined
}

const looking: Looking<ModuleChange> = {
  observe: (machine, { name, remove }) => (isLoaded(machine, name) === (remove === undefined) ? "after" : "before"),
  moved: () => undefined,
  isAnybodys: true,
  isOursOnceBegun: false,
}

export const module: ChangeKind<ModuleChange> = {
  async perform({ machine }, { name, remove }) {
    if (remove === true) {
      // What uses it by then keeps it; it does no harm, and a boot no longer loads it.
      await machine.act({ argv: ["modprobe", "-r", name], timeoutSeconds })
      return undefined
    }
    const ran = await machine.act({ argv: ["modprobe", name], timeoutSeconds })
    if (succeeded(ran) && isLoaded(machine, name)) return undefined
    return { code: "module-not-loaded", args: { module: name }, ran: ranOf(ran) }
  },
  inverse: withRemoval,
  stepBack: () => "kernel",
  looking,
  subject: ({ name }) => name,
  byHand: ({ name, remove }) => [remove === true ? `modprobe ${name}` : `modprobe -r ${name}`],
}
