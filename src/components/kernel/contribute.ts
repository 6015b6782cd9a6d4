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
import { sysctlChanges } from "./sysctl-changes.ts"
import type { SysctlLine } from "./sysctl-lines.ts"
import { takenValue } from "./sysctl-lines.ts"
import { askedValues, livePathOf, type WantedValue, wantedForwarding } from "./wanted-values.ts"

const component = "kernel"

/** The first line of a file of our own. */
const headers = {
  forwardingAlone: "# Written by criadm: pods need IPv4 forwarding.\n",
  several: "# Written by criadm.\n",
}

export function contributeValues(wanted: Wanted, own: KernelFacts, node: NodeFacts): Contribution {
  // "No" means that criadm leaves it alone: switching it off would cut off pods of whoever switched it on.
  const values = [...(wanted.ipForward === true ? [wantedForwarding] : []), ...askedValues(wanted)]
  if (values.length === 0) return nothingToContribute
  const unknown = node.isLive ? values.filter((value) => isUnknown(value, own)) : []
  const refusals = unknown.map(({ key }): Fault => ({ code: "kernel-value-unknown", args: { key } }))
  const files = changedFiles(values, own)
  if (!files.ok) return { ...nothingToContribute, refusals: [...refusals, files.fault] }
  if (refusals.length > 0) return { ...nothingToContribute, refusals }
  return {
    ...nothingToContribute,
    changes: [...fileChanges(files.changed, own), ...values.flatMap((value) => liveChanges(value, own))],
    readings: readings(own, [...files.changed.keys()]),
    expectations: values.flatMap((value) => expectationOf(value, own)),
    notes: own.sysctlFiles.flatMap((file): Reason[] =>
      file.state === "unreadable" || file.state === "not-understood"
        ? [{ code: "sysctl-file-not-read", args: { file: sourcePath(file), why: file.reason } }]
        : [],
    ),
  }
}

/** The running kernel has no such variable: a slip of the keys, or of a module that is not loaded. */
function isUnknown(value: WantedValue, own: KernelFacts): boolean {
  return value !== wantedForwarding && liveFactOf(value, own)?.state === "absent"
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

function liveChanges(value: WantedValue, own: KernelFacts): readonly Change[] {
  const live = liveFactOf(value, own)
  const before = live === undefined ? undefined : knownValue(live)
  if (before === undefined || value.accepts(takenValue(value.variable, before) ?? "")) return []
  const after = takenValue(value.variable, value.value) ?? value.value
  return [{ kind: "live-value", component, path: livePathOf(value.variable), before, after, why: [value.why] }]
}

function expectationOf(wanted: WantedValue, own: KernelFacts): readonly Expectation[] {
  const live = liveFactOf(wanted, own)
  if (live === undefined || live.state === "absent") return []
  const value = takenValue(wanted.variable, wanted.value) ?? wanted.value
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
