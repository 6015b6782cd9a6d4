// A real kubelet on a node that only criadm touched: every runtime's release and every kubelet once, paired so that no
// cell repeats. Virtual machines, since a kubelet needs the controllers of cgroup v2.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { killedAt, migrateTo, ofCgroupfs } from "../migrate/migration-story.ts"
import { kinds } from "../nodes/kinds.ts"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { type CellName, recordNotRun, startCell } from "../support/cells.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import {
  type Cell,
  crictl,
  kubeletLog,
  memoryLimit,
  patiently,
  peersOf,
  prepare,
  toolsOf,
  untilPodRuns,
} from "./kubelet-story.ts"

/** An emulated machine, in which Go programs of 90 MB start. */
setDefaultTimeout(20 * 60 * 1000)

/** containerd 1.7 does not tell its driver over CRI, so the kubelet takes the one of its own file. */
const share: readonly Cell[] = [
  {
    kind: "trixie",
    kubelet: "kubernetes-1.37",
    foretold: { code: "cgroup-drivers-differ", log: "expected cgroupsPath to be of format" },
  },
]

/** With CRIADM_CAMPAIGN=1: every release of containerd and every kubelet, and no pair of them twice. */
const others: readonly Cell[] = [
  { kind: "forky", kubelet: "kubernetes-1.34" },
  { kind: "trixie", containerd: "containerd-2.3", kubelet: "kubernetes-1.37" },
  { kind: "bookworm", kubelet: "kubernetes-1.35" },
  { kind: "trixie", containerd: "containerd-2.2", kubelet: "kubernetes-1.34" },
  { kind: "trixie", containerd: "containerd-2.4", kubelet: "kubernetes-1.35" },
  { kind: "trixie", kubelet: "kubernetes-1.34" },
  { kind: "bookworm", kubelet: "kubernetes-1.34" },
  { kind: "forky", kubelet: "kubernetes-1.37" },
  { kind: "trixie", kubelet: "kubernetes-1.35" },
  { kind: "trixie", containerd: "containerd-2.3", kubelet: "kubernetes-1.34" },
  { kind: "trixie", containerd: "containerd-2.4", kubelet: "kubernetes-1.37" },
  // The last that starts on cgroup v1 unasked.
  { kind: "bookworm-v1", kubelet: "kubernetes-1.34" },
]

/** The other kinds of the operator's story, and why no kubelet runs a static pod on them here. */
const withoutKubelet: readonly (readonly [Kind, string])[] = [
  ["bullseye", "containerd 1.4 serves no CRI v1"],
  ["trixie-docker", "the module proxy refuses cri-dockerd"],
  ["trixie-bare", "join.test.ts has a kubelet on it"],
  ["bookworm-openrc", "the kubelet is started by systemd; operator-story.test.ts runs a sandbox on it"],
  ["bookworm-sysvinit", "the kubelet is started by systemd; operator-story.test.ts runs a sandbox on it"],
]

const named = process.env["CRIADM_CELLS"]?.split(" ")
const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const planned = [...share, ...others]
const cells = (isCampaign ? planned : share).filter((_, index) => named === undefined || named.includes(String(index)))

/** The advice of many pages, followed for the runtime and forgotten for the kubelet. */
const prepareWrongly = `mkdir -p /etc/containerd
  containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/; s/pause:3.8/pause:3.10.2/' > /etc/containerd/config.toml
  sed -i 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' /var/lib/kubelet/config.yaml
  systemctl restart containerd`

const nameOf = ({ kind, containerd, kubelet }: Cell) => `${kubelet} on ${kind} with ${containerd ?? "its containerd"}`
const packaged = (kind: Kind) => {
  const version = kinds.find((each) => each.kind === kind)?.containerd?.version
  return version === undefined ? "none" : `containerd ${version.replace(/\.$/, "")}`
}
const recordOf = ({ kind, containerd, kubelet }: Cell): CellName => ({
  story: "static pod",
  kind,
  runtime: containerd?.replace("containerd-", "containerd ") ?? packaged(kind),
  kubelet: kubelet.replace("kubernetes-", ""),
})

describeReal("a real kubelet", needsOfNodes, () => {
  for (const cell of planned.filter((each) => !cells.includes(each))) {
    recordNotRun(recordOf(cell), isCampaign ? "CRIADM_CELLS names others" : "scripts/campaign kubelets")
  }

  for (const [kind, why] of withoutKubelet) {
    recordNotRun({ story: "static pod", kind, runtime: packaged(kind), kubelet: "any" }, why)
  }

  for (const cell of cells) {
    const reason = whyNoPeer(peersOf(cell))
    if (reason !== undefined) {
      say(`skipped: ${nameOf(cell)}: ${reason}`)
      recordNotRun(recordOf(cell), reason)
    }
    describe.skipIf(reason !== undefined)(nameOf(cell), () => {
      let on: Node
      const { step, know, end } = startCell(recordOf(cell))

      beforeAll(async () => {
        on = await step("start", () => startNode(cell))
        await step("prepare", () => prepare(on, cell))
        const kubelet = (await on.mustRun("kubelet --version")).trim().split(" v").at(-1) ?? ""
        know({ runtime: `containerd ${await releaseOfContainerd(on)}`, kubelet })
      })
      afterAll(async () => {
        end("crictl and verify")
        await on?.stop()
      })

      if (cell.foretold !== undefined) {
        const { code, log } = cell.foretold
        test(`fails before as check foretells: ${code}`, () =>
          step("fails as foretold", async () => {
            await on.mustRun(prepareWrongly, patiently)
            expect((await on.run("criadm check -o json", patiently)).stdout).toContain(`"${code}"`)

            await on.mustRun("systemctl start kubelet", patiently)

            const seen = `until journalctl -u kubelet --no-pager -o cat | grep -q '${log}'; do sleep 1; done`
            await on.mustRun(seen, patiently)
          }))
      }

      test("runs its pod after criadm apply, where the driver says and with its limit", async () => {
        await step("apply", async () => {
          const applied = await on.run(`criadm apply --yes --sandbox-image ${pauseImage}`, patiently)
          expect(applied).toMatchObject({ exitCode: 0, stderr: "" })
        })

        const cgroup = await step("pod runs", async () => {
          await on.mustRun("systemctl is-active kubelet || systemctl start kubelet", patiently)
          return await untilPodRuns(on, 120)
        })

        await step("cgroup and limit", async () => {
          const { path, limit } = memoryOf(cgroup)
          expect(path).toMatch(/^\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/cri-containerd-[0-9a-f]{64}\.scope$/)
          expect((await on.mustRun(`cat ${limit}`)).trim()).toBe(String(memoryLimit))
        })
      })

      test("uses the driver that criadm told it would, by its own log", () =>
        step("driver in its log", async () => {
          const log = await kubeletLog(on)

          expect(log).toContain('"CgroupDriver":"systemd"')
          const tellsNoDriver = /^v?1\./.test(await releaseOfContainerd(on))
          expect(log.includes("Falling back to using cgroupDriver")).toBe(tellsNoDriver)
        }))

      if (cell.foretold !== undefined) {
        test("is led to the other driver step by step, through a kill, and back to its pod", () =>
          step("other driver", async () => {
            await on.mustRun("echo 'apiVersion: v1' > /etc/kubernetes/kubelet.conf")
            await on.mustRun(killedAt(6, "cgroupfs"), patiently)

            expect(await on.run(migrateTo("cgroupfs"), patiently)).toMatchObject({ exitCode: 0, stderr: "" })

            expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
            expect(await on.mustRun("ls -d /sys/fs/cgroup/kubepods.slice 2>&1 || true")).toContain("No such file")
          }))
      }

      test("crictl and criadm tell the same", () =>
        step("crictl and verify", async () => {
          const told = JSON.parse(await on.mustRun(`${crictl} info`, patiently))
          const verified = await on.run("criadm verify", patiently)

          expect(verified).toMatchObject({ exitCode: 0 })
          const conditions = told.status.conditions.filter((one: { type: string }) => one.type === "RuntimeReady")
          expect(conditions).toMatchObject([{ status: true }])
        }))
    })
  }
})

/** Of /proc/PID/cgroup: where a process' memory is limited, and the file that says to how many bytes (cgroups(7)). */
function memoryOf(lines: string): { readonly path: string; readonly limit: string } {
  const ofV1 = /^\d+:memory:(.*)$/m.exec(lines)?.[1]
  if (ofV1 !== undefined) return { path: ofV1, limit: `/sys/fs/cgroup/memory${ofV1}/memory.limit_in_bytes` }
  const path = lines.slice("0::".length)
  return { path, limit: `/sys/fs/cgroup${path}/memory.max` }
}

async function releaseOfContainerd(on: Node): Promise<string> {
  return (await on.mustRun("containerd --version")).split(" ")[2] ?? ""
}

function startNode(cell: Cell): Promise<Node> {
  return pauseArchive().then((pause) => node(cell.kind, { way: "snapshot", tools: [program, pause, ...toolsOf(cell)] }))
}
