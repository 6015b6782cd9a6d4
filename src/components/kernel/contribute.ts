// What must change so that the kernel's variables have their values now and after every boot: files, and live values.
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { Expectation, Reading } from "../../model/plan.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import type { SysctlText } from "./effective.ts"
import { type KernelFacts, liveFactOf, ownNames, readableTexts } from "./facts.ts"
import type { AskedModule } from "./modules/asked.ts"
import { contributeModules, type WantedModule } from "./modules/contribute.ts"
import { contributeSwap } from "./swap/contribute.ts"
import { sysctlChanges } from "./sysctl-changes.ts"
import { type SysctlLine, takenValue } from "./sysctl-lines.ts"
import { presetModules, typesWithoutBridge } from "./tables/presets.ts"
import { askedValues, livePathOf, moduleOf, type WantedValue, wantedForwarding } from "./wanted-values.ts"

const component = "kernel"

/** The first line of a file of our own. */
const headers = {
  forwardingAlone: "# Written by criadm: pods need IPv4 forwarding.\n",
  several: "# Written by criadm.\n",
}

export function contributeToKernel(wanted: Wanted, own: KernelFacts, node: NodeFacts): Contribution {
  const modules = wantedModules(wanted, node)
  const byModules = contributeModules(modules, own.asked, node)
  // "No" means that criadm leaves it alone: switching it off would cut off pods of whoever switched it on.
  const forwarding = wanted.ipForward === true ? [wantedForwarding] : []
  const values = [...forwarding, ...askedValues(wanted).filter((value) => isNeeded(value, node))]
  const names = modules.map(({ name }) => name)
  const byValues = contributeValues(values, names, own, node)
  const isContained = (knownValue(node.containment)?.kind ?? "none") !== "none"
  const bySwap = contributeSwap(wanted.swap, own.swap, isContained)
  return {
    ...nothingToContribute,
    changes: [...byValues.changes, ...byModules.changes, ...bySwap.changes],
    readings: [...byValues.readings, ...byModules.readings, ...bySwap.readings],
    expectations: [...byModules.expectations, ...byValues.expectations, ...bySwap.expectations],
    refusals: [...byValues.refusals, ...byModules.refusals, ...bySwap.refusals],
    notes: [...byValues.notes, ...byModules.notes, ...bySwap.notes],
  }
}

function wantedModules(wanted: Wanted, node: NodeFacts): readonly WantedModule[] {
  const named = (wanted.module ?? []).map((name): WantedModule => {
    return { name, why: { code: "module-asked", args: { module: name } } }
  })
  const preset = wanted["kernel-preset"] === undefined ? [] : presetModules[wanted["kernel-preset"]]
  const others = preset.filter(({ name }) => bridgeMayBe(node) && !named.some((one) => one.name === name))
  return [
    ...named,
    ...others.map(({ name }): WantedModule => ({ name, why: { code: "module-for-bridges", args: { module: name } } })),
  ]
}

/** Of a preset: what its network does not need, a node does without. */
function isNeeded(value: WantedValue, node: NodeFacts): boolean {
  return value.isOfPreset !== true || !value.key.startsWith("net.bridge.") || bridgeMayBe(node)
}

/** Whether pods may be joined by a bridge: also before there is any network, since nobody knows which will come. */
function bridgeMayBe({ preflight }: NodeFacts): boolean {
  const types = preflight === undefined ? undefined : knownValue(preflight.cni.types)
  return types?.some((type) => typesWithoutBridge.includes(type)) !== true
}

function contributeValues(
  all: readonly WantedValue[],
  modules: readonly string[],
  own: KernelFacts,
  node: NodeFacts,
): Contribution {
  const isUnknown = (value: WantedValue) =>
    node.isLive && value !== wantedForwarding && liveFactOf(value, own)?.state === "absent"
  const comesWith = (value: WantedValue) => modules.find((name) => name === moduleOf(value))
  const values = all
    .filter((value) => !isUnknown(value) || comesWith(value) !== undefined || !value.isOfPreset)
    .map((value) => keepingMore(value, own))
  if (values.length === 0) return nothingToContribute
  const refusals = values
    .filter((value) => isUnknown(value) && comesWith(value) === undefined)
    .map((value): Fault => ({ code: "kernel-value-unknown", args: { key: value.key, module: moduleOf(value) ?? "" } }))
  const files = changedFiles(values, own)
  if (!files.ok) return { ...nothingToContribute, refusals: [...refusals, files.fault] }
  if (refusals.length > 0) return { ...nothingToContribute, refusals }
  return {
    ...nothingToContribute,
    changes: [
      ...fileChanges(files.changed, own),
      ...values.flatMap((value) => liveChanges(value, own, comesWith(value))),
    ],
    readings: readings(own, [...files.changed.keys()]),
    expectations: values.flatMap((value) => expectationOf(value, own)),
    notes: own.sysctlFiles.flatMap((file): Reason[] =>
      file.state === "unreadable" || file.state === "not-understood"
        ? [{ code: "sysctl-file-not-read", args: { file: sourcePath(file), why: file.reason } }]
        : [],
    ),
  }
}

type ChangedFiles =
  | { readonly ok: true; readonly changed: ReadonlyMap<SysctlText, readonly Reason[]> }
  | { readonly ok: false; readonly fault: Fault }

/** Each value on top of the files as the values before it leave them; every file with why it changes. */
function changedFiles(values: readonly WantedValue[], own: KernelFacts): ChangedFiles {
  const texts = readableTexts(own)
  const header = values.every((value) => value === wantedForwarding) ? headers.forwardingAlone : headers.several
  const why = new Map<string, readonly Reason[]>()
  let now = texts
  for (const value of values) {
    const result = sysctlChanges(value, now, own.ufwIsEnabled, ownPaths(now), header)
    if (!result.ok) return { ok: false, fault: cannotWin(value, result.standsInTheWay) }
    for (const { path, realPath } of result.changed) {
      const isOwn = ownNames.some((name) => path.endsWith(`/${name}`))
      why.set(realPath, [...(why.get(realPath) ?? []), isOwn ? value.why : setsItBack(value)])
    }
    const isChanged = ({ path }: SysctlText) => result.changed.some((one) => one.path === path)
    now = [...now.filter((file) => !isChanged(file)), ...result.changed]
  }
  const changed = now.filter((file) => !texts.includes(file))
  const real = new Map(changed.map((file) => [file.realPath, file]))
  return { ok: true, changed: new Map([...real.values()].map((file) => [file, unique(why.get(file.realPath) ?? [])])) }
}

function unique(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()]
}

function setsItBack(value: WantedValue): Reason {
  if (value === wantedForwarding) return { code: "sysctl-line-sets-it-back", args: {} }
  return { code: "sysctl-line-sets-another", args: { key: value.key } }
}

function cannotWin(value: WantedValue, line: SysctlLine | undefined): Fault {
  const args = { file: line?.place.file ?? "/etc/sysctl.d", line: line?.place.text ?? "" }
  const place = line === undefined ? {} : { place: line.place }
  return value === wantedForwarding
    ? { code: "kernel-ip-forward-cannot-win", args, ...place }
    : { code: "kernel-value-cannot-win", args, ...place }
}

/** The file of ours that is there comes first. */
function ownPaths(texts: readonly SysctlText[]): readonly string[] {
  const paths = ownNames.map((name) => `/etc/sysctl.d/${name}`)
  const isThere = (path: string) => texts.some((file) => file.path === path)
  return [...paths.filter(isThere), ...paths.filter((path) => !isThere(path))]
}

function fileChanges(changed: ReadonlyMap<SysctlText, readonly Reason[]>, own: KernelFacts): readonly Change[] {
  const isNew = (file: SysctlText) => contentOf(own, file.path) === undefined
  const [first] = [...changed].filter(([file]) => isNew(file)).map(([, why]) => why)
  const directory: readonly Change[] =
    !own.hasSysctlDirectory && first !== undefined
      ? [{ kind: "directory", component, path: "/etc/sysctl.d", mode: 0o755, why: first.slice(0, 1) }]
      : []
  const files = [...changed].map(([file, why]): Change => {
    const content = contentOf(own, file.path)
    const { mode, uid, gid } = content ?? { mode: 0o644, uid: 0, gid: 0 }
    return {
      kind: "file",
      component,
      path: file.path,
      realPath: file.realPath,
      before: content === undefined ? null : { text: content.text, mode, uid, gid },
      after: { text: file.text, mode, uid, gid },
      why,
    }
  })
  return [...directory, ...files]
}

function liveChanges(value: WantedValue, own: KernelFacts, withModule: string | undefined): readonly Change[] {
  const live = liveFactOf(value, own)
  if (
    live?.state === "absent" &&
    withModule !== undefined &&
    own.asked?.modules.some(isLoadable(withModule)) === true
  ) {
    const path = livePathOf(value.variable)
    return [{ kind: "live-value", component, path, before: "", after: value.value, withModule, why: [value.why] }]
  }
  const before = live === undefined ? undefined : knownValue(live)
  if (before === undefined || value.accepts(takenValue(value.variable, before) ?? "")) return []
  const after = takenValue(value.variable, value.value) ?? value.value
  return [{ kind: "live-value", component, path: livePathOf(value.variable), before, after, why: [value.why] }]
}

/** More than enough is what a boot gets, too. */
function keepingMore(value: WantedValue, own: KernelFacts): WantedValue {
  const live = liveFactOf(value, own)
  const now = live === undefined ? undefined : knownValue(live)
  return value.isOfPreset === true && now !== undefined && value.accepts(now) ? { ...value, value: now } : value
}

const isLoadable =
  (module: string) =>
  ({ name, isLoaded }: AskedModule) =>
    name === module && isLoaded === false

function expectationOf(wanted: WantedValue, own: KernelFacts): readonly Expectation[] {
  const live = liveFactOf(wanted, own)
  if (live === undefined || live.state === "absent") return []
  const now = takenValue(wanted.variable, knownValue(live) ?? "")
  // Of what may be more, what is there is expected to stay.
  const isKept = now !== undefined && wanted.accepts(now)
  const value = isKept ? (knownValue(live) ?? "") : (takenValue(wanted.variable, wanted.value) ?? wanted.value)
  return [{ kind: "live-value", component, path: livePathOf(wanted.variable), value }]
}

/** Every file that has a say, and the absence of those that will be new. */
function readings(own: KernelFacts, changed: readonly SysctlText[]): readonly Reading[] {
  const read = own.sysctlFiles.flatMap((file): Reading[] =>
    file.state === "known" && file.value.hash !== "" ? [{ path: file.value.path, hash: file.value.hash }] : [],
  )
  const created = changed.filter((file) => contentOf(own, file.path) === undefined)
  return [...read, ...created.map((file): Reading => ({ path: file.path, hash: null }))]
}

function contentOf(own: KernelFacts, path: string) {
  return own.sysctlFiles.map(knownValue).find((file) => file?.path === path)
}

function sourcePath(file: KernelFacts["sysctlFiles"][number]): string {
  return file.source.kind === "file" ? file.source.path : ""
}
