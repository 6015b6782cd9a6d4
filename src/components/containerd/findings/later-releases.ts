// What a later release of containerd will refuse of files that this one still takes.
import type { Finding } from "../../../model/finding.ts"
import type { Effective } from "../effective.ts"

/** containerd PR 12891: each file is migrated by itself, and a drop-in may not be newer than the root file. */
const refusesNewerDropIns = "2.3"

export function laterFindings(found: Effective): readonly Finding[] {
  const { release, files } = found
  if (release.generation === 1 || release.migratesEachFile) return []
  const root = files.find(({ schema }) => schema !== 0)
  if (root === undefined) return []
  return files
    .filter(({ schema }) => schema > root.schema)
    .map(({ path, schema, schemaPlace }): Finding => {
      const args = { file: path, schema: String(schema), root: root.path, since: refusesNewerDropIns }
      const at = schemaPlace === undefined ? {} : { place: schemaPlace }
      return { code: "containerd-drop-in-refused-later", args, severity: "warning", component: "containerd", ...at }
    })
}
