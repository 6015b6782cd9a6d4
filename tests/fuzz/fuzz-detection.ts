// One turn of fuzzing detection: a node with a few things wrong with it, looked at by detect, check, explain and plan
// as a person and as a script would. Nothing may throw, take long, change the node or reach the terminal raw; and what
// a plan writes must be enough: the next plan writes no more.

import type { Face } from "../../src/cli/face.ts"
import { noPaint } from "../../src/cli/paint.ts"
import { parseArguments } from "../../src/cli/parse.ts"
import { runCommand } from "../../src/cli/run.ts"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { Criadm } from "../../src/criadm/interface.ts"
import { en } from "../../src/messages/en/en.ts"
import type { FileChange } from "../../src/model/change.ts"
import { failed, ok } from "../../src/model/fault.ts"
import type { Plan } from "../../src/model/plan.ts"
import type { MemoryMachine } from "../machine/memory-machine.ts"
import { type Damage, damageOf, put } from "./damage.ts"
import type { Finding } from "./fuzz-editor.ts"
import { baseNodes } from "./nodes.ts"
import type { Chance } from "./random.ts"
import { smallest, type Violation } from "./violation.ts"

/** Milliseconds of processor time for one command, per 64 KiB of damage begun: it may read a file several times. */
const mostMilliseconds = 2000

export interface DamagedNode {
  /** One of the base nodes, by name. */
  readonly base: string
  readonly damages: readonly Damage[]
  /** After `criadm`. */
  readonly answers: readonly string[]
}

const answers: readonly (readonly string[])[] = [
  [],
  [],
  ["--cgroup-driver", "systemd"],
  ["--cgroup-driver", "cgroupfs", "--sandbox-image", "registry.example/pause:3.10"],
  ["--runtime", "containerd", "--registry-mirror", "docker.io=https://mirror.example"],
  ["--runtime", "crio", "--cgroup-driver", "cgroupfs"],
  ["--runtime", "docker", "--image-repository", "registry.example/k8s"],
  ["--runtime", "containerd", "--reset-config"],
]

/** C0 and C1 controls but tab and line feed, DEL, and the marks that reorder text (UAX #9). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

function machineWith({ base, damages }: DamagedNode): MemoryMachine {
  const made = baseNodes.find(({ name }) => name === base)
  if (made === undefined) throw new Error(`there is no node ${base}`)
  const machine = made.make()
  for (const damage of damages) put(machine, damage)
  return machine
}

function sizeOf(damages: readonly Damage[]): number {
  return JSON.stringify(damages).length
}

async function printed(
  criadm: Criadm,
  argv: readonly string[],
  save: (text: string) => void = () => undefined,
): Promise<{ out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const face: Face = {
    print: (text) => out.push(text),
    warn: (text) => err.push(text),
    ask: undefined,
    catalogue: en,
    paint: noPaint,
    isQuiet: false,
    isVerbose: true,
    columns: 80,
    isRoot: true,
    interrupted: new AbortController().signal,
    open: async () => criadm,
    listDirectory: async () => undefined,
    checkDownload: async (file) => failed({ code: "file-missing", args: { file } }),
    readText: async (file) => failed({ code: "file-unreadable", args: { file, why: "ENOENT" } }),
    writeText: async (_, text) => ok(save(text)),
  }
  const parsed = parseArguments(argv)
  if (!parsed.ok) throw new Error(`${argv.join(" ")}: ${parsed.fault.code}`)
  const notHere = async () => {
    throw new Error("not a command for this test")
  }
  await runCommand(face, parsed.value, {
    wizard: notHere,
    bundle: notHere,
    demo: notHere,
    guard: notHere,
    record: notHere,
  })
  return { out: out.join("\n"), err: err.join("\n") }
}

/** Looks at the machine once, however many commands ask. */
function lookingOnce(machine: MemoryMachine): Criadm {
  const criadm = criadmOn(machine, machine, {
    components,
    statedVersion: undefined,
    timeoutSeconds: 1,
    criadmVersion: "test",
    criadmCommand: ["criadm"],
  })
  let found: ReturnType<Criadm["detect"]> | undefined
  return {
    ...criadm,
    detect: (onProgress) => {
      found ??= criadm.detect(onProgress)
      return found
    },
  }
}

export async function checkNode(node: DamagedNode): Promise<Violation | undefined> {
  const machine = machineWith(node)
  const criadm = lookingOnce(machine)
  const most = mostMilliseconds * Math.ceil(sizeOf(node.damages) / 65_536)
  const commands = [
    ["detect"],
    ["check"],
    ["explain"],
    ["plan", ...node.answers],
    ["plan", "-o", "json"],
    ["check", "-o", "json"],
  ]
  for (const argv of commands) {
    const before = process.cpuUsage()
    let said: { readonly out: string; readonly err: string }
    try {
      said = await printed(criadm, argv)
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const where = /at (?!.*node_modules)(\S+) .*\/src\/(\S+?):\d+/.exec(stack)
      return { property: `${argv[0]} throws in ${where?.[1]} of ${where?.[2]}`, detail: stack.slice(0, 1500) }
    }
    const { user, system } = process.cpuUsage(before)
    const milliseconds = (user + system) / 1000
    if (milliseconds > most) return { property: `${argv[0]} takes long`, detail: `${milliseconds.toFixed(0)} ms` }
    const raw = unprintable.exec(said.out + said.err)
    if (raw !== null) {
      const all = said.out + said.err
      const around = all.slice(Math.max(0, raw.index - 200), raw.index + 40)
      return { property: `${argv.join(" ")} prints a control character`, detail: JSON.stringify(around) }
    }
  }
  if (machine.acts.length > 0) return { property: "looking changes the node", detail: machine.acts.join("\n") }
  // What a damaged containerd prints as its default is what is written then; apply has it judged by containerd first.
  const isContainerdDamaged = node.damages.some((damage) => damage.kind === "program" && damage.name === "containerd")
  if (isContainerdDamaged && node.answers.includes("--reset-config")) return undefined
  return unfinishedPlan(machine, criadm, node)
}

async function plannedFiles(criadm: Criadm, argv: readonly string[]): Promise<readonly FileChange[] | undefined> {
  let plan: Plan | undefined
  // As saved: what is printed has its credentials redacted.
  const { err } = await printed(criadm, ["plan", "--out", "plan.json", ...argv], (text) => {
    plan = JSON.parse(text) as Plan
  })
  // Nothing left to change beside what check fails about: no plan, and nothing it would write.
  if (plan === undefined && err.includes("has nothing left to change")) return []
  return plan?.changes.filter((change) => change.kind === "file")
}

/**
 * Writes what the plan would write, and plans again. Where two services of a damaged node share a file, one's plan may
 * make another one necessary; but no file is written twice, and a third plan writes nothing.
 */
async function unfinishedPlan(
  machine: MemoryMachine,
  criadm: Criadm,
  { answers }: DamagedNode,
): Promise<Violation | undefined> {
  const written: string[] = []
  for (let round = 0, looking = criadm; round < 3; round++, looking = lookingOnce(machine)) {
    const files = await plannedFiles(looking, answers)
    if (files === undefined && round > 0) {
      return { property: "a plan leaves a node without a plan", detail: JSON.stringify(written) }
    }
    if (files === undefined || files.length === 0) return undefined
    const again = files.find(({ path }) => round === 2 || written.includes(path))
    if (again !== undefined) {
      return { property: "a second plan writes files again", detail: JSON.stringify({ written, again }) }
    }
    for (const { realPath, before, after, path } of files) {
      const text = machine.text(realPath)
      if ((before?.text ?? undefined) !== text) {
        return {
          property: "a plan knows another text than the file has",
          detail: JSON.stringify({ path, before, text }),
        }
      }
      if (after === null) machine.take(realPath)
      else machine.put(realPath, after.text)
      written.push(path)
    }
  }
  return undefined
}

/** The node with as little damage as still shows it: pieces are left out, then their texts shortened. */
async function reduced(node: DamagedNode, given: Violation): Promise<{ node: DamagedNode; violation: Violation }> {
  let best = { node, violation: given }
  for (const damage of node.damages) {
    const less = { ...best.node, damages: best.node.damages.filter((one) => one !== damage) }
    const violation = await checkNode(less)
    if (violation?.property === given.property) best = { node: less, violation }
  }
  for (const [index, damage] of best.node.damages.entries()) {
    if (damage.kind !== "file" || damage.encoding !== "utf8") continue
    const withText = (text: string): DamagedNode => {
      return { ...best.node, damages: best.node.damages.with(index, { ...damage, text }) }
    }
    const small = await smallest(damage.text, best.violation, (text) => checkNode(withText(text)), 150)
    best = { node: withText(small.text), violation: small.violation }
  }
  return best
}

export async function fuzzDetection(
  chance: Chance,
  isKnown: (property: string) => boolean,
): Promise<readonly Finding[]> {
  const { name, make } = chance.pick(baseNodes)
  const machine = make()
  const damages = Array.from({ length: chance.pick([1, 1, 2, 3, 6]) }, () => damageOf(machine, chance))
  const node = { base: name, damages, answers: chance.pick(answers) }
  const violation = await checkNode(node)
  if (violation === undefined) return []
  const property = `detection: ${violation.property}`
  if (isKnown(property)) return [{ property, detail: violation.detail, input: node }]
  const small = await reduced(node, violation)
  return [{ property, detail: small.violation.detail, input: small.node }]
}
