// A real node without a runtime gets one from its distribution's packages, by the node's own apt and systemd, and loses
// it again. The nodes have no network: their only source is a repository of Debian's packages that they were given.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type BareNode, bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { startOfContainerd } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"
import { addRepository } from "./local-repository.ts"

/** Building the image and the repository, and installing six times, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const install = "criadm apply --yes --install distribution --runtime containerd"
const withRelease = `${install} --runtime-release 1.7`

describeReal("a node without a runtime", needsOfNodes, () => {
  let given: BareNode
  let bare: Node

  const asBefore = () => given.asBefore()
  const isInstalled = () => isServing(bare, "containerd")

  beforeAll(async () => {
    given = await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, withSource: false })
    bare = given.node
  })
  afterAll(async () => await bare?.stop())

  test("check names the command that installs one", async () => {
    const checked = await bare.run("criadm check --only no-runtime")

    expect(checked.exitCode).toBe(6)
    expect(checked.stdout).toContain("criadm apply --install distribution")
  })

  test("without --install nothing is installed", async () => {
    expect((await bare.run("criadm apply --yes --runtime containerd")).exitCode).toBe(3)
  })

  test("where the sources do not offer it, the command that reads them anew is named", async () => {
    const refused = await bare.run(install)

    expect(refused.exitCode).toBe(3)
    expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain(
      "do not offer containerd, runc, containernetworking-plugins",
    )
    expect(refused.stderr).toContain("apt-get update")
  })

  test("the plan lists packages, services and the exact change of the package's own file, and changes nothing", async () => {
    await addRepository(bare)
    await given.remember()

    const planned = await bare.mustRun("criadm plan --install distribution")

    expect(planned).toMatch(/^ +containerd 1\.7\.24/m)
    expect(planned).toContain("containerd.service")
    // Of Debian's own file, which is not on the node.
    expect(planned).toContain('\n       bin_dir = "/usr/lib/cni"\n')
    expect(planned).toMatch(/^\+ +SystemdCgroup = true$/m)
    await asBefore()
  })

  test("the plan says what the release is worth: by the project's table, and until when it is mended", async () => {
    const planned = (await bare.mustRun("criadm plan --install distribution --kubernetes-version 1.36")).replaceAll(
      /\s+/g,
      " ",
    )

    expect(planned).toContain("recommends 2.3.0 or newer, 2.2.0 or newer")
    expect(planned).toContain("has mended 1.7.24 until 2026-09-30")
    expect(await bare.mustRun("criadm plan --install distribution --kubernetes-version 1.32")).not.toContain(
      "recommends",
    )
  })

  test("a release that a coming Kubernetes is planned to refuse is refused, and so is one that is not offered", async () => {
    const coming = await bare.run(`${install} --kubernetes-version 1.38`)
    const absent = await bare.run(`${install} --runtime-release 2.3`)

    expect([coming.exitCode, absent.exitCode]).toEqual([3, 3])
    expect(coming.stderr.replaceAll(/\s+/g, " ")).toContain("Kubernetes 1.38 is planned to need containerd 2.0")
    expect(absent.stderr.replaceAll(/\s+/g, " ")).toContain("do not offer containerd 2.3. They offer 1.7.24")
    await asBefore()
  })

  test("the plan's JSON tells the node as it is and as it will be", async () => {
    const { asItIs, asItWillBe } = JSON.parse(
      await bare.mustRun("criadm plan --install distribution -o json"),
    ) as Record<string, { findings: { code: string }[]; explanations: { setting: string }[] }>
    const codes = (told: typeof asItIs) => told?.findings.map(({ code }) => code)

    expect(codes(asItIs)).toContain("no-runtime")
    expect(codes(asItWillBe)).not.toContain("no-runtime")
    expect(asItWillBe?.explanations.map(({ setting }) => setting)).toContain("cgroup-driver")
    await asBefore()
  })

  test("packages that are held are left alone, and the command that frees them is named", async () => {
    await bare.mustRun("apt-mark hold runc")

    const refused = await bare.run(install)
    await bare.mustRun("apt-mark unhold runc")

    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain("apt-mark unhold runc")
  })

  test("another package manager at work is named, or waited for", async () => {
    // apt takes POSIX locks: fcntl(2), F_SETLK with struct flock.
    const lock =
      'open F, ">", "/var/lib/dpkg/lock-frontend"; my $l = pack("s s x4 q q i x4", 1, 0, 0, 0, 0); fcntl(F, 6, $l) or die; sleep 600'
    await bare.put("/tmp/hold.pl", lock)
    await bare.mustRun("systemd-run --quiet --unit=holder perl /tmp/hold.pl; sleep 1; systemctl is-active holder")

    const refused = await bare.run(install)
    await bare.mustRun("systemctl stop holder")

    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toMatch(/perl \(\d+\)/)
  })

  test("apply installs it, configured before its first start, enabled, and proven over CRI", async () => {
    const applied = await bare.run(install)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await bare.mustRun("systemctl show containerd -p NRestarts --value")).toBe("0\n")
    expect(await bare.mustRun("journalctl -u containerd -o cat | grep -c 'Started containerd'")).toBe("1\n")
    expect(await bare.mustRun("ls /usr/sbin/policy-rc.d /var/cache/criadm 2>&1 | grep -c 'No such file'")).toBe("2\n")
    await isInstalled()
  })

  test("a second apply does nothing", async () => {
    const [before, start] = [await bare.mustRun("criadm history"), await startOfContainerd(bare)]

    // A container has not the controllers of its host, which check goes on failing about.
    const again = await bare.run(install)

    expect([0, 6]).toContain(again.exitCode)
    expect([await bare.mustRun("criadm history"), await startOfContainerd(bare)]).toEqual([before, start])
  })

  test("rollback removes exactly those packages; packages and files are as before", async () => {
    expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)

    await asBefore()
  })

  test("and again, with the series named", async () => {
    expect((await bare.run(withRelease)).exitCode).toBe(0)
    await isInstalled()
    expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
    await asBefore()
  })

  test("uninstall takes away what was installed and what was changed since; data directories are named and stay", async () => {
    expect((await bare.run("criadm uninstall --yes")).exitCode).toBe(3)
    expect((await bare.run(install)).exitCode).toBe(0)
    await bare.mustRun("criadm apply --yes --registry-mirror docker.io=https://mirror.example.test")

    const gone = await bare.run("criadm uninstall --yes")

    expect([gone.exitCode, gone.stderr]).toEqual([0, ""])
    expect(gone.stdout).toContain("stay in /var/lib/containerd")
    await asBefore()
  })

  /** Where everything stood already, the killed run is finished first, and can then be put back. */
  const backAsBefore = async () => {
    const back = await bare.run("criadm rollback --yes")
    expect([0, 3]).toContain(back.exitCode)
    if ((await bare.run("dpkg -s containerd | grep -q 'ok installed'")).exitCode === 0) {
      await isInstalled()
      expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
    }
    await asBefore()
    expect(await bare.run("ls /usr/sbin/policy-rc.d")).toMatchObject({ exitCode: 2 })
    expect(await bare.mustRun("dpkg --audit")).toBe("")
  }
  /** Installs until so many seconds after such a command line is there, then kills, then goes on when all is over. */
  const killed = (commandLine: string, seconds: number, kill: string) =>
    bare.mustRun(`${install} >/tmp/said 2>&1 & 
      until pgrep -f '${commandLine}' >/dev/null; do sleep 0.02; done
      sleep ${seconds}; ${kill}; wait; true`)

  for (const seconds of [0, 1, 4]) {
    test(`criadm killed ${seconds} s after dpkg was started: the next command puts the node in order`, async () => {
      await killed("dpkg .*--unpack", seconds, "pkill -KILL -x criadm")
      await backAsBefore()
    })
  }

  const dpkgToo = "for name in criadm apt-get dpkg dpkg-deb; do pkill -KILL -x $name; done; pkill -KILL -f dpkg/info/"
  for (const [during, seconds] of [
    ["unpack", 0.4],
    ["configure", 0],
    ["configure", 0.3],
  ] as const) {
    test(`criadm and dpkg killed ${seconds} s into dpkg --${during}: no half written file and no link stays`, async () => {
      await killed(`dpkg .*--${during}`, seconds, dpkgToo)
      expect(await bare.mustRun("dpkg -l | awk '$1 ~ /^i[^i]/' | wc -l")).not.toBe("0\n")
      await backAsBefore()
    })
  }

  test("a disk that is full while packages are unpacked: the node is as before", async () => {
    await bare.mustRun("mkdir /usr/lib/cni && mount -t tmpfs -o size=4m tmpfs /usr/lib/cni")
    const applied = await bare.run(install)
    await bare.mustRun("umount /usr/lib/cni && { rmdir /usr/lib/cni 2>/dev/null || true; }")

    expect([applied.exitCode, applied.stderr]).toEqual([4, expect.stringContaining("No space left on device")])
    await asBefore()
  })

  test("dpkg killed alone: criadm puts the node back by itself, and keeps nothing in its cache", async () => {
    const applied = await bare.run(`{ until pgrep -f 'dpkg .*--unpack' >/dev/null; do sleep 0.02; done
      sleep 0.4; pkill -KILL -x apt-get; pkill -KILL -x dpkg; } & ${install}`)

    expect(applied.exitCode).toBe(4)
    await asBefore()
  })
})
