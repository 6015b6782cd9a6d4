// Whether a runtime is to be installed, which one, and by which packages; or why it cannot be. Pure.
import { type KnownArchives, knownChecksums } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import type { PackageSet } from "../../components/install-part.ts"
import type { Answers } from "../../model/answers.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts, OsFacts } from "../../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { releaseFit } from "../../model/release-fit.ts"
import { compareReleases, parseVersion } from "../../model/version.ts"
import { distributionOf } from "../distribution.ts"
import { imageSystemOf } from "../image-systems.ts"
import { kubeletsRuntime } from "../kubelets-runtime.ts"
import { type ArchiveInstallation, chooseArchives } from "./choose-archives.ts"
import { placedRelease } from "./placed-before.ts"

export interface PackageInstallation {
  readonly kind: "packages"
  readonly component: string
  readonly sets: readonly PackageSet[]
  /** A page that says where else its releases come from. */
  readonly elsewhere: string
  /** What sets up a repository that has it, where the distribution's own have not. */
  readonly repositoryCommand?: string
  /** "2.3" or "2.3.4". */
  readonly release?: string
  /** Their package manager gets them from a bundle, and from nowhere else. */
  readonly isFromBundle: boolean
  /** Why a release cannot be used with this node's Kubernetes. */
  unfit(release: string): Fault | undefined
}

export type Installation = PackageInstallation | ArchiveInstallation

/** Undefined: nothing is to be installed. The runtime asked for, else the one the kubelet uses, else the first that can be. */
export function chooseInstallation(
  node: NodeFacts,
  answers: Pick<Answers, "install" | "runtime" | "runtime-release" | "kubernetes-version">,
  components: readonly Component[],
  archives: KnownArchives = fromTable(),
): Result<Installation | undefined> {
  const { install, runtime: asked, "runtime-release": release } = answers
  if (install === undefined || install === "no") {
    return release === undefined ? ok(undefined) : failed({ code: "release-needs-install", args: { release } })
  }
  const runtimes = components.filter(({ role }) => role === "runtime")
  const installed = runtimes.filter((one) => one.summarize(node).isInstalled)
  const id = asked ?? archives.bundle?.runtime ?? kubeletsRuntime(node, components)?.runtime
  const same = installed.find((one) => id === undefined || one.id === id)
  const os = knownValue(node.os)
  const before = install === "distribution" ? undefined : placedOf(same, archives, os)
  const wanted = release ?? archives.bundle?.release
  if (same !== undefined && (before === undefined || wanted === undefined || isOf(before, wanted))) {
    const isHidden = install !== "distribution" && node.isLive && node.uid !== 0
    return isThere(same, before ?? installedRelease(same, node), release, isHidden)
  }
  const name = os?.name ?? ""
  const [there] = installed
  if (there !== undefined && before === undefined) {
    return failed({ code: "another-runtime-there", args: { runtime: id ?? "", installed: there.id } })
  }
  const brought = distributionOf(node)
  if (brought !== undefined) {
    const args = { distribution: brought.id, path: brought.path, installed: [] }
    return failed({ code: "node-of-distribution", args })
  }
  const image = imageSystemOf(os?.id)
  if (image !== undefined) return failed({ code: "system-is-image", args: { path: "/etc/os-release", system: image } })
  if (!node.isLive) return failed({ code: "install-needs-live-node", args: {} })
  if (node.uid !== 0) return failed({ code: "not-root", args: { command: "criadm plan --install" } })
  const { bundle } = archives
  const isUpstream = install !== "distribution" && bundle?.packages === undefined
  const chosen = runtimes.find(
    (one) => (isUpstream ? one.install?.archives : one.install) !== undefined && (id === undefined || one.id === id),
  )
  if (isUpstream) {
    const part = chosen?.install?.archives
    if (chosen === undefined || part === undefined) {
      return failed({ code: "no-archives-of", args: { runtime: id ?? "" } })
    }
    const kubernetes = answers["kubernetes-version"] ?? ""
    const found = chooseArchives(
      chosen,
      part,
      node,
      { release: wanted, kubernetes },
      before === undefined ? withoutPlaced(archives) : archives,
    )
    const unfitting = found.ok
      ? (whyOlder(chosen, before, found.value.release) ?? unfitRelease(chosen, found.value.release, kubernetes))
      : undefined
    return unfitting === undefined ? found : failed(unfitting)
  }
  const own = os === undefined ? undefined : chosen?.install?.packages(os)
  const sets = bundle?.packages === undefined ? own : [bundle.packages.requested]
  if (chosen?.install === undefined || sets === undefined) {
    return failed({ code: "install-not-known", args: { runtime: id ?? "", os: name } })
  }
  const repository = os === undefined ? undefined : chosen.install.repositoryCommand?.(os)
  return ok({
    kind: "packages",
    component: chosen.id,
    sets,
    elsewhere: chosen.install.elsewhere,
    ...(repository === undefined ? {} : { repositoryCommand: repository }),
    ...(release === undefined ? {} : { release }),
    isFromBundle: bundle?.packages !== undefined,
    unfit: (found) => unfitRelease(chosen, found, answers["kubernetes-version"] ?? ""),
  })
}

/** Where nobody gave checksums, and nothing is known to be there. */
function fromTable(): KnownArchives {
  return { checksums: knownChecksums(), given: new Map(), isThere: () => false }
}

/** The release of a runtime on the node that criadm has placed from archives; undefined: it came by other means. */
function placedOf(
  runtime: Component | undefined,
  { placed }: KnownArchives,
  os: OsFacts | undefined,
): string | undefined {
  const [main] = runtime?.install?.archives?.projects(os ?? { id: "", name: "" }) ?? []
  return placed === undefined || placed.component !== runtime?.id ? undefined : placedRelease(placed, main?.id ?? "")
}

function withoutPlaced({ placed: _, ...archives }: KnownArchives): KnownArchives {
  return archives
}

function installedRelease({ summarize }: Component, node: NodeFacts): string {
  return parseVersion(summarize(node).version ?? "")?.text ?? ""
}

/** Whether a release is the one asked for, or one of the series asked for. */
function isOf(version: string, release: string): boolean {
  return version === release || version.startsWith(`${release}.`)
}

/** Nothing is installed over what criadm did not place. `isHidden`: only root may read what it did. */
function isThere(
  { name }: Component,
  installed: string,
  release: string | undefined,
  isHidden: boolean,
): Result<undefined> {
  if (release === undefined || isOf(installed, release)) return ok(undefined)
  if (isHidden) return failed({ code: "not-root", args: { command: "criadm plan --install" } })
  return failed({ code: "another-release-there", args: { runtime: name, installed, release } })
}

/** A runtime stores in forms of its release, and no project promises that an older one reads them. */
function whyOlder({ name }: Component, installed: string | undefined, release: string): Fault | undefined {
  if (installed === undefined || compareReleases(release, installed) >= 0) return undefined
  return { code: "older-release-asked", args: { runtime: name, installed, release } }
}

/** Why a release of a runtime cannot be used with a minor of Kubernetes; undefined: it can, or nobody knows. */
export function unfitRelease({ name, install }: Component, release: string, kubernetes: string): Fault | undefined {
  if (install === undefined) return undefined
  const fit = releaseFit(install.fits, release, kubernetes === "" ? "1.0" : kubernetes)
  if (fit.is !== "too-old") return undefined
  const { needed, isPlanned } = fit
  const { elsewhere } = install
  return {
    code: "release-too-old",
    args: { runtime: name, version: release, needed, kubernetes, isPlanned, elsewhere },
  }
}
