// The tables of flags against what each program says of itself: kubelets and CRI-O that were built, and Debian's dockerd and
// containerd.
import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { flagNames as ofContainerd } from "../../../src/components/containerd/tables/flag-names.ts"
import { flagNames as ofCrio } from "../../../src/components/crio/tables/flag-names.ts"
import { flagNames as ofDocker } from "../../../src/components/docker/tables/flag-names.ts"
import { type FlagKind, kubeletFlags } from "../../../src/components/kubelet/tables/flags.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { needsOfPackages, releases, unpacked, unpackedRelease } from "../support/packages.ts"
import { mustRun, run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"

/** Packages are fetched once. Milliseconds. */
setDefaultTimeout(10 * 60 * 1000)

/** pflag's word for the value of a flag; a switch has none (FlagUsagesWrapped). */
const kinds: Readonly<Record<string, FlagKind>> = {
  "": "switch",
  int: "number",
  int32: "number",
  duration: "duration",
}

describe.each(["kubernetes-1.34", "kubernetes-1.35", "kubernetes-1.37"])("the kubelet of %s", (name) => {
  const reason = whyNoPeer({ [name]: ["kubelet"] })
  if (reason !== undefined) say(`skipped: the flags of ${name}: ${reason}`)

  test.skipIf(reason !== undefined)("has the flags of the table, each of its kind", async () => {
    const help = await mustRun([peerProgram(name, "kubelet") ?? "", "--help"])
    const flags = [...help.matchAll(/^\s+(?:-\w, )?--([a-z0-9-]+)(?:\[=\S+\])?(?: (\S+))?(?:\s{2,}.*)?$/gm)]
    const wrong = flags.flatMap(([, flag = "", value = ""]) => {
      const kind = kinds[value] ?? "other"
      return flag === "help" || kubeletFlags().get(flag) === kind ? [] : [`${flag}: ${kind}`]
    })

    expect(flags.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })
})

/** Names that --help shows and the table has not. */
function lacking(help: string, names: ReadonlySet<string>): readonly string[] {
  const shown = [...help.matchAll(/^\s+(?:-\w, )?--([a-z0-9-]+)/gm)].map(([, name = ""]) => name)
  expect(shown.length).toBeGreaterThan(5)
  return shown.filter((name) => !names.has(name))
}

test("CRI-O has no flag that the table lacks", async () => {
  const crio = peerProgram("crio", "crio")
  if (crio === undefined) return say("skipped: the flags of CRI-O: not built yet")
  expect(lacking((await run([crio, "--help"])).stdout, ofCrio())).toEqual([])
})

describeReal("Debian's programs", needsOfPackages, () => {
  test.each(releases)("of $suite have no flag that the tables lack", async (release) => {
    const containerd = await run(["chroot", await unpackedRelease(release), "/usr/bin/containerd", "--help"])
    expect(lacking(containerd.stdout, ofContainerd())).toEqual([])
    if (release.suite === "bullseye") return
    const docker = await unpacked("docker", release, ["docker.io", "iptables"])
    const dockerd = await run(["chroot", docker, "/usr/sbin/dockerd", "--help"])
    expect(lacking(dockerd.stdout, ofDocker())).toEqual([])
  })
})
