// How long commands take on a real node, beside what can be compared with them: an empty program, the programs of the
// runtime, three calls of crictl. Everything is measured in turns in one run, so that a busy moment hits all of it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Kind, node } from "../nodes/nodes.ts"
import { peerProgram } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { mustRun } from "../support/programs.ts"

export interface Speed {
  /** Median, from start to exit, in milliseconds. */
  readonly wall: number
  /** The least of them: of the moments in which nothing else ran. */
  readonly least: number
  /** Processor time of the process itself, without the programs it starts; median, in milliseconds. */
  readonly own: number
  /** Of the process and of what it starts, whichever is largest; in MiB. */
  readonly peak: number
}

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const answers = `--cgroup-driver systemd --sandbox-image ${sandboxImage}`

/** What is measured, by name; a name that cannot be had here is left out. */
function commandsOf(init: "systemd" | "openrc"): Readonly<Record<string, string>> {
  const crictl = peerProgram("cri-tools-1.37", "crictl")
  return {
    "an empty program": "empty",
    "criadm --version": "criadm --version",
    ...(crictl === undefined ? {} : { "crictl version, info, runtime-config": "three-crictl-calls" }),
    "containerd --version": "containerd --version",
    "containerd config dump": "containerd --config /etc/containerd/config.toml config dump",
    "two dumps side by side": "two-dumps",
    ...(init === "systemd" ? { "systemctl show": "systemctl show containerd.service" } : {}),
    "criadm verify": `criadm verify ${answers}`,
    "criadm detect": "criadm detect",
    "criadm check": "criadm check",
    "criadm plan": `criadm plan ${answers}`,
    "criadm apply, nothing to do": `criadm apply --yes ${answers}`,
    "the page's steps, without the restart": "by-hand",
  }
}

const scripts: Readonly<Record<string, string>> = {
  "three-crictl-calls": `export CONTAINER_RUNTIME_ENDPOINT=unix:///run/containerd/containerd.sock
crictl version; crictl info; crictl runtime-config`,
  "two-dumps": `containerd --config /etc/containerd/config.toml config dump &
containerd --config /etc/containerd/config.toml config dump; wait`,
  "by-hand": `containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/; s#sandbox_image = ".*"#sandbox_image = "${sandboxImage}"#' >/tmp/config.toml
echo 'net.ipv4.ip_forward = 1' >/tmp/k8s.conf
sysctl -q -p /tmp/k8s.conf
containerd config dump`,
}

const runcItself = `for place in /usr/sbin/runc /usr/bin/runc; do [ ! -f $place.real ] || mv $place.real $place; done`

export type Speeds = Readonly<Record<string, Speed>>

/**
 * By name. On a node that is as asked, so that a plan has nothing in it. Measured again, and the least of all times taken,
 * until it is enough; `batches` times at most.
 */
export async function measureSpeed(
  kind: Kind,
  rounds: number,
  isEnough: (soFar: Speeds) => boolean = () => true,
  batches = 1,
): Promise<Speeds> {
  const work = momentaryDirectory(join(cacheDirectory, "speed"), "tools")
  const tools = mkdtempSync(join(work, "x"))
  const tool = (name: string) => join(tools, name)
  await mustRun(["gcc", "-O2", "-static", "-o", tool("meter"), join(import.meta.dir, "../bench/lib/meter.c")])
  writeFileSync(join(work, "empty.ts"), 'console.log("")\n')
  const flags = ["build", "--compile", "--minify", "--bytecode", "--format=esm", join(work, "empty.ts")]
  await mustRun([process.execPath, ...flags, "--outfile", tool("empty")])
  for (const [name, text] of Object.entries(scripts)) writeFileSync(tool(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  const crictl = peerProgram("cri-tools-1.37", "crictl")
  const names = ["meter", "empty", ...Object.keys(scripts)].map(tool)
  const target = await node(kind, {
    way: "container",
    tools: [program, ...names, ...(crictl === undefined ? [] : [crictl])],
  })
  try {
    const commands = commandsOf(kind === "bookworm-openrc" ? "openrc" : "systemd")
    // In a container a script stands before runc, so that pods start. None starts here, and other nodes have no such script.
    await target.mustRun(runcItself)
    await target.mustRun(`criadm apply --yes ${answers}`, { timeoutSeconds: 300 })
    await target.put("/root/commands", `${Object.values(commands).join("\n")}\n`)
    let speeds: Speeds | undefined
    for (let batch = 0; batch < batches && (speeds === undefined || !isEnough(speeds)); batch++) {
      const printed = await target.mustRun(`meter ${rounds} /root/commands`, { timeoutSeconds: 900 })
      const byCommand = new Map(printed.trim().split("\n").map(readLine))
      const measured = Object.entries(commands).map(([name, command]) => {
        const speed = byCommand.get(command)!
        return [name, { ...speed, least: Math.min(speed.least, speeds?.[name]?.least ?? speed.least) }] as const
      })
      speeds = Object.fromEntries(measured)
    }
    return speeds ?? {}
  } finally {
    await target.stop()
    rmSync(work, { recursive: true, force: true })
  }
}

function readLine(line: string): readonly [command: string, speed: Speed] {
  const [figures = "", command = ""] = line.split("\t")
  const [wall = 0, least = 0, own = 0, peak = 0] = figures.split(" ").map(Number)
  return [command, { wall, least, own, peak: peak / 1024 }]
}

export interface Goal {
  readonly what: string
  /** What was measured over what it may be: at most 1 where the goal is reached. */
  readonly ratio: number
}

/** 15 milliseconds on the machine on which the goals were written are three starts of an empty program. */
const startsOf15Milliseconds = 3

/** Those that can be said of these figures; by medians, or by the least times. */
export function goalsOf(speeds: Speeds, by: "wall" | "least" = "wall"): readonly Goal[] {
  const of = (name: string) => ({ ...speeds[name]!, wall: speeds[name]![by] })
  const margin = startsOf15Milliseconds * of("an empty program").wall
  const asked = ["containerd --version", "containerd config dump", "systemctl show"]
  const slowest = Math.max(...asked.map((name) => speeds[name]?.[by] ?? 0))
  const threeCalls = speeds["crictl version, info, runtime-config"]?.[by]
  const processor = 3 * of("an empty program").own
  return [
    ...(threeCalls === undefined
      ? []
      : [{ what: "verify: faster than three calls of crictl", ratio: of("criadm verify").wall / threeCalls }]),
    ...["criadm detect", "criadm check"].flatMap((name) => [
      { what: `${name}: the slowest program that is asked + 15 ms`, ratio: of(name).wall / (slowest + margin) },
      { what: `${name}: processor time of three empty programs`, ratio: of(name).own / processor },
    ]),
    { what: "plan: a dump + 15 ms", ratio: of("criadm plan").wall / (of("containerd config dump").wall + margin) },
    {
      what: "apply with nothing to do: plan + 5 ms",
      ratio: of("criadm apply, nothing to do").wall / (of("criadm plan").wall + margin / 3),
    },
    { what: "plan: peak memory of 50 MB", ratio: of("criadm plan").peak / (50_000_000 / 1024 / 1024) },
  ]
}
