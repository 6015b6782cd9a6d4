// A migration of the cgroup driver that is killed, or whose node reboots, at each of its steps: --status tells where it
// stands, the same command completes it, --back returns. A real containerd with a real static pod in a container of the
// bench, and for the kubelet a stand-in that brings it. From systemd to cgroupfs, since a container has no controllers for
// systemd's scopes: where pods lie is judged there. The other way, with a real kubelet: migrate.test.ts.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { killedAt, migrateTo, steps } from "./migration-story.ts"

setDefaultTimeout(15 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)
/** Of the steps that are tried outside of the campaign there are so many. */
const share = 3

const endpoint = "unix:///run/containerd/containerd.sock"
const crictl = `/opt/bench/crictl --runtime-endpoint ${endpoint} --timeout 60s`
const config = "/etc/containerd/config.toml"
const files = `${config} /var/lib/kubelet/config.yaml`
const reason = whyNoPeer({ "cri-tools-1.37": ["crictl"] })
if (reason !== undefined) say(`skipped: a migration that is killed: ${reason}`)

const ofOperator = `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}" # ours
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
`

/** A static pod, which is there as long as the kubelet is and comes again with it. */
const kubelet = `#!/bin/sh
[ "$1" = --version ] && exec echo Kubernetes v1.33.4
parent=/kubepods/pod1
grep -q 'cgroupDriver: systemd' /var/lib/kubelet/config.yaml && parent=kubepods-pod1.slice
printf '{"metadata": {"name": "proof", "namespace": "kube-system", "uid": "1", "attempt": %s},
  "annotations": {"kubernetes.io/config.source": "file"},
  "linux": {"cgroup_parent": "%s", "security_context": {"namespace_options": {"network": 2}}}}' $(date +%s) $parent >/run/pod.json
while :; do
  [ -n "$(${crictl} pods --state ready --name proof -q 2>/dev/null)" ] || ${crictl} runp /run/pod.json
  sleep 1
done
`

/** Where the pod's process lies, or nothing. */
const placeOfPod = `for i in $(seq 60); do pid=$(pgrep -x pause) && sed -n 's/^0:://p' /proc/$pid/cgroup && exit; sleep 0.5; done`
const ofCgroupfs = /\/kubepods\/pod1\/[0-9a-f]{64}/

describeReal("a migration of the cgroup driver in a container", needsOfNodes, () => {
  let on: Node
  let before = ""
  const tried = Array.from({ length: steps }, (_, index) => index + 1)
  const chosen = (step: number) => isCampaign || (step + seed) % Math.floor(steps / share) === 0

  beforeAll(async () => {
    if (reason !== undefined) return
    say(`steps are chosen with CRIADM_SEED=${seed}`)
    on = await node("trixie", {
      way: "container",
      tools: [program, peerProgram("cri-tools-1.37", "crictl") ?? "", await pauseArchive()],
    })
    await on.put(config, ofOperator)
    await on.mustRun("systemctl restart containerd; ctr -n k8s.io images import /opt/bench/pause.tar")
    await joinCluster(on, { release: "1.33.4", driver: "systemd", endpoint })
    await on.put("/usr/bin/kubelet", kubelet, 0o755)
    await on.mustRun("systemctl restart kubelet")
    expect(await on.mustRun(placeOfPod)).not.toMatch(ofCgroupfs)
    before = await on.mustRun(`cat ${files}`)
  })
  afterAll(async () => await on?.stop())

  async function completes(): Promise<void> {
    const done = await on.run(migrateTo("cgroupfs"))
    expect({ ...done, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await on.mustRun(placeOfPod)).toMatch(ofCgroupfs)
    expect((await on.run("ls -d /sys/fs/cgroup/kubepods.slice")).exitCode).not.toBe(0)
    expect(await on.mustRun("criadm migrate --status")).toContain("is done")
  }

  async function returns(): Promise<void> {
    expect(await on.run("criadm migrate --back --yes --timeout 60")).toMatchObject({ exitCode: 0, stderr: "" })
    const place = await on.mustRun(placeOfPod)
    expect(place).not.toBe("")
    expect(place).not.toMatch(ofCgroupfs)
    expect(await on.mustRun(`cat ${files}`)).toBe(before)
    expect((await on.run("ls -d /sys/fs/cgroup/kubepods")).exitCode).not.toBe(0)
    expect(await on.mustRun("criadm migrate --status")).toContain("was taken back")
  }

  for (const step of tried) {
    test.skipIf(reason !== undefined || !chosen(step))(`killed at step ${step}`, async () => {
      await on.mustRun(killedAt(step, "cgroupfs"))
      const status = await on.mustRun("criadm migrate --status")
      // What is only said or told is over before anybody can kill it.
      expect(status).toMatch(/It stands at step \d of|The last migration/)

      if (status.includes("It stands")) await completes()
      await returns()
    })
  }

  test.skipIf(reason !== undefined)("killed on its way back, it returns all the same", async () => {
    await completes()
    await on.mustRun(`criadm migrate --back --yes --timeout 300 > /root/out 2>&1 & pid=$!
      until grep -q '^Step 6 of' /root/out || ! kill -0 $pid; do sleep 0.05; done
      sleep 0.${seed % 9}; kill -9 $pid; wait $pid; true`)
    expect(await on.mustRun("criadm migrate --status")).toContain("It is on its way back")

    await returns()
  })

  for (const step of [5, 7]) {
    const isLeft = !isCampaign && step !== 5 + 2 * (seed % 2)
    test.skipIf(reason !== undefined || isLeft)(`rebooted at step ${step}`, async () => {
      await on.mustRun(killedAt(step, "cgroupfs"))
      await on.reboot()
      expect(await on.mustRun("criadm migrate --status")).toContain("It stands at step")

      await completes()
      await returns()
    })
  }
})
