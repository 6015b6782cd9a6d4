// Facts of a node with CRI-O, made from texts, for tests of what follows from facts.
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { crio } from "../../../src/components/crio/component.ts"
import type { CrioFacts } from "../../../src/components/crio/facts.ts"
import { inWalkOrder } from "../../../src/components/crio/load.ts"
import { toFileFact } from "../../../src/model/facts/file-fact.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import type { FileFact } from "../../../src/model/file-content.ts"
import type { ServiceFacts } from "../../../src/model/service.ts"

export const configPath = "/etc/crio/crio.conf"
export const dropIns = "/etc/crio/crio.conf.d"
export const ownPath = `${dropIns}/99-criadm.conf`
export const endpoint = "unix:///var/run/crio/crio.sock"

/**
 * crio.conf.d/10-crio.conf of the upstream packages (cri-o/packaging, templates/latest/cri-o), which ship no crio.conf.
 */
export const packaged = `[crio.image]
signature_policy = "/etc/crio/policy.json"

[crio.runtime]
default_runtime = "crun"

[crio.runtime.runtimes.crun]
runtime_path = "/usr/libexec/crio/crun"
runtime_root = "/run/crun"
monitor_path = "/usr/libexec/crio/conmon"
allowed_annotations = [
    "io.containers.trace-syscall",
]

[crio.runtime.runtimes.runc]
runtime_path = "/usr/libexec/crio/runc"
runtime_root = "/run/runc"
monitor_path = "/usr/libexec/crio/conmon"
`

export type Texts = Readonly<Record<string, string>>

export function fileFact(path: string, text: string): FileFact {
  const bytes = new TextEncoder().encode(text)
  return toFileFact({ state: "read", path, realPath: path, bytes, mode: 0o644, uid: 0, gid: 0 })
}

export function serviceOf(more: Partial<ServiceFacts> = {}): ServiceFacts {
  return {
    name: "crio.service",
    state: "active",
    startsAtBoot: true,
    command: ["/usr/bin/crio"],
    environment: {},
    files: [],
    canReload: true,
    ...more,
  }
}

/** Facts as detection gives them for these files and this release. */
export function factsOf(version: string, texts: Texts, more: Partial<CrioFacts> = {}): CrioFacts {
  const registries = Object.keys(texts).filter((path) => path.startsWith("/etc/containers/"))
  const main = more.configPath ?? configPath
  const directory = more.dropInDirectory ?? dropIns
  const below = inWalkOrder(
    directory,
    Object.keys(texts).filter((path) => path.startsWith(`${directory}/`)),
  )
  const mainText = texts[main]
  return {
    service: serviceOf(),
    program: "/usr/bin/crio",
    version: {
      state: "known",
      value: version,
      source: { kind: "program", command: ["/usr/bin/crio", "--version"] },
    },
    configPath: main,
    dropInDirectory: directory,
    files: [
      mainText === undefined ? toFileFact({ state: "absent", path: main }) : fileFact(main, mainText),
      ...below.map((path) => fileFact(path, texts[path] ?? "")),
    ],
    registriesFiles: registries.map((path) => fileFact(path, texts[path] ?? "")),
    directories: ["/etc/crio", directory, "/etc/containers", "/etc/containers/registries.conf.d"],
    absentPrograms: [],
    isListening: { state: "known", value: true, source: { kind: "socket", path: "/var/run/crio/crio.sock" } },
    ...more,
  }
}

export function nodeOf(facts: CrioFacts, initSystem: "systemd" | "openrc" = "systemd"): NodeFacts {
  const source = { kind: "table", what: "a test" } as const
  return {
    kind: "NodeFacts",
    version: 1,
    root: "/",
    isLive: true,
    platform: "linux",
    uid: 0,
    initSystem: { state: "known", value: initSystem, source },
    cgroup: { state: "absent", source },
    os: { state: "absent", source },
    kernel: { state: "absent", source },
    architecture: { state: "absent", source },
    containment: { state: "absent", source },
    selinux: { state: "absent", source },
    apparmor: { state: "absent", source },
    swap: { state: "absent", source },
    components: { crio: facts },
  }
}

export function wanting(more: Partial<Wanted> = {}): Wanted {
  return {
    runtime: "crio",
    endpoint,
    registryMirrors: [],
    kubelet: false,
    resetConfig: false,
    runtimeTellsDriver: true,
    ...more,
  }
}

export function planFor(version: string, texts: Texts, wanted: Partial<Wanted>, facts: Partial<CrioFacts> = {}) {
  return crio.contribute(wanting(wanted), nodeOf(factsOf(version, texts, facts)))
}

/** The files as they are after the changes. */
export function textsAfter(texts: Texts, contribution: Contribution): Texts {
  const after: Record<string, string> = { ...texts }
  for (const change of contribution.changes) {
    if (change.kind === "file" && change.after !== null) after[change.path] = change.after.text
  }
  return after
}

/** "restart crio.service", "reload crio.service". */
export function actions(contribution: Contribution): readonly string[] {
  return contribution.changes.flatMap((change) =>
    change.kind === "service" ? [`${change.action} ${change.service}`] : [],
  )
}
