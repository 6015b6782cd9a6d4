// A real node without a runtime gets CRI-O from an archive of the form that its project publishes: CRI-O itself as it is
// built for other tests, conmon, crun and runc of Debian. pinns, which pods of these tests do not need, is a stand-in.
import { expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { bareNode, isServing } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { crioRelease, debiansPrograms, layOutArchive } from "./crio-archive.ts"
import { mirror, releaseHost } from "./release-host.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const version = crioRelease
const olderVersion = "1.36.2"
const standIn = "#!/bin/sh\n"

/** Debian's programs need libraries, which lie with them among the node's tools. */
const libraries = "/opt/bench/crio-root/usr/lib/x86_64-linux-gnu"
const withLibraries = (path: string) =>
  `#!/bin/sh\nexec ${libraries}/ld-linux-x86-64.so.2 --library-path ${libraries} /opt/bench/crio-root/${path} "$@"\n`

/** The directory that must be among the node's tools. */
async function archiveOfCrio(to: string, older: string): Promise<string> {
  const work = momentaryDirectory(join(cacheDirectory, "downloads"), "crio-archive")
  const root = join(work, "crio-root")
  // Without links, which would be copied to the node as links to this machine.
  await mustRun(["cp", "-rL", await debiansPrograms(work), root])
  const bin = (name: string) => join(work, "cri-o/bin", name)
  await layOutArchive(work, (path) => writeFileSync(bin(basename(path)), withLibraries(path), { mode: 0o755 }))
  writeFileSync(bin("pinns"), standIn, { mode: 0o755 })
  await mustRun(["tar", "-czf", to, "-C", work, "cri-o"])
  // Another release as far as criadm can tell: what it has of its own differs, below /etc and beside the programs.
  const drop = join(work, "cri-o/etc/10-crio.conf")
  writeFileSync(drop, `# of ${olderVersion}\n${readFileSync(drop, "utf8")}`)
  writeFileSync(bin("pinns"), `${standIn}# of ${olderVersion}\n`, { mode: 0o755 })
  await mustRun(["tar", "-czf", older, "-C", work, "cri-o"])
  return root
}

const reason = whyNoPeer({ crio: ["crio"] })
if (reason !== undefined) say(`skipped: CRI-O from its archive: ${reason}`)

const needs = reason === undefined ? needsOfNodes : { programs: ["a CRI-O that is built"] }

describeReal("a node without a runtime", needs, () => {
  test("gets CRI-O from its project's archive, configured before its first start, then another release and the first again, and loses it", async () => {
    const host = await releaseHost("forky", { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" })
    const at = join(host.tool, "files/storage.googleapis.com/cri-o/artifacts")
    mkdirSync(at, { recursive: true })
    const archive = join(at, `cri-o.amd64.v${version}.tar.gz`)
    const older = join(at, `cri-o.amd64.v${olderVersion}.tar.gz`)
    const root = await archiveOfCrio(archive, older)
    const sumOf = async (path: string) => `${(await mustRun(["sha256sum", path])).split(" ")[0]}  ${basename(path)}\n`
    const sums = (await sumOf(archive)) + (await sumOf(older))
    const given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["containerd", "runc", "containernetworking-plugins"],
      withSource: false,
      tools: [host.tool, root],
      // Directories that CRI-O makes when it starts.
      leaves: [
        "/var/lib/containers",
        "/var/lib/crio",
        "/etc/cni",
        "/etc/crio/auth",
        "/etc/crio/policies",
        "/usr/share/containers",
      ],
    })
    const { node } = given
    try {
      await host.start(node)
      await node.put("/root/sums", host.sums + sums, 0o600)
      await node.mustRun(
        "printf '#!/bin/sh\\n' >/usr/local/bin/crictl; chmod 755 /usr/local/bin/crictl; mkdir -p /usr/local/lib/systemd /usr/libexec",
      )
      // The node has neither iptables nor nft.
      await node.mustRun("mkdir -p /etc/crio/crio.conf.d")
      await node.put("/etc/crio/crio.conf.d/50-own.conf", "[crio.runtime]\ndisable_hostport_mapping = true\n")
      // The node's own files are an overlay, on which there can be no other: at its second start CRI-O would insist on one.
      const storage =
        '[storage]\ndriver = "vfs"\nrunroot = "/run/containers/storage"\ngraphroot = "/var/lib/containers/storage"\n'
      await node.put("/etc/containers/storage.conf", storage)
      await given.remember()

      const install = (release: string) =>
        node.run(
          `SSL_CERT_FILE=/opt/bench/release-host/cert.pem criadm apply --yes --install upstream --runtime crio --runtime-release ${release} --kubernetes-version 1.36 --checksums /root/sums --release-mirror ${mirror}`,
        )
      const applied = await install(olderVersion)

      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await isServing(node, "crio")
      expect(await node.mustRun("crio --version | head -1; systemctl show crio -p FragmentPath --value")).toBe(
        `crio version ${version}\n/usr/local/lib/systemd/system/crio.service\n`,
      )

      const placed = "sha256sum /usr/local/bin/* /usr/libexec/crio/* $(find /etc/crio -type f | sort)"
      const [before, started] = [await node.mustRun(placed), await node.mustRun("pgrep -x crio")]
      const newer = await install(version)
      expect({ ...newer, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await isServing(node, "crio")
      expect(await node.mustRun("pgrep -x crio")).not.toBe(started)
      expect(await node.mustRun(`cat /usr/local/bin/pinns /etc/crio/crio.conf.d/10-crio.conf`)).not.toContain(
        olderVersion,
      )
      const runs = await node.mustRun("criadm history")
      expect([0, 6]).toContain((await install(version)).exitCode)
      expect(await node.mustRun("criadm history")).toBe(runs)

      expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
      expect(await node.mustRun(placed)).toBe(before)
      await isServing(node, "crio")

      expect((await node.run("criadm uninstall --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await node.stop()
    }
  })
})
