// `npm test`: everything. Installs dependencies and, as root with apt, what the real tests need; builds dist/criadm;
// then types, lint, and the tests group by group. `npm test -- tests/documents` runs only those tests.
// Ends with one plain line: N passed, N failed, N skipped.
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { buildForThisMachine, root } from "./build.mjs"
import { bunOf } from "./dependencies.mjs"

/**
 * Tests that start virtual machines: each emulates a processor on one of this machine's. So that both lanes take about as
 * long, kubelet.test.ts is with the others, and new-developer.test.ts is here.
 */
const machines = [
  "kubernetes/operator-story",
  "kubernetes/join",
  "settings/sandbox",
  "settings/kernel-values",
  "crashes/clock-steps",
  "downloads/new-developer",
].map((name) => `tests/real/${name}.test.ts`)

/**
 * Each lane of a group is one run of bun test, beside the other lanes; the real ones come last, since they take longest.
 * Most of what is tested on real nodes waits; virtual machines calculate. `minutes` is a lane's budget on two cores, images
 * and programs being there: who goes over it is told, and moves a part into a campaign or the other lane.
 */
const groups = [
  { name: "pure and binary tests", lanes: { pure: { paths: ["tests"], except: ["tests/real/**"], minutes: 8 } } },
  {
    name: "tests on real programs and nodes",
    lanes: {
      machines: { paths: machines, except: [], minutes: 50 },
      containers: { paths: ["tests/real"], except: machines, minutes: 50 },
    },
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

/** One run of bun test after the other's name; resolves when it has ended. */
async function runLane(name, args, { isAlone, files, minutes }) {
  const report = join(reports, `${name.replaceAll(/\W/g, "-")}.xml`)
  const began = Date.now()
  const command = ["test", "--timeout", "120000", "--reporter=junit", `--reporter-outfile=${report}`, ...args]
  const env = { ...process.env, CRIADM_TEST: "1", ...(isAlone ? {} : { CRIADM_TEST_LANE: name }) }
  const child = spawn(bunOf(root), command, { cwd: root, env, stdio: ["inherit", "pipe", "pipe"] })
  const progress = { begun: 0, files }
  for (const stream of [child.stdout, child.stderr]) printLines(stream, isAlone ? "" : `[${name}] `, progress)
  const [status] = await once(child, "close")
  const seconds = (Date.now() - began) / 1000
  const said = `test: ${name}: ${status === 0 ? "ok" : `failed (exit ${status})`}, ${seconds.toFixed(1)} s`
  const over = seconds > 60 * (minutes ?? Number.POSITIVE_INFINITY)
  console.log(minutes === undefined ? said : `${said}, ${over ? "over its" : "of a"} budget of ${minutes} minutes`)
  if (status !== 0) broken.push(name)
  countReport(report)
}

/** Whole lines, each with the lane it is from; a file's first one tells how many of how many it is. */
function printLines(stream, lane, progress) {
  createInterface({ input: stream }).on("line", (line) => {
    if (!/^tests\/\S+\.test\.tsx?:$/.test(line)) return console.log(`${lane}${line}`)
    progress.begun += 1
    console.log(`${lane}${line.slice(0, -1)} (${progress.begun} of ${progress.files})`)
  })
}

/** How many files of tests are below these paths of the checkout. */
function countFiles(paths, except) {
  const isIn = (file, path) => file === path || file.startsWith(`${path.replace(/(?:\/\*\*|\/)$/, "")}/`)
  return readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `tests/${name}`)
    .filter((file) => paths.some((path) => isIn(file, path)) && !except.some((path) => isIn(file, path))).length
}

async function runGroup(name, lanes) {
  console.log(`\ntest: ${name}`)
  const all = Object.entries(lanes)
  await Promise.all(
    all.map(([lane, { paths, except, minutes }]) => {
      const ignored = except.flatMap((pattern) => ["--path-ignore-patterns", pattern])
      return runLane(lane, [...ignored, ...paths], {
        isAlone: all.length === 1,
        files: countFiles(paths, except),
        minutes,
      })
    }),
  )
}

const chosen = process.argv.slice(2)
if (chosen.length === 0) {
  console.log(
    "test: everything takes about 50 minutes on two cores, and 75 the first time, when images of nodes and real",
  )
  console.log(
    "test: Kubernetes programs are built. Installed are, below node_modules, what package-lock.json says, and by",
  )
  console.log(
    "test: apt-get, as root on Debian or Ubuntu, QEMU, systemd-nspawn and compilers. The cache is ~/.cache/criadm-tests.",
  )
}
const program = buildForThisMachine()
process.env.CRIADM_PROGRAM = program
if (chosen.length > 0)
  await runLane(chosen.join(" "), chosen, { isAlone: true, files: countFiles(chosen, []), minutes: undefined })
else {
  for (const project of [".", "scripts"]) {
    step(`types (${project})`, join(root, "node_modules/.bin/tsc"), ["--noEmit", "--project", project])
  }
  step("unused code", join(root, "node_modules/.bin/knip"), ["--no-progress", "--treat-config-hints-as-errors"])
  step("lint", join(root, "node_modules/.bin/biome"), ["check", "--error-on-warnings", "."])
  for (const { name, lanes, prepare } of groups) {
    for (const command of prepare ?? []) {
      const [program, ...args] = command
      step(`what is needed (${command.at(-1)})`, resolve(root, program), args)
    }
    await runGroup(name, lanes)
  }
}
rmSync(reports, { recursive: true })
if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`)
const failed = Math.max(totals.failed, broken.length > 0 ? 1 : 0)
console.log(`\n${totals.passed} passed, ${failed} failed, ${totals.skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
