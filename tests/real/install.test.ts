// A real node without a runtime gets one from its distribution's packages, by the node's own apt and systemd, and loses
// it again. The nodes have no network: their only source is a repository of Debian's packages that they were given.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { program } from "./criadm-program.ts"
import { localRepository, useRepository } from "./local-repository.ts"
import { startOfContainerd } from "./look.ts"
import { type Node, needsOfNodes, node } from "./nodes.ts"
import { describeReal } from "./requirements.ts"

/** Building the image and the repository, and installing six times, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const packages = ["containerd", "runc", "containernetworking-plugins"]
const install = "criadm apply --yes --install distribution --runtime containerd"

/** Names and states as dpkg has them, those of removed packages with configuration left out: apt itself keeps them. */
const installed = `dpkg -l | awk '$1 ~ /^[a-z]{2}$/ && $1 != "rc" { print $1, $2, $3 }'`

/**
 * Every file, but for what a removed package leaves by design (its configuration files that nobody else wrote, its data),
 * and what dpkg, apt, ldconfig, systemd and criadm note for themselves. Sizes of directories only grow.
 */
const left = ["/etc/cni", "/etc/ethertypes", "/etc/networks", "/etc/protocols", "/etc/rpc", "/etc/services"]
const apart = ["/proc", "/sys", "/run", "/tmp", "/opt/bench", "/var/log", "/var/lib/dpkg", "/var/lib/apt"]
const notes = ["/var/cache/apt", "/var/cache/debconf", "/var/cache/ldconfig", "/var/lib/systemd", "/var/lib/criadm"]
const pruned = [...apart, ...notes, ...left, "/var/lib/containerd"].map((path) => `-path ${path}`).join(" -o ")
const tree = `find / -xdev \\( ${pruned} \\) -prune -o -type d -printf '%p %m\\n' -o -printf '%p %m %s %l\\n' | sort`

describeReal("a node without a runtime", needsOfNodes, () => {
  let bare: Node
  let packagesBefore = ""
  let treeBefore = ""

  const asBefore = async () => {
    expect(await bare.mustRun(installed)).toBe(packagesBefore)
    expect(await bare.mustRun(tree)).toBe(treeBefore)
  }
  const isInstalled = async () => {
    const verified = await bare.run("criadm verify -o json")
    const { verified: answers } = JSON.parse(verified.stdout) as {
      verified: { expectation: { kind: string }; holds: boolean }[]
    }
    const held = answers.filter(({ holds }) => holds).map(({ expectation }) => expectation.kind)
    expect(held).toEqual(expect.arrayContaining(["cri", "cgroup-driver", "sandbox-image"]))
    expect(await bare.mustRun("systemctl is-active containerd; systemctl is-enabled containerd")).toBe(
      "active\nenabled\n",
    )
  }

  beforeAll(async () => {
    const repository = await localRepository("trixie", packages)
    bare = await node("trixie-bare", { way: "container", tools: [program, repository] })
    await bare.mustRun(": >/etc/apt/sources.list")
    packagesBefore = await bare.mustRun(installed)
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
    await useRepository(bare)
    treeBefore = await bare.mustRun(tree)

    const planned = await bare.mustRun("criadm plan --install distribution")

    expect(planned).toMatch(/^ +containerd 1\.7\.24/m)
    expect(planned).toContain("containerd.service")
    // Of Debian's own file, which is not on the node.
    expect(planned).toContain('\n       bin_dir = "/usr/lib/cni"\n')
    expect(planned).toMatch(/^\+ +SystemdCgroup = true$/m)
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

  test("and again", async () => {
    expect((await bare.run(install)).exitCode).toBe(0)
    await isInstalled()
    expect((await bare.run("criadm rollback --yes")).exitCode).toBe(0)
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
      sleep ${seconds}; ${kill}; true`)

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

  test("dpkg killed alone: criadm puts the node back by itself, and keeps nothing in its cache", async () => {
    const applied = await bare.run(`{ until pgrep -f 'dpkg .*--unpack' >/dev/null; do sleep 0.02; done
      sleep 0.4; pkill -KILL -x apt-get; pkill -KILL -x dpkg; } & ${install}`)

    expect(applied.exitCode).toBe(4)
    await asBefore()
  })
})
