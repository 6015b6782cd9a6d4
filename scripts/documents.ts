// Writes what the documents have from the program itself: docs/findings.md, docs/settings.md, docs/dependencies.md, the
// run in the README and its figures. Run it with Bun after scripts/build: node_modules/.bin/bun scripts/documents.ts. With --check
// it writes nothing, names what is stale and ends with 1; a test does that.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findingsToDocument } from "../src/cli/finding-pages.ts"
import { en } from "../src/messages/en/en.ts"
import { settings } from "../src/settings/known.ts"
import { type Figures, figuresToText } from "./measure/readme.ts"
import { reasons } from "./release/dependency-reasons.ts"

const root = join(import.meta.dir, "..")
const program = process.env["CRIADM_PROGRAM"] ?? join(root, "dist/criadm")

/** One run of the whole job on the sample node, as it is printed, without what differs from run to run. */
function demo(): string {
  const directory = mkdtempSync(join(tmpdir(), "criadm-documents-"))
  const { stdout } = Bun.spawnSync([program, "demo", "--yes"], { cwd: directory, env: { LC_ALL: "C.UTF-8" } })
  rmSync(directory, { recursive: true })
  const said = stdout.toString()
  const from = said.indexOf("--- criadm apply")
  const lines = said
    .slice(from, said.indexOf("\n--- criadm", from + 1))
    .trimEnd()
    .split("\n")
    .slice(1)
  // The whole diff would fill the page: its beginning, and what was proven. How long a step took differs.
  const proof = lines.findIndex((line) => line.startsWith("ok "))
  const shown = [...lines.slice(0, 12), "  [...]", ...lines.slice(proof)].map((line) =>
    line.replace(/ (?:\d+ ms|\d+\.\d s)$/, ""),
  )
  return ["```", "$ criadm apply --yes", ...shown, "```"].join("\n")
}

function settingsDocument(): string {
  const rows = settings.map(({ id, aliases, form, placeholder }) => {
    const flag = form === "switch" ? `\`--${id}\`, \`--no-${id}\`` : `\`--${id} ${placeholder ?? ""}\``
    const others = aliases.map((alias) => ` (\`--${alias}\`)`).join("")
    const { question, help } = en.settings[id]
    return `| ${flag}${others} | ${help.replaceAll("|", "\\|")}${form === "list" ? "; repeatable" : ""} | ${question} |`
  })
  return `${[
    "# Settings",
    "Each is a flag, a key of the answers file (`--answers FILE`, TOML, the flag's name without dashes in front) and a\nquestion of the wizard where it matters. A value is taken from the flag, else from the answers file, else from the last\nkept run, else from what the node already has where that is fit, else it is the suggestion.",
    ["| flag | what it is | what the wizard asks |", "|---|---|---|", ...rows].join("\n"),
  ].join("\n\n")}\n`
}

function dependenciesDocument(): string {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>
    readonly devDependencies: Readonly<Record<string, string>>
  }
  const row = ([name, version]: readonly [string, string]) => `| ${name} | ${version} | ${reasons[name] ?? ""} |`
  const table = (some: Readonly<Record<string, string>>) =>
    ["| package | version | why |", "|---|---|---|", ...Object.entries(some).map(row)].join("\n")
  return `${[
    "# Dependencies",
    "Few, and pinned exactly; `package-lock.json` pins what they bring along.",
    "## In the program",
    table(dependencies),
    "## To build and test it",
    table(devDependencies),
  ].join("\n\n")}\n`
}

/** A text with a block between `<!-- NAME:begin -->` and `<!-- NAME:end -->` replaced. */
function withBlock(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`there is no block ${name}`)
  return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`
}

const readme = readFileSync(join(root, "README.md"), "utf8")
const figures = JSON.parse(readFileSync(join(root, "docs/figures.json"), "utf8")) as Figures

const documents: Readonly<Record<string, string>> = {
  "docs/findings.md": findingsToDocument(en),
  "docs/settings.md": settingsDocument(),
  "docs/dependencies.md": dependenciesDocument(),
  "README.md": withBlock(withBlock(readme, "demo", demo()), "bench", figuresToText(figures)),
}

const stale = Object.entries(documents).filter(
  ([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), "utf8") !== text,
)
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.log(`${file} is not what scripts/documents.ts writes`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else for (const [file, text] of stale) writeFileSync(join(root, file), text)
