// `npm test`: everything. Installs dependencies and, as root with apt, what the real tests need; builds dist/criadm;
// then types, lint, and the tests group by group. `npm test -- tests/documents` runs only those tests.
// Ends with one plain line: N passed, N failed, N skipped.
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { buildForThisMachine, root } from "./build.mjs"
import { bunOf } from "./dependencies.mjs"

/** Each group is one run of bun test; the real ones come last, since they take longest. */
const groups = [
  { name: "pure and binary tests", paths: ["tests"], except: "tests/real/" },
  {
    name: "tests on real programs and nodes",
    paths: ["tests/real"],
    prepare: [
      ["tests/real/install-requirements"],
      ["scripts/install-build-requirements"],
      [bunOf(root), "tests/real/peers/build.ts"],
    ],
  },
]

const reports = mkdtempSync(join(tmpdir(), "criadm-test-"))
const totals = { passed: 0, failed: 0, skipped: 0 }
const broken = []

function step(name, command, args) {
  const began = Date.now()
  console.log(`\ntest: ${name}`)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, CRIADM_TEST: "1" },
  })
  console.log(
    `test: ${name}: ${status === 0 ? "ok" : `failed (exit ${status})`}, ${((Date.now() - began) / 1000).toFixed(1)} s`,
  )
  if (status !== 0) broken.push(name)
}

/** Counts of one JUnit report of bun test, from the attributes of its outermost element. */
function countReport(file) {
  const head = existsSync(file) ? (/<testsuites [^>]*>/.exec(readFileSync(file, "utf8"))?.[0] ?? "") : ""
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  totals.failed += count("failures")
  totals.skipped += count("skipped")
  totals.passed += count("tests") - count("failures") - count("skipped")
}

function runTests(name, args) {
  const report = join(reports, `${totals.passed}-${broken.length}.xml`)
  step(name, bunOf(root), ["test", "--timeout", "120000", "--reporter=junit", `--reporter-outfile=${report}`, ...args])
  countReport(report)
}

const program = buildForThisMachine()
process.env.CRIADM_PROGRAM = program
const chosen = process.argv.slice(2)
if (chosen.length > 0) runTests(chosen.join(" "), chosen)
else {
  step("types", join(root, "node_modules/.bin/tsc"), ["--noEmit"])
  step("unused code", join(root, "node_modules/.bin/knip"), ["--no-progress", "--treat-config-hints-as-errors"])
  step("lint", join(root, "node_modules/.bin/biome"), ["check", "--error-on-warnings", "."])
  for (const { name, paths, except, prepare } of groups) {
    for (const command of prepare ?? []) {
      const [program, ...args] = command
      step(`what is needed (${command.at(-1)})`, resolve(root, program), args)
    }
    const ignored = except === undefined ? [] : ["--path-ignore-patterns", `${except}**`]
    runTests(name, [...ignored, ...paths])
  }
}
rmSync(reports, { recursive: true })
if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`)
const failed = Math.max(totals.failed, broken.length > 0 ? 1 : 0)
console.log(`\n${totals.passed} passed, ${failed} failed, ${totals.skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
