// A bundle with packages of Debian brings a node without any network to a runtime that runs, by the node's own apt. With
// CRIADM_MAKE_BUNDLE=1 it is made by the program, from Debian's archive; else of packages that the tests have anyway.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { writeManifest } from "../../../src/documents/bundle/manifest.ts"
import { sha256 } from "../../../src/model/file-content.ts"
import { indexEntry, packageTarget } from "../../../src/model/install/bundle.ts"
import { type BareNode, bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { localRepository } from "./local-repository.ts"

/** Building the image, and fetching the packages, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const isMade = process.env["CRIADM_MAKE_BUNDLE"] === "1"

/** As the program would write it, with the packages of a repository. */
async function bundleOf(repository: string, to: string): Promise<void> {
  const at = join(to, "packages")
  mkdirSync(at, { recursive: true })
  chmodSync(to, 0o755)
  const about = { arch: "amd64" as const, os: "debian-13" }
  let index = readFileSync(join(repository, "Packages"), "utf8")
  const described = (name: string, version: string, file: string, target: string) => {
    const path = join(at, file)
    const sum = sha256(readFileSync(path))
    return { name, version, ...about, file: `packages/${file}`, bytes: statSync(path).size, sha256: sum, target }
  }
  const files = readdirSync(repository).flatMap((name) => {
    if (!name.endsWith(".deb")) return []
    const file = name.replaceAll(/[^\w.+-]/g, "_")
    index = index.replace(`Filename: ./${name}\n`, `Filename: ./${file}\n`)
    writeFileSync(join(at, file), readFileSync(join(repository, name)))
    const [own = "", version = ""] = name.split("_")
    return [described(own, version, file, packageTarget)]
  })
  writeFileSync(join(at, "Packages"), index)
  const release = files.find(({ name }) => name === "containerd")?.version.replace(/~.*/, "") ?? ""
  const manifest = writeManifest({
    runtime: "containerd",
    release,
    kubernetes: "1.36",
    arch: "amd64",
    packages: { manager: "apt", requested: containerdPackages },
    files: [...files, described(indexEntry, release, "Packages", indexEntry)],
  })
  writeFileSync(join(to, "manifest.toml"), manifest)
  writeFileSync(join(to, "answers.toml"), 'runtime = "containerd"\n')
}

describeReal("packages of a distribution in a bundle", needsOfNodes, () => {
  let given: BareNode
  let bare: Node
  const asked = "--kubernetes-version 1.36 --sandbox-image registry.k8s.io/pause:3.10.1 --install"

  beforeAll(async () => {
    const work = momentaryDirectory(join(cacheDirectory, "downloads"), "packages")
    const bundle = join(work, "bundle")
    if (isMade) {
      const system = ["--os", "debian-13", "--arch", "amd64", "--runtime", "containerd", "--kubernetes-version", "1.36"]
      await mustRun([program, "bundle", ...system, "--sandbox-image", "keep", "--out", bundle])
    } else await bundleOf(await localRepository("trixie", containerdPackages), bundle)
    expect(await mustRun([program, "bundle", "verify", bundle])).toContain("is whole")
    const inBundle = readdirSync(bundle).toSorted(
      (a, b) => Number(b === "manifest.toml") - Number(a === "manifest.toml"),
    )
    await mustRun(["tar", "-cf", join(work, "bundle.tar"), "-C", bundle, ...inBundle])
    given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: containerdPackages,
      withSource: false,
      tools: [bundle, join(work, "bundle.tar")],
    })
    bare = given.node
    // Nothing but the bundle could be asked: the node has a network of its own, with nothing in it, and no lists.
    await bare.mustRun("rm -rf /var/lib/apt/lists/*; mkdir -p /var/lib/apt/lists/partial")
    await given.remember()
  })
  afterAll(async () => await bare?.stop())

  test("of another release of the distribution are refused with both names, and nothing is left", async () => {
    await bare.mustRun("cp -r /opt/bench/bundle /root/other; sed -i 's/debian-13/debian-12/' /root/other/manifest.toml")
    const refused = await bare.run("criadm apply --yes --install /root/other")
    await bare.mustRun("rm -r /root/other")

    expect([refused.exitCode, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringMatching(/is for debian-12, and this node is debian-13/),
    ])
    await given.asBefore()
  })

  test("are installed by the node's own apt, proven, a second run nothing, and taken back", async () => {
    const planned = await bare.run(`criadm plan ${asked} /opt/bench/bundle`)
    const applied = await bare.run(`criadm apply --yes ${asked} /opt/bench/bundle.tar`)

    expect({ exitCode: planned.exitCode, said: planned.stderr }).toEqual({ exitCode: 0, said: "" })
    expect(planned.stdout).toContain("by apt-from-bundle")
    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    await isServing(bare, "containerd")
    expect(await bare.mustRun("dpkg -s containerd | grep ^Status")).toBe("Status: install ok installed\n")
    expect((await bare.run("ls /var/cache/criadm")).exitCode).toBe(2)
    const again = await bare.run(`criadm apply --yes ${asked} /opt/bench/bundle -o json`)
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false })

    expect(await bare.run("criadm uninstall --yes")).toMatchObject({ exitCode: 0, stderr: "" })
    await given.asBefore()
  })
})
