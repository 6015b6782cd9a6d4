// Facts of a node with containerd, made from texts, for tests of what follows from facts.
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { containerd } from "../../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../../src/components/containerd/facts.ts"
import { configFilesOf } from "../../../src/components/containerd/facts.ts"
import { directoryOf } from "../../../src/components/containerd/simulate/glob.ts"
import { load } from "../../../src/components/containerd/simulate/load.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { toFileFact } from "../../../src/model/facts/file-fact.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import type { FileFact } from "../../../src/model/file-content.ts"

export const configPath = "/etc/containerd/config.toml"
export const endpoint = "unix:///run/containerd/containerd.sock"

export type Texts = Readonly<Record<string, string>>

function fileFact(path: string, text: string | undefined): FileFact {
  if (text === undefined) return toFileFact({ state: "absent", path })
  const bytes = new TextEncoder().encode(text)
  return toFileFact({ state: "read", path, realPath: path, bytes, mode: 0o644, uid: 0, gid: 0 })
}

/** Facts as detection gives them for these files and this release. */
export function factsOf(version: string, texts: Texts, more: Partial<ContainerdFacts> = {}): ContainerdFacts {
  const release = releaseOf(version)
  const root = more.configPath ?? configPath
  const all = Object.entries(texts).map(([path, text]) => fileFact(path, text))
  const loaded =
    release === undefined ? [] : load(release, configFilesOf(all), root, false).files.map(({ path }) => path)
  const isHosts = (path: string) => path.endsWith("/hosts.toml")
  const config = Object.keys(texts).filter((path) => !isHosts(path))
  const imported = config.filter((path) => loaded.includes(path) || path === root)
  const others = config.filter((path) => !imported.includes(path))
  // What a stop kept from being loaded is still what imports lead to; only what nothing imports is a stray.
  const isReached = others.length > 0 && (texts[root] ?? "").includes("imports")
  const rooted = root in texts ? [] : [fileFact(root, undefined)]
  return {
    service: {
      name: "containerd",
      state: "active",
      startsAtBoot: true,
      command: ["/usr/bin/containerd"],
      environment: {},
      files: [],
      canReload: false,
    },
    binaries: [
      {
        path: "/usr/bin/containerd",
        version: {
          state: "known",
          value: version,
          source: { kind: "program", command: ["/usr/bin/containerd", "--version"] },
        },
      },
    ],
    program: "/usr/bin/containerd",
    version: {
      state: "known",
      value: version,
      source: { kind: "program", command: ["/usr/bin/containerd", "--version"] },
    },
    configPath: root,
    isConfigNamed: false,
    files: [...rooted, ...(isReached ? config : imported).map((path) => fileFact(path, texts[path]))],
    strayDropIns: isReached ? [] : others.map((path) => fileFact(path, texts[path])),
    hostsFiles: Object.keys(texts)
      .filter(isHosts)
      .map((path) => fileFact(path, texts[path])),
    directories: [directoryOf(root)],
    isListening: { state: "known", value: true, source: { kind: "socket", path: "/run/containerd/containerd.sock" } },
    absentBaseSpecs: [],
    foreign: [],
    platform: "linux",
    ...more,
  }
}

export function nodeOf(facts: ContainerdFacts, initSystem: "systemd" | "openrc" = "systemd"): NodeFacts {
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
    components: { containerd: facts },
  }
}

export function wanting(more: Partial<Wanted> = {}): Wanted {
  return {
    runtime: "containerd",
    endpoint,
    registryMirrors: [],
    kubelet: false,
    resetConfig: false,
    runtimeTellsDriver: false,
    ...more,
  }
}

export function planFor(version: string, texts: Texts, wanted: Partial<Wanted>, facts: Partial<ContainerdFacts> = {}) {
  return containerd.contribute(wanting(wanted), nodeOf(factsOf(version, texts, facts)))
}

/** The files as they are after the changes. */
export function textsAfter(texts: Texts, contribution: Contribution): Texts {
  const after: Record<string, string> = { ...texts }
  for (const change of contribution.changes) {
    if (change.kind === "file" && change.after !== null) after[change.path] = change.after.text
  }
  return after
}
