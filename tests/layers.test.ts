// Imports go downward only. The table is the architecture; this test reads the import lines.
import { expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { components } from "../src/components/loaded.ts"

const source = join(import.meta.dir, "../src")

/** Folder or file → what of src it may import. "name:types": only with `import type`. A path names one file. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  wording: ["model"],
  messages: ["model", "wording", "components/known.ts", "components/oci-runtimes/known.ts"],
  machine: ["model"],
  documents: ["model"],
  cri: ["model", "machine"],
  components: ["model", "documents", "machine:types", "wording"],
  "init-systems": ["model", "machine", "documents"],
  settings: ["model", "documents", "components/known.ts"],
  packages: ["model", "machine", "documents", "components/rpm-database.ts"],
  detect: ["model", "machine", "documents", "cri", "components", "init-systems", "criadm:types"],
  decide: ["model", "documents", "components", "settings", "integrations"],
  integrations: [],
  migrate: ["model", "documents", "components", "decide"],
  apply: ["model", "machine", "cri", "components", "init-systems", "packages"],
  criadm: [
    "model",
    "settings",
    "machine:types",
    "detect",
    "decide",
    "migrate",
    "apply",
    "components",
    "init-systems",
    "cri",
    "packages",
  ],
  // Both faces print what it makes of a value.
  pages: ["model", "messages", "documents/diff.ts"],
  cli: [
    "pages",
    "migrate/kubelet-configmap.ts",
    "model",
    "messages",
    "settings",
    "documents/diff.ts",
    "documents/toml/toml.ts",
    "criadm:types",
  ],
  tui: ["pages", "model", "messages", "settings", "criadm:types"],
  "record-node.ts": ["model", "machine", "criadm", "cli:types"],
  "open-wizard.ts": ["model", "messages:types", "settings", "cli", "tui", "criadm:types"],
  demo: ["model", "machine", "cri", "documents", "criadm", "cli", "open-wizard.ts"],
  bundle: ["model", "messages", "settings", "machine", "documents", "components", "decide", "packages", "cli"],
  "main.ts": [
    "bundle",
    "model",
    "messages",
    "pages",
    "cli",
    "demo",
    "machine",
    "criadm",
    "open-wizard.ts",
    "record-node.ts",
  ],
}

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
  readonly isLazy: boolean
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8")
  const from = relative(source, file)
  const statics = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"'()]*?\sfrom\s+)?["'](\.[^"']+)["']/gms)].map(
    ([line, type, target]) => ({ target, isType: type !== undefined || isAllTypes(line), isLazy: false }),
  )
  const lazies = [...text.matchAll(/\bimport\(\s*["'](\.[^"']+)["']\s*\)/g)].map(([, target]) => ({
    target,
    isType: false,
    isLazy: true,
  }))
  return [...statics, ...lazies].map(({ target, isType, isLazy }) => ({
    from,
    to: relative(source, join(dirname(file), target ?? "")),
    isType,
    isLazy,
  }))
}

/** `import { type A, type B } from` imports nothing at run time. */
function isAllTypes(line: string): boolean {
  const names = /\{([^}]*)\}/.exec(line)?.[1]
  return names?.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type ")) === true
}

const leadsToInk = ["tui", "open-wizard.ts"]

const roomOf = (path: string) => path.split("/")[0] ?? path

function isAllowed({ from, to, isType }: Import): boolean {
  const room = roomOf(from)
  if (roomOf(to) === room) return true
  return (mayImport[room] ?? []).some((allowed) => {
    const [what, kind] = allowed.split(":")
    return (what === roomOf(to) || what === to) && (kind === undefined || isType)
  })
}

test("every folder of src is in the table", () => {
  const rooms = new Set(filesBelow(source).map((file) => roomOf(relative(source, file))))

  expect([...rooms].filter((room) => mayImport[room] === undefined)).toEqual([])
})

test("imports go downward only", () => {
  const upward = filesBelow(source)
    .flatMap(importsOf)
    .filter((one) => !isAllowed(one))

  expect(upward.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
})

test("no module imports one that imports it, however far round", () => {
  const isStatic = ({ isType, isLazy }: Import) => !isType && !isLazy
  const imports = new Map(
    filesBelow(source).map((file) => [
      relative(source, file),
      importsOf(file)
        .filter(isStatic)
        .map(({ to }) => to),
    ]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" imports "))
    if (done.has(file) || way.includes(file)) return
    for (const to of imports.get(file) ?? []) walk(to, [...way, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])

  expect(circles).toEqual([])
})

test("only the wizard knows Ink and React, and it is only loaded lazily", () => {
  const face = filesBelow(source).filter((file) => /from "(ink|react)["/]/.test(readFileSync(file, "utf8")))
  const eager = filesBelow(source)
    .flatMap(importsOf)
    .filter(
      ({ from, to, isType, isLazy }) => !isType && !isLazy && roomOf(from) !== "tui" && leadsToInk.includes(roomOf(to)),
    )
    .map(({ from }) => from)

  expect(face.map((file) => roomOf(relative(source, file))).filter((room) => room !== "tui")).toEqual([])
  expect(eager).toEqual([])
})

test("the program ends in one place, and a module's import does nothing", () => {
  const exits = filesBelow(source).filter((file) => readFileSync(file, "utf8").includes("process.exit("))

  expect(exits.map((file) => relative(source, file))).toEqual(["main.ts"])
})

test("no folder is a drawer: 24 files at the most, what is more has sub-folders", () => {
  const folders = new Map<string, number>()
  for (const file of filesBelow(source)) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1)
  const full = [...folders]
    .filter(([, count]) => count > 24)
    .map(([folder, count]) => `${relative(source, folder)}: ${count}`)

  expect(full).toEqual([])
})

test("releases are compared in tables only", () => {
  const offenders = filesBelow(source)
    .map((file) => relative(source, file))
    .filter((file) => !/\/tables\/|-tables\.ts$|^model\//.test(file))
    .filter((file) =>
      /\b(?:isAtLeast|compareVersions)\(|\.(?:minor|major|patch) (?:[<>]=?|[!=]==) \d|maxSchema [<>]|\bgeneration [!=]==/.test(
        readFileSync(join(source, file), "utf8"),
      ),
    )

  expect(offenders).toEqual([])
})

/**
 * "docker" is there a kind of container that the node itself may be, and a form of image archives; "containerd" a package
 * that has a shim, and a part of a key's path on the node that a demonstration and the examples of sentences are made of.
 */
const speaksOfOthers =
  /^(?:detect\/containment|model\/facts\/image-archive|documents\/image-archive\/image-archive|model\/install\/install-command)\.ts$|^demo\/|^messages\/examples\//

test("nothing outside its folder knows a runtime by its name: what differs is asked of the component", () => {
  const ids = components.filter(({ role }) => role === "runtime" || role === "companion").map(({ id }) => id)
  const name = new RegExp(
    `"(?:${ids.join("|")})"|\\["?(?:${ids.join("|")})"?\\]|\\bcomponents\\.(?:${ids.join("|")})\\b`,
  )
  const offenders = filesBelow(source)
    .map((file) => relative(source, file))
    .filter((file) => !file.startsWith("components/") && !speaksOfOthers.test(file))
    .filter((file) => name.test(codeOf(join(source, file))))

  expect(offenders).toEqual([])
})

test("no component's folder knows another's runtime by its name", () => {
  const ids = components.filter(({ role }) => role === "runtime" || role === "companion").map(({ id }) => id)
  const offenders = ids.flatMap((id) => {
    const others = new RegExp(`[!=]== "(?:${ids.filter((other) => other !== id).join("|")})"`)
    return filesBelow(join(source, "components", id))
      .filter((file) => others.test(codeOf(file)))
      .map((file) => relative(source, file))
  })

  expect(offenders).toEqual([])
})

/** Without comments. */
function codeOf(file: string): string {
  return readFileSync(file, "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")
}

/** Each takes one to twenty milliseconds and some megabytes to load, and most commands need none of them. */
const loadedWhenNeeded = ["crypto", "http", "http2", "https", "net", "tls", "util", "zlib", "readline/promises"]

test("modules that are slow to load are loaded where they are needed, not when a command starts", () => {
  const offenders = filesBelow(source).filter((file) => {
    const text = readFileSync(file, "utf8")
    const loaded = [...text.matchAll(/^import (?!type)[^"]*"(?:node:([\w/]+)|(bun:\w+))"/gm)]
    return loaded.some(([, name = "", ofBun]) => ofBun !== undefined || loadedWhenNeeded.includes(name))
  })

  expect(offenders.map((file) => relative(source, file))).toEqual([])
})

/** Modules that come with this one, however far round, but for those that are loaded when they are needed. */
function loadedWith(first: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const left = [join(source, first)]
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const [, to = ""] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type)[^"]*"(\.[^"]+)"/gm)) {
      left.push(join(dirname(file), to))
    }
  }
  return new Set([...seen].map((file) => relative(source, file)))
}

test("the wizard's first frame waits for no component, no other language and nothing that looks at nodes", () => {
  const firstFrame = ["main.ts", "messages/choose.ts", "cli/run.ts", "open-wizard.ts", "tui/wizard.ts"]
  const loaded = firstFrame.flatMap((file) => [...loadedWith(file)])

  expect(loaded).toContain("components/containerd/listed.ts")
  expect(
    loaded.filter((file) =>
      /^components\/.*\/component\.ts$|\/zh(?:\/|\.ts$)|^(?:criadm\/criadm|detect\/|apply\/)/.test(file),
    ),
  ).toEqual([])
})
