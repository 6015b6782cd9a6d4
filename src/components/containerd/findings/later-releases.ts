// What some later releases of containerd refuse of files that this one still takes.
import type { Finding } from "../../../model/finding.ts"
import type { Effective } from "../effective.ts"
import { newerDropInsRefused } from "../tables/releases.ts"

export function laterFindings(found: Effective): readonly Finding[] {
  const { release, files } = found
  if (release.criPlugins === "one" || release.migratesEachFile) return []
  const root = files.find(({ schema }) => schema !== 0)
  if (root === undefined) return []
  return files
    .filter(({ schema }) => schema > root.schema)
    .map(({ path, schema, schemaPlace }): Finding => {
      const args = { file: path, schema: String(schema), root: root.path, ...newerDropInsRefused }
      const at = schemaPlace === undefined ? {} : { place: schemaPlace }
      return { code: "containerd-drop-in-refused-later", args, severity: "note", component: "containerd", ...at }
    })
}
