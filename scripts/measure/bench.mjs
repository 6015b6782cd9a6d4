// Prints the figures of the README: how long criadm takes beside an empty program made the same way, beside the
// manual steps of the Kubernetes page, and beside three CRI calls; and its peak memory. Medians of 30, in one run,
// as ratios, because machines differ. Works on a node tree below a temporary directory, and on a real node where the
// real tests can run one. With --record it writes docs/figures.json, of which the README tells.
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { buildForThisMachine, root } from "../build.mjs"
import { bunOf } from "../dependencies.mjs"
import { noteFigures } from "./figures.mjs"

const runs = 30
if (process.argv.includes("--record")) process.env.CRIADM_FIGURES = join(root, "docs/figures.json")
const work = mkdtempSync(join(tmpdir(), "criadm-bench-"))
process.on("exit", () => rmSync(work, { recursive: true, force: true }))

/** Milliseconds of one run, from start to exit. */
function timeOnce([program, ...args], expected) {
  const began = process.hrtime.bigint()
  const { status, error, stderr } = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"] })
  if (error !== undefined || !expected.includes(status)) {
    throw new Error(`${program} ${args.join(" ")}: exit ${status} ${error ?? stderr}`)
  }
  return Number(process.hrtime.bigint() - began) / 1e6
}

/** Medians of commands that take turns, so that a busy moment of the machine hits all of them. */
function medians(commands) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let run = 0; run < runs; run++) {
    for (const [name, { argv, expected = [0] }] of Object.entries(commands)) times[name].push(timeOnce(argv, expected))
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]]),
  )
}

/** Peak resident memory in MiB, as the kernel counts it (getrusage, ru_maxrss in KiB). */
function peakMemory(argv) {
  const script =
    "import resource,subprocess,sys; subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
  const { status, stdout } = spawnSync("python3", ["-c", script, ...argv], { encoding: "utf8" })
  return status === 0 ? Number(stdout) / 1024 : undefined
}

function put(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A Debian 13 node tree as its packages leave it. */
function nodeTree(directory) {
  put(join(directory, "etc/os-release"), 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n')
  put(
    join(directory, "etc/containerd/config.toml"),
    'version = 2\n\n[plugins]\n  [plugins."io.containerd.grpc.v1.cri"]\n    [plugins."io.containerd.grpc.v1.cri".cni]\n      bin_dir = "/usr/lib/cni"\n',
  )
  put(
    join(directory, "usr/lib/systemd/system/containerd.service"),
    "[Service]\nExecStart=/usr/bin/containerd\n[Install]\nWantedBy=multi-user.target\n",
  )
  put(join(directory, "usr/bin/containerd"), "")
  put(join(directory, "usr/lib/systemd/systemd"), "")
  return directory
}

const program = buildForThisMachine()
const hello = join(work, "hello")
writeFileSync(join(work, "hello.ts"), 'console.log("hello")\n')
const compiled = spawnSync(
  bunOf(root),
  ["build", "--compile", "--minify", "--bytecode", "--format=esm", join(work, "hello.ts"), "--outfile", hello],
  { stdio: "ignore" },
)
if (compiled.status !== 0) throw new Error("the empty program cannot be compiled")

const before = nodeTree(join(work, "before"))
const after = nodeTree(join(work, "after"))
const onRoot = (directory) => [
  "--root",
  directory,
  "--runtime-version",
  "1.7.24",
  "--runtime",
  "containerd",
  "--cgroup-driver",
  "systemd",
  "--sandbox-image",
  "registry.k8s.io/pause:3.10.2",
]
timeOnce([program, "apply", "--yes", "--quiet", ...onRoot(after)], [0])

// What the page has people do by hand, on a tree of files: edit, write the sysctl file, look at the result.
const manual = join(work, "manual.sh")
writeFileSync(
  manual,
  `#!/bin/sh
set -e
cp ${before}/etc/containerd/config.toml ${work}/config.toml
sed -i 's/SystemdCgroup = false/SystemdCgroup = true/; s#sandbox_image = ".*"#sandbox_image = "registry.k8s.io/pause:3.10.2"#' ${work}/config.toml
echo 'net.ipv4.ip_forward = 1' > ${work}/k8s.conf
sysctl net.ipv4.ip_forward > /dev/null
grep -c SystemdCgroup ${work}/config.toml || true
`,
)

const figures = medians({
  hello: { argv: [hello] },
  "criadm --version": { argv: [program, "--version"] },
  "criadm detect": { argv: [program, "detect", "--root", before, "--runtime-version", "1.7.24"] },
  "criadm plan": { argv: [program, "plan", ...onRoot(before)] },
  "criadm apply, nothing to do": { argv: [program, "apply", "--yes", ...onRoot(after)] },
  "the page's steps as a script": { argv: ["/bin/sh", manual] },
})

console.log(`\nmedians of ${runs} runs; the floor is an empty program compiled the same way`)
console.log(`${"".padEnd(30)}${"ms".padStart(8)}${"x floor".padStart(10)}${"x script".padStart(10)}`)
for (const [name, time] of Object.entries(figures)) {
  const ratio = (other) => (time / figures[other]).toFixed(2).padStart(10)
  console.log(
    `${name.padEnd(30)}${time.toFixed(1).padStart(8)}${ratio("hello")}${ratio("the page's steps as a script")}`,
  )
}
const allowed = 1.2
const startUp = figures["criadm --version"] / figures.hello
console.log(
  `criadm --version is ${startUp.toFixed(2)} times the floor (at most ${allowed}): ${startUp <= allowed ? "ok" : "too slow"}`,
)

/** @type {Record<string, number | undefined>} */
const peaks = {}
for (const [name, argv] of Object.entries({
  "criadm --version": [program, "--version"],
  "criadm plan": [program, "plan", ...onRoot(before)],
  "the floor": [hello],
})) {
  const peak = peakMemory(argv)
  peaks[name] = peak
  console.log(
    `peak memory of ${name}: ${peak === undefined ? "not measured, python3 is missing" : `${peak.toFixed(0)} MiB`}`,
  )
}

noteFigures("memory", peaks)

process.env.CRIADM_PROGRAM = program
for (const part of [
  "scripts/measure/wizard.ts",
  "tests/real/speed/bench-on-node.ts",
  "tests/real/speed/bench-install.ts",
]) {
  spawnSync(bunOf(root), [join(root, part)], { stdio: "inherit" })
}
process.exitCode = startUp <= allowed ? 0 : 1
