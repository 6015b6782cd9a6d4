// CRI's own conformance tests on a node that criadm prepared, and on the same node prepared by hand as Kubernetes' page says:
// what passes on one passes on the other. Images are made here and pulled over a mirror on this machine. A virtual
// machine, since containers get limits; half an hour of emulation for each, so with CRIADM_CAMPAIGN=1 alone.
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { type Cell, type CellName, recordNotRun, startCell } from "../support/cells.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { asText } from "../support/table.ts"
import { hostSeenByNode } from "./control-plane.ts"
import { type CritestImages, critestImages, mirrored } from "./critest-images.ts"
import { networkUnit } from "./join-story.ts"
import { patiently } from "./kubelet-story.ts"

setDefaultTimeout(3 * 60 * 60 * 1000)

/** By critest's own names, and why they cannot be had here. */
const leftOut: Readonly<Record<string, string>> = {
  NRI: "its tests are for a plugin's socket, which criadm does not set",
  AppArmor: "they load profiles by sudo and apparmor_parser, which the node has not",
  SELinux: "the node's kernel has it off",
  "port mapping with host port": "the node has neither iptables nor nft",
  "public image with digest": "the image's digest is in the test, and the image cannot be had without a network",
  OOMKilled: "in emulation it varies from one attempt to the next, on either node",
  MaskedPaths: "the busybox here runs its applets without their files",
}

/** Timeouts in the tests are for machines that are not emulated. */
const attempts = 3

interface Way {
  readonly name: string
  prepare(on: Node, mirror: string): Promise<void>
}

const byCriadm: Way = {
  name: "prepared by criadm",
  async prepare(on, mirror) {
    const mirrors = mirrored.map((host) => `--registry ${host},mirror=${mirror}`).join(" ")
    const applied = await on.run(
      `criadm apply --yes --cgroup-driver systemd --sandbox-image ${pauseImage} ${mirrors}`,
      patiently,
    )
    expect(applied).toMatchObject({ exitCode: 0 })
  },
}

/** kubernetes.io/docs/setup/production-environment/container-runtimes, and containerd's docs/hosts.md for the mirror. */
const byHand: Way = {
  name: "prepared by the page's steps",
  async prepare(on, mirror) {
    const hosts = mirrored.map((host) =>
      on.put(`/etc/containerd/certs.d/${host}/hosts.toml`, `server = "https://${host}"\n[host."${mirror}"]\n`),
    )
    await Promise.all(hosts)
    await on.mustRun(
      `echo net.ipv4.ip_forward = 1 > /etc/sysctl.d/k8s.conf; sysctl --quiet --system
      containerd config default | sed -E 's/SystemdCgroup = false/SystemdCgroup = true/
        s,registry.k8s.io/pause:[0-9.]+,${pauseImage},; s,^      config_path = .*,      config_path = "/etc/containerd/certs.d",' > /etc/containerd/config.toml
      grep -q 'SystemdCgroup = true' /etc/containerd/config.toml
      systemctl restart containerd`,
      patiently,
    )
  },
}

const cni = `{"cniVersion": "1.0.0", "name": "bench", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
`

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const kinds: readonly Kind[] = ["trixie", "forky"]
const stated = process.env["CRIADM_NODE_KINDS"]?.split(" ")
const reason = isCampaign
  ? whyNoPeer({ "cri-tools-1.37": ["critest"] })
  : "an hour of emulation; scripts/campaign critest"
if (reason !== undefined) say(`skipped: critest on a node that criadm prepared: ${reason}`)

const recordOf = (kind: Kind, way: Way): CellName => ({ story: `critest, ${way.name}`, kind, runtime: "containerd" })

describeReal("critest", needsOfNodes, () => {
  for (const kind of kinds.filter((each) => stated?.includes(each) ?? true)) {
    if (reason !== undefined) for (const way of [byHand, byCriadm]) recordNotRun(recordOf(kind, way), reason)
    describe.skipIf(reason !== undefined)(`on ${kind}`, () => {
      const outcomes = new Map<string, Outcomes>()
      afterAll(() => {
        process.stderr.write(`critest on ${kind}\n${tableOf(outcomes)}\n`)
      })

      test.each([byHand, byCriadm])("runs on the node $name", async (way) => {
        const cell = startCell(recordOf(kind, way))
        try {
          const outcome = await critestOn(kind, way, await critestImages(), cell)
          outcomes.set(way.name, outcome)
          say(`critest on ${kind}, ${way.name}: ${countsOf(outcome)}`)
        } finally {
          cell.end("critest")
        }
      })

      test("fails nothing on the node that criadm prepared, and the same passes and is skipped on both", () => {
        const states = (way: Way) =>
          Object.fromEntries(Object.entries(outcomes.get(way.name) ?? {}).map(([name, { state }]) => [name, state]))

        expect(Object.entries(states(byCriadm)).filter(([, state]) => state === "failed")).toEqual([])
        expect(states(byCriadm)).toEqual(states(byHand))
      })
    })
  }
})

interface Outcome {
  readonly state: "passed" | "skipped" | "failed"
  readonly attempts: number
  readonly seconds: number
  /** Of one that did not pass. */
  readonly why: string
}

type Outcomes = Readonly<Record<string, Outcome>>

async function critestOn(kind: Kind, way: Way, images: CritestImages, cell: Cell): Promise<Outcomes> {
  const registry = images.serve()
  const on = await cell.step("boot", async () =>
    node(kind, {
      way: "boot",
      network: "restrict=off",
      tools: [program, peerProgram("cri-tools-1.37", "critest") ?? "", await pauseArchive(), images.archive],
    }),
  )
  try {
    await cell.step("prepare", async () => {
      cell.know({ runtime: `containerd ${(await on.mustRun("containerd --version")).split(" ")[2]}` })
      await on.put("/etc/systemd/system/bench-network.service", networkUnit)
      await on.put("/etc/cni/net.d/10-bench.conflist", cni)
      // Where containerd's own default looks for them, as the page says they are unpacked.
      await on.mustRun(`systemctl daemon-reload; systemctl start bench-network
        mkdir -p /opt/cni; ln -s /usr/lib/cni /opt/cni/bin`)
      await way.prepare(on, `http://${hostSeenByNode}:${registry.port}`)
      await on.mustRun(
        `for archive in pause critest-images; do ctr --namespace k8s.io images import /opt/bench/$archive.tar; done
        until ctr --namespace k8s.io images list | grep nonewprivs | grep -q io.cri-containerd.image=managed; do sleep 0.5; done`,
        patiently,
      )
    })
    return await cell.step("critest", async () => {
      const focus = process.env["CRIADM_CRITEST_FOCUS"]
      const chosen = focus === undefined ? "" : `--ginkgo.focus='${focus}'`
      const ran = await on.run(
        `critest --runtime-endpoint unix:///run/containerd/containerd.sock --ginkgo.no-color --ginkgo.timeout=2h --ginkgo.flake-attempts=${attempts} ${chosen} \
          --ginkgo.skip='${Object.keys(leftOut).join("|")}' --ginkgo.json-report=/root/report.json 2>&1 | tail -n 40`,
        { timeoutSeconds: 2 * 60 * 60 },
      )
      const report = await on.run("cat /root/report.json", patiently)
      return outcomesOf(report.exitCode === 0 ? report.stdout : "", ran.stdout)
    })
  } finally {
    await on.stop()
    registry.stop()
  }
}

/** Of ginkgo's report in JSON (onsi/ginkgo, types.Report): every test that was chosen. */
function outcomesOf(json: string, said: string): Outcomes {
  if (json === "") throw new Error(`critest made no report:\n${said}`)
  const [suite] = JSON.parse(json) as [{ readonly SpecReports: readonly Spec[] }]
  const chosen = suite.SpecReports.filter(
    ({ LeafNodeType, State, Failure }) =>
      LeafNodeType === "It" && (State !== "skipped" || Failure?.Message !== undefined),
  )
  return Object.fromEntries(
    chosen.map(({ ContainerHierarchyTexts, LeafNodeText, State, RunTime, NumAttempts, Failure }) => {
      const name = [...(ContainerHierarchyTexts ?? []).map((text) => text.replace("[k8s.io] ", "")), LeafNodeText].join(
        ": ",
      )
      const state = State === "passed" || State === "skipped" ? State : "failed"
      return [
        name,
        {
          state,
          attempts: NumAttempts,
          seconds: RunTime / 1e9,
          why: state === "passed" ? "" : (Failure?.Message ?? State),
        },
      ]
    }),
  )
}

interface Spec {
  readonly LeafNodeType: string
  readonly LeafNodeText: string
  readonly ContainerHierarchyTexts: readonly string[] | null
  readonly State: string
  /** Nanoseconds. */
  readonly RunTime: number
  readonly NumAttempts: number
  readonly Failure?: { readonly Message?: string }
}

function countsOf(outcomes: Outcomes): string {
  const count = (state: Outcome["state"]) => Object.values(outcomes).filter((each) => each.state === state).length
  return `${count("passed")} passed, ${count("skipped")} skipped, ${count("failed")} failed`
}

function tableOf(outcomes: ReadonlyMap<string, Outcomes>): string {
  const ways = [...outcomes]
  const names = [...new Set(ways.flatMap(([, of]) => Object.keys(of)))].sort()
  const cell = (outcome: Outcome | undefined) =>
    outcome === undefined
      ? "not run"
      : `${outcome.state} ${outcome.seconds.toFixed(1)} s${outcome.attempts > 1 ? `, attempt ${outcome.attempts}` : ""}`
  const rows = names.map((name) => [name, ...ways.map(([, of]) => cell(of[name]))])
  const counts = ways.map(([way, of]) => `${way}: ${countsOf(of)}`)
  const whys = ways.flatMap(([way, of]) =>
    Object.entries(of).flatMap(([name, { state, why }]) =>
      state === "passed" ? [] : [`${state}, ${way}: ${name}: ${why.trim().split("\n").slice(0, 4).join(" ")}`],
    ),
  )
  const untried = Object.entries(leftOut).map(([name, why]) => `not tried: ${name}: ${why}`)
  return [asText([["test", ...ways.map(([way]) => way)], ...rows]), ...whys, ...untried, ...counts].join("\n")
}
