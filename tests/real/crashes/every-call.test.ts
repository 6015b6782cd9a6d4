// The compiled criadm on a real node with systemd and containerd, killed before, or failed at, any call that writes. After
// the next run every file under /etc with its owner, mode, attributes and ACL, and the kernel's value, is the old or the
// new one, and containerd runs on it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describeTree } from "../../apply/support/describe-tree.ts"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import { aclForUser1000, setAttribute } from "../../machine/attributes.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { momentaryDirectory, say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"
import { injection, type Point, packStrace, pointsIn, traced } from "../support/traced.ts"

/**
 * With CRIADM_EVERY_POINT=1 each call of each plan is tried, with a kill and with an error, in half an hour; else some
 * calls, spread evenly.
 */
const isEveryPoint = process.env["CRIADM_EVERY_POINT"] === "1"
const triedPoints = 12
setDefaultTimeout(isEveryPoint ? 120 * 60 * 1000 : 15 * 60 * 1000)

/** Nodes at work side by side: most of a try is waiting for containerd to settle. */
const lanes = 3

const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)

const image = "registry.k8s.io/pause:3.10.2"
/** Values of the kernel are read-only in these nodes. */
const answers = `--cgroup-driver systemd --sandbox-image ${image} --no-ip-forward`
const everything = `criadm apply --yes ${answers} --registry-mirror docker.io=https://mirror.example`
const unchanged = "--cgroup-driver cgroupfs --sandbox-image keep --no-ip-forward"

interface Story {
  readonly name: string
  /** Brings the node to where the command under trial begins. */
  readonly before: string
  readonly command: string
  /** Asks containerd whether it runs on the files as they are then. */
  readonly verifyOld: string
  readonly verifyNew: string
  /** Where it begins is neither the old node nor the new one, and must not be where a try ends. */
  readonly beginsHalf?: true
}

const verifyOld = `criadm verify ${unchanged}`
const verifyNew = `criadm verify ${answers}`

/** Puts an unfinished run in order, which comes first, and then finds that there is no such plan. */
const nothing = "criadm apply --yes /root/no-such.plan"

const stories: readonly Story[] = [
  { name: "everything: directories, files, value, restart", before: "true", command: everything, verifyOld, verifyNew },
  {
    name: "one file, nothing restarted",
    before: "true",
    command: `criadm apply --yes --cgroup-driver cgroupfs --no-ip-forward --sandbox-image ${image} --no-restart`,
    verifyOld,
    verifyNew: verifyOld,
  },
  {
    name: "rollback of everything",
    before: everything,
    command: "criadm rollback --yes",
    verifyOld: verifyNew,
    verifyNew: verifyOld,
  },
  { name: "to be confirmed", before: "true", command: `${everything} --confirm 600`, verifyOld, verifyNew },
  {
    name: "recovery of a killed run",
    // Killed when config.toml has been replaced and hosts.toml lies staged beside its name.
    before: `! ${traced("/opt/bench/traced", "/dev/null", "-e inject=rename:signal=KILL:when=6", everything)}`,
    command: nothing,
    beginsHalf: true,
    verifyOld: "false",
    verifyNew: verifyOld,
  },
]

/** "kill": before the call is made. Else the call fails with this error and is not made. */
const effects = ["kill", "ENOSPC", "EIO", "EROFS", "EACCES", "EINTR"] as const
type Effect = (typeof effects)[number]

/** What an exit code says of the node; see src/model/exit-code.ts. */
function promised(exitCode: number): "old" | "new" | "either" {
  if (exitCode === 0) return "new"
  return exitCode === 3 || exitCode === 4 ? "old" : "either"
}

describeReal("any call that writes", needsOfNodes, () => {
  const tools = momentaryDirectory(join(tmpdir(), "criadm-traced"), "strace")
  const nodes: Node[] = []
  beforeAll(async () => {
    const strace = await packStrace(join(tools, "traced"))
    for (let lane = 0; lane < lanes; lane += 1) {
      const trixie = await node("trixie", { way: "container", tools: [program, strace] })
      nodes.push(trixie)
      await prepare(trixie)
    }
    say(`calls are chosen with CRIADM_SEED=${seed}`)
  })
  afterAll(async () => {
    for (const each of nodes) await each.stop()
    rmSync(tools, { recursive: true, force: true })
  })

  test("the programs that criadm runs get nothing of the caller's environment", async () => {
    const [trixie] = nodes
    const tools = "/opt/bench/traced"
    const strace = `${tools}/ld-linux-x86-64.so.2 --library-path ${tools} ${tools}/strace`
    await trixie!.mustRun(`OF_THE_CALLER=1 ${strace} -f -v -s 9999 -o /root/trace -e trace=execve ${everything}`)

    const ran = (await trixie!.mustRun("grep -v ENOENT /root/trace")).split("\n").filter((line) => /execve/.test(line))

    expect(ran.filter((line) => line.includes("OF_THE_CALLER")).length).toBe(1)
    expect(ran.filter((line) => /"restart", "containerd/.test(line)).length).toBe(1)
    await putBack(trixie!)
  })

  for (const story of stories) {
    test(`killed or failing during "${story.name}" leaves the old node or the new one, with containerd running`, async () => {
      const [first] = nodes
      const { old, young, points } = await undisturbed(first!, story)
      expect(old).not.toBe(young)
      expect(points.length).toBeGreaterThan(30)
      const tries = chooseTries(points)
      const tally = newTally()
      tally.points = new Set(tries.map((one) => one.point)).size
      await Promise.all(
        nodes.map(async (trixie) => {
          for (let one = tries.shift(); one !== undefined; one = tries.shift()) {
            const what = `${story.name}: ${one.effect} at ${one.point.call} ${one.point.when}: ${one.point.line}`
            count(tally, await survive(trixie, story, one, { old, young }, what), what)
          }
        }),
      )
      printTally(`calls of the program, ${story.name}, of ${points.length}`, 1, isEveryPoint ? 2 : 1, tally)
      expect(tally.lost).toEqual([])
    })
  }
})

interface Try {
  readonly point: Point
  readonly effect: Effect
}

function chooseTries(points: readonly Point[]): Try[] {
  const errors = effects.slice(1)
  const errorAt = (index: number) => errors[(seed + index) % errors.length]!
  if (isEveryPoint) {
    return points.flatMap((point, at): readonly Try[] => [
      { point, effect: "kill" },
      { point, effect: errorAt(at) },
    ])
  }
  const step = points.length / triedPoints
  return Array.from({ length: triedPoints }, (_, index): Try => {
    const at = (Math.floor(index * step) + seed) % points.length
    // Every other try is a kill; the errors take turns.
    return { point: points[at]!, effect: index % 2 === 0 ? "kill" : errorAt(index >> 1) }
  })
}

/** The configuration as an operator's site may have it: an owner, a mode, an attribute and an ACL of its own. */
async function prepare(trixie: Node): Promise<void> {
  const config = "/etc/containerd/config.toml"
  await trixie.mustRun(`chgrp 7 ${config}`)
  setAttribute(join(rootOf(trixie), config), "user.site", Buffer.from("kept"))
  setAttribute(join(rootOf(trixie), config), "system.posix_acl_access", aclForUser1000())
}

/** As this machine sees it: see proc_pid_root(5). */
function rootOf(trixie: Node): string {
  return `/proc/${trixie.enter?.()[2]}/root`
}

async function selfOf(trixie: Node): Promise<string> {
  const value = await trixie.mustRun("cat /proc/sys/net/ipv4/ip_forward")
  return `${describeTree(rootOf(trixie), "/etc")}\nip_forward ${value}`
}

/** Both selves of a story, and the calls that lead from one to the other. The node is put back. */
async function undisturbed(trixie: Node, story: Story) {
  await trixie.mustRun(story.before)
  const old = await selfOf(trixie)
  await trixie.run(traced("/opt/bench/traced", "/root/trace", "", story.command))
  const young = await selfOf(trixie)
  const points = pointsIn(await trixie.mustRun("cat /root/trace"))
  await putBack(trixie)
  return { old, young, points }
}

/** Whatever stands is undone by criadm itself, and its records with it. */
async function putBack(trixie: Node): Promise<void> {
  const undo = await trixie.run("criadm rollback --yes")
  if (undo.exitCode !== 0 && undo.exitCode !== 3) throw new Error(`rollback: ${undo.stdout}${undo.stderr}`)
  // Tries follow each other faster than systemd lets a service start (StartLimitBurst in systemd.unit(5)).
  await trixie.mustRun(`rm -rf /var/lib/criadm; systemctl reset-failed containerd; ${verifyOld}`)
}

async function survive(
  trixie: Node,
  story: Story,
  { point, effect }: Try,
  { old, young }: { readonly old: string; readonly young: string },
  what: string,
): Promise<"old" | "new" | "lost"> {
  await trixie.mustRun(story.before)
  const how = injection(point, effect === "kill" ? "signal=KILL" : `error=${effect}`)
  const tried = await trixie.run(traced("/opt/bench/traced", "/root/trace", how, story.command))
  if (effect !== "kill") {
    const now = await selfOf(trixie)
    const self = now === old ? "old" : now === young ? "new" : "neither"
    const says = story.beginsHalf && tried.exitCode !== 0 ? "either" : promised(tried.exitCode)
    if (says !== "either" && says !== self)
      return tell(trixie, what, `exit ${tried.exitCode} and ${self}`, tried.stderr)
  }

  const next = await trixie.run(nothing)

  const now = await selfOf(trixie)
  const self = now === old ? "old" : now === young ? "new" : "lost"
  if (self === "lost") return tell(trixie, what, firstDifference(old, now), next.stdout + next.stderr)
  const verified = await trixie.run(self === "old" ? story.verifyOld : story.verifyNew)
  if (verified.exitCode !== 0) return tell(trixie, what, self, verified.stdout + verified.stderr)
  const history = await trixie.mustRun("criadm history -o json")
  if (history.includes("unfinished")) return tell(trixie, what, "unfinished", history)
  await putBack(trixie)
  return self
}

function tell(trixie: Node, what: string, ...why: readonly string[]): "lost" {
  console.log(`lost on ${trixie.kind}: ${what}\n${why.join("\n")}`)
  return "lost"
}

function firstDifference(old: string, now: string): string {
  const then = new Set(old.split("\n"))
  return now.split("\n").find((line) => !then.has(line)) ?? "something is missing"
}
