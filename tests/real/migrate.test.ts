// A node that has joined is led from cgroupfs to systemd, with a real kubelet and a real pod: killed in the middle, gone
// on, and back. Judged by the cgroup tree. The campaign kills at every step and reboots besides.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { say } from "./cache.ts"
import { program } from "./criadm-program.ts"
import { pauseArchive } from "./images.ts"
import { type Cell, patiently, peersOf, prepare, toolsOf, untilPodRuns } from "./kubelet-story.ts"
import { type Node, needsOfNodes, node } from "./nodes.ts"
import { whyNoPeer } from "./peers/peers.ts"
import { describeReal } from "./requirements.ts"

setDefaultTimeout(40 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"

/** containerd 1.7 does not tell its driver, so that the kubelet's own file counts; 2.1 does, and the kubelet follows it. */
const share: readonly Cell[] = [{ kind: "trixie", kubelet: "kubernetes-1.37" }]
const others: readonly Cell[] = [{ kind: "forky", kubelet: "kubernetes-1.34" }]

const said = "--done cluster-config --done control-plane --done drain"
const migrate = `criadm migrate cgroup-driver --yes ${said} --timeout 300`
const steps = 9

const ofSystemd = /^0::\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/cri-containerd-[0-9a-f]{64}\.scope$/
const ofCgroupfs = /^0::\/kubepods\/burstable\/pod[^/]+\/[0-9a-f]{64}$/

/** As many guides of 2019 left it, and running since; what the kubelet needs comes back with a reboot. */
const asJoined = `mkdir -p /etc/containerd /etc/kubernetes /etc/systemd/system/kubelet.service.d
  containerd config default | sed 's/SystemdCgroup = true/SystemdCgroup = false/; s/pause:3[.0-9]*/pause:3.10.2/' > /etc/containerd/config.toml
  sed -i 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' /var/lib/kubelet/config.yaml
  echo 'apiVersion: v1' > /etc/kubernetes/kubelet.conf
  printf '%s\\n' '[Service]' \\
    'ExecStartPre=-/sbin/modprobe dummy' 'ExecStartPre=-/sbin/ip link add dummy0 type dummy' \\
    'ExecStartPre=-/sbin/ip address add 10.99.0.2/24 dev dummy0' 'ExecStartPre=-/sbin/ip link set dummy0 up' \\
    'ExecStartPre=-/sbin/ip route add default via 10.99.0.1' > /etc/systemd/system/kubelet.service.d/network.conf
  systemctl daemon-reload
  systemctl add-wants multi-user.target kubelet.service
  systemctl restart containerd
  systemctl start kubelet`

/** Killed as soon as it says that this step's turn has come. */
const killedAt = (step: number) => `${migrate} > /root/out 2>&1 & pid=$!
  until grep -q '^Step ${step} of' /root/out || ! kill -0 $pid; do sleep 0.1; done
  kill -9 $pid; wait $pid; true`

describeReal("a migration of the cgroup driver", needsOfNodes, () => {
  for (const cell of isCampaign ? [...share, ...others] : share) {
    const reason = whyNoPeer(peersOf(cell))
    const name = `${cell.kubelet} on ${cell.kind}`
    if (reason !== undefined) say(`skipped: ${name}: ${reason}`)
    describe.skipIf(reason !== undefined)(name, () => {
      let on: Node

      beforeAll(async () => {
        on = await node(cell.kind, { way: "snapshot", tools: [program, await pauseArchive(), ...toolsOf(cell)] })
        await prepare(on, cell)
        await on.mustRun(asJoined, patiently)
        expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
      })
      afterAll(async () => await on?.stop())

      const goOn = async () => expect(await on.run(migrate, patiently)).toMatchObject({ exitCode: 0, stderr: "" })
      const goBack = async () =>
        expect(await on.run("criadm migrate --back --yes --timeout 300", patiently)).toMatchObject({ exitCode: 0 })

      for (const step of isCampaign ? Array.from({ length: steps }, (_, index) => index + 1) : [6]) {
        test(`killed at step ${step}, it goes on, and the pod runs under systemd`, async () => {
          await on.mustRun(killedAt(step), patiently)

          await goOn()
          expect(await untilPodRuns(on, 120)).toMatch(ofSystemd)
          expect(await on.mustRun("ls -d /sys/fs/cgroup/kubepods 2>&1 || true")).toContain("No such file")
          if (!isCampaign) return

          await goBack()
          expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
        })
      }

      if (isCampaign) {
        test("is shown whole, and says what the cluster has to do", async () => {
          const shown = await on.mustRun("criadm migrate cgroup-driver --plan", patiently)

          expect(shown).toContain("kubectl drain node --ignore-daemonsets --delete-emptydir-data")
          expect(shown).toContain("kubectl -n kube-system get configmap kubelet-config")
          expect(await on.run("criadm migrate cgroup-driver --yes", patiently)).toMatchObject({ exitCode: 3 })
        })

        test.each([5, 6, 7])("rebooted at step %d, it goes on, and back", async (step) => {
          await on.mustRun(killedAt(step), patiently)
          await on.reboot()

          await goOn()
          expect(await untilPodRuns(on, 120)).toMatch(ofSystemd)

          await goBack()
          expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
        })
      }
    })
  }
})
