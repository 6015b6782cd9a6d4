// Which cgroup controllers the kernel is told to leave out, where the files of the node say so: cgroup_disable= on a
// command line, or a Raspberry Pi whose own default is to leave "memory" out and whose cmdline.txt does not ask for it.
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { ControllersOff } from "../../model/facts/preflight-facts.ts"
import type { FileContent } from "../../model/file-content.ts"
import { placeAt } from "../../model/place.ts"
import { commandLineTexts, withoutComments } from "./command-lines.ts"

/** What kubeadm and the kubelet cannot go without; decide/preflight/cgroups.ts. */
export const neededControllers = ["cpu", "cpuset", "memory", "pids"] as const

/** Where Raspberry Pi OS 12 and newer, Ubuntu, and older images mount what the firmware reads. */
const firmwareDirectories = ["/boot/firmware", "/boot"] as const

export function controllersOff(machine: ReadingMachine): readonly ControllersOff[] {
  const firmware = firmwareLine(machine)
  const others = commandLineTexts(machine).filter(({ path }) => !path.endsWith("/cmdline.txt"))
  const found = [...others.flatMap(disabledIn), ...(firmware === undefined ? [] : offOnRaspberryPi(machine, firmware))]
  // What a generator wrote from the file before it says the same again.
  const isTold = (one: ControllersOff, index: number) =>
    found.slice(0, index).some(({ controllers }) => one.controllers.every((name) => controllers.includes(name)))
  return found.filter((one, index) => !isTold(one, index))
}

/** Elsewhere than on a Raspberry Pi no argument takes a cgroup_disable= back. */
function disabledIn(file: FileContent): readonly ControllersOff[] {
  return [...withoutComments(file.text).matchAll(/\bcgroup_disable=([\w,]+)/g)].flatMap((found) => {
    const controllers = namesIn(found[1])
    if (controllers.length === 0) return []
    const place = placeAt(file.path, file.text, found.index, found[0].length)
    return [{ controllers, why: "argument", argument: found[0], place } as const]
  })
}

/** The firmware takes the first line only, and puts its own arguments before it. */
function firmwareLine(machine: ReadingMachine): FileContent | undefined {
  for (const directory of firmwareDirectories) {
    const file = knownValue(toFileFact(machine.readFile(`${directory}/cmdline.txt`)))
    if (file !== undefined) return file
  }
  return undefined
}

/**
 * Of cgroup_disable= and this kernel's own cgroup_enable= the later one counts, and the device tree comes with
 * cgroup_disable=memory. raspberrypi/linux#6439 and #6980; cgroup_memory=1 is the older way.
 */
function offOnRaspberryPi(machine: ReadingMachine, file: FileContent): readonly ControllersOff[] {
  const [line = ""] = file.text.split("\n")
  const told = [...line.matchAll(/(?<=^|\s)(?:cgroup_(disable|enable)=([\w,]+)|cgroup_memory=(1))(?=\s|$)/g)]
  const last = (name: string) => told.findLast(([, , list, memory]) => named(list, memory).includes(name))
  const off = neededControllers.flatMap((name) => {
    const found = last(name)
    return found?.[1] === "disable" ? [{ name, found }] : []
  })
  const written = [...new Set(off.map(({ found }) => found))].map((found): ControllersOff => {
    const controllers = off.flatMap((one) => (one.found === found ? [one.name] : []))
    const place = placeAt(file.path, file.text, found.index, found[0].length)
    return { controllers, why: "argument", argument: found[0], place }
  })
  if (last("memory") !== undefined) return written
  const defaults = disabledByDeviceTree(machine, file.path.slice(0, file.path.lastIndexOf("/")))
  if (defaults === false) return written
  const later = /(?<=\s)cgroup_(?:enable=[\w,]*\bmemory\b|memory=1\b)/.exec(file.text.slice(line.length))
  const at = later === null ? 0 : line.length + later.index
  const place = placeAt(file.path, file.text, at, later?.[0].length)
  const why = later === null ? "not-enabled" : "second-line"
  return [
    ...written,
    { controllers: ["memory"], why, argument: "cgroup_enable=memory", place, isSure: defaults === true },
  ]
}

function named(list: string | undefined, memory: string | undefined): readonly string[] {
  return memory === undefined ? namesIn(list) : ["memory"]
}

function namesIn(list = ""): readonly string[] {
  return list.split(",").filter((name) => neededControllers.some((one) => one === name))
}

/** Undefined: there is no device tree of a Raspberry Pi to look into. */
function disabledByDeviceTree(machine: ReadingMachine, directory: string): boolean | undefined {
  const trees = (machine.list(directory) ?? []).filter((name) => /^bcm27\d\d.*\.dtb$/.test(name))
  if (trees.length === 0) return undefined
  return trees.some((name) => {
    const read = machine.readFile(`${directory}/${name}`)
    return read.state === "read" && Buffer.from(read.bytes).includes("cgroup_disable=memory")
  })
}
