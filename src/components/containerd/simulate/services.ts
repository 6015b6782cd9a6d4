// Plugins that CRI stands on, and that do not load on their configuration: the daemon starts, and CRI is not there.
// Tried on containerd 1.6.20, 1.7.24, 2.1.9, 2.2.9, 2.3.7 and 2.4.2.
import { isList, isTable } from "../../../documents/value.ts"
import { hasBuiltInSnapshotter } from "../tables/platforms.ts"
import { pluginsNeededByCri } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"
import { leafFor } from "../tables/shape.ts"
import type { CriProblem, CriProblemCode } from "./cri-problems.ts"
import { type Branch, branchAt, type Leaf } from "./tree.ts"
import { devmapperId, isPoolNamed } from "./values.ts"

const transferId = "io.containerd.transfer.v1.local"

/** What the node has, as far as plugins ask for it. */
export interface Surroundings {
  /** As uname -m names it: "x86_64". Undefined: not known. */
  readonly architecture?: string
  /** The programs that plugins want and that are not on the node: "mkfs.erofs". */
  readonly missingPrograms: ReadonlySet<string>
}

export function findServiceProblems(release: Release, top: Branch, around: Surroundings): readonly CriProblem[] {
  if (release.platform.id !== "linux") return []
  return [
    ...policyProblems(release, top),
    ...differProblems(release, top, around),
    ...taskProblems(release, top),
    ...sizeProblems(release, top),
    ...unpackProblems(release, top, around),
  ]
}

function problem(code: CriProblemCode, what: string, leaf: Leaf): CriProblem {
  return { code, what, file: leaf.at.file, place: leaf.at.place }
}

function keyOf(release: Release, top: Branch, id: string, key: string): Leaf | undefined {
  return leafFor(release, branchAt(top, ["plugins", id]), key)
}

/** core/metadata: "shared" or "isolated". */
function policyProblems(release: Release, top: Branch): readonly CriProblem[] {
  const leaf = keyOf(release, top, "io.containerd.metadata.v1.bolt", "content_sharing_policy")
  const isKnown = leaf === undefined || ["", "shared", "isolated"].includes(String(leaf.value))
  return isKnown ? [] : [problem("content-policy", String(leaf.value), leaf)]
}

/** Every differ of the list must be there: services/diff/local.go. */
function differProblems(release: Release, top: Branch, around: Surroundings): readonly CriProblem[] {
  const leaf = keyOf(release, top, "io.containerd.service.v1.diff-service", "default")
  if (leaf === undefined || !isList(leaf.value)) return []
  const missing = leaf.value.map(String).find((name) => !hasDiffer(release, top, name, around))
  return missing === undefined ? [] : [problem("differ-missing", missing, leaf)]
}

function hasDiffer(release: Release, top: Branch, name: string, around: Surroundings): boolean {
  if (name === "walking") return true
  if (name === "erofs") return release.hasErofsDiffer && !around.missingPrograms.has("mkfs.erofs")
  return isProxy(release, top, name, "diff")
}

function isProxy(release: Release, top: Branch, name: string, type: string): boolean {
  const proxy = branchAt(top, ["proxy_plugins", name])
  return proxy !== undefined && String(leafFor(release, proxy, "type")?.value ?? "").startsWith(type)
}

/** github.com/containerd/platforms: OS, architecture and variant, no more. */
const platform = /^[\w.-]+(?:\([^)]*\))?(?:\/[\w.-]+){0,2}$/

function taskProblems(release: Release, top: Branch): readonly CriProblem[] {
  const leaf = keyOf(release, top, "io.containerd.runtime.v2.task", "platforms")
  if (leaf === undefined || !isList(leaf.value)) return []
  const bad = leaf.value.map(String).find((one) => !platform.test(one))
  return bad === undefined ? [] : [problem("platform-invalid", bad, leaf)]
}

/** github.com/docker/go-units, RAMInBytes. Before 2.0 a pool that cannot be used is passed over. */
function sizeProblems(release: Release, top: Branch): readonly CriProblem[] {
  const leaf = keyOf(release, top, devmapperId, "base_image_size")
  if (release.criPlugins === "one" || leaf === undefined || leaf.value === "" || !isPoolNamed(release, top)) return []
  return /^\d+(?:\.\d+)? ?(?:[kKmMgGtTpP](?:i?[bB])?|[bB])?$/.test(String(leaf.value))
    ? []
    : [problem("size-invalid", String(leaf.value), leaf)]
}

/** uname -m → Go's GOARCH, with the other names that github.com/containerd/platforms takes. */
const goNames: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  i386: "386",
  i686: "386",
  aarch64: "arm64",
  armhf: "arm",
  armv6l: "arm",
  armv7l: "arm",
}

/** What the node's own differ takes: its operating system and architecture. */
function runsHere(written: string, architecture: string | undefined): boolean {
  const [os = "", arch] = written.toLowerCase().split("/")
  const own = goNames[architecture ?? ""] ?? architecture ?? ""
  const asked = goNames[arch ?? os] ?? arch ?? os
  if (arch === undefined) return own === "" || os === "linux" || asked === own
  return os === "linux" && (own === "" || asked === own)
}

/** plugins/transfer/plugin.go. CRI needs the transfer service since 2.1. */
function unpackProblems(release: Release, top: Branch, around: Surroundings): readonly CriProblem[] {
  if (!pluginsNeededByCri(release).includes(transferId)) return []
  const node = branchAt(top, ["plugins", transferId])?.entries.get("unpack_config")
  const leaf: Leaf | undefined =
    node?.kind === "value" ? node : node?.at === undefined ? undefined : { kind: "value", value: [{}], at: node.at }
  if (leaf === undefined || !isList(leaf.value)) return []
  const found = leaf.value.filter(isTable).flatMap((entry): readonly CriProblem[] => {
    const text = (key: string) => String(entry[key] ?? "")
    const [wanted, snapshotter, differ] = [text("platform"), text("snapshotter"), text("differ")]
    if (!platform.test(wanted)) return [problem("unpack-platform", wanted, leaf)]
    const { platform: build, version } = release
    const isThere = hasBuiltInSnapshotter(build, version, snapshotter) || isProxy(release, top, snapshotter, "snapshot")
    if (!isThere) return [problem("unpack-snapshotter", snapshotter, leaf)]
    if (differ !== "" && !hasDiffer(release, top, differ, around)) return [problem("differ-missing", differ, leaf)]
    return differ === "" && !runsHere(wanted, around.architecture) ? [problem("unpack-platform", wanted, leaf)] : []
  })
  return found.slice(0, 1)
}
