// Which swap a boot of this tree switches on: /etc/fstab, units of systemd, zram-generator, services that make their own,
// cloud-init.
import { placesIn } from "../../documents/lines.ts"
import { scanUnit } from "../../documents/units/scan.ts"
import { unitFile } from "../../documents/units/unit-file.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { SwapFacts } from "../../model/facts/node-facts.ts"
import type { Place } from "../../model/place.ts"
import { commandLineTexts, withoutComments } from "./command-lines.ts"

const fstab = "/etc/fstab"

/** See zram-generator.conf(5), FILES. */
const zramFiles = [
  "/etc/systemd/zram-generator.conf",
  "/run/systemd/zram-generator.conf",
  "/usr/local/lib/systemd/zram-generator.conf",
  "/usr/lib/systemd/zram-generator.conf",
]
const zramGenerator = "/usr/lib/systemd/system-generators/zram-generator"

/**
 * Services that switch swap on, with the file that people set it by: Debian's zram-tools and dphys-swapfile, which is
 * Raspberry Pi OS's until 12, Ubuntu's zram-config, swapspace, Armbian's; each from its package.
 */
const services = [
  ["zramswap.service", "/etc/default/zramswap"],
  ["dphys-swapfile.service", "/etc/dphys-swapfile"],
  ["zram-config.service", "/usr/bin/init-zram-swapping"],
  ["swapspace.service", "/etc/swapspace.conf"],
  ["armbian-zram-config.service", "/etc/default/armbian-zram-config"],
] as const

/** Raspberry Pi OS 13: rpi-swap, with its generator. */
const raspberryGenerator = "/usr/lib/systemd/system-generators/rpi-swap-generator"
const raspberryFile = "/etc/rpi/swap.conf"

interface Device {
  readonly path: string
  readonly place: Place
}

/** Empty: none. */
export function devicesOfNextBoot(machine: ReadingMachine): readonly Device[] {
  const looks = [fromFstab, fromUnits, fromZram, fromServices, fromRaspberry, fromCloudInit]
  const devices = looks.flatMap((look) => look(machine))
  return devices.length === 0 || isOff(machine) ? [] : devices
}

/** Of a tree that is not running. Undefined: none. */
export function swapAtBoot(machine: ReadingMachine): Fact<SwapFacts> | undefined {
  const devices = devicesOfNextBoot(machine)
  const [first] = devices
  if (first === undefined) return undefined
  const value = {
    devices: devices.map(({ path }) => ({ path, sizeBytes: 0 })),
    atBoot: first.place,
    nextBoot: devices,
  }
  return { state: "known", value, source: { kind: "file", path: first.place.file, place: first.place } }
}

/** fstab(5): the type is the third field, noauto in the fourth keeps it off. */
function fromFstab(machine: ReadingMachine): readonly Device[] {
  const text = knownValue(toFileFact(machine.readFile(fstab)))?.text ?? ""
  const placeOf = placesIn(fstab, text)
  return [...text.matchAll(/^[ \t]*([^#\s]\S*)[ \t]+\S+[ \t]+swap(?:[ \t]+(\S+))?.*$/gm)].flatMap((match) => {
    const [line, path = "", options = ""] = match
    if (options.split(",").includes("noauto")) return []
    const from = match.index + line.indexOf(path)
    return [{ path, place: placeOf(from, path.length) }]
  })
}

/** systemd.unit(5): where people put units, and packages. */
const unitDirectories = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"]

/** systemd.swap(5): units that some .wants directory pulls in, unless they are masked. */
function fromUnits(machine: ReadingMachine): readonly Device[] {
  const isOfSwap = (name: string) => name.endsWith(".swap")
  // A link in a .wants directory alone is no unit.
  if (!unitDirectories.some((parent) => machine.list(parent)?.some(isOfSwap) === true)) return []
  const wanted = unitDirectories.flatMap((parent) =>
    (machine.list(parent) ?? [])
      .filter((name) => /\.(?:wants|requires)$/.test(name))
      .flatMap((name) => (machine.list(`${parent}/${name}`) ?? []).filter(isOfSwap)),
  )
  return [...new Set(wanted)].flatMap((name): Device[] => {
    const path = unitDirectories.map((parent) => `${parent}/${name}`).find((one) => machine.inspect(one) !== undefined)
    if (path === undefined || machine.inspect(path)?.target === "/dev/null") return []
    const file = knownValue(toFileFact(machine.readFile(path)))
    const parsed = file === undefined ? undefined : unitFile.parse(file.path, file.text)
    const key = parsed?.ok === true ? parsed.value.keys.find((one) => one.path[1] === "What") : undefined
    return key === undefined ? [] : [{ path: String(key.value), place: key.keyPlace }]
  })
}

/** Services that some .wants directory pulls in. */
function fromServices(machine: ReadingMachine): readonly Device[] {
  const parent = "/etc/systemd/system"
  const wanted = (machine.list(parent) ?? [])
    .filter((name) => name.endsWith(".wants"))
    .flatMap((name) =>
      (machine.list(`${parent}/${name}`) ?? []).map((unit) => ({ unit, link: `${parent}/${name}/${unit}` })),
    )
  return services.flatMap(([unit, file]): readonly Device[] => {
    const link = wanted.find((one) => one.unit === unit)?.link
    if (link === undefined || machine.inspect(`${parent}/${unit}`)?.target === "/dev/null") return []
    return [{ path: unit, place: startOf(machine.resolve(file) === undefined ? link : file) }]
  })
}

/** Mechanism=none switches it off: rpi-swap, swap.conf(5). An empty file of its name hides it: systemd.generator(7). */
function fromRaspberry(machine: ReadingMachine): readonly Device[] {
  if (machine.resolve(raspberryGenerator) === undefined) return []
  const hiding = machine.inspect(raspberryGenerator.replace("/usr/lib/", "/etc/"))
  if (hiding?.target === "/dev/null" || (hiding?.kind === "file" && hiding.size === 0)) return []
  const text = knownValue(toFileFact(machine.readFile(raspberryFile)))?.text ?? ""
  if (/^[ \t]*Mechanism[ \t]*=[ \t]*none\b/m.test(text)) return []
  return [{ path: "rpi-swap", place: startOf(text === "" ? raspberryGenerator : raspberryFile) }]
}

/** cloud-init's module mounts, swap: a file that the first boot makes. Size 0 is none. */
function fromCloudInit(machine: ReadingMachine): readonly Device[] {
  const directory = "/etc/cloud/cloud.cfg.d"
  return (machine.list(directory) ?? [])
    .filter((name) => name.endsWith(".cfg"))
    .flatMap((name): readonly Device[] => {
      const path = `${directory}/${name}`
      const text = knownValue(toFileFact(machine.readFile(path)))?.text ?? ""
      const found = /^swap:[ \t]*\n((?:[ \t]+.*\n?)*)/m.exec(text)
      const file = /^[ \t]+filename:[ \t]*["']?([^\s"']+)/m.exec(found?.[1] ?? "")?.[1]
      if (found === null || file === undefined || /^[ \t]+size:[ \t]*["']?0\b/m.test(found[1] ?? "")) return []
      return [{ path: file, place: placesIn(path, text)(found.index, "swap".length) }]
    })
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1 }
}

/**
 * A section per device, [zram0], in the file and its drop-ins; the generator must be there. An empty file of that name
 * switches it off, and so does a size of 0; a device with a file system on it is no swap. zram-generator.conf(5).
 */
function fromZram(machine: ReadingMachine): readonly Device[] {
  if (machine.resolve(zramGenerator) === undefined) return []
  const main = zramFiles.map((path) => toFileFact(machine.readFile(path))).find((fact) => fact.state !== "absent")
  const dropIns = zramFiles.flatMap((path) =>
    (machine.list(`${path}.d`) ?? [])
      .filter((name) => name.endsWith(".conf"))
      .map((name) => toFileFact(machine.readFile(`${path}.d/${name}`))),
  )
  const files = [...(main === undefined ? [] : [main]), ...dropIns].flatMap((fact) => knownValue(fact) ?? [])
  const devices = new Map<string, { readonly place: Place; readonly keys: Map<string, string> }>()
  for (const { path, text } of files) {
    const placeOf = placesIn(path, text)
    const { headers, assignments } = scanUnit(text)
    for (const { name, at } of headers.filter((one) => /^zram\d+$/.test(one.name))) {
      if (!devices.has(name)) devices.set(name, { place: placeOf(at[0], at[1] - at[0]), keys: new Map() })
    }
    for (const { section = "", key, value } of assignments) devices.get(section)?.keys.set(key, value)
  }
  return [...devices].flatMap(([name, { place, keys }]): Device[] => {
    const isOff = keys.get("zram-size") === "0" || (keys.get("mount-point") ?? "") !== ""
    const type = keys.get("fs-type") ?? "swap"
    return isOff || type !== "swap" ? [] : [{ path: `/dev/${name}`, place }]
  })
}

/** kernel-command-line(7), systemd.swap=: units of swap, whoever wrote them, are left alone. */
function isSwitchedOffByKernel(machine: ReadingMachine): boolean {
  const off = /\bsystemd\.swap=(?:0|no|n|false|f|off)(?![\w.])/
  return commandLineTexts(machine).some(({ text }) => off.test(withoutComments(text)))
}

/**
 * A partition of swap that no file switches on and that systemd may by itself: systemd-gpt-auto-generator(8) takes those
 * of the disk that the boot loader names. Only initramfs-tools' file says that there is one: RESUME=, for hibernation.
 */
export function partitionLeft(machine: ReadingMachine): Place | undefined {
  if (machine.resolve("/usr/lib/systemd/system-generators/systemd-gpt-auto-generator") === undefined) return undefined
  const isKeptOff = () => isOff(machine) || /\bsystemd\.gpt_auto=(?:0|no|off)/.test(textsOfBoot(machine))
  for (const path of ["/etc/initramfs-tools/conf.d/resume", "/etc/initramfs-tools/initramfs.conf"]) {
    const text = knownValue(toFileFact(machine.readFile(path)))?.text ?? ""
    const found = /^[ \t]*RESUME=["']?((?:UUID|PARTUUID|LABEL)=[^\s"']+|\/dev\/[^\s"']+)/m.exec(text)
    if (found !== null) return isKeptOff() ? undefined : placesIn(path, text)(found.index, found[0].length)
  }
  return undefined
}

const textsOfBoot = (machine: ReadingMachine) =>
  commandLineTexts(machine)
    .map(({ text }) => withoutComments(text))
    .join("\n")

/** systemd.special(7): what pulls all swap in; a mask keeps it off, and so does the kernel's command line. */
function isOff(machine: ReadingMachine): boolean {
  return machine.inspect("/etc/systemd/system/swap.target")?.target === "/dev/null" || isSwitchedOffByKernel(machine)
}
