// A node without a runtime gets one by dnf 4, dnf 5, zypper and pacman, as real programs on a node that is made theirs,
// and loses it again. apk is not to be had here: tests/packages/apk-output.test.ts reads what it printed elsewhere.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { isServing } from "../nodes/bare-node.ts"
import { type Foreign, type ForeignNode, foreignNode, type RpmForm } from "../nodes/foreign-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, once, and packing anew on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const install = "criadm apply --yes --install distribution"

/** What keeps the package manager from touching containerd, and what allows it again. */
const holds: Readonly<Record<Foreign, readonly [hold: string, free: string]>> = {
  "dnf 4": ["echo excludepkgs=containerd >>/etc/dnf/dnf.conf", "sed -i /excludepkgs/d /etc/dnf/dnf.conf"],
  "dnf 5": ["echo excludepkgs=containerd >>/etc/dnf/dnf.conf", "sed -i /excludepkgs/d /etc/dnf/dnf.conf"],
  zypper: ["zypper --quiet addlock containerd", "zypper --quiet removelock containerd"],
  pacman: ["sed -i 's/^Arch/IgnorePkg = containerd\\nArch/' /etc/pacman.conf", "sed -i /IgnorePkg/d /etc/pacman.conf"],
}

describeReal("a node without a runtime", needsOfNodes, () => {
  let given: ForeignNode
  beforeAll(async () => {
    given = await foreignNode()
  })
  afterAll(async () => await given?.node.stop())

  const kinds: readonly (readonly [Foreign, RpmForm])[] = [
    ...(Object.keys(holds) as Foreign[]).map((foreign) => [foreign, "sqlite"] as const),
    // SLES 15 and openSUSE Leap have it.
    ["zypper", "ndb"],
    ["dnf 4", "ndb"],
  ]

  test.each(kinds)("of %s, where RPM's record is in %s", async (foreign, form) => {
    const { node } = given
    await given.become(foreign, form)
    const [hold, free] = holds[foreign]
    await node.mustRun(hold)
    const held = await node.run(install)
    await node.mustRun(free)
    expect([held.exitCode, held.stderr]).toEqual([3, expect.stringMatching(/containerd is\s+held/)])

    await given.remember()

    const absent = await node.run(`${install} --runtime-release 1.7`)
    expect([absent.exitCode, absent.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      3,
      expect.stringContaining("They offer 2.1.9"),
    ])

    const planned = await node.mustRun("criadm plan --install distribution")
    expect(planned).toMatch(/^ +containerd 2\.1\.9-1/m)
    expect(planned).toMatch(/^\+ +SystemdCgroup = true$/m)
    await given.asBefore()

    const applied = await node.run(install)
    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    await isServing(node, "containerd")
    expect((await node.run(install)).exitCode).not.toBe(3)

    expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
    await given.asBefore()

    // Killed in the middle, and its package manager with it.
    await node.mustRun(`${install} >/tmp/said 2>&1 &
        until pgrep -x criadm >/dev/null; do sleep 0.01; done
        until ls /usr/bin | grep -q '^runc\\|^containerd'; do sleep 0.01; done
        for name in criadm dnf dnf5 dnf-3 zypper rpm pacman python3; do pkill -KILL -x $name; done
        while pgrep -x criadm >/dev/null; do pkill -KILL -x criadm; sleep 0.1; done`)
    expect([0, 3]).toContain((await node.run("criadm rollback --yes")).exitCode)
    await given.asBefore()
  })
})
