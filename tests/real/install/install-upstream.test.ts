// A real node without a runtime gets one from release archives, over HTTPS from a server on its own loopback, and loses it
// again. The archives are assembled from Debian's own programs, so their checksums are given.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type BareNode, bareNode, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"
import { addNewer, noNewer } from "./newer-containerd.ts"
import { mirror, type ReleaseHost, releaseHost } from "./release-host.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const releases = { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" }
const trust = "SSL_CERT_FILE=/opt/bench/release-host/cert.pem"
const flags = `--install upstream --runtime containerd --runtime-release 2.1 --checksums /root/sums --release-mirror ${mirror}`
const install = `${trust} criadm apply --yes ${flags}`

/** crictl is not Debian's; a stand-in makes it one that the node has already. */
const withCrictl = "printf '#!/bin/sh\\n' >/usr/local/bin/crictl && chmod 755 /usr/local/bin/crictl"

const newerFlags = flags
  .replace("--runtime-release 2.1", "--runtime-release 2.3")
  .replace("/root/sums", "/root/newer-sums")

describeReal("a node without a runtime", needsOfNodes, () => {
  let host: ReleaseHost
  let given: BareNode
  let bare: Node

  beforeAll(async () => {
    host = await releaseHost("forky", releases)
    const newerSums = await addNewer(host)
    given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["containerd", "runc", "containernetworking-plugins"],
      withSource: false,
      tools: [host.tool],
      leaves: ["/opt/containerd"],
    })
    bare = given.node
    await host.start(bare)
    await bare.put("/root/newer-sums", `${newerSums}${host.sums}`, 0o600)
    await bare.mustRun(`${withCrictl}; mkdir -p /usr/local/lib/systemd`)
    await given.remember()
  })
  afterAll(async () => await bare?.stop())
  const how = (word: string) => bare.mustRun(`echo ${word} >/tmp/how; : >/tmp/asked`)

  test("a minor that no release in the table was tested with is told, and nothing is fetched", async () => {
    const refused = await bare.run("criadm plan --install upstream --kubernetes-version 1.37")

    expect([refused.exitCode, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("no containerd that was tested with Kubernetes 1.37"),
    ])
    await given.asBefore()
  })

  test.each([
    ["wrong", "is not what was released"],
    ["redirect", "which is not HTTPS"],
  ])("%s: refused, and nothing is left", async (word, said) => {
    await how(word)
    const refused = await bare.run(install)
    await how("")

    expect([refused.exitCode, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([3, expect.stringContaining(said)])
    await given.asBefore()
  })

  test("a host that is not trusted, or not there, is refused with the way on", async () => {
    const stranger = await bare.run(`criadm plan ${flags}`)
    expect([stranger.exitCode, stranger.stderr]).toEqual([3, expect.stringContaining("SSL_CERT_FILE")])
    const nobody = await bare.run(`${trust} criadm plan ${flags.replace("8443", "8444")}`)
    expect([nobody.exitCode, nobody.stderr]).toEqual([3, expect.stringContaining("--release-mirror")])
  })

  test("a download that is cut off goes on where it was, also in the next command", async () => {
    await how("cut")
    const cut = await bare.run(`${trust} criadm plan ${flags}`)
    expect(cut.exitCode).toBe(3)
    await how("")

    const planned = await bare.mustRun(`${trust} criadm plan ${flags}`)

    const asked = await bare.mustRun("head -1 /tmp/asked")
    expect(asked).toMatch(/containerd-2\.1\.9-linux-amd64\.tar\.gz bytes=[1-9]\d+-$/m)
    expect(planned).toContain("containerd 2.1.9")
    expect(planned).toContain("crictl is on this node already")
    // Of a node that has no file: the plan writes one.
    expect(planned).toMatch(/^\+SystemdCgroup = true$/m)
    expect(planned).toContain("runc")
    await given.asBefore()
  })

  test("apply places it below /usr/local, configured before its first start, enabled, and proven over CRI", async () => {
    const applied = await bare.run(install)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    await isServing(bare, "containerd")
    expect(await bare.mustRun("systemctl show containerd -p FragmentPath,NRestarts --value")).toBe(
      "0\n/usr/local/lib/systemd/system/containerd.service\n",
    )
    expect(await bare.mustRun("command -v containerd; command -v runc; ls /opt/cni/bin/loopback")).toBe(
      "/usr/local/bin/containerd\n/usr/local/sbin/runc\n/opt/cni/bin/loopback\n",
    )
    expect((await bare.run("ls /var/cache/criadm")).exitCode).toBe(2)
    expect(await bare.mustRun("grep -c '\"/usr/local/bin/containerd\"' /var/lib/criadm/runs/*/plan.json")).toBe("1\n")
    const facts = JSON.parse(await bare.mustRun("criadm detect -o json"))
    expect(facts.placed.component).toBe("containerd")
    expect(facts.placed.archives).toContainEqual({ project: "containerd", version: "2.1.9" })
  })

  test("a second apply fetches nothing and does nothing", async () => {
    await how("")
    const before = await bare.mustRun("criadm history")

    const again = await bare.run(install)

    expect([0, 6]).toContain(again.exitCode)
    expect(await bare.mustRun("criadm history; cat /tmp/asked")).toBe(before)
  })

  test.skipIf(noNewer !== undefined)(
    "a newer release takes its place, an older one does not, and a rollback brings the first back",
    async () => {
      const files = "sha256sum /usr/local/bin/c* /usr/local/sbin/runc /opt/cni/bin/* /etc/containerd/config.toml"
      const before = await bare.mustRun(files)

      const planned = await bare.mustRun(`${trust} criadm plan ${newerFlags}`)
      expect(planned).toContain("containerd 2.1.9 -> 2.3.7")
      expect(planned).not.toContain("runc 1.3.6")
      expect(await bare.mustRun(files)).toBe(before)
      const applied = await bare.run(`${trust} criadm apply --yes ${newerFlags}`)
      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await isServing(bare, "containerd")
      expect(await bare.mustRun("ctr version | grep -c 2.3.7")).toBe("2\n")

      await how("")
      const runs = await bare.mustRun("criadm history")
      expect([0, 6]).toContain((await bare.run(`${trust} criadm apply --yes ${newerFlags}`)).exitCode)
      const older = await bare.run(install)
      expect([older.exitCode, older.stderr]).toEqual([3, expect.stringContaining("2.1.9 is older")])
      expect(await bare.mustRun("criadm history; cat /tmp/asked")).toBe(runs)

      expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
      await isServing(bare, "containerd")
      expect(await bare.mustRun(files)).toBe(before)
      expect(await bare.mustRun("find /var/lib/criadm/replaced -type f")).toBe("")
    },
  )

  test("rollback removes what is as it was placed; the node is as before", async () => {
    expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)

    await given.asBefore()
    expect((await bare.run("systemctl cat containerd")).exitCode).not.toBe(0)
  })

  test("uninstall takes every release away, leaves what somebody has changed since, and names it", async () => {
    expect((await bare.run(install)).exitCode).toBe(0)
    if (noNewer === undefined) {
      expect((await bare.run(`${trust} criadm apply --yes ${newerFlags}`)).exitCode).toBe(0)
    }
    await bare.mustRun(
      "systemctl stop containerd; echo changed >/opt/cni/bin/bridge; cp -p /usr/local/bin/ctr /root/ctr",
    )

    const gone = await bare.run("criadm uninstall --yes")

    expect([gone.exitCode, gone.stderr]).toEqual([0, ""])
    expect(gone.stdout).toContain("/opt/cni/bin/bridge")
    expect(await bare.mustRun("ls /opt/cni/bin; cat /opt/cni/bin/bridge")).toBe("bridge\nchanged\n")
    await bare.mustRun("rm -r /opt/cni/bin /root/ctr; rmdir /opt/cni 2>/dev/null; true")
    await given.asBefore()
  })

  test("what stands where a file would go is left, and refused", async () => {
    await bare.mustRun("printf mine >/usr/local/bin/ctr")
    const refused = await bare.run(install)
    await bare.mustRun("rm /usr/local/bin/ctr")

    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("/usr/local/bin/ctr")])
    await given.asBefore()
  })

  test.each([0, 0.05, 0.2])(
    "killed %d s after the first file was placed: the next command puts the node in order",
    async (seconds) => {
      await bare.mustRun(`${install} >/tmp/said 2>&1 &
      until ls /usr/local/bin/ctr /usr/local/bin/.c*.criadm-* /usr/local/bin/containerd 2>/dev/null | grep -q .; do sleep 0.005; done
      sleep ${seconds}; pkill -KILL -x criadm; wait; true`)
      const back = await bare.run("criadm rollback --yes")
      expect([0, 3]).toContain(back.exitCode)
      if ((await bare.run("test -e /usr/local/bin/containerd")).exitCode === 0) {
        expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
      }
      await given.asBefore()
    },
  )

  test("killed while it is taken away: the next command brings it back whole, or finishes", async () => {
    expect((await bare.run(install)).exitCode).toBe(0)
    await bare.mustRun(`criadm rollback --yes >/tmp/said 2>&1 &
      until ! test -e /usr/local/bin/containerd; do sleep 0.005; done; pkill -KILL -x criadm; wait; true`)

    expect([0, 3]).toContain((await bare.run("criadm rollback --yes")).exitCode)
    if ((await bare.run("test -e /usr/local/bin/containerd")).exitCode === 0) {
      await isServing(bare, "containerd")
      expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
    }
    await given.asBefore()
  })

  test("a disk that is full: the node is as before", async () => {
    await bare.mustRun("mkdir -p /opt/cni && mount -t tmpfs -o size=4m tmpfs /opt/cni")
    const applied = await bare.run(install)
    await bare.mustRun("umount /opt/cni && rmdir /opt/cni; true")

    expect([applied.exitCode, applied.stderr]).toEqual([4, expect.stringContaining("ENOSPC")])
    await given.asBefore()
  })
})
