// The manifest of a bundle, manifest.toml: read strictly, since what it names is installed by root, and written.
import { parse } from "smol-toml"
import { architectures } from "../../model/install/archives.ts"
import type { BundleFile, BundleManifest } from "../../model/install/bundle.ts"

const kind = "Bundle"
const version = 1

/** Undefined: it is no manifest of a bundle, or of a form that this criadm does not know. */
export function readManifest(text: string): BundleManifest | undefined {
  let given: unknown
  try {
    given = parse(text)
  } catch {
    return undefined
  }
  if (!isTable(given) || given["kind"] !== kind || given["version"] !== version) return undefined
  const { runtime, release, kubernetes, arch, manager, requested, file } = given
  const isArchitecture = (one: unknown) => architectures.some((name) => name === one)
  const texts = [runtime, release, kubernetes].every((one) => typeof one === "string")
  if (!texts || !isArchitecture(arch) || !Array.isArray(file) || !file.every(isFile)) return undefined
  const head = { runtime, release, kubernetes, arch }
  if (manager === undefined && requested === undefined) return { ...head, files: file } as unknown as BundleManifest
  const areNamed = Array.isArray(requested) && requested.length > 0 && requested.every(isPackageName)
  if (manager !== "apt" || !areNamed) return undefined
  return { ...head, packages: { manager, requested }, files: file } as unknown as BundleManifest
}

/** Debian Policy, section 5.6.1; no option of a program begins so. */
function isPackageName(value: unknown): boolean {
  return typeof value === "string" && /^[a-z0-9][a-z0-9+.-]+$/.test(value)
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isFile(value: unknown): value is BundleFile {
  if (!isTable(value)) return false
  const { file, bytes, sha256, arch } = value
  const texts = ["name", "version", "os", "target"].every((key) => typeof value[key] === "string")
  const isSafe =
    typeof file === "string" &&
    /^[\w.@+=:-][\w.@+=:/-]*$/.test(file) &&
    !file.split("/").some((part) => /^\.{0,2}$/.test(part))
  const isSum = typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256)
  return texts && isSafe && isSum && Number.isSafeInteger(bytes) && architectures.some((name) => name === arch)
}

export function writeManifest({ runtime, release, kubernetes, arch, packages, files }: BundleManifest): string {
  const text = (value: string) => JSON.stringify(value)
  const head = [
    "# A bundle of criadm: criadm apply --install DIRECTORY. criadm bundle verify DIRECTORY checks it.",
    `kind = ${text(kind)}`,
    `version = ${version}`,
    `runtime = ${text(runtime)}`,
    `release = ${text(release)}`,
    `kubernetes = ${text(kubernetes)}`,
    `arch = ${text(arch)}`,
    ...(packages === undefined
      ? []
      : [`manager = ${text(packages.manager)}`, `requested = [${packages.requested.map(text).join(", ")}]`]),
  ]
  const tables = files.map((one) =>
    [
      "",
      "[[file]]",
      `name = ${text(one.name)}`,
      `version = ${text(one.version)}`,
      `arch = ${text(one.arch)}`,
      `os = ${text(one.os)}`,
      `file = ${text(one.file)}`,
      `bytes = ${one.bytes}`,
      `sha256 = ${text(one.sha256)}`,
      `target = ${text(one.target)}`,
    ].join("\n"),
  )
  return `${[...head, ...tables].join("\n")}\n`
}
