// What must change so that the node does not swap, now and after every boot: lines of fstab become comments, an empty file
// hides a unit or a generator's configuration, what is in use is taken out of use.
import type { Change } from "../../../model/change.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { Fault } from "../../../model/fault.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Reason } from "../../../model/message.ts"
import type { Reading } from "../../../model/plan.ts"
import { type Contribution, nothingToContribute } from "../../component.ts"
import type { AskedSwap } from "./look.ts"

const component = "kernel"
const why: Reason = { code: "swap-off-asked", args: {} }

/** fstab(5): the type is the third field. With noauto in the fourth a boot leaves it alone. */
const swapLine = /^(?=[ \t]*[^#\s]\S*[ \t]+\S+[ \t]+swap(?:[ \t]|$))(?!.*[ \t,]noauto(?:[ \t,]|$))/gm

/** `isContained`: the kernel, and what it swaps to, is the host's. */
export function contributeSwap(
  wanted: "keep" | "off" | undefined,
  own: AskedSwap | undefined,
  isContained = false,
): Contribution {
  if (wanted === undefined || own === undefined) return nothingToContribute
  const inUse = own.inUse ?? []
  if (wanted === "keep") {
    return inUse.length === 0
      ? nothingToContribute
      : { ...nothingToContribute, notes: [{ code: "swap-kept", args: { devices: inUse.map(({ device }) => device) } }] }
  }
  if (isContained) {
    const devices = inUse.map(({ device }) => device)
    return inUse.length === 0
      ? nothingToContribute
      : { ...nothingToContribute, notes: [{ code: "swap-of-the-host", args: { devices } }] }
  }
  const refusals = [own.fstab, ...own.switchedOffBy].flatMap(refusalOf)
  if (refusals.length > 0) return { ...nothingToContribute, refusals }
  const files = [
    ...changeOf(own.fstab, (text) => text.replace(swapLine, "# criadm: ")),
    ...own.switchedOffBy.flatMap((fact) => changeOf(fact, () => "")),
  ]
  return {
    ...nothingToContribute,
    changes: [...files, ...inUse.map((one): Change => ({ kind: "swap", component, ...one, why: [why] }))],
    readings: [own.fstab, ...own.switchedOffBy].flatMap((fact): Reading[] => {
      if (fact.state === "known") return [{ path: fact.value.path, hash: fact.value.hash }]
      return fact.state === "absent" && fact.source.kind === "file" ? [{ path: fact.source.path, hash: null }] : []
    }),
    expectations: own.inUse === undefined ? [] : [{ kind: "swap-off", component }],
  }
}

/** Of a file that cannot be read nobody knows whether the next boot swaps because of it. */
function refusalOf(fact: FileFact): readonly Fault[] {
  if (fact.state !== "unreadable" && fact.state !== "not-understood") return []
  const file = fact.source.kind === "file" ? fact.source.path : ""
  return [{ code: "kernel-swap-file-not-read", args: { file, why: fact.reason } }]
}

function changeOf(fact: FileFact, edit: (text: string) => string): readonly Change[] {
  const old = knownValue(fact)
  const path = old?.path ?? (fact.source.kind === "file" ? fact.source.path : "")
  const text = edit(old?.text ?? "")
  if (old?.text === text || (old === undefined && (fact.state !== "absent" || path === "/etc/fstab"))) return []
  const { mode, uid, gid } = old ?? { mode: 0o644, uid: 0, gid: 0 }
  const before = old === undefined ? null : { text: old.text, mode, uid, gid }
  return [
    {
      kind: "file",
      component,
      path,
      realPath: old?.realPath ?? path,
      before,
      after: { text, mode, uid, gid },
      why: [why],
    },
  ]
}
