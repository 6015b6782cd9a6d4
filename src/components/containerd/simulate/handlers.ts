// The runtime handlers that a merged configuration gives, built-in ones included, with the cgroup driver of each and
// the line that decides it.
import type { Value } from "../../../documents/document.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import { legacyLinuxType, runcTypes } from "../tables/layout.ts"
import { builtInHandlers } from "../tables/platforms.ts"
import type { Release } from "../tables/releases.ts"
import { branchFor, leafFor } from "../tables/shape.ts"
import type { Branch, Leaf, Written } from "./tree.ts"

export interface Handler {
  readonly name: string
  /** Which table it comes from; the last two are legacy and exist before 2.0. */
  readonly origin: "runtimes" | "default_runtime" | "untrusted_workload_runtime"
  /** No file names it. */
  readonly isBuiltIn: boolean
  /** runtime_type; empty when none is given, and then no pod of this handler starts. */
  readonly type: string
  readonly hasOptions: boolean
  /** A file gives it options that only runc has. */
  readonly hasRuncOptions: boolean
  /** The options key SystemdCgroup as it is held, exactly spelled; null when it is absent. */
  readonly systemdCgroup: Value
  /** What its pods get, as far as any start; undefined for handlers that are not runc's. */
  readonly driver: CgroupDriver | undefined
  /** The line that decides the driver; undefined: the default. */
  readonly driverAt?: Written
  /** The table of the handler, as far as a file writes it. */
  readonly at?: Written
  readonly optionsAt?: Written
  /** Keys of the options that are SystemdCgroup in another case. */
  readonly otherCase: readonly Leaf[]
  /** Keys of the options that are meant for it and are none of runc's: never read. */
  readonly misspelt: readonly Leaf[]
  /** The file that every container of it starts from; CRI does not load when it is missing. */
  readonly baseSpec?: Leaf
  /** The program that runc's shim starts instead of runc. */
  readonly binaryName?: Leaf
  readonly typeAt?: Written
  /** runtime_path: the shim itself, in the place of the one that runtime_type names. */
  readonly shimPath?: Leaf
  /** SystemdCgroup beside the options instead of in them: never read. */
  readonly misplaced: readonly Leaf[]
  /** A value in the options that is not of the type its key needs: no pod of this handler starts. */
  readonly brokenOption?: { readonly key: string; readonly leaf: Leaf }
}

const key = "SystemdCgroup"

/** Types of the options of runc: containerd api/types/runc/options/oci.proto. */
const optionTypes: Readonly<Record<string, "boolean" | "string" | "integer">> = {
  NoPivotRoot: "boolean",
  NoNewKeyring: "boolean",
  ShimCgroup: "string",
  IoUid: "integer",
  IoGid: "integer",
  BinaryName: "string",
  Root: "string",
  SystemdCgroup: "boolean",
  CriuImagePath: "string",
  CriuWorkPath: "string",
}

function isOfType(value: Value, type: "boolean" | "string" | "integer"): boolean {
  if (type === "integer") return typeof value === "bigint" || Number.isInteger(value)
  return typeof value === type
}

function leavesNamed(branch: Branch | undefined, accepts: (name: string) => boolean): readonly Leaf[] {
  return [...(branch?.entries ?? [])].flatMap(([name, node]) => (node.kind === "value" && accepts(name) ? [node] : []))
}

/** Which of several spellings the decoder of the options takes: they are tables without fixed keys until then. */
function decidingLeaf(release: Release, options: Branch | undefined): Leaf | undefined {
  const exact = leavesNamed(options, (name) => name === key)[0]
  if (release.keyCase === "any") {
    if (release.optionSpelling === "exact-first")
      return exact ?? leavesNamed(options, (name) => isKeyFolded(name)).at(-1)
    // The options are written out in the order of their bytes and read again; the last spelling wins.
    const sorted = [...(options?.entries ?? [])]
      .filter(([name]) => isKeyFolded(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const last = sorted.at(-1)?.[1]
    return last?.kind === "value" ? last : undefined
  }
  const spellings = [key.toLowerCase(), key.toUpperCase(), `s${key.slice(1)}`]
  return exact ?? spellings.map((name) => leavesNamed(options, (own) => own === name)[0]).find((leaf) => leaf)
}

function isKeyFolded(name: string): boolean {
  return name.toLowerCase() === key.toLowerCase()
}

function findBrokenOption(options: Branch | undefined): { readonly key: string; readonly leaf: Leaf } | undefined {
  for (const [name, node] of options?.entries ?? []) {
    const type = optionTypes[name]
    if (type !== undefined && node.kind === "value" && !isOfType(node.value, type)) return { key: name, leaf: node }
  }
  return undefined
}

function driverOf(
  release: Release,
  type: string,
  deciding: Leaf | undefined,
  isExact: boolean,
  legacy: boolean,
): CgroupDriver | undefined {
  if (type === legacyLinuxType && release.runsLegacyShims) return legacy ? "systemd" : "cgroupfs"
  if (type !== "" && !runcTypes.has(type)) return undefined
  if (deciding === undefined) return "cgroupfs"
  if (typeof deciding.value !== "boolean") return "cgroupfs"
  // Without a type nothing reads the options in another case; in the right one, the type is all that is missing.
  if (type === "" && !isExact) return "cgroupfs"
  return deciding.value ? "systemd" : "cgroupfs"
}

interface Given {
  readonly name: string
  readonly origin: Handler["origin"]
  readonly table: Branch | undefined
  /** Whether the built-in table lies below the file's one. */
  readonly overBuiltIn: boolean
  readonly systemdCgroupLegacy: Leaf | undefined
}

function handlerOf(release: Release, given: Given): Handler {
  const { table, overBuiltIn } = given
  const type = leafFor(release, table, "runtime_type")?.value
  const typeText = typeof type === "string" ? type : overBuiltIn ? release.platform.handlerType : ""
  const options = branchFor(release, table, "options")
  const baseSpec = leafFor(release, table, "base_runtime_spec")
  const exact = leavesNamed(options, (name) => name === key)[0]
  const binaryName = leavesNamed(options, (name) => name === "BinaryName")[0]
  const typeAt = leafFor(release, table, "runtime_type")?.at
  const shimPath = leafFor(release, table, "runtime_path")
  const builtIn = overBuiltIn && release.builtInOptions === "with" ? false : null
  const deciding = decidingLeaf(release, options)
  const isLegacyType = typeText === legacyLinuxType && release.runsLegacyShims
  const legacyLeaf = isLegacyType ? given.systemdCgroupLegacy : undefined
  // Without a type, only the right spelling is more than a line that nothing reads.
  const decidingAt = legacyLeaf?.at ?? (typeText === "" && deciding !== exact ? undefined : deciding?.at)
  const broken = runcTypes.has(typeText) ? findBrokenOption(options) : undefined
  const driver = driverOf(release, typeText, deciding, deciding === exact, legacyLeaf?.value === true)
  return {
    name: given.name,
    origin: given.origin,
    isBuiltIn: table === undefined,
    type: typeText,
    hasOptions: options !== undefined || overBuiltIn,
    hasRuncOptions: [...(options?.entries.keys() ?? [])].some((name) => name in optionTypes || isKeyFolded(name)),
    systemdCgroup: exact?.value ?? builtIn,
    driver,
    ...(decidingAt === undefined ? {} : { driverAt: decidingAt }),
    ...(table?.at === undefined ? {} : { at: table.at }),
    ...(options?.at === undefined ? {} : { optionsAt: options.at }),
    ...(typeof binaryName?.value === "string" && binaryName.value !== "" ? { binaryName } : {}),
    ...(typeAt === undefined ? {} : { typeAt }),
    ...(typeof shimPath?.value === "string" && shimPath.value !== "" ? { shimPath } : {}),
    misspelt: leavesNamed(options, (name) => !isKeyFolded(name) && isKeyFolded(name.replace(/[_-]/g, ""))),
    otherCase: leavesNamed(options, (name) => name !== key && isKeyFolded(name)),
    misplaced: leavesNamed(table, isKeyFolded),
    ...(typeof baseSpec?.value === "string" && baseSpec.value !== "" ? { baseSpec } : {}),
    ...(broken === undefined ? {} : { brokenOption: broken }),
  }
}

/** All handlers of a table `containerd` of CRI, in the order of their names; legacy ones last. */
export function handlersOf(
  release: Release,
  containerd: Branch | undefined,
  systemdCgroupLegacy: Leaf | undefined,
): readonly Handler[] {
  const runtimes = branchFor(release, containerd, "runtimes")
  const written = new Map<string, Branch | undefined>()
  for (const [name, node] of runtimes?.entries ?? []) if (node.kind === "table") written.set(name, node)
  const keepsBuiltIn = runtimes === undefined || release.handlers !== "replaces-all"
  const builtIn = builtInHandlers(release.platform, release.version)
  for (const name of keepsBuiltIn ? builtIn : []) if (!written.has(name)) written.set(name, undefined)
  const named = [...written]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, table]) =>
      handlerOf(release, {
        name,
        origin: "runtimes",
        table,
        overBuiltIn: builtIn.includes(name) && (table === undefined || release.handlers === "merges"),
        systemdCgroupLegacy,
      }),
    )
  if (!release.runsLegacyShims) return named
  const legacy = (["default_runtime", "untrusted_workload_runtime"] as const).flatMap((origin) => {
    const table = branchFor(release, containerd, origin)
    const type = leafFor(release, table, "runtime_type")?.value
    if (table === undefined || typeof type !== "string" || type === "") return []
    const name = origin === "default_runtime" ? "default" : "untrusted"
    return [handlerOf(release, { name, origin, table, overBuiltIn: false, systemdCgroupLegacy })]
  })
  // A legacy default_runtime becomes the handler "default", whatever is configured under that name. An "untrusted" of
  // both kinds is a conflict that keeps CRI from loading.
  const hasDefault = legacy.some(({ name }) => name === "default")
  const own = named.filter(({ name }) => name !== "default" || !hasDefault)
  const names = new Set(own.map(({ name }) => name))
  return [...own, ...legacy.filter(({ name }) => !names.has(name))]
}
