// What must change so that forwarding is on now and after every boot: files, and the live value.
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { Fault } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { Reading } from "../../model/plan.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import type { SysctlText } from "./effective.ts"
import { type KernelFacts, liveForwarding, ownNames, readableTexts } from "./facts.ts"
import { forwardingChanges } from "./forwarding-changes.ts"

const component = "kernel"

export function contributeForwarding(wanted: Wanted, own: KernelFacts): Contribution {
  // "No" means that criadm leaves it alone: switching it off would cut off pods of whoever switched it on.
  if (wanted.ipForward !== true) return nothingToContribute
  const texts = readableTexts(own)
  const result = forwardingChanges(texts, own.ufwIsEnabled, ownPaths(texts))
  if (!result.ok) {
    const place = result.standsInTheWay?.place
    const args = { file: place?.file ?? "/etc/sysctl.d", line: place?.text ?? "" }
    const refusal: Fault = {
      code: "kernel-ip-forward-cannot-win",
      args,
      ...(place === undefined ? {} : { place }),
    }
    return { ...nothingToContribute, refusals: [refusal] }
  }
  return {
    ...nothingToContribute,
    changes: [...fileChanges(result.changed, own), ...liveChanges(own)],
    readings: readings(own, result.changed),
    expectations:
      own.ipForward.state === "absent" ? [] : [{ kind: "live-value", component, path: liveForwarding, value: "1" }],
    notes: own.sysctlFiles.flatMap((file): Reason[] =>
      file.state === "unreadable" || file.state === "not-understood"
        ? [{ code: "sysctl-file-not-read", args: { file: sourcePath(file), why: file.reason } }]
        : [],
    ),
  }
}

/** The file of ours that is there comes first. */
function ownPaths(texts: readonly SysctlText[]): readonly string[] {
  const paths = ownNames.map((name) => `/etc/sysctl.d/${name}`)
  const isThere = (path: string) => texts.some((file) => file.path === path)
  return [...paths.filter(isThere), ...paths.filter((path) => !isThere(path))]
}

function fileChanges(changed: readonly SysctlText[], own: KernelFacts): readonly Change[] {
  const real = [...new Map(changed.map((file) => [file.realPath, file])).values()]
  const isNew = (file: SysctlText) => contentOf(own, file.path) === undefined
  const needsDirectory = !own.hasSysctlDirectory && real.some(isNew)
  const why: Reason = { code: "pods-need-forwarding", args: {} }
  const directory: readonly Change[] = needsDirectory
    ? [{ kind: "directory", component, path: "/etc/sysctl.d", mode: 0o755, why: [why] }]
    : []
  const files = real.map((file): Change => {
    const content = contentOf(own, file.path)
    const { mode, uid, gid } = content ?? { mode: 0o644, uid: 0, gid: 0 }
    return {
      kind: "file",
      component,
      path: file.path,
      realPath: file.realPath,
      before: content === undefined ? null : { text: content.text, mode, uid, gid },
      after: { text: file.text, mode, uid, gid },
      why: [content === undefined ? why : { code: "sysctl-line-sets-it-back", args: {} }],
    }
  })
  return [...directory, ...files]
}

function liveChanges(own: KernelFacts): readonly Change[] {
  const before = knownValue(own.ipForward)
  if (before === undefined || before === "1") return []
  const why: Reason = { code: "pods-need-forwarding", args: {} }
  return [{ kind: "live-value", component, path: liveForwarding, before, after: "1", why: [why] }]
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
