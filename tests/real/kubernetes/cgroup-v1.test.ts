// What kubelet and kubeadm of three releases do on cgroup v1, against what check tells of it: a container that sees the
// cgroups of this machine, where those are v1. With and without failCgroupV1: false.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync, existsSync } from "node:fs"
import { join } from "node:path"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { type CellName, recordNotRun, startCell } from "../support/cells.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const programs = ["kubelet", "kubeadm"] as const
/** What each does by itself, and what kubeadm does where the kubelet is told to take v1. */
const releases = [
  { minor: "1.34", kubelet: "starts", kubeadm: "warns" },
  { minor: "1.35", kubelet: "refuses", kubeadm: "stops" },
  { minor: "1.37", kubelet: "refuses", kubeadm: "stops" },
] as const

const socket = "unix:///run/containerd/containerd.sock"
const configuration = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
containerRuntimeEndpoint: ${socket}
authentication:
  anonymous: {enabled: true}
  webhook: {enabled: false}
authorization: {mode: AlwaysAllow}
resolvConf: ""
`
const kubeletUnit = `[Service]
ExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml
[Install]
WantedBy=multi-user.target
`
const joinConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
nodeRegistration: {criSocket: "${socket}"}
discovery:
  bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "127.0.0.1:6443", unsafeSkipCAVerification: true}
timeouts: {discovery: 1s}
`

/** system-validators, cgroup_validator_linux.go of 1.12.1 and of 1.10.2. */
const ofKubeadm = /cgroups v1 support is (?:deprecated|in maintenance mode)/
const ofKubelet = "kubelet is configured to not run on a host using cgroup v1"

const isV1 = !existsSync("/sys/fs/cgroup/cgroup.controllers")
if (!isV1) say("skipped: what is done on cgroup v1: this machine runs v2; operator-story.test.ts has a node with v1")

/** Programs of each release, under names of their own. */
function programsOf(minors: readonly string[]): readonly string[] {
  const directory = momentaryDirectory(join(cacheDirectory, "kubelets"), "each")
  return minors.flatMap((minor) =>
    programs.map((name) => {
      const path = join(directory, `${name}-${minor}`)
      copyFileSync(peerProgram(`kubernetes-${minor}`, name) ?? "", path)
      return path
    }),
  )
}

async function startOnHostsCgroups(tools: readonly string[]): Promise<Node> {
  process.env["CRIADM_BENCH_CGROUPS"] = "host"
  try {
    return await node("bookworm", { way: "container", tools })
  } finally {
    delete process.env["CRIADM_BENCH_CGROUPS"]
  }
}

const recordOf = (minor: string): CellName => ({
  story: "cgroup v1",
  kind: "bookworm",
  runtime: "containerd 1.6",
  kubelet: minor,
})

describeReal("a node with cgroup v1", needsOfNodes, () => {
  const built = releases.filter(({ minor }) => {
    const reason = whyNoPeer({ [`kubernetes-${minor}`]: programs })
    if (reason !== undefined) say(`skipped: ${minor} on cgroup v1: ${reason}`)
    const whyNot = isV1 ? reason : "this machine runs cgroup v2"
    if (whyNot !== undefined) recordNotRun(recordOf(minor), whyNot)
    return reason === undefined
  })
  let on: Node

  beforeAll(async () => {
    if (!isV1 || built.length === 0) return
    on = await startOnHostsCgroups([program, ...programsOf(built.map(({ minor }) => minor))])
    await on.put("/etc/systemd/system/kubelet.service", kubeletUnit)
    await on.put("/root/join.yaml", joinConfiguration)
    await on.mustRun("systemctl daemon-reload; systemctl enable kubelet; criadm apply --yes --no-kubelet")
  })
  afterAll(async () => await on?.stop())

  const severityOf = async (code: string) => {
    const { findings } = JSON.parse((await on.run("criadm check -o json")).stdout) as {
      findings: readonly { code: string; severity: string }[]
    }
    return findings.find((finding) => finding.code === code)?.severity
  }

  describe.skipIf(!isV1)("kubelet and kubeadm", () => {
    test.each(built)(
      "of $minor: the kubelet $kubelet, and kubeadm $kubeadm where it is told to start",
      async (release) => {
        const { minor, kubelet, kubeadm } = release
        const cell = startCell(recordOf(minor))
        try {
          await cell.step(`kubelet ${kubelet}`, async () => {
            for (const name of programs) await on.mustRun(`cp /opt/bench/${name}-${minor} /usr/bin/${name}`)
            await on.put("/var/lib/kubelet/config.yaml", configuration)

            const refused = await severityOf("kubelet-refuses-cgroup-v1")
            const log = await on.run("timeout 20 kubelet --config=/var/lib/kubelet/config.yaml 2>&1")
            expect(log.stdout.includes(ofKubelet) ? "refuses" : "starts").toBe(kubelet)
            expect(refused).toBe(kubelet === "refuses" ? "failure" : undefined)
          })
          await cell.step("kubelet told to start", async () => {
            await on.put("/var/lib/kubelet/config.yaml", `${configuration}failCgroupV1: false\n`)
            const allowed = await on.run("timeout 20 kubelet --config=/var/lib/kubelet/config.yaml 2>&1")
            expect(allowed.stdout).not.toContain(ofKubelet)
            expect(await severityOf("kubelet-refuses-cgroup-v1")).toBeUndefined()
          })
          await cell.step(`kubeadm ${kubeadm}`, async () => {
            const { stdout, stderr } = await on.run("timeout 60 kubeadm join phase preflight --config /root/join.yaml")
            const said = `${stdout}${stderr}`.split("\n").find((line) => ofKubeadm.test(line)) ?? `${stdout}${stderr}`
            expect(said).toContain(kubeadm === "stops" ? "[ERROR SystemVerification]" : "[WARNING SystemVerification]")
            expect(await severityOf("kubeadm-cgroup-v1")).toBe(kubeadm === "stops" ? "failure" : "warning")
          })
        } finally {
          cell.end(`kubeadm ${kubeadm}`)
        }
        await on.mustRun("rm /var/lib/kubelet/config.yaml")
      },
    )
  })
})
