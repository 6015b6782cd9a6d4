// Whether a runtime is to be installed, which one, and by which packages; or why it cannot be. Pure.
import { type KnownArchives, knownChecksums } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import type { PackageSet } from "../../components/install-part.ts"
import type { Answers } from "../../model/answers.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { releaseFit } from "../../model/release-fit.ts"
import { parseVersion } from "../../model/version.ts"
import { distributionOf } from "../distribution.ts"
import { imageSystemOf } from "../image-systems.ts"
import { kubeletsRuntime } from "../kubelets-runtime.ts"
import { type ArchiveInstallation, chooseArchives } from "./choose-archives.ts"

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
  if (same !== undefined) return isThere(same, node, release)
  const os = knownValue(node.os)
  const name = os?.name ?? ""
  const [there] = installed
  if (there !== undefined) {
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
  const isUpstream = install !== "distribution"
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
      { release: release ?? archives.bundle?.release, kubernetes },
      archives,
    )
    const unfitting = found.ok ? unfit(chosen, found.value.release, kubernetes) : undefined
    return unfitting === undefined ? found : failed(unfitting)
  }
  const sets = os === undefined ? undefined : chosen?.install?.packages(os)
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
    unfit: (found) => unfit(chosen, found, answers["kubernetes-version"] ?? ""),
  })
}

/** Where nobody gave checksums, and nothing is known to be there. */
function fromTable(): KnownArchives {
  return { checksums: knownChecksums(), given: new Map(), isThere: () => false }
}

/** Nothing is installed over what is there. */
function isThere({ name, summarize }: Component, node: NodeFacts, release: string | undefined): Result<undefined> {
  const version = parseVersion(summarize(node).version ?? "")?.text ?? ""
  if (release === undefined || version === release || version.startsWith(`${release}.`)) return ok(undefined)
  return failed({ code: "another-release-there", args: { runtime: name, installed: version, release } })
}

function unfit({ name, install }: Component, release: string, kubernetes: string): Fault | undefined {
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
