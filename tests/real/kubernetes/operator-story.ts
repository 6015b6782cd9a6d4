// What an operator does on a node, from the first look to the last reboot after undoing it, on a kind of node as its
// packages made it. Each step is judged by the node's own words; a step that cannot be on this kind says why.
import { expect } from "bun:test"
import { addRepository } from "../install/local-repository.ts"
import { installedByDpkg } from "../nodes/bare-node.ts"
import { bySystemd, type KindOfNode } from "../nodes/kinds.ts"
import type { Node } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { pauseImage } from "../support/images.ts"
import { containerdConfigured, contentsOfEtc, identitiesInEtc, ipForward, startOfContainerd } from "../support/look.ts"

export interface StepDone {
  readonly step: string
  readonly seconds: number
  /** Undefined: it held. Else why it cannot be shown on this kind. */
  readonly whyNot?: string
}

export interface Told {
  readonly done: readonly StepDone[]
  /** The step that did not hold, with everything needed to see why. */
  readonly failed?: { readonly step: string; readonly why: string }
}

const sandboxImage = pauseImage

const rebootAgain = "reboot again"

interface Step {
  readonly name: string
  /** Resolves with why it cannot be on this kind, or with nothing; throws when it does not hold. */
  act(): Promise<string | undefined>
}

/** `bootsOnceUndone`: it is booted a second time, after rollback. */
export async function tellStory(
  kind: KindOfNode,
  node: Node,
  { bootsOnceUndone }: { readonly bootsOnceUndone: boolean },
): Promise<Told> {
  const done: StepDone[] = []
  const whole = kind.containerd === undefined ? storyOfBareNode(kind, node) : story(kind, kind.containerd, node)
  for (const step of whole.filter(({ name }) => bootsOnceUndone || name !== rebootAgain)) {
    const began = Date.now()
    try {
      const whyNot = await step.act()
      const seconds = (Date.now() - began) / 1000
      done.push({ step: step.name, seconds, ...(whyNot === undefined ? {} : { whyNot }) })
      say(`${kind.kind}: ${step.name} (${seconds.toFixed(1)} s)`)
    } catch (error) {
      return { done, failed: { step: step.name, why: `${error instanceof Error ? error.message : error}` } }
    }
  }
  return { done }
}

function story(kind: KindOfNode, containerd: NonNullable<KindOfNode["containerd"]>, node: Node): readonly Step[] {
  const answers = `--runtime containerd --sandbox-image ${sandboxImage}`
  const apply = `criadm apply --yes ${answers}`
  const isRunning = () => node.mustRun(containerd.isRunning)
  let before = { etc: "", start: "", ipForward: "", driver: "" }

  return [
    detectStep(kind, node),
    {
      name: "check before",
      async act() {
        before = {
          etc: await contentsOfEtc(node),
          start: await startOfContainerd(node),
          ipForward: await ipForward(node),
          driver: await driverOf(kind, node),
        }
        const checked = await node.run("criadm check -o json")
        // dockerd switches forwarding on by itself.
        expectExit(checked, before.ipForward === "1" ? [0, 6] : [6])
        if (hasOldCri(kind)) expect(checked.stdout).toContain("v1alpha2-only")
        return undefined
      },
    },
    ...(kind.docker === undefined ? [] : [refuseDocker(node)]),
    {
      name: "apply",
      async act() {
        expectExit(await node.run(apply), [0])
        return undefined
      },
    },
    {
      name: "restarted",
      async act() {
        await isRunning()
        expect(await startOfContainerd(node)).not.toBe(before.start)
        return undefined
      },
    },
    {
      name: "verify",
      async act() {
        expect(await driverOf(kind, node)).toBe(kind.driver)
        const verified = await node.run(`criadm verify ${answers}`)
        if (hasOldCri(kind)) return "containerd 1.4 serves no CRI v1, as check says"
        expectExit(verified, [0])
        return undefined
      },
    },
    { name: "sandbox", act: () => runSandbox(kind, node) },
    {
      name: "apply again",
      async act() {
        const same = { identities: await identitiesInEtc(node), start: await startOfContainerd(node) }
        // What check fails about is not called as asked: a containerd without CRI v1 stays what it is.
        expectExit(await node.run(apply), [hasOldCri(kind) ? 6 : 0])
        expect({ identities: await identitiesInEtc(node), start: await startOfContainerd(node) }).toEqual(same)
        return undefined
      },
    },
    { name: "reboot", act: () => reboot(node) },
    {
      name: "as asked",
      async act() {
        await isRunning()
        expect(await ipForward(node)).toBe("1")
        expect(await driverOf(kind, node)).toBe(kind.driver)
        if (!hasOldCri(kind)) expectExit(await node.run(`criadm verify ${answers}`), [0])
        return undefined
      },
    },
    {
      name: "rollback",
      async act() {
        expectExit(await node.run("criadm rollback --yes"), [0])
        expect(await contentsOfEtc(node)).toBe(before.etc)
        return undefined
      },
    },
    { name: rebootAgain, act: () => reboot(node) },
    {
      name: "as before",
      async act() {
        await isRunning()
        expect(await ipForward(node)).toBe(before.ipForward)
        expect(await driverOf(kind, node)).toBe(before.driver)
        return undefined
      },
    },
  ]
}

/** A node without a runtime: what is missing is said and nothing touched, until the distribution's packages are asked for. */
function storyOfBareNode(kind: KindOfNode, node: Node): readonly Step[] {
  const answers = `--runtime containerd --sandbox-image ${sandboxImage}`
  const apply = `criadm apply --yes --install distribution ${answers}`
  // What a removed package leaves by design is judged on the same node as a container, install.test.ts.
  const configured = "find /etc/containerd /etc/sysctl.d /etc/modules-load.d /etc/crictl.yaml 2>/dev/null | sort"
  const look = async () => [await node.mustRun(installedByDpkg), (await node.run(configured)).stdout]
  let before = { look: [""], ipForward: "" }
  return [
    detectStep(kind, node),
    {
      name: "check before",
      async act() {
        expectExit(await node.run("criadm check"), [6])
        return undefined
      },
    },
    {
      name: "refused",
      async act() {
        const identities = await identitiesInEtc(node)
        const applied = await node.run("criadm apply --yes")
        expectExit(applied, [3])
        expect(applied.stderr).toContain("criadm apply --install distribution")
        expect(await identitiesInEtc(node)).toBe(identities)
        return undefined
      },
    },
    {
      name: "apply",
      async act() {
        await addRepository(node)
        before = { look: await look(), ipForward: await ipForward(node) }
        expectExit(await node.run(apply), [0])
        return undefined
      },
    },
    { name: "sandbox", act: () => runSandbox(kind, node) },
    {
      name: "apply again",
      async act() {
        const start = await startOfContainerd(node)
        expectExit(await node.run(apply), [0])
        expect(await startOfContainerd(node)).toBe(start)
        return undefined
      },
    },
    { name: "reboot", act: () => reboot(node) },
    {
      name: "as asked",
      async act() {
        await node.mustRun(bySystemd)
        expect(await ipForward(node)).toBe("1")
        expect(await driverOf(kind, node)).toBe(kind.driver)
        expectExit(await node.run(`criadm verify ${answers}`), [0])
        return undefined
      },
    },
    {
      name: "rollback",
      async act() {
        expectExit(await node.run("criadm rollback --yes"), [0])
        expect(await look()).toEqual(before.look)
        return undefined
      },
    },
    { name: rebootAgain, act: () => reboot(node) },
    {
      name: "as before",
      async act() {
        expect((await node.run("systemctl list-unit-files --no-legend containerd.service")).stdout).toBe("")
        expect(await ipForward(node)).toBe(before.ipForward)
        return undefined
      },
    },
  ]
}

function detectStep(kind: KindOfNode, node: Node): Step {
  return {
    name: "detect",
    async act() {
      const detected = await node.run("criadm detect -o json")
      expectExit(detected, [0])
      const facts = JSON.parse(detected.stdout)
      expect(facts.initSystem.value).toBe(kind.initSystem)
      // The cgroup layout of a container is its host's.
      if (!node.isContainer) expect(facts.cgroup.value.version).toBe(kind.cgroup)
      const version = (component: string) => String(facts.components[component]?.version?.value ?? "none").slice(0, 4)
      expect(version("containerd")).toBe(kind.containerd?.version ?? "none")
      expect(version("docker")).toBe(kind.docker ?? "none")
      return undefined
    },
  }
}

/** Docker Engine alone cannot serve a kubelet: refused with what is missing, and nothing is touched. */
function refuseDocker(node: Node): Step {
  return {
    name: "docker",
    async act() {
      const identities = await identitiesInEtc(node)
      const applied = await node.run("criadm apply --yes --runtime docker")
      expectExit(applied, [3])
      expect(applied.stderr).toContain("cri-dockerd")
      expect(await identitiesInEtc(node)).toBe(identities)
      return undefined
    },
  }
}

/** containerd before 1.6 speaks CRI v1alpha2 only (containerd RELEASES.md), which no supported kubelet does. */
function hasOldCri(kind: KindOfNode): boolean {
  return kind.containerd?.version === "1.4."
}

/** containerd 1.4 shows no handler's options in its dump; there the file has to do. */
async function driverOf(kind: KindOfNode, node: Node): Promise<string> {
  if (!hasOldCri(kind)) return (await containerdConfigured(node)).driver
  const text = await node.mustRun("cat /etc/containerd/config.toml")
  return /^\s*SystemdCgroup = true$/m.test(text) ? "systemd" : "cgroupfs"
}

/** Where runc puts a container under each cgroup driver: systemd makes its cgroup, or runc itself does. */
const scopeInSlice = /it ran in \/criadm_verify\.slice\/cri-containerd-[0-9a-f]{64}\.scope\)/
const plainPath = /it ran in \/criadm-verify\/[0-9a-f]{64}\)/

/** A real pod sandbox from an image that was imported, on the host's network. */
async function runSandbox(kind: KindOfNode, node: Node): Promise<string | undefined> {
  if (hasOldCri(kind)) return "containerd 1.4 serves no CRI v1"
  // runc sets oom_score_adj and limits, which a container on a host without the controllers or the right is refused.
  if (node.serialLine === undefined) return "runc cannot start a pod within a container here; machines show it"
  // CRI hears of an import by an event, and then marks the image (containerd internal/cri/labels).
  const images = "ctr --namespace k8s.io images"
  const marked = `until ${images} list | grep -q io.cri-containerd.image=managed; do sleep 0.1; done`
  await node.mustRun(`${images} import /opt/bench/pause.tar; ${marked}`)
  const verified = await node.run(`criadm verify --sandbox --sandbox-image ${sandboxImage}`)
  expectExit(verified, [0])
  expect(verified.stdout).toMatch(kind.driver === "systemd" ? scopeInSlice : plainPath)
  return undefined
}

async function reboot(node: Node): Promise<undefined> {
  await node.reboot()
  return undefined
}

function expectExit(finished: { exitCode: number; stdout: string; stderr: string }, allowed: readonly number[]): void {
  if (allowed.includes(finished.exitCode)) return
  throw new Error(`exit ${finished.exitCode}, not ${allowed.join(" or ")}:\n${finished.stdout}${finished.stderr}`)
}
