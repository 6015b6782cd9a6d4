// Whether the configuration serves CRI, and which entries of disabled_plugins have to do with it.
import type { Explanation, Mention } from "../../../model/explanation.ts"
import type { Reason } from "../../../model/message.ts"
import type { Effective } from "../effective.ts"
import { builtIn, disabledSource, exits } from "../simulate/sources.ts"
import { fullId, pluginsNeededByCri } from "../tables/plugin-ids.ts"
import { linesOf, reasonOf, type UnreadFile } from "./mentions.ts"

const setting = "cri-enabled"
const component = "containerd"
const key = "disabled_plugins"

function isAboutCri(found: Effective, id: string): boolean {
  return /cri/.test(id) || pluginsNeededByCri(found.release).includes(fullId(id))
}

/** Entries that name a part of CRI, with whether each switches it off. `decides`: the one that is told as the source. */
function disablingMentions(
  found: Effective,
  unread: readonly UnreadFile[],
  decides: (written: string, file: string) => boolean,
): readonly Mention[] {
  const release = found.release.version.text
  return linesOf(found, unread, (path) => path.length === 1 && path[0] === key).flatMap((line) => {
    const entries = Array.isArray(line.leaf.value) ? line.leaf.value : []
    return entries.flatMap((entry): readonly Mention[] => {
      const written = String(entry)
      const { file } = line.leaf.at
      if (!isAboutCri(found, written) || decides(written, file)) return []
      const isPart = found.criProblems.some(
        (one) => one.code === "disabled" && one.what === written && one.file === file,
      )
      const own: Reason = isPart
        ? { code: "containerd-disables-cri", args: {} }
        : { code: "containerd-id-harmless", args: { release } }
      const why = reasonOf(found, line, undefined, own)
      return [{ place: line.leaf.at.place, key, value: JSON.stringify(written), why }]
    })
  })
}

export function explainCri(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  if (found.daemon === "exits") {
    return [{ setting, component, ...exits(found), others: disablingMentions(found, unread, () => false) }]
  }
  const [problem] = found.criProblems
  const others = disablingMentions(found, unread, (written, file) => problem?.what === written && problem.file === file)
  if (problem === undefined) {
    const old: Reason = { code: "containerd-v1alpha2", args: { release: found.release.version.text } }
    const why = found.cri === "v1alpha2" ? { why: old } : {}
    return [{ setting, component, value: "true", source: builtIn(found), ...why, others }]
  }
  return [{ setting, component, value: "false", source: disabledSource(found), others }]
}
