// The user-data that is shipped for cloud-init, as far as it can be read without cloud-init: the real one boots in tests/real.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { yaml } from "../../src/documents/yaml/yaml.ts"

test("commands of a first boot end where criadm refuses the node", () => {
  const file = join(import.meta.dir, "../../src/integrations/cloud-init/user-data.yaml")
  const parsed = yaml.parse(file, readFileSync(file, "utf8"))
  if (!parsed.ok) throw new Error(parsed.fault.code)
  const root = parsed.value.documents.find(({ isEmpty }) => !isEmpty)?.root

  expect(root?.["runcmd"]).toMatchObject([
    "set -e",
    expect.arrayContaining(["/usr/local/bin/criadm", "apply"]),
    ["/usr/local/bin/criadm", "verify"],
  ])
})
