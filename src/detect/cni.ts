// Which network plugins the node is configured for and where plugins lie. The runtime reads the first file of
// /etc/cni/net.d by name; see github.com/containernetworking/cni libcni/conf.go, ConfFiles, and containerd's go-cni.
import type { ReadingMachine } from "../machine/reading.ts"
import { type Fact, known } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { CniFacts, CniTrouble } from "../model/facts/preflight-facts.ts"

/** Default conf_dir of containerd and network_dir of CRI-O. */
const configDirectory = "/etc/cni/net.d"

/** kubernetes-cni and upstream; Debian's containernetworking-plugins; Fedora's; openSUSE's. */
const programDirectories = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni", "/usr/local/libexec/cni"] as const

export function detectCni(machine: ReadingMachine): CniFacts {
  const programs = programDirectories.flatMap((directory) => {
    const names = machine.list(directory)
    return names === undefined ? [] : [[directory, names] as const]
  })
  return { types: readTypes(machine), programs: Object.fromEntries(programs) }
}

function readTypes(machine: ReadingMachine): Fact<readonly string[]> {
  const name = machine.list(configDirectory)?.find((one) => /\.(conflist|conf|json)$/.test(one))
  if (name === undefined) return { state: "absent", source: { kind: "file", path: configDirectory } }
  const file = toFileFact(machine.readFile(`${configDirectory}/${name}`))
  if (file.state !== "known") return file
  const read = typesIn(name, file.value.text)
  // CNI 1.1: a list may have its plugins in files of a directory of the network's name.
  const hasFolder = (machine.list(configDirectory) ?? []).some((one) => machine.list(`${configDirectory}/${one}`))
  if (read === "no-plugins" && hasFolder) return { state: "absent", source: file.source }
  return typeof read === "string"
    ? { state: "not-understood", source: file.source, reason: read }
    : known(read, file.source)
}

/**
 * A list has its plugins under "plugins", a single one is the document itself; addresses come from a plugin of their own.
 * A text: what is wrong with it, as go-cni's loadFromConfDir and libcni's ConfListFromBytes judge.
 */
function typesIn(name: string, text: string): readonly string[] | CniTrouble {
  const document = parseJson(text)
  if (!isObject(document)) return "no-json"
  const isList = name.endsWith(".conflist")
  if (isList && typeof document["name"] !== "string") return "no-name"
  const listed = document["plugins"]
  if (isList && (!Array.isArray(listed) || listed.length === 0)) return "no-plugins"
  const plugins = Array.isArray(listed) ? listed : [document]
  if (!isList && typeof document["type"] !== "string") return "no-type"
  const types = plugins
    .filter(isObject)
    .flatMap((plugin) => [plugin["type"], isObject(plugin["ipam"]) ? plugin["ipam"]["type"] : undefined])
    .filter((type) => typeof type === "string" && /^[\w.-]+$/.test(type))
  return types.length === 0 ? "no-type" : [...new Set(types as string[])]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said by the caller: not understood.
    return undefined
  }
}
