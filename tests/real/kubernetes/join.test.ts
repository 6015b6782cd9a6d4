// A node that was bare, and that only criadm touched, joins a real cluster: kubeadm's preflight, a Deployment's pod with
// its logs, its shell and its limit, a reboot, and a rollback that is refused while pods run. A virtual machine of
// Debian 13; the cluster runs on this machine.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { addRepository, containerdPackages, localRepository } from "../install/local-repository.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { archiveOf, pauseArchive, pauseImage } from "../support/images.ts"
import { releases, unpackedRelease } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { type ControlPlane, joiningPeers, kubeletOf, startControlPlane } from "./control-plane.ts"
import { crictl, kubeletLog, patiently } from "./kubelet-story.ts"

/** An emulated machine, and a cluster beside it. */
setDefaultTimeout(30 * 60 * 1000)

const image = "example.test/busybox:1"
/** The node's name is where its kubelet is found from this machine. Bytes of this process, so that runs do not meet. */
const name = `127.${100 + (process.pid % 100)}.${(process.pid >> 8) % 200}.2`
const memoryLimit = 64 * 1024 * 1024

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: proof}
spec:
  selector: {matchLabels: {app: proof}}
  template:
    metadata: {labels: {app: proof}}
    spec:
      automountServiceAccountToken: false
      containers:
      - name: shell
        image: ${image}
        imagePullPolicy: Never
        command: [/busybox, sh, -c, "echo here I am; exec /busybox sleep 86400"]
        resources:
          requests: {cpu: 10m, memory: 16Mi}
          limits: {memory: 64Mi}
`

/** As the packages of Kubernetes bring it (kubernetes/release, cmd/krel/templates/latest/kubelet and kubeadm). */
const kubeletUnit = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Wants=network-online.target
After=network-online.target
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
Restart=always
RestartSec=10
[Install]
WantedBy=multi-user.target
`

/** What a cloud's image does by itself. */
const networkUnit = `[Unit]
Before=network-online.target containerd.service kubelet.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'until device=$(ls /sys/class/net | grep -v -e lo -e cni -e veth | head -n 1) && [ -n "$device" ]; do sleep 0.2; done; udevadm settle; device=$(ls /sys/class/net | grep -v -e lo -e cni -e veth | head -n 1); ip address add 10.0.2.15/24 dev $device; ip link set $device up; ip route add default via 10.0.2.2'
[Install]
WantedBy=multi-user.target
`

const cni = `{"cniVersion": "1.0.0", "name": "bench", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]]}}]}
`

const missing = whyNoPeer(joiningPeers)
if (missing !== undefined) say(`skipped: a node joins a cluster: ${missing}`)

const isBuilt = missing === undefined

describeReal("a bare node that only criadm touched", needsOfNodes, () => {
  let cluster: ControlPlane
  let on: Node

  beforeAll(async () => {
    if (!isBuilt) return
    const repository = await localRepository("trixie", containerdPackages)
    const busybox = join(await unpackedRelease(releases[2] as (typeof releases)[number]), "usr/bin/busybox")
    const ofKubernetes = ["kubelet", "kubeadm"].map((each) => peerProgram("kubernetes-1.37", each) ?? "")
    const tools = [program, repository, await pauseArchive(), await archiveOf(busybox, image, "busybox")]
    ;[cluster, on] = await Promise.all([
      startControlPlane(),
      node("trixie-bare", {
        way: "boot",
        network: kubeletOf(name),
        tools: [...tools, ...ofKubernetes, peerProgram("cri-tools-1.37", "crictl") ?? ""],
      }),
    ])
    await on.put("/etc/systemd/system/bench-network.service", networkUnit)
    await on.put("/usr/lib/systemd/system/kubelet.service", kubeletUnit)
    await on.put("/etc/cni/net.d/10-bench.conflist", cni)
    await on.mustRun(`systemctl daemon-reload; systemctl enable --now bench-network; systemctl enable kubelet
      cp /opt/bench/kubelet /opt/bench/kubeadm /usr/bin`)
    await addRepository(on)
  })
  afterAll(async () => {
    await on?.stop()
    await cluster?.stop()
  })

  const joining = () => `${cluster.join} --node-name ${name}`
  /** Errors of kubeadm's preflight, by the names that --ignore-preflight-errors takes. */
  const preflight = async () => {
    const { stdout, stderr } = await on.run(joining().replace(" join ", " join phase preflight "), patiently)
    return [...`${stdout}${stderr}`.matchAll(/\[ERROR (\w+)/g)].map(([, error = ""]) => error)
  }

  test.skipIf(!isBuilt)("is told before by check what kubeadm stops over", async () => {
    expect((await preflight()).toSorted()).toContain("CRI")

    const checked = JSON.parse((await on.run("criadm check -o json", patiently)).stdout)
    const failures = checked.findings.filter((one: { severity: string }) => one.severity === "failure")
    expect(failures.map((one: { code: string }) => one.code)).toContain("no-runtime")
  })

  test.skipIf(!isBuilt)("gets its runtime by one line, and kubeadm's preflight has nothing left to say", async () => {
    const applied = await on.run(`criadm apply --yes --install distribution --sandbox-image ${pauseImage}`, patiently)
    expect(applied).toMatchObject({ exitCode: 0 })

    expect(await preflight()).toEqual([])
    expect((await on.run("criadm check -o json", patiently)).exitCode).toBe(0)
  })

  test.skipIf(!isBuilt)("joins, and is Ready", async () => {
    await on.mustRun(
      "ctr -n k8s.io images import /opt/bench/pause.tar; ctr -n k8s.io images import /opt/bench/busybox.tar",
      patiently,
    )

    const joined = await on.run(joining(), { timeoutSeconds: 1200 })
    if (joined.exitCode !== 0) say(`${await kubeletLog(on)}\n${cluster.logs()}`)
    expect(joined).toMatchObject({ exitCode: 0 })

    await cluster.kubectl("wait", `node/${name}`, "--for=create", "--timeout=600s")
    await cluster.kubectl("wait", `node/${name}`, "--for=condition=Ready", "--timeout=600s")
  })

  test.skipIf(!isBuilt)("runs a Deployment's pod, with its logs, its shell and its limit", async () => {
    await cluster.create(deployment)
    await cluster.kubectl("rollout", "status", "deployment/proof", "--timeout=600s")

    expect(await logs()).toBe("here I am\n")
    const cgroup = await inPod("cat", "/proc/self/cgroup")
    expect(cgroup).toBe("0::/\n")
    const pid = `${crictl} inspect --output go-template --template '{{.info.pid}}' $(${crictl} ps --name shell --quiet)`
    const path = (await on.mustRun(`cat /proc/$(${pid})/cgroup`, patiently)).trim().slice("0::".length)
    expect(path).toMatch(/^\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/cri-containerd-[0-9a-f]{64}\.scope$/)
    expect(Number(await on.mustRun(`cat /sys/fs/cgroup${path}/memory.max`))).toBe(memoryLimit)
  })

  test.skipIf(!isBuilt)("is not rolled back while pods run", async () => {
    const refused = await on.run("criadm rollback --yes", patiently)

    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain("pod")
    expect(await on.mustRun("systemctl is-active containerd kubelet")).toBe("active\nactive\n")
  })

  test.skipIf(!isBuilt)("is Ready with its pod after a reboot", async () => {
    const before = await on.mustRun("cat /proc/sys/kernel/random/boot_id")
    await on.reboot()
    expect(await on.mustRun("cat /proc/sys/kernel/random/boot_id")).not.toBe(before)

    await on.mustRun(`until [ -n "$(${crictl} ps --name shell --state running --quiet)" ]; do sleep 1; done`, {
      timeoutSeconds: 1200,
    })
    await cluster.kubectl("wait", `node/${name}`, "--for=condition=Ready", "--timeout=600s")
    await cluster.kubectl("rollout", "status", "deployment/proof", "--timeout=600s")
    expect(await on.run("criadm verify", patiently)).toMatchObject({ exitCode: 0 })
  })

  const logs = () => cluster.kubectl("logs", "deployment/proof")
  const inPod = (...words: readonly string[]) => cluster.kubectl("exec", "deployment/proof", "--", "/busybox", ...words)
})
