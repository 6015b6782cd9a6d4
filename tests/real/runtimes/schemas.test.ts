// Files rewritten in another schema, as real releases read them: `containerd config dump` prints the same before and
// after, or criadm has refused. A share of the files; with CRIADM_CAMPAIGN=1 all that are published and 10,000 made ones.
import { expect, setDefaultTimeout, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "smol-toml"
import { draftOf } from "../../../src/components/containerd/contribute/draft.ts"
import { rewritten } from "../../../src/components/containerd/rewrite/rewrite.ts"
import { newestRelease, releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { say } from "../support/cache.ts"
import { needsOfPackages } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { type ContainerdNode, containerdNode } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"
import { generatedFile, publishedFiles, type SchemaFile } from "./schema-files.ts"

setDefaultTimeout(12 * 60 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const configPath = "/etc/containerd/config.toml"
const made = isCampaign ? 10_000 : 24
const published = publishedFiles().filter((_, index) => isCampaign || index % 5 === 0)
const files = [...published, ...Array.from({ length: made }, (_, seed) => generatedFile(seed))]

describeReal("files in another schema", needsOfPackages, () => {
  for (const one of triedReleases()) {
    const release = releaseOf(one.version)
    for (const to of [3, 4] as const) {
      if (release === undefined || release.maxSchema < to) continue
      test(`come to the same on containerd ${one.version} in schema ${to}, or are refused`, async () => {
        const node = await containerdNode(one, { [configPath]: Buffer.from("") })
        const counts = new Map<string, number>()
        const lines = { before: 0, after: 0 }
        const wrong: string[] = []
        try {
          for (const file of files) {
            const verdict = await tryOut(node, file, to)
            const key = verdict.is === "refused" ? verdict.why : verdict.is
            counts.set(key, (counts.get(key) ?? 0) + 1)
            if (verdict.is === "differs") wrong.push(`${file.name}: ${verdict.what}`)
            if (verdict.is !== "same") continue
            lines.before += verdict.before
            lines.after += verdict.after
          }
        } finally {
          node.remove()
        }
        say(
          `containerd ${one.version}, schema ${to}: ${JSON.stringify(Object.fromEntries(counts))}, lines ${lines.before} → ${lines.after}`,
        )
        expect(wrong).toEqual([])
        expect(counts.get("same") ?? 0).toBeGreaterThan(0)
      })
    }
  }
})

type Verdict =
  | { readonly is: "same"; readonly before: number; readonly after: number }
  | { readonly is: "differs"; readonly what: string }
  | { readonly is: "refused"; readonly why: string }

async function tryOut(node: ContainerdNode, { text }: SchemaFile, to: 3 | 4): Promise<Verdict> {
  const release = releaseOf(node.release.version)
  const newest = releaseOf(newestRelease)
  if (release === undefined || newest === undefined) throw new Error(node.release.version)
  const start = draftOf(release, configPath, new Map([[configPath, text]]), {})
  const done = rewritten(start, to, [newest])
  if (!done.ok) return { is: "refused", why: done.fault.code }
  const after = String(done.value.files.get(configPath))
  const [old, young] = [await dumpOf(node, text), await dumpOf(node, after)]
  const what = difference(old, young)
  if (what !== undefined) return { is: "differs", what }
  return { is: "same", before: text.split("\n").length, after: after.split("\n").length }
}

/** What it prints, or why not. */
async function dumpOf(node: ContainerdNode, text: string): Promise<unknown> {
  writeFileSync(join(node.root, configPath), text)
  const { exitCode, stdout, stderr } = await node.dump()
  return exitCode === 0 ? parse(stdout) : `exit ${exitCode}: ${stderr.trim().split("\n").at(-1)}`
}

/** The first value that is not the same, by its path. */
function difference(a: unknown, b: unknown, path = ""): string | undefined {
  if (Bun.deepEquals(a, b)) return undefined
  const isTable = (one: unknown): one is Record<string, unknown> =>
    typeof one === "object" && one !== null && !Array.isArray(one)
  if (!isTable(a) || !isTable(b)) return `${path}: ${JSON.stringify(a)} and then ${JSON.stringify(b)}`
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference(a[key], b[key], `${path}/${key}`)
    if (found !== undefined) return found
  }
  return undefined
}
