// Where the node's runtime came from, what that source has of the release that is asked for, and what the node would be
// judged by then. Changes nothing; archives are fetched into criadm's cache.
import type { Component } from "../components/component.ts"
import { recordedPackage } from "../components/package-version.ts"
import { findingsOf } from "../decide/findings.ts"
import { detectNode } from "../detect/node.ts"
import { initSystems } from "../init-systems/known.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Upgrade } from "../migrate/release.ts"
import type { Answers } from "../model/answers.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import { releaseOfPackage } from "../model/install/packages.ts"
import { compareReleases, parseVersion } from "../model/version.ts"
import { packageManagers } from "../packages/known.ts"
import type { Criadm } from "./interface.ts"

export interface UpgradeWish {
  /** "2.3" or "2.3.7". */
  readonly to: string
  /** --install, --checksums, --release-mirror. */
  readonly given: Answers
  /** Id of the runtime that criadm has placed from archives. */
  readonly placed: string | undefined
}

/** Undefined: the node has that release already. */
export async function upgradeOf(
  machine: ReadingMachine,
  node: NodeFacts,
  components: readonly Component[],
  runtime: Component,
  wish: UpgradeWish,
  asItWillBe: Criadm["asItWillBe"],
): Promise<Result<Upgrade | undefined>> {
  const from = parseVersion(runtime.summarize(node).version ?? "")?.text ?? ""
  const source =
    wish.placed === runtime.id
      ? await fromArchives(node, runtime, wish, asItWillBe)
      : await fromPackages(machine, node, runtime, from, wish)
  if (!source.ok || source.value === undefined) return source.ok ? ok(undefined) : source
  const { to, by } = source.value
  const then = await withRelease(machine, components, runtime, { from, to })
  const part = runtime.runtime
  const schema = part?.schemaOf(then.node)
  const newerSchema = schema !== undefined && schema.file < schema.newest ? schema.newest : undefined
  return ok({
    from,
    to,
    by,
    findings: then.findings,
    losesOpenFiles:
      part?.losesOpenFiles(then.node) === false &&
      findingsOf(node, components).some(({ code }) => code === "runtime-open-files"),
    ...(newerSchema === undefined ? {} : { newerSchema }),
  })
}

type Source = Pick<Upgrade, "to" | "by">

async function fromArchives(
  node: NodeFacts,
  runtime: Component,
  { to, given }: UpgradeWish,
  asItWillBe: Criadm["asItWillBe"],
): Promise<Result<Source | undefined>> {
  const asked: Answers = { install: "upstream", ...given, runtime: runtime.id, "runtime-release": to }
  const chosenBy = Object.fromEntries(Object.keys(asked).map((id) => [id, { who: "flag" } as const]))
  const willBe = await asItWillBe(node, { values: { ...node.asked?.answers, ...asked }, chosenBy })
  if (!willBe.ok) return willBe
  const release = willBe.value.toBeInstalled?.release
  if (release === undefined) return ok(undefined)
  return ok({ to: release, by: { source: "archives", values: { ...asked, "runtime-release": release } } })
}

async function fromPackages(
  machine: ReadingMachine,
  node: NodeFacts,
  { name: called, install, summarize }: Component,
  installed: string,
  { to, given }: UpgradeWish,
): Promise<Result<Source | undefined>> {
  const isOf = (release: string) => release === to || release.startsWith(`${to}.`)
  if (isOf(installed)) return ok(undefined)
  if (given.install !== undefined && given.install !== "distribution") {
    return failed({ code: "another-release-there", args: { runtime: called, installed, release: to } })
  }
  const [program = ""] = summarize(node).service?.command ?? []
  const manager = packageManagers.find((one) => one.recognise(machine))
  const found = install === undefined ? undefined : recordedPackage(machine, install.ownPackages, program)
  const elsewhere = install?.elsewhere ?? ""
  if (found === undefined || manager === undefined)
    return failed({ code: "release-source-unknown", args: { runtime: called, program, elsewhere } })
  if (compareReleases(to, installed) < 0) {
    return failed({ code: "release-is-older", args: { runtime: called, installed, release: to } })
  }
  const { name, version } = found
  const offers = await manager.offers(machine, name)
  const offer = offers.find((one) => isOf(releaseOfPackage(one.version)))
  if (offer === undefined) {
    const offered = [...new Set(offers.map((one) => releaseOfPackage(one.version)))]
    return failed({ code: "release-not-in-packages", args: { package: name, release: to, offered, elsewhere } })
  }
  return ok({
    to: releaseOfPackage(offer.version),
    by: {
      source: "packages",
      manager: manager.id,
      there: manager.exchangeCommand(name, offer.version, true),
      back: manager.exchangeCommand(name, version, false),
    },
  })
}

export interface WithRelease {
  /** As it would be with that release. */
  readonly node: NodeFacts
  /** What would be found then, and is not found with the release that is there. */
  readonly findings: readonly Finding[]
}

export async function withRelease(
  machine: ReadingMachine,
  components: readonly Component[],
  runtime: Component,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<WithRelease> {
  const now = await judged(machine, components, runtime, from)
  const { node, findings } = await judged(machine, components, runtime, to)
  return { node, findings: onlyIn(findings, now.findings) }
}

/** As `criadm check --runtime-version` judges the node's tree: no program and no daemon of the present release is asked. */
async function judged(
  machine: ReadingMachine,
  components: readonly Component[],
  { id }: Component,
  release: string,
): Promise<WithRelease> {
  const tree: ReadingMachine = {
    ...machine,
    isLive: false,
    accepts: async () => false,
    run: async ({ argv }) => ({ state: "not-possible", command: argv, why: "not asked" }),
    grpc: async () => ({ state: "unreachable", errno: "ENOENT", message: "not asked" }),
  }
  const node = await detectNode(tree, { initSystems, components, statedVersion: release, statedFor: id })
  return { node, findings: findingsOf(node, components) }
}

function onlyIn(these: readonly Finding[], those: readonly Finding[]): readonly Finding[] {
  // Which release says so is no difference.
  const keyOf = ({ code, args }: Finding) => JSON.stringify([code, { ...args, release: undefined }])
  const known = new Set(those.map(keyOf))
  return these.filter((one) => !known.has(keyOf(one)))
}
