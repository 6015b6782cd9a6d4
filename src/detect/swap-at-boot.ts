// Which swap a boot of this tree switches on: /etc/fstab, units of systemd, zram-generator, zram-tools.
import { placesIn } from "../documents/lines.ts"
import { scanUnit } from "../documents/units/scan.ts"
import { unitFile } from "../documents/units/unit-file.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { type Fact, knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { SwapFacts } from "../model/facts/node-facts.ts"
import type { Place } from "../model/place.ts"

const fstab = "/etc/fstab"

/** See zram-generator.conf(5), FILES. */
const zramFiles = [
  "/etc/systemd/zram-generator.conf",
  "/run/systemd/zram-generator.conf",
  "/usr/local/lib/systemd/zram-generator.conf",
  "/usr/lib/systemd/zram-generator.conf",
]
const zramGenerator = "/usr/lib/systemd/system-generators/zram-generator"

interface Device {
  readonly path: string
  readonly sizeBytes: number
  readonly place: Place
}

/** Undefined: none. */
export function swapAtBoot(machine: ReadingMachine): Fact<SwapFacts> | undefined {
  // systemd.special(7): what pulls all swap in; a mask keeps it off.
  const target = machine.inspect("/etc/systemd/system/swap.target")?.target
  const devices = target === "/dev/null" ? [] : [...fromFstab(machine), ...fromUnits(machine), ...fromZram(machine)]
  const [first] = devices
  if (first === undefined) return undefined
  const value = { devices: devices.map(({ path, sizeBytes }) => ({ path, sizeBytes })), atBoot: first.place }
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
    return [{ path, sizeBytes: 0, place: placeOf(from, path.length) }]
  })
}

/** systemd.swap(5): units that some .wants directory pulls in. */
function fromUnits(machine: ReadingMachine): readonly Device[] {
  const parent = "/etc/systemd/system"
  const wanted = (machine.list(parent) ?? [])
    .filter((name) => /\.(?:wants|requires)$/.test(name))
    .flatMap((name) => (machine.list(`${parent}/${name}`) ?? []).filter((unit) => unit.endsWith(".swap")))
  return [...new Set(wanted)].flatMap((name): Device[] => {
    const paths = [`${parent}/${name}`, `/usr/lib/systemd/system/${name}`]
    const file = paths.map((path) => knownValue(toFileFact(machine.readFile(path)))).find((one) => one !== undefined)
    const parsed = file === undefined ? undefined : unitFile.parse(file.path, file.text)
    const key = parsed?.ok === true ? parsed.value.keys.find(({ path }) => path[1] === "What") : undefined
    return key === undefined ? [] : [{ path: String(key.value), sizeBytes: 0, place: key.keyPlace }]
  })
}

/** A section per device, [zram0]; the generator must be there. An empty file of that name switches it off. */
function fromZram(machine: ReadingMachine): readonly Device[] {
  if (machine.resolve(zramGenerator) === undefined) return []
  const files = zramFiles.map((path) => toFileFact(machine.readFile(path)))
  const file = knownValue(
    files.find((fact) => fact.state !== "absent") ?? { state: "absent", source: { kind: "file", path: "" } },
  )
  if (file === undefined) return []
  const placeOf = placesIn(file.path, file.text)
  return scanUnit(file.text).headers.flatMap(({ name }): Device[] => {
    const at = file.text.indexOf(`[${name}]`)
    return /^zram\d+$/.test(name) ? [{ path: `/dev/${name}`, sizeBytes: 0, place: placeOf(at, name.length + 2) }] : []
  })
}
