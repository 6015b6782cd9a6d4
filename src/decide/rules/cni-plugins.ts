// Whether the network plugins that are configured lie where the runtime looks for them. Debian's containerd looks in
// /usr/lib/cni and Kubernetes' own package installs into /opt/cni/bin: the node is Ready and no pod starts.
import type { Component } from "../../components/component.ts"
import { filesIn } from "../../components/files-in-facts.ts"
import type { CniDirectories } from "../../components/runtime-part.ts"
import type { Value } from "../../documents/document.ts"
import { toml } from "../../documents/toml/toml.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { CniFacts, CniTrouble } from "../../model/facts/preflight-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { runtimesInUse } from "../runtime-in-use.ts"

export function judgeCniPlugins(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const cni = node.preflight?.cni
  const types = knownValue(cni?.types)
  if (cni?.types.state === "not-understood") return unfit(node, components, cni.types)
  if (cni === undefined || types === undefined) return []
  return runtimesInUse(node, components).flatMap(({ component }): readonly Finding[] => {
    const own = component.runtime?.cniDirectories
    if (own === undefined) return []
    const directories = directoriesIn(node.components[component.id], own) ?? own.usual
    // A directory that was not looked into may have them.
    if (directories.some((one) => !isLookedInto(one))) return []
    const isThere = (type: string) => directories.some((one) => (cni.programs[plain(one)] ?? []).includes(type))
    const plugins = types.filter((type) => !isThere(type))
    if (plugins.length === 0) return []
    const elsewhere = Object.entries(cni.programs).find(([, names]) => plugins.every((type) => names.includes(type)))
    const args = { plugins, directories, elsewhere: elsewhere?.[0] ?? "" }
    return [{ code: "cni-plugins-missing", args, severity: "warning", component: component.id }]
  })
}

/** The first file by name counts, and where that cannot be used no network is taken. */
function unfit(
  node: NodeFacts,
  components: readonly Component[],
  { source, reason }: Extract<CniFacts["types"], { readonly state: "not-understood" }>,
): readonly Finding[] {
  if (source.kind !== "file") return []
  const [used] = runtimesInUse(node, components)
  if (used === undefined) return []
  const args = { file: source.path, why: reason as CniTrouble }
  return [{ code: "cni-configuration-unfit", args, severity: "warning", component: used.component.id }]
}

/** The directories of detect/cni.ts. */
const lookedInto: readonly string[] = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni", "/usr/local/libexec/cni"]

function isLookedInto(directory: string): boolean {
  return lookedInto.includes(plain(directory))
}

function plain(directory: string): string {
  return directory.replace(/(?<!\/)\/+$/, "")
}

/** The last file that states them; a statement that its runtime ignores is another finding. */
function directoriesIn(facts: unknown, { keys }: CniDirectories): readonly string[] | undefined {
  const stated = filesIn(facts).flatMap((file) => {
    if (!/\.(toml|conf)$/.test(file.path) || !keys.some(({ key }) => file.text.includes(key))) return []
    const document = toml.parse(file.path, file.text)
    if (!document.ok) return []
    return document.value.keys.flatMap(({ path, value }) =>
      keys.some(({ table, key }) => path.at(-1) === key && path.at(-2) === table) ? [texts(value)] : [],
    )
  })
  return stated.findLast((directories) => directories.length > 0)
}

function texts(value: Value): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === "string" && one !== "") as string[]
}
