// What crictl reads from a containerd over CRI against what criadm says of the same one, field by field: as packaged, and
// as criadm apply leaves it. A release that tells its driver by its settings alone, and one that is asked for it.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseImage } from "../support/images.ts"
import { containerdConfigured } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the images on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const crictl = "/opt/bench/crictl --runtime-endpoint unix:///run/containerd/containerd.sock"
const reason = whyNoPeer({ "cri-tools-1.37": ["crictl"] })
if (reason !== undefined) say(`skipped: crictl and criadm tell the same: ${reason}`)

interface Handler {
  readonly options?: { readonly SystemdCgroup?: boolean }
}

interface Info {
  readonly config: {
    readonly containerd: { readonly runtimes: Record<string, Handler> }
    readonly sandboxImage?: string
  }
  readonly status: { readonly conditions: readonly unknown[] }
}

interface Verified {
  readonly expectation: { readonly kind: string; readonly driver?: string; readonly image?: string }
  readonly holds: boolean
}

/** The fields that both name, each as criadm calls it. */
async function askBoth(on: Node) {
  const [version, info, runtimeConfig] = [
    await on.mustRun(`${crictl} version`),
    JSON.parse(await on.mustRun(`${crictl} info`)) as Info,
    await on.run(`${crictl} runtime-config`),
  ]
  const detected = JSON.parse(await on.mustRun("criadm detect -o json"))
  const { version: told, conditions, handlers, cgroupDriver, sandboxImage } = detected.running.containerd
  const lineOf = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, "m").exec(version)?.[1]
  const driverOf = ({ options }: Handler) => (options?.SystemdCgroup === true ? "systemd" : "cgroupfs")
  return {
    byCrictl: {
      runtimeName: lineOf("RuntimeName"),
      runtimeVersion: lineOf("RuntimeVersion"),
      apiVersion: lineOf("RuntimeApiVersion"),
      conditions: info.status.conditions,
      handlers: Object.fromEntries(
        Object.entries(info.config.containerd.runtimes).map(([name, handler]) => [name, driverOf(handler)]),
      ),
      cgroupDriver: /cgroup driver:\s+(\w+)/.exec(runtimeConfig.stdout)?.[1]?.toLowerCase(),
      sandboxImage: info.config.sandboxImage,
    },
    byCriadm: {
      ...told.value,
      conditions: conditions.value,
      handlers,
      cgroupDriver: cgroupDriver.ok ? cgroupDriver.value : undefined,
      sandboxImage,
    },
  }
}

async function verified(on: Node, answers: string) {
  const { exitCode, stdout } = await on.run(`criadm verify -o json ${answers}`)
  const all = (JSON.parse(stdout) as { readonly verified: readonly Verified[] }).verified
  const holds = (kind: string) => all.find(({ expectation }) => expectation.kind === kind)?.holds
  return { exitCode, cri: holds("cri"), driver: holds("cgroup-driver"), image: holds("sandbox-image") }
}

describeReal("crictl and criadm", needsOfNodes, () => {
  const tried: readonly { readonly kind: Kind; readonly tellsDriver: boolean }[] = [
    { kind: "trixie", tellsDriver: false },
    { kind: "forky", tellsDriver: true },
  ]
  for (const { kind, tellsDriver } of tried) {
    describe.skipIf(reason !== undefined)(`on ${kind}`, () => {
      let on: Node
      beforeAll(async () => {
        on = await node(kind, { way: "container", tools: [program, peerProgram("cri-tools-1.37", "crictl") ?? ""] })
        await on.mustRun("until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done")
      })
      afterAll(async () => await on?.stop())

      test("tell the same of the runtime as it was packaged, which verify finds otherwise than is asked", async () => {
        const { byCrictl, byCriadm } = await askBoth(on)

        expect(byCriadm).toEqual(byCrictl)
        expect(byCrictl.handlers).toEqual({ runc: "cgroupfs" })
        expect(byCrictl.cgroupDriver).toBe(tellsDriver ? "cgroupfs" : undefined)
        expect(await verified(on, `--cgroup-driver systemd --sandbox-image ${pauseImage}`)).toEqual({
          exitCode: 6,
          cri: true,
          driver: false,
          image: false,
        })
      })

      test("tell the same of what criadm applied, which verify finds as asked", async () => {
        const answers = `--cgroup-driver systemd --sandbox-image ${pauseImage}`
        await on.mustRun(`criadm apply --yes ${answers}`)

        const { byCrictl, byCriadm } = await askBoth(on)

        expect(byCriadm).toEqual(byCrictl)
        expect(byCrictl.handlers).toEqual({ runc: "systemd" })
        expect(byCrictl.cgroupDriver).toBe(tellsDriver ? "systemd" : undefined)
        // containerd 2 leaves it out of what it tells; its own dump has it.
        expect((await containerdConfigured(on)).sandboxImage).toBe(pauseImage)
        expect(await verified(on, answers)).toEqual({ exitCode: 0, cri: true, driver: true, image: true })
      })
    })
  }
})
