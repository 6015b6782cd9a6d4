// The operator's story on every kind of node, two at a time where nothing else is tested. Prints a table of kinds and steps with seconds.
// CRIADM_NODE_KINDS="trixie forky" tries only these. Each is a machine with a kernel and cgroups of its own;
// CRIADM_NODE_WAY=container tries them as containers, which shows less in a tenth of the time. With CRIADM_CAMPAIGN=1 each
// is a machine and boots once more after what was done is undone; otherwise the first with systemd and the one with OpenRC do.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { containerdPackages, localRepository } from "../install/local-repository.ts"
import { type KindOfNode, kinds } from "../nodes/kinds.ts"
import { imageOf, type Kind, type Node, needsOfNodes, node, type Way } from "../nodes/nodes.ts"
import { whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { type CellName, recordDone, recordNotRun } from "../support/cells.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { joiningPeers } from "./control-plane.ts"
import { type Told, tellStory } from "./operator-story.ts"

/** Nine kinds: images, boots and reboots in software emulation, on a machine that may be busy with other things. */
setDefaultTimeout(4 * 60 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
/** join.test.ts takes the same node from bare to running pods over a boot, as a machine. */
const joins = whyNoPeer(joiningPeers) === undefined
/** Other tests resume these after the same boot. */
const withSnapshot: readonly Kind[] = ["trixie", "forky"]
/** Another release of the runtime than on a machine with the same init system and cgroups: containers show the difference. */
const asContainers: readonly Kind[] = ["bookworm", "bullseye", "trixie-docker"]

function wayOf({ kind, containerd }: KindOfNode): Way {
  const stated = process.env["CRIADM_NODE_WAY"] as Way | undefined
  if (stated !== undefined) return stated
  if (isCampaign) return "boot"
  if (asContainers.includes(kind) || (containerd === undefined && joins)) return "container"
  return withSnapshot.includes(kind) ? "snapshot" : "boot"
}
/** SysV's init is PID 1 under Debian's OpenRC, too. */
const bootsOnceUndone = ({ kind }: KindOfNode) => isCampaign || kind === "trixie" || kind === "bookworm-openrc"
const wanted = process.env["CRIADM_NODE_KINDS"]?.split(" ") ?? kinds.map(({ kind }) => kind as string)

/** One of two processors is for the tests beside it, where there are such. */
const machinesAtOnce = process.env["CRIADM_TEST_LANE"] === undefined ? 2 : 1

describeReal("the operator's story", needsOfNodes, () => {
  const tried = kinds.filter(({ kind }) => wanted.includes(kind))
  const told = new Map<string, Promise<Told>>()

  beforeAll(async () => {
    const images = await pauseArchive()
    const queue = tried.map((kind) => {
      const gate = Promise.withResolvers<Told>()
      // Who waits for it may come later than the failure.
      gate.promise.catch(() => {})
      told.set(kind.kind, gate.promise)
      return { kind, gate }
    })
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await tell(next.kind, images).then(next.gate.resolve, next.gate.reject)
      }
    }
    for (let count = 0; count < machinesAtOnce; count++) void worker()
  })

  for (const each of kinds.filter((kind) => !tried.includes(kind))) {
    recordNotRun(recordOf(each), "CRIADM_NODE_KINDS names others")
  }

  for (const each of tried) {
    const { kind } = each
    test(`holds on ${kind}`, async () => {
      const story = await told.get(kind)
      const held = story?.done.filter(({ whyNot }) => whyNot === undefined) ?? []
      if (story !== undefined) recordDone(recordOf(each), held, story.failed?.step, notOn(story))
      if (story?.failed !== undefined) process.stderr.write(`${kind}: ${story.failed.step}:\n${story.failed.why}\n`)
      expect(story?.failed?.step).toBeUndefined()
    })
  }

  test("the table of kinds and steps", async () => {
    const settled = await Promise.allSettled(told.values())
    const rows = settled.flatMap((one, index) =>
      one.status === "fulfilled" ? [[tried[index], one.value] as const] : [],
    )
    process.stderr.write(`${asTable(rows.map(([kind, each]) => [kind?.kind ?? "", each]))}\n`)
    expect(rows.length).toBe(tried.length)
  })
})

function recordOf({ kind, containerd, docker }: KindOfNode): CellName {
  const runtimes = [
    ...(containerd === undefined ? [] : [`containerd ${containerd.version.replace(/\.$/, "")}`]),
    ...(docker === undefined ? [] : [`Docker ${docker}`]),
  ]
  return { story: "operator's story", kind, runtime: runtimes.join(" and ") || "installed by criadm" }
}

const notOn = ({ done }: Told) =>
  done.flatMap(({ step, whyNot }) => (whyNot === undefined ? [] : [`no ${step}: ${whyNot}`])).join("; ")

async function tell(kind: KindOfNode, images: string): Promise<Told> {
  say(`${kind.kind}: the story begins`)
  const began = Date.now()
  await imageOf(kind.kind)
  const built = Date.now()
  const repository = kind.containerd === undefined ? [await localRepository("trixie", containerdPackages)] : []
  const way = wayOf(kind)
  const started = await node(kind.kind, { way, tools: [program, images, ...repository] })
  try {
    const image = { step: "image", seconds: (built - began) / 1000 }
    const boot = { step: way, seconds: (Date.now() - built) / 1000 }
    const told = await tellStory(kind, started, { bootsOnceUndone: bootsOnceUndone(kind) })
    const result = { ...told, done: [image, boot, ...told.done] }
    if (told.failed === undefined) return result
    const said = [`The node's console:`, started.console(), "Its journal:", await journalOf(started)].join("\n")
    return { ...result, failed: { ...told.failed, why: `${told.failed.why}\n${said}` } }
  } finally {
    await started.stop()
    say(`${kind.kind}: the story ended after ${Math.round((Date.now() - began) / 1000)} s`)
  }
}

/** The last lines of what the node's services said, or why they cannot be had. */
async function journalOf(started: Node): Promise<string> {
  try {
    return (await started.run("journalctl --boot --no-pager --lines 80 || tail -n 80 /var/log/*.log")).stdout
  } catch (error) {
    return String(error)
  }
}

function asTable(stories: readonly (readonly [string, Told])[]): string {
  const steps = [
    ...new Set(stories.flatMap(([, told]) => [...told.done.map(({ step }) => step), told.failed?.step ?? ""])),
  ]
  const columns = steps.filter((step) => step !== "")
  const cell = (told: Told, step: string): string => {
    const done = told.done.find((each) => each.step === step)
    if (told.failed?.step === step) return "FAILED"
    if (done === undefined) return ""
    return done.whyNot === undefined ? done.seconds.toFixed(1) : "no"
  }
  const width = Math.max(18, ...stories.map(([kind]) => kind.length + 2))
  const head = `${"seconds".padEnd(width)}${columns.map((step) => step.padEnd(14)).join("")}`
  const body = stories.map(([kind, told]) =>
    `${kind.padEnd(width)}${columns.map((step) => cell(told, step).padEnd(14)).join("")}`.trimEnd(),
  )
  const reasons = stories.flatMap(([kind, told]) =>
    told.done.flatMap(({ step, whyNot }) => (whyNot === undefined ? [] : [`no: ${kind}, ${step}: ${whyNot}`])),
  )
  return [head.trimEnd(), ...body, ...reasons].join("\n")
}
