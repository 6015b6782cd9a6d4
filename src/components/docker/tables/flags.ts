// dockerd's flags, and the directive of daemon.json that each one sets. dockerd does not start when a directive is set
// in both places, even to the same value (moby daemon/config/config.go, findConfigurationConflicts).
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import { type Place, placeAt } from "../../../model/place.ts"

export interface Flag {
  /** Long name without dashes. */
  readonly name: string
  /** As on the command line: "-H fd://". */
  readonly text: string
  /** Undefined: it stands alone. */
  readonly value: string | undefined
}

/** Source: moby cmd/dockerd/config.go, config_unix.go, options.go. */
const longNames: Readonly<Record<string, string>> = {
  D: "debug",
  G: "group",
  H: "host",
  b: "bridge",
  g: "graph",
  l: "log-level",
  p: "pidfile",
  r: "restart",
  s: "storage-driver",
}

/** Flags whose directive has another name. Source: the same files, every NewNamed…; moby opts/. */
const directives: Readonly<Record<string, string>> = {
  "add-runtime": "runtimes",
  "allow-nondistributable-artifact": "allow-nondistributable-artifacts",
  "authorization-plugin": "authorization-plugins",
  "cdi-spec-dir": "cdi-spec-dirs",
  "cluster-store-opt": "cluster-store-opts",
  "default-address-pool": "default-address-pools",
  "default-network-opt": "default-network-opts",
  "default-ulimit": "default-ulimits",
  "dns-opt": "dns-opts",
  "exec-opt": "exec-opts",
  feature: "features",
  host: "hosts",
  "host-gateway-ip": "host-gateway-ips",
  "insecure-registry": "insecure-registries",
  label: "labels",
  "log-opt": "log-opts",
  "node-generic-resource": "node-generic-resources",
  "registry-mirror": "registry-mirrors",
  "storage-opt": "storage-opts",
}

/** May be in both places. Source: moby daemon/config/config.go, skipDuplicates. */
const mayBeTwice: readonly string[] = ["runtimes"]

/** Flags that take no value unless it is joined by "=". Source: every BoolVar of the same files, releases 20.10 to 29. */
const switches: readonly string[] = [
  "allow-direct-routing",
  "cri-containerd",
  "debug",
  "experimental",
  "icc",
  "init",
  "ip-forward",
  "ip-forward-no-drop",
  "ip-masq",
  "ip6tables",
  "iptables",
  "ipv6",
  "live-restore",
  "no-new-privileges",
  "raw-logs",
  "restart",
  "rootless",
  "selinux-enabled",
  "tls",
  "tlsverify",
  "userland-proxy",
  "validate",
]

/** The flags of a command line, in order; its first word is the program. */
export function readFlags(command: readonly string[]): readonly Flag[] {
  const flags: Flag[] = []
  for (let at = 1; at < command.length; at++) {
    const word = command[at] ?? ""
    const [, long, short, equals, text] = /^(?:--([A-Za-z][\w-]*)|-([A-Za-z]))(=)?(.*)$/s.exec(word) ?? []
    const name = long ?? longNames[short ?? ""]
    if (name === undefined) continue
    // "--name=", "-H=value" and "-Hvalue" hold their value; "--name" alone has it in the next word.
    const joined = equals !== undefined || text !== "" ? (text ?? "") : undefined
    const next = command[at + 1]
    if (joined !== undefined || switches.includes(name) || next === undefined) {
      flags.push({ name, text: word, value: joined })
    } else {
      flags.push({ name, text: `${word} ${next}`, value: next })
      at++
    }
  }
  return flags
}

export function directiveOf(flag: Flag): string {
  return directives[flag.name] ?? flag.name
}

/** The flags that set a directive which the file sets too. */
export function setTwice(flags: readonly Flag[], keys: readonly string[]): readonly Flag[] {
  return flags.filter((flag) => keys.includes(directiveOf(flag)) && !mayBeTwice.includes(directiveOf(flag)))
}

/** Whether a switch is on; undefined: no such flag. */
export function switchOf(flags: readonly Flag[], name: string): boolean | undefined {
  const last = flags.findLast((flag) => flag.name === name)
  return last === undefined ? undefined : !/^(?:0|f|false)$/i.test(last.value ?? "true")
}

/** Where a flag is written in the files of a service; undefined when it is put together from several places. */
export function placeOfFlag(files: readonly FileFact[], flag: Flag): Place | undefined {
  const word = flag.text.split(" ")[0] ?? ""
  const pattern = new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`)
  for (const file of files.flatMap((fact) => knownValue(fact) ?? []).toReversed()) {
    let offset = 0
    for (const line of file.text.split("\n")) {
      const match = /^\s*[#;]/.test(line) ? null : pattern.exec(line)
      if (match !== null) return placeAt(file.path, file.text, offset + match.index, word.length)
      offset += line.length + 1
    }
  }
  return undefined
}
