// A node without a runtime: what could be installed, from where, and what the node would be then.

import { placedArchives } from "../apply/run/placed.ts"
import { replacedDirectory } from "../apply/run/state-directory.ts"
import { unfinishedRun } from "../apply/run/unfinished.ts"
import type { Component } from "../components/component.ts"
import { whyNotForNode } from "../decide/install/bundle-fit.ts"
import { chooseCompanion } from "../decide/install/choose-companion.ts"
import { chooseInstallation } from "../decide/install/choose-installation.ts"
import { installOffer } from "../decide/install/install-offer.ts"
import { situationOf } from "../decide/situation.ts"
import { bundlesNear } from "../detect/bundles.ts"
import { lookAtImageArchive } from "../detect/image-archive.ts"
import { archivesInBundle, knownArchives } from "../detect/known-archives.ts"
import { detectNode } from "../detect/node.ts"
import { initSystems } from "../init-systems/known.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { Answers } from "../model/answers.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { ComingTree, InstallOffer } from "../model/install/packages.ts"
import type { InstallSource } from "../model/setting.ts"
import type { OpenBundle } from "../packages/archives/open-bundle.ts"
import { forgetCache, hasCache } from "../packages/cache.ts"
import type { Prepared } from "../packages/installation.ts"
import { resolve } from "../settings/resolve.ts"

import type { Criadm, Given, OnProgress } from "./interface.ts"

const loadFetching = async () => (await import("./fetching.ts")).fetching

/** What of the verbs is about installing; the machine and the components are the node's. */
export function installingOn(
  machine: WritingMachine,
  components: readonly Component[],
  { program, credentials }: { readonly program: string; readonly credentials: string | undefined },
): Pick<Criadm, "asItWillBe" | "installable" | "forgetFetched"> {
  const withKubernetes = (node: NodeFacts, given: Given): Answers => {
    const { "kubernetes-version": kubernetes } = resolve(situationOf(node, components), given).values
    return { ...given.values, ...(kubernetes === undefined ? {} : { "kubernetes-version": kubernetes }) }
  }
  /** Undefined: none was named, or there is a runtime already that cannot give way to the bundle's. */
  const bundleFor = async (node: NodeFacts, { values }: Given) => {
    const { install } = values
    if (install === undefined || !install.startsWith("/")) return undefined
    if (!node.isLive || node.uid !== 0) return undefined
    if (situationOf(node, components).runtimes.length > 0) {
      const isGone = machine.inspect(install) === undefined && values["runtime-release"] === undefined
      if (isGone || placedArchives(machine) === undefined) return undefined
    }
    const { bundleOnNode } = await loadFetching()
    const opened = await bundleOnNode(machine, install)
    if (!opened.ok) return opened
    const unfit = whyNotForNode(install, opened.value.manifest, node)
    if (unfit === undefined) return opened
    await forgetCache(machine)
    return failed(unfit)
  }
  const laidOver = async (
    asItIs: NodeFacts,
    given: Given,
    bundle: OpenBundle | undefined,
    onProgress: OnProgress | undefined,
  ): Promise<Result<NodeFacts>> => {
    const table = knownArchives(machine, given.values.checksums, components)
    if (!table.ok) return table
    const archives = bundle === undefined ? table : archivesInBundle(bundle.path, bundle.manifest, table.value)
    if (!archives.ok) return archives
    const isFromArchives = !["no", "distribution"].includes(given.values.install ?? "no")
    const placed = isFromArchives ? placedArchives(machine) : undefined
    const known = placed === undefined ? archives.value : { ...archives.value, placed }
    const choice = chooseInstallation(asItIs, withKubernetes(asItIs, given), components, known)
    if (!choice.ok) return choice
    const chosen = choice.value
    const used = chosen === undefined ? undefined : bundle
    const ofBundle = used === undefined ? undefined : (await loadFetching()).imageArchiveOf(used)
    const archive = given.values["sandbox-image-archive"] ?? ofBundle
    const read = archive === undefined ? undefined : await lookAtImageArchive(machine, asItIs, components, archive)
    if (read?.ok === false) return read
    const brought = read === undefined ? {} : { imageArchive: read.value }
    const node = { ...asItIs, ...brought }
    const options = {
      source: bundle?.path ?? "upstream",
      keptBelow: replacedDirectory,
      mirror: given.values["release-mirror"],
      onProgress: onProgress ?? (() => undefined),
      proxy: given.values.proxy,
      noProxy: given.values["no-proxy"],
      ...(bundle === undefined ? {} : { held: (await loadFetching()).heldIn(bundle) }),
    }
    const withThem = async ({ toBeInstalled, machine: layeredMachine }: Prepared): Promise<NodeFacts> => {
      const answers = { ...node.asked?.answers, ...given.values }
      const willBe = await detectNode(layeredMachine, { initSystems, components, answers, credentials })
      return { ...willBe, ...brought, ...(node.asked === undefined ? {} : { asked: node.asked }), toBeInstalled }
    }
    const withCompanion = async (so: NodeFacts, main: Prepared | undefined): Promise<Result<NodeFacts>> => {
      const from = archives.value.bundle?.packages === undefined ? table.value : archives.value
      const withPlaced = placed === undefined ? from : { ...from, placed }
      const companion = chooseCompanion(so, withKubernetes(so, given), components, withPlaced)
      if (!companion.ok) return companion
      if (companion.value === undefined) return ok(so)
      const { prepareArchives } = await loadFetching()
      const prepared = await prepareArchives(machine, companion.value, { ...options, beside: main })
      if (prepared.ok) return ok(await withThem(prepared.value))
      // A download that is gone on with by the next command is small beside what the packages take there.
      if (main !== undefined) await forgetCache(machine)
      return prepared
    }
    if (chosen === undefined) {
      const willBe = await withCompanion(node, undefined)
      const hasNone = willBe.ok && willBe.value.toBeInstalled === undefined
      if (bundle !== undefined && hasNone) await forgetCache(machine)
      return willBe
    }
    const { packagesIn, prepareArchives, prepareInstallation, readyBundledPackages } = await loadFetching()
    if (chosen.kind === "packages" && bundle !== undefined) {
      const fault = await readyBundledPackages(machine, packagesIn(bundle))
      if (fault !== undefined) return failed(fault)
    }
    const prepared =
      chosen.kind === "packages"
        ? await prepareInstallation(machine, chosen)
        : await prepareArchives(machine, chosen, options)
    if (!prepared.ok) return prepared
    const { toBeInstalled } = prepared.value
    if (toBeInstalled.kind === "tree" && hasNothingNew(toBeInstalled)) {
      // Of a bundle its image may still be needed.
      if (bundle === undefined) await forgetCache(machine)
      return ok(node)
    }
    return withCompanion(await withThem(prepared.value), prepared.value)
  }
  return {
    async asItWillBe(node, given, onProgress) {
      const opened = await bundleFor(node, given)
      if (opened?.ok === false) return opened
      const willBe = await laidOver(node, given, opened?.value, onProgress)
      if (!willBe.ok && opened !== undefined) await forgetCache(machine)
      return willBe
    },
    async installable(node, given) {
      if (situationOf(node, components).runtimes.length > 0) return []
      const answers = withKubernetes(node, given)
      const about = { kubernetes: answers["kubernetes-version"] ?? "", observedAt: node.observedAt }
      const offers: InstallOffer[] = []
      for (const { path, manifest } of machine.isLive ? bundlesNear(machine, program) : []) {
        const component = components.find(({ id }) => id === manifest.runtime)
        const isAskedFor = answers.runtime === undefined || answers.runtime === component?.id
        const isPlaced = component?.install?.archives !== undefined || manifest.packages !== undefined
        if (component === undefined || !isPlaced || !isAskedFor) continue
        if (whyNotForNode(path, manifest, node) !== undefined) continue
        const command = `criadm apply --install ${path}`
        const source = path as InstallSource
        offers.push(installOffer(component, source, ok({ release: manifest.release, manager: path, command }), about))
      }
      const archives = knownArchives(machine, given.values.checksums, components)
      const sources = ["distribution", ...(archives.ok ? (["upstream"] as const) : [])] as const
      for (const component of components.filter(({ role, install }) => role === "runtime" && install !== undefined)) {
        if (answers.runtime !== undefined && answers.runtime !== component.id) continue
        for (const source of sources) {
          if (source === "upstream" && component.install?.archives === undefined) continue
          const asked = { ...answers, install: source, runtime: component.id } as const
          const choice = chooseInstallation(node, asked, components, archives.ok ? archives.value : undefined)
          if (!choice.ok && choice.fault.code === "install-not-known") continue
          if (!choice.ok) offers.push(installOffer(component, source, choice, about))
          else if (choice.value?.kind === "packages") {
            const { lookUpInstallation, summaryOf } = await loadFetching()
            const found = await lookUpInstallation(machine, choice.value)
            offers.push(installOffer(component, source, found.ok ? ok(summaryOf(found.value)) : found, about))
          } else if (choice.value !== undefined) {
            const command = `criadm apply --install upstream --runtime ${component.id}`
            const { release } = choice.value
            offers.push(installOffer(component, source, ok({ release, manager: source, command }), about))
          }
        }
      }
      return offers
    },
    async forgetFetched() {
      if (!machine.isLive || machine.uid !== 0 || !hasCache(machine)) return
      // Going back may need it.
      const open = unfinishedRun(machine)?.outcome
      if (open === undefined || open === "unconfirmed") await forgetCache(machine)
    },
  }
}

/** What would come is what criadm has placed already. */
function hasNothingNew({ files, givesWay }: ComingTree): boolean {
  return files.length === 0 && givesWay?.files.length === 0
}
