// hosts.toml files that containerd drops, that make every pull fail, or that it never looks for: registry by registry,
// as the release on the node reads them.
import { knownValue } from "../../../model/facts/fact.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Effective } from "../effective.ts"
import type { ContainerdFacts } from "../facts.ts"
import { hostsDirectories } from "../hosts-directories.ts"
import { directoryOf } from "../simulate/glob.ts"
import { readHostsFile } from "../simulate/hosts-file.ts"

const component = "containerd"

export function hostsFileFindings(facts: ContainerdFacts, found: Effective): readonly Finding[] {
  if (!found.release.readsRegistryPath || found.registryPath === undefined) return []
  const path = found.registryPath.value
  const directories = path === "" ? [] : hostsDirectories(found.release.platform, path)
  const tooDeep = (facts.hostsBesideRegistries ?? []).map((file): Finding => {
    const args = { file, why: "too-deep", what: directoryOf(file), meant: directoryOf(directoryOf(file)) } as const
    const place = found.registryPath?.at === undefined ? {} : { place: found.registryPath.at.place }
    return { code: "containerd-hosts-never-asked", args, severity: "warning", component, ...place }
  })
  const misnamed = (facts.misnamedHosts ?? []).map((file): Finding => {
    const args = { file, why: "name", what: directoryOf(file), meant: "hosts.toml" } as const
    const place = { file, line: 1, column: 1 }
    return { code: "containerd-hosts-never-asked", args, severity: "warning", component, place }
  })
  return [...tooDeep, ...misnamed, ...facts.hostsFiles.flatMap((fact) => ofFile(facts, found, directories, fact))]
}

function ofFile(
  facts: ContainerdFacts,
  found: Effective,
  directories: readonly string[],
  fact: ContainerdFacts["hostsFiles"][number],
): readonly Finding[] {
  const content = knownValue(fact)
  if (content === undefined) return []
  const { path: file } = content
  const directory = directoryOf(file)
  const never = (
    why: "not-looked-for" | "list" | "alias" | "no-host-name",
    what: string,
    meant: string,
  ): readonly Finding[] => [
    {
      code: "containerd-hosts-never-asked",
      args: { file, why, what, meant },
      severity: "warning",
      component,
      place: { file, line: 1, column: 1 },
    },
  ]
  if (!directories.includes(directoryOf(directory))) {
    return never("not-looked-for", found.registryPath?.value ?? "", directoryOf(directory))
  }
  if (!found.isRegistryPathAsked) return never("list", found.registryPath?.value ?? "", directoryOf(directory))
  const name = directory.slice(directory.lastIndexOf("/") + 1)
  const meant = registryMeant(name)
  if (meant !== undefined) return never(meant === "" ? "no-host-name" : "alias", name, meant)
  const read = readHostsFile(content, found.release)
  if (read.dropped !== undefined) {
    const { why, what, place = { file, line: 1, column: 1 } } = read.dropped
    const args = { file, registry: name, why, what, release: found.release.version.text }
    return [{ code: "containerd-hosts-dropped", args, severity: "warning", component, place }]
  }
  const missing = read.needs
    .filter(({ path }) => (facts.absentHostsNeeds ?? []).includes(path))
    .map(({ key, path, place }): Finding => {
      const args = { file, registry: name, key, path, why: "missing" } as const
      return { code: "containerd-hosts-needs-file", args, severity: "failure", component, ...(place ? { place } : {}) }
    })
  const unfit = read.needs
    .filter(({ key, path }) => key === "ca" && (facts.unfitHostsNeeds ?? []).includes(path))
    .map(({ key, path, place }): Finding => {
      const args = { file, registry: name, key, path, why: "no-certificate" } as const
      return { code: "containerd-hosts-needs-file", args, severity: "failure", component, ...(place ? { place } : {}) }
    })
  const silent = read.hosts
    .filter(({ resolves }) => !resolves)
    .map(({ name: host, place }): Finding => {
      const args = { file, registry: name, host }
      return { code: "containerd-hosts-no-resolve", args, severity: "warning", component, ...(place ? { place } : {}) }
    })
  const unknown = read.unknown.map(({ key, place }): Finding => {
    return { code: "containerd-hosts-key-unknown", args: { file, key }, severity: "warning", component, place }
  })
  return [...missing, ...unfit, ...silent, ...unknown]
}

/**
 * The registry that is meant by a directory in which no image name's host is looked for; "" where it cannot be told.
 * An image name's first part is a host when it has a dot or a colon, or is localhost (distribution/reference,
 * normalize.go); docker.io is the host of its images, whatever name its servers have.
 */
export function registryMeant(name: string): string | undefined {
  if (/^(?:registry-1|index)\.docker\.io(?::443|_443_)?$/.test(name)) return "docker.io"
  const scheme = /^https?:?_+(.+)$/.exec(name)?.[1]
  if (scheme !== undefined) return scheme
  if (name === "_default" || name === "localhost") return undefined
  if (/^[A-Za-z0-9.:[\]-]+(?:_\d+_)?$/.test(name) && /[.:]|_\d+_$/.test(name)) return undefined
  return /^docker-?(?:hub)?$/i.test(name) ? "docker.io" : ""
}
