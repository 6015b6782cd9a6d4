// A configuration that older releases refuse: whoever writes it cannot go back.
import { toml } from "../../../documents/toml/toml.ts"
import type { Finding } from "../../../model/finding.ts"
import { filesIn } from "../../files-in-facts.ts"
import type { ContainerdFacts } from "../facts.ts"
import { firstToRead } from "../tables/releases.ts"

/** The schema of config.toml that releases before it refuse; containerd RELEASES.md, "Configuration Version". */
const oneWay = 4

export function schemaWithoutWayBack(facts: ContainerdFacts): readonly Finding[] {
  return filesIn(facts).flatMap((file): readonly Finding[] => {
    if (!file.path.endsWith(".toml") || !/^[ \t]*version[ \t]*=/m.test(file.text)) return []
    const document = toml.parse(file.path, file.text)
    const schema = document.ok ? document.value.root["version"] : undefined
    if (!document.ok || Number(schema) !== oneWay) return []
    const place = document.value.keys.find(({ path }) => path.length === 1 && path[0] === "version")?.valuePlace
    const args = { file: file.path, schema: String(oneWay), since: firstToRead(oneWay) }
    return [
      {
        code: "containerd-schema-without-way-back",
        args,
        severity: "note",
        component: "containerd",
        ...(place === undefined ? {} : { place }),
      },
    ]
  })
}
