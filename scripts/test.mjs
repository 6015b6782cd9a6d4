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
import { tableOfCells } from "./measure/cells.mjs"

/** Tests that start virtual machines: each emulates a processor on one of this machine's, so they come one by one. */
const machines = [
  "kubernetes/operator-story",
  "kubernetes/join",
  "settings/sandbox",
  "settings/kernel-values",
  "crashes/clock-steps",
].map((name) => `tests/real/${name}.test.ts`)

/** Of the others those that take longest, minutes each: begun first, so that nobody waits for one of them at the end. */
const longest = [
  "crashes/guard",
  "install/install-foreign",
  "kubernetes/kubelet",
  "downloads/readme",
  "downloads/release-workflow",
  "crashes/every-call",
  "wizard/wizard",
  "install/install-docker",
  "install/install-bundle",
  "downloads/new-developer",
  "kubernetes/preflight",
].map((name) => `tests/real/${name}.test.ts`)

/**
 * A group is one run of bun test, or a run for each of its files: then two of them go side by side, one of `machines` and
 * one of the others. Most of what is tested on real nodes waits; virtual machines calculate. The real ones come last, since
 * they take longest. `minutes` is a group's budget on two cores, images and programs being there: who goes over it is told,
 * and moves a part into a campaign.
 */
const groups = [
  { name: "pure and binary tests", paths: ["tests"], except: ["tests/real/**"], minutes: 8 },
  {
    name: "tests on real programs and nodes",
    paths: ["tests/real"],
    except: [],
    minutes: 48,
    fileByFile: true,
    prepare: [
      ["tests/real/install-requirements"],
      ["scripts/install-build-requirements"],
      [bunOf(root), "tests/real/peers/build.ts"],
    ],
  },
]

const reports = mkdtempSync(join(tmpdir(), "criadm-test-"))
/** Where tests record which kinds of nodes went through which steps. */
const cells = join(reports, "cells")
const totals = { passed: 0, failed: 0, skipped: 0 }
const broken = []
/** How many tests failed of a file while others ran beside it; and the files of them that passed alone. */
const failedBeside = new Map()
const passedAlone = []
/** At most so many files are run again: where more fail it is not the others' doing. */
const mostRunAgain = 4
/** What bun test said of each test that failed: its file, the last lines before, and its own line, by the last one. */
const failures = new Map()

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
function countsOf(file) {
  const head = existsSync(file) ? (/<testsuites [^>]*>/.exec(readFileSync(file, "utf8"))?.[0] ?? "") : ""
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const [failed, skipped] = [count("failures"), count("skipped")]
  return { passed: count("tests") - failed - skipped, failed, skipped }
}

function addToTotals(counts) {
  for (const [name, count] of Object.entries(counts)) totals[name] += count
}

/**
 * One run of bun test; resolves when it has ended, to whether it passed and to its counts. `lane` is put before its lines
 * where another one runs beside it.
 */
async function runTests(name, args, { lane = "", files }) {
  const report = join(reports, `${name.replaceAll(/\W/g, "-")}.xml`)
  const began = Date.now()
  const command = ["test", "--timeout", "120000", "--reporter=junit", `--reporter-outfile=${report}`, ...args]
  const env = {
    ...process.env,
    CRIADM_TEST: "1",
    CRIADM_TEST_CELLS: cells,
    ...(lane === "" ? {} : { CRIADM_TEST_LANE: lane }),
  }
  const child = spawn(bunOf(root), command, { cwd: root, env, stdio: ["inherit", "pipe", "pipe"] })
  const progress = { begun: 0, files, file: "", failed: new Map() }
  for (const stream of [child.stdout, child.stderr]) printLines(stream, lane === "" ? "" : `[${lane}] `, progress)
  const [status] = await once(child, "close")
  console.log(`test: ${name}: ${status === 0 ? "ok" : `failed (exit ${status})`}, ${secondsSince(began).toFixed(1)} s`)
  return { isOk: status === 0, failed: progress.failed, counts: countsOf(report) }
}

/** A run of tests that counts. A file that failed gets its second run by `runAgainAlone`. */
async function runAndCount(name, args, options) {
  const { isOk, failed, counts } = await runTests(name, args, options)
  addToTotals(counts)
  for (const [file, count] of failed) failedBeside.set(file, count)
  if (!isOk && failed.size === 0) broken.push(name)
}

/**
 * Tests on real nodes share one kernel and two processors with what runs beside them. A file of which a test failed is
 * run once more with nothing beside it, and both results are told; what fails alone too has failed.
 */
async function runAgainAlone() {
  const files = [...failedBeside.keys()]
  if (files.length > mostRunAgain) {
    broken.push(...files)
    return
  }
  for (const file of files) {
    console.log(`\ntest: ${file} (once more, alone)`)
    const { isOk } = await runTests(`${file} alone`, [file], { files: 1 })
    if (!isOk) broken.push(file)
    else {
      passedAlone.push(file)
      addToTotals({ passed: failedBeside.get(file), failed: -failedBeside.get(file) })
    }
  }
}

const secondsSince = (began) => (Date.now() - began) / 1000

/** Whole lines, each with the lane it is from; a file's first one tells how many of how many it is. */
function printLines(stream, lane, progress) {
  const before = []
  createInterface({ input: stream }).on("line", (line) => {
    const isFailure = line.startsWith("(fail) ")
    if (isFailure && !failures.has(line)) failures.set(line, [progress.file, ...before])
    if (isFailure) progress.failed.set(progress.file, (progress.failed.get(progress.file) ?? 0) + 1)
    if (isFailure || line.startsWith("(pass) ")) before.length = 0
    else before.push(line)
    if (before.length > 40) before.shift()
    if (!/^tests\/\S+\.test\.tsx?:$/.test(line)) return console.log(`${lane}${line}`)
    progress.begun += 1
    progress.file = line.slice(0, -1)
    console.log(`${lane}${progress.file}${progress.files > 1 ? ` (${progress.begun} of ${progress.files})` : ""}`)
  })
}

/** The files of tests below these paths of the checkout. */
function filesBelow(paths, except) {
  const isIn = (file, path) => file === path || file.startsWith(`${path.replace(/(?:\/\*\*|\/)$/, "")}/`)
  return readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `tests/${name}`)
    .filter((file) => paths.some((path) => isIn(file, path)) && !except.some((path) => isIn(file, path)))
    .sort()
}

/** Two at once: `machines` in their order, and beside them all the others; who is done first helps the other. */
async function runFileByFile(files) {
  const others = files.filter((file) => !machines.includes(file))
  const waiting = [
    ...longest.filter((file) => others.includes(file)),
    ...others.filter((file) => !longest.includes(file)),
  ]
  const ofMachines = machines.filter((file) => files.includes(file))
  let begun = 0
  const work = async (lane, own) => {
    for (let file = own.shift(); file !== undefined; file = own.shift() ?? waiting.shift()) {
      begun += 1
      console.log(`\ntest: ${file} (${begun} of ${files.length})`)
      await runAndCount(file, [file], { lane, files: 1 })
    }
  }
  await Promise.all([work("machines", ofMachines), work("others", waiting)])
}

async function runGroup({ name, paths, except, minutes, fileByFile = false }) {
  console.log(`\ntest: ${name}`)
  const began = Date.now()
  const files = filesBelow(paths, except)
  const ignored = except.flatMap((pattern) => ["--path-ignore-patterns", pattern])
  if (fileByFile) await runFileByFile(files)
  else await runAndCount(name, [...ignored, ...paths], { files: files.length })
  await runAgainAlone()
  failedBeside.clear()
  const seconds = secondsSince(began)
  const over = seconds > 60 * minutes ? "over its" : "of a"
  console.log(`test: ${name}: ${seconds.toFixed(1)} s, ${over} budget of ${minutes} minutes`)
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
if (chosen.length > 0) {
  const { isOk, counts } = await runTests(chosen.join(" "), chosen, { files: filesBelow(chosen, []).length })
  addToTotals(counts)
  if (!isOk) broken.push(chosen.join(" "))
} else {
  for (const project of [".", "scripts"]) {
    step(`types (${project})`, join(root, "node_modules/.bin/tsc"), ["--noEmit", "--project", project])
  }
  step("unused code", join(root, "node_modules/.bin/knip"), ["--no-progress", "--treat-config-hints-as-errors"])
  step("lint", join(root, "node_modules/.bin/biome"), ["check", "--error-on-warnings", "."])
  for (const group of groups) {
    for (const command of group.prepare ?? []) {
      const [program, ...args] = command
      step(`what is needed (${command.at(-1)})`, resolve(root, program), args)
    }
    await runGroup(group)
  }
}
for (const line of ["", ...tableOfCells(cells)]) console.log(line)
rmSync(reports, { recursive: true })
for (const [line, said] of failures) console.log(`\n${[...said, line].join("\n")}`)
if (passedAlone.length > 0) console.log(`\nfailed beside others, passed alone: ${passedAlone.join(", ")}`)
if (broken.length > 0) console.log(`\nfailed: ${broken.join(", ")}`)
const failed = Math.max(totals.failed, broken.length > 0 ? 1 : 0)
console.log(`\n${totals.passed} passed, ${failed} failed, ${totals.skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
