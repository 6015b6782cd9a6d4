// From Docker Engine to the containerd that Docker runs, under a real kubelet and without a network: a static pod that runs
// in Docker comes up in containerd from the image that was carried over, within its limit; killed on the way, gone on with,
// Docker stopped for good, the node rebooted, and back. In place of cri-dockerd, whose module cannot be had here, a
// stand-in that makes its pods in the real dockerd. Minutes on a virtual machine: only in its campaign.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { kubeletConfiguration, memoryLimit, patiently, untilPodRuns } from "../kubernetes/kubelet-story.ts"
import { makeStandIn, startCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { archiveOf, pauseArchive, pauseImage } from "../support/images.ts"
import { releases, unpackedRelease } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { ofSystemd } from "./migration-story.ts"

setDefaultTimeout(60 * 60 * 1000)

const peers = { "kubernetes-1.34": ["kubelet"], "cri-tools-1.37": ["crictl"] }
const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const reason = isCampaign ? whyNoPeer(peers) : "scripts/campaign migrations does it; migrate-runtime.test.ts is a share"
if (reason !== undefined) say(`skipped: from Docker to containerd under a real kubelet: ${reason}`)

const image = "example.test/busybox:1"
const endpoint = "unix:///run/cri-dockerd.sock"

const kubeletUnit = `[Unit]
After=containerd.service docker.service cri-docker.service
[Service]
ExecStartPre=-/sbin/modprobe dummy
ExecStartPre=-/sbin/ip link add dummy0 type dummy
ExecStartPre=-/sbin/ip address add 10.99.0.2/24 dev dummy0
ExecStartPre=-/sbin/ip link set dummy0 up
ExecStartPre=-/sbin/ip route add default via 10.99.0.1
ExecStart=/opt/bench/kubelet --config=/var/lib/kubelet/config.yaml --hostname-override=worker-1
Restart=always
[Install]
WantedBy=multi-user.target
`

const pod = `apiVersion: v1
kind: Pod
metadata: {name: proof, namespace: default}
spec:
  hostNetwork: true
  containers:
  - name: wait
    image: ${image}
    imagePullPolicy: Never
    command: [/busybox, sh, -c, "echo here I am; exec /busybox sleep 86400"]
    resources:
      requests: {cpu: 10m, memory: 16Mi}
      limits: {memory: 32Mi}
`

const ofDocker = /^0::\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/docker-[0-9a-f]{64}\.scope$/

describeReal("from Docker to containerd under a real kubelet", needsOfNodes, () => {
  describe.skipIf(reason !== undefined)("without a network", () => {
    let on: Node
    let before = ""
    const files = () => on.mustRun("cat /etc/containerd/config.toml /var/lib/kubelet/config.yaml", patiently)
    const migrate = "criadm migrate runtime --to containerd --yes --done drain --done control-plane --timeout 300"

    beforeAll(async () => {
      const busybox = join(await unpackedRelease(releases[2] as (typeof releases)[number]), "usr/bin/busybox")
      const programs = Object.entries(peers).flatMap(([peer, [name = ""]]) => peerProgram(peer, name) ?? [])
      const archives = [await pauseArchive(), await archiveOf(busybox, image, "busybox")]
      on = await node("trixie-docker", {
        way: "boot",
        tools: [program, await makeStandIn(), ...archives, ...programs],
      })
      // As the packages of Docker ship it.
      await on.put("/etc/containerd/config.toml", 'disabled_plugins = ["cri"]\n')
      await on.put(
        "/etc/systemd/system/cri-docker.service.d/image.conf",
        `[Service]\nEnvironment="SITE=--pod-infra-container-image=${pauseImage}"\n`,
      )
      await on.put("/etc/systemd/system/kubelet.service", kubeletUnit)
      await on.put("/var/lib/kubelet/config.yaml", kubeletConfiguration(endpoint))
      await on.put("/etc/kubernetes/manifests/proof.yaml", pod)
      await on.put("/etc/kubernetes/kubelet.conf", "apiVersion: v1\n")
      await on.mustRun("systemctl restart containerd docker", patiently)
      await startCriDockerd(on)
      await on.mustRun(
        `for name in pause busybox; do docker load --input /opt/bench/$name.tar; done
        systemctl enable --now kubelet`,
        patiently,
      )
      before = await files()
    })
    afterAll(async () => await on?.stop())

    async function podRunsInDocker(): Promise<void> {
      const running = "docker ps --quiet --filter label=io.kubernetes.container.name=wait"
      await on.mustRun(
        `for i in $(seq 120); do [ -n "$(${running})" ] && exit 0; sleep 1; done
        docker ps -a; journalctl -u cri-docker -u kubelet --no-pager -o cat | tail -40; exit 1`,
        { timeoutSeconds: 900 },
      )
      const cgroup = (
        await on.mustRun(`cat /proc/$(docker inspect --format '{{.State.Pid}}' $(${running}))/cgroup`)
      ).trim()
      expect(cgroup).toMatch(ofDocker)
      await isLimited(cgroup)
    }

    async function podRunsInContainerd(): Promise<void> {
      const cgroup = await untilPodRuns(on, 120)
      expect(cgroup).toMatch(ofSystemd)
      await isLimited(cgroup)
    }

    async function isLimited(cgroup: string): Promise<void> {
      expect(Number(await on.mustRun(`cat /sys/fs/cgroup${cgroup.slice("0::".length)}/memory.max`))).toBe(memoryLimit)
    }

    test("a pod runs in Docker, and what is copied is shown before it begins", async () => {
      await podRunsInDocker()

      const shown = await on.mustRun("criadm migrate runtime --to containerd --plan", patiently)

      const [, copied = ""] = /copy images from docker: (.*)/.exec(shown) ?? []
      expect(copied.split(", ").toSorted()).toEqual([image, pauseImage])
      expect(await files()).toBe(before)
    })

    test("killed before the images are copied, it goes on, and the pod comes up in containerd from the copied image", async () => {
      await on.mustRun(
        `${migrate} > /root/out 2>&1 & pid=$!
        until grep -q '^Step 6 of' /root/out || ! kill -0 $pid; do sleep 0.1; done; kill -9 $pid; wait $pid; true`,
        patiently,
      )
      expect(await on.mustRun("criadm migrate --status", patiently)).toContain("It stands at step")

      const done = await on.run(`${migrate} > /root/out`, patiently)

      expect(done).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await podRunsInContainerd()
      expect(await on.mustRun("docker ps --all --quiet", patiently)).toBe("")
    })

    test("the pod comes up again after a reboot of the node, with Docker stopped for good by the lines that were told", async () => {
      const told = [...(await on.mustRun("cat /root/out")).matchAll(/^ +(systemctl disable .*)$/gm)]
      expect(told).toHaveLength(2)
      for (const [, line = ""] of told) await on.mustRun(line, patiently)

      await on.reboot()

      await podRunsInContainerd()
      expect((await on.run("pgrep dockerd", patiently)).exitCode).not.toBe(0)
    })

    test("goes back to Docker when that runs again, and the pod with it", async () => {
      const waiting = await on.run("criadm migrate --back --yes", patiently)
      expect(waiting.exitCode).toBe(3)
      const told = [...waiting.stdout.matchAll(/^ +(systemctl enable .*)$/gm)]
      expect(told).toHaveLength(2)
      for (const [, line = ""] of told) await on.mustRun(line, patiently)

      const back = await on.run("criadm migrate --back --yes --timeout 300", patiently)

      expect(back).toMatchObject({ exitCode: 0, stderr: "" })
      await podRunsInDocker()
      expect(await files()).toBe(before)
    })
  })
})
