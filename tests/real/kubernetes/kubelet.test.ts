// A real kubelet on a node that only criadm touched: every runtime's release and every kubelet once, paired so that no
// cell repeats. Virtual machines, since a kubelet needs the controllers of cgroup v2.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { killedAt, migrateTo, ofCgroupfs } from "../migrate/migration-story.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { asText } from "../support/table.ts"
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
]

const named = process.env["CRIADM_CELLS"]?.split(" ")
const cells = (process.env["CRIADM_CAMPAIGN"] === "1" ? [...share, ...others] : share).filter(
  (_, index) => named === undefined || named.includes(String(index)),
)

/** The advice of many pages, followed for the runtime and forgotten for the kubelet. */
const prepareWrongly = `mkdir -p /etc/containerd
  containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/; s/pause:3.8/pause:3.10.2/' > /etc/containerd/config.toml
  sed -i 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' /var/lib/kubelet/config.yaml
  systemctl restart containerd`

const nameOf = ({ kind, containerd, kubelet }: Cell) => `${kubelet} on ${kind} with ${containerd ?? "its containerd"}`

describeReal("a real kubelet", needsOfNodes, () => {
  const table: (readonly string[])[] = [["kind", "containerd", "kubelet", "start", "apply", "pod runs", "its cgroup"]]
  afterAll(() => {
    process.stderr.write(`seconds\n${asText(table)}\n`)
  })

  for (const cell of cells) {
    const reason = whyNoPeer(peersOf(cell))
    if (reason !== undefined) say(`skipped: ${nameOf(cell)}: ${reason}`)
    describe.skipIf(reason !== undefined)(nameOf(cell), () => {
      let on: Node
      const seconds: number[] = []
      /** What this takes, on the clock of this machine. */
      const timed = async <Value>(done: Promise<Value>): Promise<Value> => {
        const began = Date.now()
        const value = await done
        seconds.push((Date.now() - began) / 1000)
        return value
      }

      beforeAll(async () => {
        on = await timed(startNode(cell))
        await prepare(on, cell)
      })
      afterAll(async () => await on?.stop())

      if (cell.foretold !== undefined) {
        const { code, log } = cell.foretold
        test(`fails before as check foretells: ${code}`, async () => {
          await on.mustRun(prepareWrongly, patiently)
          expect((await on.run("criadm check -o json", patiently)).stdout).toContain(`"${code}"`)

          await on.mustRun("systemctl start kubelet", patiently)

          const seen = `until journalctl -u kubelet --no-pager -o cat | grep -q '${log}'; do sleep 1; done`
          await on.mustRun(seen, patiently)
        })
      }

      test("runs its pod after criadm apply, where the driver says and with its limit", async () => {
        const applied = await timed(on.run(`criadm apply --yes --sandbox-image ${pauseImage}`, patiently))
        expect(applied).toMatchObject({ exitCode: 0, stderr: "" })
        await on.mustRun("systemctl is-active kubelet || systemctl start kubelet", patiently)

        const cgroup = await timed(untilPodRuns(on, 120))

        const release = (await on.mustRun("containerd --version")).split(" ")[2] ?? ""
        const kubelet = (await on.mustRun("kubelet --version")).trim().split(" ").at(-1) ?? ""
        const where = cgroup.slice("0::".length).replaceAll(/[0-9a-f]{12}[0-9a-f_-]{20,}/g, "ID")
        table.push([cell.kind, release, kubelet, ...seconds.map((each) => each.toFixed(1)), where])
        expect(cgroup).toMatch(
          /^0::\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/cri-containerd-[0-9a-f]{64}\.scope$/,
        )
        const limit = await on.mustRun(`cat /sys/fs/cgroup${cgroup.slice("0::".length)}/memory.max`)
        expect(limit.trim()).toBe(String(memoryLimit))
      })

      test("uses the driver that criadm told it would, by its own log", async () => {
        const log = await kubeletLog(on)

        expect(log).toContain('"CgroupDriver":"systemd"')
        expect(log.includes("Falling back to using cgroupDriver")).toBe(cell.foretold !== undefined)
      })

      if (cell.foretold !== undefined) {
        test("is led to the other driver step by step, through a kill, and back to its pod", async () => {
          await on.mustRun("echo 'apiVersion: v1' > /etc/kubernetes/kubelet.conf")
          await on.mustRun(killedAt(6, "cgroupfs"), patiently)

          expect(await on.run(migrateTo("cgroupfs"), patiently)).toMatchObject({ exitCode: 0, stderr: "" })

          expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
          expect(await on.mustRun("ls -d /sys/fs/cgroup/kubepods.slice 2>&1 || true")).toContain("No such file")
        })
      }

      test("crictl and criadm tell the same", async () => {
        const told = JSON.parse(await on.mustRun(`${crictl} info`, patiently))
        const verified = await on.run("criadm verify", patiently)

        expect(verified).toMatchObject({ exitCode: 0 })
        const conditions = told.status.conditions.filter((one: { type: string }) => one.type === "RuntimeReady")
        expect(conditions).toMatchObject([{ status: true }])
      })
    })
  }
})

function startNode(cell: Cell): Promise<Node> {
  return pauseArchive().then((pause) => node(cell.kind, { way: "snapshot", tools: [program, pause, ...toolsOf(cell)] }))
}
