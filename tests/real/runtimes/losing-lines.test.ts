// The lines that criadm explain says do not count, taken away one by one: what the real containerd makes of the files
// must stay the same. And a line that it says counts, set to something else: then it must change.
import { expect, setDefaultTimeout, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "smol-toml"
import type { Place } from "../../../src/model/place.ts"
import { explain } from "../../components/containerd/reasons.ts"
import { needsOfPackages, type Release } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { configurationsFor } from "./configurations.ts"
import { type ContainerdNode, containerdNode, type Files } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"

/** Fetching packages on a slow network; then some two hundred dumps of 10 to 40 ms. */
setDefaultTimeout(15 * 60 * 1000)

const settings = ["cgroup-driver", "sandbox-image"] as const
const ownCases = /^[a-z0-9-]+$/

describeReal("the lines that explain tells", needsOfPackages, () => {
  for (const release of triedReleases()) {
    test(`count, and do not count, for containerd ${release.version} as they do for criadm`, async () => {
      const cases = (await configurationsFor(release)).filter(({ name }) => ownCases.test(name))
      const wrong: string[] = []
      let tried = 0
      for (const { name, files } of cases) {
        if (files === "as-packaged") continue
        const found = await tryLines(release, files)
        tried += found.tried
        wrong.push(...found.wrong.map((one) => `${name}: ${one}`))
      }
      console.log(`containerd ${release.version}: ${tried} lines taken away or changed`)

      expect(wrong).toEqual([])
      expect(tried).toBeGreaterThan(15)
    })
  }
})

async function tryLines(release: Release, files: Files): Promise<{ readonly tried: number; readonly wrong: string[] }> {
  const texts = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, bytes.toString()]))
  const told = settings.flatMap((setting) => explain(setting, release.version, texts))
  const wrong: string[] = []
  if (told.some(({ value }) => value === undefined) && told.every(({ others }) => others.length === 0)) {
    return { tried: 0, wrong }
  }
  const node = await containerdNode(release, files)
  try {
    const before = await effectiveValues(node)
    if (before === undefined) return { tried: 0, wrong }
    // Options of handlers that are not runc's stand in the dump; what their shims make of them it does not show.
    const losers = told
      .flatMap(({ others }) => others.map(({ place, why }) => ({ place, code: why.code })))
      .filter(({ code }) => code !== "containerd-handler-not-runc")
    let tried = 0
    for (const { place, code } of losers) {
      const after = await withLine(node, texts, place, () => "")
      if (after === undefined) continue
      tried++
      if (after !== before)
        wrong.push(`${place.file}:${place.line} counts, although ${code}: ${before} became ${after}`)
    }
    for (const { setting, source, value } of told) {
      // The dump of 1.4 never shows options.
      const isShown = setting === "sandbox-image" || !release.version.startsWith("1.4")
      if (source.kind !== "file" || source.place === undefined || value === undefined || !isShown) continue
      const after = await withLine(node, texts, source.place, (line) => otherwise(line))
      if (after === undefined) continue
      tried++
      if (after === before) wrong.push(`${source.place.file}:${source.place.line} does not count`)
    }
    return { tried, wrong }
  } finally {
    node.remove()
  }
}

/** The dump with one line written differently; undefined: the line is more than a key and its value. */
async function withLine(
  node: ContainerdNode,
  texts: Readonly<Record<string, string>>,
  place: Place,
  change: (line: string) => string,
): Promise<string | undefined> {
  const text = texts[place.file] ?? ""
  const lines = text.split("\n")
  const line = lines[place.line - 1] ?? ""
  if (!/^\s*[\w."'-]+\s*=\s*[^{[]*$/.test(line)) return undefined
  lines[place.line - 1] = change(line)
  writeFileSync(join(node.root, place.file), lines.join("\n"))
  const values = await effectiveValues(node)
  writeFileSync(join(node.root, place.file), text)
  return values
}

function otherwise(line: string): string {
  if (/=\s*true/.test(line)) return line.replace(/=\s*true/, "= false")
  if (/=\s*false/.test(line)) return line.replace(/=\s*false/, "= true")
  return line.replace(/=.*/, '= "other.example/pause:1"')
}

/** Driver options by handler and the sandbox image, as the dump has them; undefined: it refuses the files. */
async function effectiveValues(node: ContainerdNode): Promise<string | undefined> {
  const { exitCode, stdout } = await node.dump()
  if (exitCode !== 0) return undefined
  const found: Record<string, unknown> = {}
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      const key = path.at(-1) ?? ""
      const isImage = key === "sandbox_image" || (key === "sandbox" && path.at(-2) === "pinned_images")
      const isDriver = /^systemdcgroup$/i.test(key) && path.at(-2) === "options"
      if (isImage || isDriver) found[path.join(".")] = value
      return
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
  }
  walk(parse(stdout), [])
  return JSON.stringify(Object.entries(found).sort())
}
