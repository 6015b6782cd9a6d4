// The part of scripts/bench that needs a running containerd: on a real node (trixie in systemd-nspawn), medians of 30 of
// `criadm verify`, of `criadm apply` with nothing to do, of the page's steps and of three CRI calls.
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { program } from "../tests/real/criadm-program.ts"
import { needsOfNodes, node } from "../tests/real/nodes.ts"
import { whyNot } from "../tests/real/requirements.ts"

const runs = 30
const reason = whyNot(needsOfNodes)
if (reason !== undefined) {
  console.log(`on a real node: not measured, ${reason}`)
  process.exit(0)
}

const work = mkdtempSync(join(tmpdir(), "criadm-bench-"))
const calls = join(work, "three-cri-calls")
const source = join(import.meta.dir, "bench-three-calls.ts")
const flags = ["build", "--compile", "--minify", "--bytecode", "--format=esm", source, "--outfile", calls]
if (spawnSync(process.execPath, flags, { stdio: "ignore" }).status !== 0)
  throw new Error("three-cri-calls: not compiled")

// What the page has people do by hand: edit the default configuration, set the sysctl, restart, look.
const script = join(work, "by-hand")
writeFileSync(
  script,
  `#!/bin/sh
set -e
containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/; s#sandbox_image = ".*"#sandbox_image = "registry.k8s.io/pause:3.10.2"#' > /tmp/config.toml
echo 'net.ipv4.ip_forward = 1' > /tmp/k8s.conf
sysctl -q -p /tmp/k8s.conf
containerd config dump > /dev/null
`,
  { mode: 0o755 },
)

const answers = "--cgroup-driver systemd --sandbox-image registry.k8s.io/pause:3.10.2"
const commands = {
  "three CRI calls": "three-cri-calls",
  "criadm verify": `criadm verify ${answers}`,
  "criadm detect": "criadm detect",
  "criadm plan": `criadm plan ${answers}`,
  "criadm apply, nothing to do": `criadm apply --yes ${answers}`,
  "the page's steps, without the restart": "by-hand",
}

const trixie = await node("trixie", { way: "container", tools: [program, calls, script] })
try {
  await trixie.mustRun(`criadm apply --yes ${answers}`, { timeoutSeconds: 300 })
  console.log(`\non a real node (trixie, containerd 1.7.24, systemd-nspawn), medians of ${runs}`)
  for (const [name, command] of Object.entries(commands)) {
    const times = await trixie.mustRun(
      `for i in $(seq ${runs}); do s=$(date +%s%N); ${command} >/dev/null; e=$(date +%s%N); echo $((e - s)); done`,
      { timeoutSeconds: 300 },
    )
    const sorted = times
      .trim()
      .split("\n")
      .map(Number)
      .sort((a, b) => a - b)
    console.log(`${name.padEnd(40)}${((sorted[runs / 2] ?? 0) / 1e6).toFixed(1).padStart(8)} ms`)
  }
} finally {
  await trixie.stop()
  rmSync(work, { recursive: true })
}
process.exit(0)
