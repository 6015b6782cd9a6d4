// criadm bundle: makes a bundle for a node without a network; criadm bundle verify PATH checks every file of one.

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type RunCommand, stop, wantsJson } from "../cli/commands/command.ts"
import { showDownloads } from "../cli/downloads.ts"
import type { Face } from "../cli/face.ts"
import { readFacts } from "../cli/facts-file.ts"
import { credentialsGiven, givenAnswers } from "../cli/given.ts"
import { jsonDocument } from "../cli/json.ts"
import type { Invocation } from "../cli/parse.ts"
import { sayLine } from "../cli/print.ts"
import { printable } from "../cli/text.ts"
import { readChecksums } from "../components/archives/given-checksums.ts"
import { type KnownArchives, knownChecksums, withChecksums } from "../components/archives/tables/checksums.ts"
import { components } from "../components/loaded.ts"
import { loginsInInput } from "../components/registry-login.ts"
import { situationOf } from "../decide/situation.ts"
import { sizeText } from "../messages/size.ts"
import type { Answers } from "../model/answers.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import { exitCode } from "../model/exit-code.ts"
import { known, knownValue, type Source } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { RegistryLogin } from "../model/facts/registry-logins.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { type Architecture, architectureOf } from "../model/install/archives.ts"
import { type BundleManifest, programEntry } from "../model/install/bundle.ts"
import type { Coded } from "../model/message.ts"
import { standardInput } from "../model/setting.ts"
import { openBundle } from "../packages/archives/open-bundle.ts"
import { resolve } from "../settings/resolve.ts"
import { whyNoPackages } from "./distribution-packages.ts"
import { bundledRuntime, makeBundle } from "./make-bundle.ts"
import { ownProgram } from "./own-program.ts"

export const bundle: RunCommand = async (face, invocation) => {
  const { argument, object, flags } = invocation
  if (argument === "verify") return verify(face, invocation, object)
  if (argument !== undefined) {
    const args = { argument, usage: "criadm bundle [verify PATH] [flags]" }
    return stop(face, invocation, [{ code: "too-many-arguments", args }])
  }
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return stop(face, invocation, [given.fault])
  const node = await nodeFor(face, invocation)
  if (!node.ok) return stop(face, invocation, [node.fault])
  const credentials = await credentialsGiven(face, invocation, given.value.values)
  if (!credentials.ok) return stop(face, invocation, [credentials.fault])
  const logins = loginsIn(credentials.value, given.value.values)
  if (!logins.ok) return stop(face, invocation, [logins.fault])
  const machine = knownValue(node.value.architecture) ?? ""
  const architecture = architectureOf(machine)
  if (architecture === undefined) {
    return stop(face, invocation, [{ code: "no-archives-for", args: { architecture: machine } }])
  }
  const archives = await knownFor(face, given.value.values.checksums)
  if (!archives.ok) return stop(face, invocation, [archives.fault])
  const { values } = resolve(situationOf(node.value, components), given.value)
  const request = { answers: values, node: node.value, architecture }
  const way = wayOf(request, given.value.values)
  if (!way.ok) return stop(face, invocation, [way.fault])
  if (way.value.why !== undefined && !face.isQuiet) face.warn(sayLine(face.catalogue, way.value.why))
  const downloads = showDownloads(face)
  const made = await makeBundle({
    ...request,
    withPackages: way.value.withPackages,
    logins: logins.value,
    out: typeof flags.out === "string" ? flags.out : undefined,
    known: archives.value,
    program: ownProgram(architecture, knownValue(node.value.os)?.id ?? ""),
    onProgress: downloads.onProgress,
  })
  downloads.end()
  if (!made.ok) return stop(face, invocation, [made.fault])
  const { path, manifest } = made.value
  tell(face, invocation, path, manifest, "bundle-made")
  return exitCode.done
}

interface Way {
  readonly withPackages: boolean
  /** What is told of archives that were not asked for. */
  readonly why?: Coded<Pick<LineArguments, "bundle-archives-instead">>
}

/** The distribution's packages where this machine can get them and nothing says that archives are meant. */
function wayOf(
  { answers, node, architecture }: { answers: Answers; node: NodeFacts; architecture: Architecture },
  given: Answers,
): Result<Way> {
  const component = bundledRuntime(answers)
  const os = knownValue(node.os)
  const { install, "runtime-release": release, "release-mirror": mirror, checksums } = given
  const isArchives = release !== undefined || mirror !== undefined || checksums !== undefined
  if (
    component === undefined ||
    os === undefined ||
    (install !== "distribution" && (install !== undefined || isArchives))
  ) {
    return ok({ withPackages: false })
  }
  const lacks = whyNoPackages({ component, os, architecture })
  if (lacks === undefined) return ok({ withPackages: true })
  const system = `${os.id}${os.versionId === undefined ? "" : `-${os.versionId}`}`
  const args = {
    system,
    why: typeof lacks === "string" ? lacks : ("keyring" as const),
    package: typeof lacks === "string" ? "" : lacks.package,
  }
  const hasArchives = component.install?.archives !== undefined
  if (install === "distribution" || !hasArchives) {
    return failed({ code: "bundle-without-packages", args: { ...args, hasArchives } })
  }
  return ok({ withPackages: false, why: { code: "bundle-archives-instead", args } })
}

function loginsIn(input: string | undefined, { registry = [] }: Answers): Result<readonly RegistryLogin[]> {
  if (input === undefined) return ok([])
  const asked = registry.filter(({ credentialsFile }) => credentialsFile === standardInput)
  const logins = loginsInInput(asked, input)
  const host = asked[0]?.host ?? ""
  return logins === undefined
    ? failed({ code: "credentials-unusable", args: { file: standardInput, host, why: "form" } })
    : ok(logins)
}

async function verify(face: Face, invocation: Invocation, path: string | undefined) {
  if (path === undefined) {
    const args = { argument: "PATH", usage: "criadm bundle verify PATH" }
    return stop(face, invocation, [{ code: "missing-argument", args }])
  }
  const scratch = mkdtempSync(join(tmpdir(), "criadm-bundle-"))
  try {
    const opened = await openBundle(path, join(scratch, "bundle"))
    if (!opened.ok) return stop(face, invocation, [opened.fault])
    tell(face, invocation, path, opened.value.manifest, "bundle-whole")
    return exitCode.done
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function tell(
  face: Face,
  invocation: Invocation,
  path: string,
  manifest: BundleManifest,
  code: "bundle-made" | "bundle-whole",
): void {
  if (wantsJson(invocation)) {
    face.print(jsonDocument("Bundle", { path, ...manifest }))
    return
  }
  const { runtime, release, kubernetes, arch, files } = manifest
  face.print(printable(sayLine(face.catalogue, { code, args: { path, runtime, release, kubernetes, arch } })))
  for (const { name, version, bytes } of files) face.print(`  ${printable(`${name} ${version}`)}  ${sizeText(bytes)}`)
  if (code === "bundle-whole") return
  const hasProgram = files.some(({ name }) => name === programEntry)
  face.print(sayLine(face.catalogue, { code: hasProgram ? "bundle-use" : "bundle-use-without-criadm", args: {} }))
}

/** As `criadm detect -o json` printed it there; or as far as it was said here. */
async function nodeFor(face: Face, { flags }: Invocation): Promise<Result<NodeFacts>> {
  const { for: file, os, arch } = flags
  if (typeof file === "string") {
    const text = await face.readText(file)
    return text.ok ? readFacts(file, text.value) : text
  }
  const [, id, versionId] = /^([a-z][a-z0-9_.]*?)(?:-([\w.]+))?$/.exec(typeof os === "string" ? os : "") ?? []
  if (id === undefined || typeof arch !== "string") {
    return failed({ code: "bundle-system-unknown", args: { os: typeof os === "string" ? os : "" } })
  }
  const source: Source = { kind: "flag", flag: "--os" }
  const absent = { state: "absent", source } as const
  const machine = { amd64: "x86_64", arm64: "aarch64" }[arch] ?? arch
  return ok({
    kind: "NodeFacts",
    version: 1,
    root: "/",
    isLive: false,
    platform: "linux",
    uid: 0,
    initSystem: known("systemd", source),
    cgroup: absent,
    os: known({ id, name: id, ...(versionId === undefined ? {} : { versionId }) }, source),
    kernel: absent,
    architecture: known(machine, { kind: "flag", flag: "--arch" }),
    containment: absent,
    selinux: absent,
    apparmor: absent,
    swap: absent,
    components: {},
  })
}

async function knownFor(face: Face, file: string | undefined): Promise<Result<KnownArchives>> {
  const isThere = () => false
  if (file === undefined) return ok({ checksums: knownChecksums(), given: new Map(), isThere })
  const text = await face.readText(file, "own")
  if (!text.ok) return text
  const systems = ["", "alpine"].map((id) => ({ id, name: "" }))
  const projects = components.flatMap(({ install }) => systems.flatMap((os) => install?.archives?.projects(os) ?? []))
  const given = readChecksums(file, text.value, projects)
  if (!given.ok) return given
  return ok({ checksums: withChecksums(knownChecksums(), given.value), given: given.value, isThere })
}
