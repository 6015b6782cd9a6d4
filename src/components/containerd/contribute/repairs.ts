// Puts right what keeps containerd from reading the operator's own configuration: a daemon that exits over a single
// key, tables whose `version` is missing. What needs a decision of the operator is left alone and refused elsewhere.
import type { Edit } from "../../../documents/document.ts"
import type { Effective } from "../effective.ts"
import { ignoredTables, misplacedVersions } from "../findings/ignored-tables.ts"
import { pluginsOfTwoNames } from "../findings/two-names.ts"
import { branchAt, leavesOf, nodeAt } from "../simulate/tree.ts"
import { criServerId, fullId, pluginsNeededByCri } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"
import type { Attempt, Draft } from "./draft.ts"
import { setEdit, tryAll } from "./draft.ts"

const byteOrderMark = "\uFEFF"

/** What is done about an id in a list of plugins that stops the daemon. */
function withoutShortId(release: Release, list: string, id: string): readonly Edit[] {
  const full = fullId(id)
  const remove: Edit = { edit: "remove-element", path: [list], value: id }
  if (list === "disabled_plugins" && pluginsNeededByCri(release).includes(full)) return [remove]
  return [remove, { edit: "add-element", path: [list], value: full }]
}

/** The ways to get over one stop; none for a stop that is the operator's to decide. */
function attemptsAt({ release, found }: Draft): readonly Attempt[] {
  const { stop } = found
  if (stop === undefined) return []
  if (stop.why === "byte-order-mark") {
    return [[{ file: stop.file, change: (text) => (text.startsWith(byteOrderMark) ? text.slice(1) : text) }]]
  }
  if (stop.why === "plugin-id") return [[{ file: stop.file, edits: withoutShortId(release, stop.list, stop.id) }]]
  // Schema 4 differs from 3 only in where the server's own sockets are configured, so 2.0 to 2.2 can read it as 3.
  if (stop.why === "schema-too-new" && stop.schema === 4 && stop.max === 3) {
    return [
      found.files
        .filter(({ schema }) => schema === 4)
        .map(({ path }) => ({ file: path, edits: [setEdit(["version"], 3)] })),
    ]
  }
  if (stop.why === "plugin-name") {
    const files = found.files.filter(({ tree }) => branchAt(tree, ["plugins", stop.id]) !== undefined)
    return [files.map(({ path }) => ({ file: path, change: respellText, edits: listEdits(found, path) }))]
  }
  if (stop.why === "type" && stop.key === "version") {
    // The file was not loaded, so its number is taken from the line itself.
    const written = /=\s*["']?(\d+)(?:\.0)?["']?/.exec(stop.place?.text ?? "")?.[1]
    return written === undefined ? [] : [[{ file: stop.file, edits: [setEdit(["version"], Number(written))] }]]
  }
  return []
}

/** A draft on which the daemon starts, as far as single keys keep it from that. */
export function repairStart(draft: Draft): Draft {
  let current = draft
  // Every round gets over one stop; there are never more of them than lines, and few in practice.
  for (let round = 0; round < 32 && current.found.daemon === "exits"; round++) {
    const before = JSON.stringify(current.found.stop)
    const tried = tryAll(current, attemptsAt(current), (found) => JSON.stringify(found.stop) !== before, {
      mayAdd: true,
    })
    if ("failed" in tried) return current
    current = tried.draft
  }
  return current
}

/** Headers and dotted keys of short-named plugins, spelled in full; everything else keeps every byte. */
function respellText(text: string): string {
  return text.replace(
    /^([ \t]*\[{1,2}[ \t]*)plugins[ \t]*\.[ \t]*(?:"([A-Za-z0-9_-]+)"|'([A-Za-z0-9_-]+)'|([A-Za-z0-9_-]+))(?=[ \t]*[.\]])/gm,
    (_, open: string, a?: string, b?: string, c?: string) => `${open}plugins."${fullId(a ?? b ?? c ?? "")}"`,
  )
}

function listEdits(found: Effective, file: string): readonly Edit[] {
  return found.disabled
    .filter((one) => one.file === file && !one.written.includes("."))
    .flatMap(({ written }) => withoutShortId(found.release, "disabled_plugins", written))
}

/** The ways to make ignored tables count: a `version` that fits their names. */
function schemaAttempts(draft: Draft): readonly Attempt[] {
  const { found } = draft
  const attempts: Attempt[] = []
  for (const { file, at } of misplacedVersions(found)) {
    const version = branchVersion(draft, file.path, at.path)
    if (version === undefined) continue
    attempts.push([
      {
        file: file.path,
        edits: [{ edit: "remove", path: at.path }, setEdit(["version"], version), ...listEdits(found, file.path)],
      },
    ])
  }
  const ignored = ignoredTables(found)
  for (const path of new Set(ignored.map(({ file }) => file.path))) {
    const names = ignored.filter(({ file }) => file.path === path).map(({ name }) => name)
    const file = found.files.find((one) => one.path === path)
    if (file === undefined) continue
    if (names.includes("cri")) {
      attempts.push([{ file: path, change: respellText, edits: [setEdit(["version"], 2), ...listEdits(found, path)] }])
    }
    if (names.includes(criServerId)) {
      const schema = file.schema >= 4 ? 3 : 2
      attempts.push([{ file: path, edits: [setEdit(["version"], schema), ...listEdits(found, path)] }])
      if (schema === 3) attempts.push([{ file: path, edits: [setEdit(["version"], 2), ...listEdits(found, path)] }])
    }
  }
  return attempts
}

function branchVersion(draft: Draft, file: string, path: readonly string[]): number | undefined {
  const loaded = draft.found.files.find((one) => one.path === file)
  const parent = branchAt(loaded?.tree, path.slice(0, -1))
  const node = parent?.entries.get(path.at(-1) ?? "")
  return node?.kind === "value" ? Number(node.value) : undefined
}

/** A draft in which tables that were ignored for their schema count, where that costs nothing that counts now. */
export function repairSchema(draft: Draft): Draft {
  let current = draft
  for (let round = 0; round < 8; round++) {
    const before = ignoredTables(current.found).length + misplacedVersions(current.found).length
    if (before === 0) return current
    const isBetter = (found: Effective): boolean =>
      found.daemon === "up" &&
      ignoredTables(found).length + misplacedVersions(found).length < before &&
      found.criProblems.every(
        ({ code }) => code === "disabled" || code === "systemd-cgroup" || hadProblem(current, code),
      )
    const tried = tryAll(current, schemaAttempts(current), isBetter, { mayAdd: true })
    if ("failed" in tried) return current
    current = tried.draft
  }
  return current
}

function hadProblem(draft: Draft, code: string): boolean {
  return draft.found.criProblems.some((problem) => problem.code === code)
}

/** A draft in which no plugin stands under two names: what only the short one has goes to the full one, which stays. */
export function uniteNames(draft: Draft): Draft {
  const attempt = pluginsOfTwoNames(draft.found).map(({ file, short, full, shortTable, fullTable }) => {
    const missing = leavesOf(shortTable).filter(({ path }) => nodeAt(fullTable, path) === undefined)
    const sets = missing.map(({ path, leaf }): Edit => {
      return { edit: "set", path: ["plugins", full, ...path], value: leaf.value }
    })
    return { file, edits: [...sets, { edit: "remove", path: ["plugins", short] } as const] }
  })
  if (attempt.length === 0) return draft
  const isUnited = (found: Effective) => found.daemon === draft.found.daemon && pluginsOfTwoNames(found).length === 0
  const tried = tryAll(draft, [attempt], isUnited, { mayAdd: true })
  return "failed" in tried ? draft : tried.draft
}

/**
 * A draft whose root file states its version, where it stated none and had no tables of plugins: new tables then get
 * names that later releases read too. A file with tables keeps its schema.
 */
export function stateVersion(draft: Draft): Draft {
  const { found, release } = draft
  const root = found.files[0]
  if (root === undefined || root.schema !== 0 || branchAt(root.tree, ["plugins"]) !== undefined) return draft
  const edits = [setEdit(["version"], release.schemaOfNewFile), ...listEdits(found, root.path)]
  const tried = tryAll(draft, [[{ file: root.path, edits }]], ({ daemon }) => daemon === "up")
  return "failed" in tried ? draft : tried.draft
}
