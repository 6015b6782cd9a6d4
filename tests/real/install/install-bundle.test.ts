// A bundle made on this machine, by the program, from a server of release archives and a registry on its loopback, brings a
// node without any network to a runtime that runs, with the sandbox image in it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { loopbackServer } from "../../machine/archives/https-server.ts"
import { type BareNode, bareNode, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { addNewer, newer, noNewer } from "./newer-containerd.ts"
import { addCrictl, registryOf, releaseHost } from "./release-host.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const releases = { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" }

describeReal("a node without a runtime and without a network", needsOfNodes, () => {
  let given: BareNode
  let bare: Node
  let work: string
  let made: string

  beforeAll(async () => {
    work = momentaryDirectory(join(cacheDirectory, "downloads"), "bundle")
    const host = await releaseHost("forky", releases)
    const registry = await registryOf(await pauseArchive(), work)
    const server = loopbackServer((request) => {
      const { pathname } = new URL(request.url)
      const part = registry(pathname)
      if (part !== undefined) return new Response(part)
      return new Response(Bun.file(join(host.tool, "files", pathname)))
    })
    writeFileSync(join(work, "sums"), host.sums + (await addCrictl(host, work)) + (await addNewer(host)), {
      mode: 0o600,
    })
    const bundleOf = (release: string, to: string) =>
      mustRun(
        [
          ...[program, "bundle", "--os", "debian-13", "--arch", "amd64", "--runtime", "containerd"],
          ...["--runtime-release", release, "--kubernetes-version", "1.36", "--sandbox-image", pauseImage],
          ...["--checksums", join(work, "sums"), "--release-mirror", server.url],
          ...["--registry-mirror", `registry.k8s.io=${server.url}`, "--out", join(work, to)],
        ],
        { environment: { SSL_CERT_FILE: server.trust } },
      )
    made = await bundleOf("2.1.9", "bundle.tar")
    if (noNewer === undefined) await bundleOf(newer, "newer.tar")
    server.stop()
    mkdirSync(join(work, "bundle"))
    await mustRun(["tar", "-xf", join(work, "bundle.tar"), "-C", join(work, "bundle")])
    given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["containerd", "runc", "containernetworking-plugins"],
      withSource: false,
      tools: ["bundle.tar", "bundle", ...(noNewer === undefined ? ["newer.tar"] : [])].map((name) => join(work, name)),
      leaves: ["/opt/containerd"],
    })
    bare = given.node
    await bare.put("/root/sums", readFileSync(join(work, "sums")), 0o600)
    await bare.mustRun("ip link set lo down 2>/dev/null; mkdir -p /usr/local/lib/systemd; true")
    await given.remember()
  })
  afterAll(async () => await bare?.stop())

  test("is made without root's help, tells what is in it, and is whole", async () => {
    expect(made).toContain("containerd 2.1.9 for amd64, Kubernetes 1.36")
    expect(await mustRun([program, "bundle", "verify", join(work, "bundle.tar")])).toContain("is whole")
    expect(made).toContain("criadm is in it")
    expect(await bare.mustRun("/opt/bench/bundle/criadm --version")).toBe(await bare.mustRun("criadm --version"))
  })

  test("one with a changed file, or of another processor, is refused, and nothing is left", async () => {
    await bare.mustRun("cp -r /opt/bench/bundle /root/spoilt; echo x >>/root/spoilt/files/runc.amd64-1.3.6")
    await bare.mustRun("cp -r /opt/bench/bundle /root/arm; sed -i '/^arch/s/amd64/arm64/' /root/arm/manifest.toml")
    const spoilt = await bare.run("criadm apply --yes --install /root/spoilt")
    const arm = await bare.run("criadm apply --yes --install /root/arm")
    await bare.mustRun("rm -r /root/spoilt /root/arm")

    expect([spoilt.exitCode, spoilt.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("files/runc.amd64-1.3.6 is not what its manifest says"),
    ])
    expect([arm.exitCode, arm.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("is for arm64, and this node is amd64"),
    ])
    await given.asBefore()
  })

  test("what criadm knows another checksum of is refused, however whole the bundle is", async () => {
    const other = await bare.run("criadm apply --yes --install /opt/bench/bundle")

    expect([other.exitCode, other.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("is not what its project released"),
    ])
    await given.asBefore()
  })

  const asked = `criadm apply --yes --checksums /root/sums --kubernetes-version 1.36 --sandbox-image ${pauseImage} --install`
  const newerTakesItsPlace = async (older: string) => {
    const applied = await bare.run(`${asked} /opt/bench/newer.tar`)
    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await bare.mustRun("containerd --version")).toContain(newer)
    const runs = await bare.mustRun("criadm history")
    expect([0, 6]).toContain((await bare.run(`${asked} /opt/bench/newer.tar`)).exitCode)
    const refused = await bare.run(`${asked} ${older}`)
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("2.1.9 is older")])
    expect(await bare.mustRun("criadm history")).toBe(runs)
    expect((await bare.run("ls /var/cache/criadm")).exitCode).toBe(2)
  }

  /** From 2.1 its project promises nothing of pods, so the node is drained first. */
  const joinedNodeMigrates = async () => {
    const endpoint = "unix:///run/containerd/containerd.sock"
    await joinCluster(bare, { release: "1.36.2", driver: "systemd", endpoint })
    const migrate = "criadm migrate release --to 2.3 --install /opt/bench/newer.tar --checksums /root/sums"
    const planned = await bare.mustRun(`${migrate} --plan`)
    expect(planned).toContain(`2.1.9 -> ${newer}`)
    expect(planned).toContain("kubectl drain worker-1")

    const done = await bare.run(`${migrate} --yes --done drain`)
    expect({ ...done, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await bare.mustRun("containerd --version")).toContain(newer)
    expect(await bare.run("criadm migrate --back --yes")).toMatchObject({ exitCode: 0, stderr: "" })
    expect(await bare.mustRun("containerd --version; systemctl is-active kubelet")).toMatch(/2\.1\.9.*\nactive\n$/s)
    expect((await bare.run("ls /var/cache/criadm")).exitCode).toBe(2)

    await bare.mustRun(`systemctl disable --now kubelet; rm -r /usr/bin/kubelet /var/lib/kubelet /etc/kubernetes
      rm /etc/systemd/system/kubelet.service; systemctl daemon-reload`)
  }

  test.each(["/opt/bench/bundle", "/opt/bench/bundle.tar"])(
    "%s: installed, proven, with its sandbox image; and taken back",
    async (path) => {
      const applied = await bare.run(`${asked} ${path}`)

      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await isServing(bare, "containerd")
      expect(await bare.mustRun("ctr -n k8s.io images ls -q")).toContain(pauseImage)
      expect(await bare.mustRun("crictl --version")).toContain("1.36.0")
      expect((await bare.run("ls /var/cache/criadm")).exitCode).toBe(2)
      if (path.endsWith(".tar") && noNewer === undefined) await newerTakesItsPlace(path)
      else if (noNewer === undefined) await joinedNodeMigrates()

      expect(await bare.run("criadm uninstall --yes")).toMatchObject({ exitCode: 0, stderr: "" })
      await given.asBefore()
    },
  )
})
