// `criadm migrate release` on real nodes: a containerd 1.7 that criadm placed from archives gives way to 2.3 while a pod runs
// through it, killed in the middle and gone on with, and comes back; one of Debian's packages is a person's to upgrade.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync } from "node:fs"
import { join } from "node:path"
import { addRepository, localRepository } from "../install/local-repository.ts"
import { addNewer, newer, noNewer } from "../install/newer-containerd.ts"
import { mirror, type ReleaseHost, releaseHost } from "../install/release-host.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(20 * 60 * 1000)

const older = "1.7.24"
const endpoint = "unix:///run/containerd/containerd.sock"
const trust = "SSL_CERT_FILE=/opt/bench/release-host/cert.pem"
const from = `--checksums /root/sums --release-mirror ${mirror}`
const migrate = `${trust} criadm migrate release --to 2.3 ${from}`
const crictl = `crictl --runtime-endpoint ${endpoint} --timeout 60s`

const noCrictl = whyNoPeer({ "cri-tools-1.37": ["crictl"] })
const reason = noNewer ?? noCrictl
if (reason !== undefined) say(`skipped: a migration to another release: ${reason}`)

/** Under cgroupfs: a container of the bench has no controllers, which a scope of systemd's needs. */
const pod = JSON.stringify({
  metadata: { name: "web", namespace: "shop", uid: "1", attempt: 0 },
  linux: { cgroup_parent: "/kubepods/pod1", security_context: { namespace_options: { network: 2 } } },
})

describeReal("a migration to another release, from archives", needsOfNodes, () => {
  let host: ReleaseHost
  let on: Node
  let sums = ""
  let before = ""
  let config = ""
  const serve = async () => {
    await host.start(on)
    await on.put("/root/sums", sums, 0o600)
  }
  const files = () =>
    on.mustRun("sha256sum /usr/local/bin/c* /usr/local/lib/systemd/system/* /etc/containerd/config.toml")
  const release = () => on.mustRun(`${crictl} version | grep RuntimeVersion`)
  /** The pod's sandbox and the process that waits in it. */
  const running = () => on.mustRun(`${crictl} pods --state ready --name web -q; pgrep -x pause`)

  beforeAll(async () => {
    if (reason !== undefined) return
    host = await releaseHost("trixie", { containerd: older, runc: "1.1.15", cniPlugins: "1.6.2" })
    sums = `${host.sums}${await addNewer(host)}`
    const crictlProgram = peerProgram("cri-tools-1.37", "crictl") ?? ""
    on = await node("trixie", {
      way: "container",
      tools: [program, host.tool, crictlProgram, await pauseArchive()],
    })
    await serve()
    await on.put("/root/pod.json", pod)
    // Debian's runc stays: the bench has it do without what a container of the bench has not.
    await on.mustRun(
      "systemctl stop containerd; dpkg --purge --force-depends containerd; ln -s /opt/bench/crictl /usr/local/bin/crictl",
    )
    const install = `--install upstream --runtime containerd --runtime-release ${older} --no-ip-forward --cgroup-driver cgroupfs ${from}`
    await on.mustRun(
      `${trust} criadm apply --yes ${install} --sandbox-image ${pauseImage} --sandbox-image-archive /opt/bench/pause.tar`,
    )
    await joinCluster(on, { release: "1.34.4", driver: "cgroupfs", endpoint })
    await on.mustRun(`${crictl} runp /root/pod.json`)
    before = await files()
    config = await on.mustRun("cat /etc/containerd/config.toml")
  })
  afterAll(async () => await on?.stop())

  test.skipIf(reason !== undefined)("is shown whole, and says what becomes of pods, limits and files", async () => {
    const shown = await on.mustRun(`${migrate} --plan`)

    expect(shown).toContain(`containerd ${older} -> ${newer}`)
    expect(shown.replaceAll(/\s+/g, " ")).toContain(
      `put containerd ${newer} in the place of ${older} while pods run on`,
    )
    // The unit that criadm wrote sets no such limit, so none is lost.
    expect(shown).not.toContain("open-files")
    expect(shown).toContain("criadm migrate schema --to 4")
    expect(await files()).toBe(before)
    expect((await on.run("ls /var/cache/criadm")).exitCode).toBe(2)
    expect(await on.mustRun("criadm migrate --status")).toContain("No migration")
  })

  const killedInTheMiddle = () =>
    on.mustRun(`${migrate} --yes > /root/out 2>&1 & pid=$!
      until ls /usr/local/bin/.c*.criadm-* 2>/dev/null | grep -q . || ! kill -0 $pid; do :; done
      kill -9 $pid; wait $pid; true`)

  test.skipIf(reason !== undefined)("killed in the middle, it goes on: the pod has run through it", async () => {
    const pods = await running()
    await killedInTheMiddle()
    expect(await on.mustRun("criadm migrate --status")).toContain("It stands at step 1 of 2")

    const done = await on.run(`${migrate} --yes`)

    expect({ ...done, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(done.stdout).toContain("1 pod ran through it")
    expect(await release()).toContain(newer)
    expect(await running()).toBe(pods)
    expect(await on.mustRun("cat /etc/containerd/config.toml")).toBe(config)
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
    expect(await on.run(`${migrate} --yes`)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Nothing") })
  })

  test.skipIf(reason !== undefined)("the way back wants the pods gone, or is told to end them", async () => {
    const refused = await on.run("criadm migrate --back --yes")
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("shop/web")])
    expect(await release()).toContain(newer)

    expect(await on.run("criadm migrate --back --yes --stop-pods")).toMatchObject({ exitCode: 0, stderr: "" })

    expect(await files()).toBe(before)
    expect(await release()).toContain(older)
    expect(await on.mustRun(`${crictl} pods -q`)).toBe("")
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
    await on.mustRun(`${crictl} runp /root/pod.json`)
  })

  test.skipIf(reason !== undefined)("killed in the middle and booted, it goes on", async () => {
    await killedInTheMiddle()
    await on.reboot()
    await serve()
    expect(await on.mustRun("criadm migrate --status")).toContain("It stands at step 1 of 2")

    expect(await on.run(`${migrate} --yes`)).toMatchObject({ exitCode: 0, stderr: "" })

    expect(await release()).toContain(newer)
    expect(await on.mustRun("cat /etc/containerd/config.toml")).toBe(config)
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
  })
})

describeReal("a migration to another release, from Debian's packages", needsOfNodes, () => {
  let on: Node
  const migrateTo = "criadm migrate release --to 2.1 --yes --done drain"
  const release = () => on.mustRun("ctr version | tail -3; dpkg-query -W containerd")

  beforeAll(async () => {
    const packages = ["containerd", "runc", "containernetworking-plugins"]
    const [there, here] = [await localRepository("forky", packages), await localRepository("trixie", packages)]
    const older = join(momentaryDirectory(join(cacheDirectory, "downloads"), "older"), "older")
    cpSync(here, older, { recursive: true })
    on = await node("trixie", { way: "container", tools: [program, there, older] })
    await addRepository(on)
    await on.mustRun(`echo 'deb [trusted=yes] file:/opt/bench/older ./' >>/etc/apt/sources.list.d/bench.list
      apt-get -qq update`)
    await joinCluster(on, { release: "1.34.4", driver: "cgroupfs", endpoint })
  })
  afterAll(async () => await on?.stop())

  test("names what the sources do not have", async () => {
    const refused = await on.run("criadm migrate release --to 2.4 --plan")
    expect([refused.exitCode, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("do not offer containerd 2.4"),
    ])
    expect(refused.stderr).toContain("2.1.9")
  })

  test("is a person's: the exact commands are shown, and what was not run is seen", async () => {
    const waiting = await on.run(migrateTo)

    expect([waiting.exitCode, waiting.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("--only-upgrade containerd=2.1.9"),
    ])
    expect(await release()).toContain("1.7.24")
    expect(await on.mustRun("criadm migrate --status")).toMatch(/It stands at step 4 of/)
    expect((await on.run("systemctl is-active kubelet")).stdout.trim()).toBe("inactive")
  })

  test("goes on when they were run, and proves it over CRI", async () => {
    await pasted(await on.mustRun("criadm migrate --status"), /^ +(apt-get .*|systemctl restart .*)$/gm)

    expect(await on.run(migrateTo)).toMatchObject({ exitCode: 0, stderr: "" })

    expect(await release()).toContain("2.1.9")
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
  })

  test("returns by the commands for the way back", async () => {
    const waiting = await on.run("criadm migrate --back --yes")
    expect([waiting.exitCode, waiting.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("--allow-downgrades containerd=1.7.24"),
    ])

    await pasted(waiting.stdout, /^ +(apt-get .*|systemctl restart .*)$/gm)
    expect(await on.run("criadm migrate --back --yes")).toMatchObject({ exitCode: 0, stderr: "" })

    expect(await release()).toContain("1.7.24")
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
  })

  /** As a person does it: whole lines out of what was shown. */
  async function pasted(shown: string, lines: RegExp): Promise<void> {
    const commands = [...shown.matchAll(lines)].map(([, command]) => command)
    expect(commands.length).toBeGreaterThan(1)
    for (const command of new Set(commands))
      await on.mustRun(`DEBIAN_FRONTEND=noninteractive ${command?.replace(/^apt-get /, "apt-get -y ")}`)
  }
})
