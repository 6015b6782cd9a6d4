// What the real kubelet takes of a file with several YAML documents, against what criadm reads of it. A container; the kubelet
// logs its driver before it asks for what a container has not.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { limitCases, takenLimits } from "../../components/kubelet/configuration-cases.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const file = "/var/lib/kubelet/config.yaml"
const document = (driver: string) => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: ${driver}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
authentication:
  anonymous: {enabled: true}
  webhook: {enabled: false}
authorization: {mode: AlwaysAllow}
resolvConf: ""
`
const unit = `[Service]
ExecStart=/opt/bench/kubelet --config=${file}
[Install]
WantedBy=multi-user.target
`

/** Every document is right by itself, and they differ. */
const files = [
  { name: "two documents", text: `${document("systemd")}---\n${document("cgroupfs")}` },
  { name: "a comment before the first", text: `# site\n---\n${document("systemd")}---\n${document("cgroupfs")}` },
  { name: "a line of dashes before the first", text: `---\n${document("systemd")}---\n${document("cgroupfs")}` },
  { name: "a second that is nonsense", text: `${document("systemd")}---\n}{\n` },
] as const

const reason = whyNoPeer({ "kubernetes-1.37": ["kubelet"] })
if (reason !== undefined) say(`skipped: what a kubelet reads of several documents: ${reason}`)

describeReal("a kubelet's file of several documents", needsOfNodes, () => {
  describe.skipIf(reason !== undefined)("is read alike by the kubelet and by criadm", () => {
    let on: Node
    beforeAll(async () => {
      on = await node("trixie", {
        way: "container",
        tools: [program, peerProgram("kubernetes-1.37", "kubelet") ?? ""],
      })
      await on.put("/etc/systemd/system/kubelet.service", unit)
      await on.mustRun("systemctl daemon-reload; until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done")
    })
    afterAll(async () => await on?.stop())

    test.each(files)("with $name", async ({ text }) => {
      await on.put(file, text)

      const log = (await on.run(`timeout 20 /opt/bench/kubelet --config=${file} 2>&1`)).stdout
      const { findings } = JSON.parse((await on.run("criadm check -o json")).stdout)
      const { explanations } = JSON.parse(await on.mustRun("criadm explain cgroup-driver -o json"))
      const read = explanations.find((each: { component: string }) => each.component === "kubelet")

      expect(/"CgroupDriver":"(\w+)"/.exec(log)?.[1]).toBe("systemd")
      expect(read).toMatchObject({ value: "systemd", source: { kind: "file" } })
      expect(findings.map((finding: { code: string }) => finding.code)).toContain("kubelet-documents-not-read")
    })

    test("ends on every value outside its bounds, and takes those at them", async () => {
      const start = `timeout 20 /opt/bench/kubelet --config=${file} 2>&1`
      const refusal = /failed to validate kubelet configuration|Cipher suite \S+ not supported/
      const taken: string[] = []
      for (const [lines] of limitCases) {
        await on.put(file, `${document("systemd")}${lines}\n`)
        const { stdout } = await on.run(start)
        if (!refusal.test(stdout)) taken.push(lines)
      }
      await on.put(file, `${document("systemd")}${takenLimits}`)

      expect(taken).toEqual([])
      // It goes on, to what a container has not.
      expect((await on.run(start)).stdout).not.toMatch(refusal)
    })

    test("ends where a static policy has nothing reserved, and on a state of another policy, as criadm says", async () => {
      const state = "/var/lib/kubelet/cpu_manager_state"
      const ends = `timeout 20 /opt/bench/kubelet --config=${file} 2>&1`
      const untilState = `/opt/bench/kubelet --config=${file} >/root/log 2>&1 & while kill -0 $! && ! [ -e ${state} ]
        do sleep 0.1; done; kill $!; wait; cat /root/log`
      const startedOn = async (lines: string, start = ends) => {
        await on.put(file, `${document("systemd")}${lines}`)
        const { stdout: log } = await on.run(start)
        const { findings } = JSON.parse((await on.run("criadm check -o json")).stdout)
        return { log, codes: findings.map(({ code }: { code: string }) => code) }
      }
      const cpu = await startedOn("cpuManagerPolicy: static\n")
      const memory = await startedOn("memoryManagerPolicy: Static\n")
      // It opens this before its managers start.
      await on.mustRun("ln -sf /dev/null /dev/kmsg")
      const reserved = await startedOn("cpuManagerPolicy: static\nsystemReserved: {cpu: 500m}\n", untilState)
      const changed = await startedOn("cpuManagerPolicy: none\n")

      expect(cpu.log).toContain("unable to determine reserved CPU resources for static policy")
      expect(cpu.codes).toContain("kubelet-value-refused")
      expect(memory.log).toContain("Failed to initialize memory manager")
      expect(memory.codes).toContain("kubelet-value-refused")
      expect(reserved.log).not.toMatch(/Failed to initialize|differs from state/)
      expect(reserved.codes).not.toContain("kubelet-value-refused")
      expect(changed.log).toMatch(/configured policy \S+none\S+ differs from state checkpoint policy \S+static/)
      expect(changed.codes).toContain("kubelet-state-of-other-policy")
    })

    test("takes every word but systemd for cgroupfs, as criadm explains it", async () => {
      await on.put(file, document("Systemd"))

      const log = (await on.run(`timeout 20 /opt/bench/kubelet --config=${file} 2>&1`)).stdout
      const { explanations } = JSON.parse(await on.mustRun("criadm explain cgroup-driver -o json"))
      const own = explanations.find((each: { component: string }) => each.component === "kubelet")

      // It starts with that name; what it makes of it is cm/cgroup_manager_linux.go, NewCgroupManager.
      expect(/"CgroupDriver":"(\w+)"/.exec(log)?.[1]).toBe("Systemd")
      expect(own).toMatchObject({ value: "cgroupfs" })
    })
  })
})
