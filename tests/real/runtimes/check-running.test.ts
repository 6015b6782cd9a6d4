// What check and explain say of a containerd that really runs: asked over its own socket, with files that were changed
// since it started. Debian's releases, each in a root directory of its own.
import { expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../../src/components/loaded.ts"
import { findingsOf } from "../../../src/decide/findings.ts"
import { withRunning } from "../../../src/decide/rules/running.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import { linuxMachine } from "../../../src/machine/linux.ts"
import type { ReadingMachine } from "../../../src/machine/reading.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { needsOfPackages, type Release, releases, unpackedRelease } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { type ContainerdNode, containerdNode, type RunningContainerd } from "./containerd-daemon.ts"

setDefaultTimeout(10 * 60 * 1000)

const config = "/etc/containerd/config.toml"
const withDriver = (isSystemd: boolean, more = "") => `version = 2
${more}
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = ${isSystemd}
`
const withoutCri = 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n'

/** The node's files and programs, and the socket of the daemon that runs within its namespaces. */
function machineOf(node: ContainerdNode, running: RunningContainerd): ReadingMachine {
  const files = linuxMachine({ root: node.root, platform: "linux" })
  const outside = linuxMachine({ root: "/", platform: "linux" })
  const socketOutside = (path: string) => running.sockets().find((one) => running.pathOnNode(one) === path) ?? path
  return {
    ...files,
    root: "/",
    isLive: true,
    accepts: (socket) => outside.accepts(socketOutside(socket)),
    grpc: (call) => outside.grpc({ ...call, socket: socketOutside(call.socket) }),
    run: (command) => outside.run({ ...command, argv: ["chroot", node.root, ...command.argv] }),
  }
}

async function whileItRuns<T>(
  release: Release,
  started: string,
  changed: string,
  look: (node: NodeFacts) => T,
  prepare = (_root: string): void => {},
) {
  const node = await containerdNode(release, { [config]: Buffer.from(started) })
  try {
    prepare(node.root)
    const running = await node.start()
    if (running.state === "ended") throw new Error(running.log)
    try {
      writeFileSync(join(node.root, config), changed)
      return look(await detectNode(machineOf(node, running), { initSystems, components }))
    } finally {
      await running.stop()
    }
  } finally {
    node.remove()
  }
}

const codes = (node: NodeFacts) => findingsOf(node, components).map(({ code }) => code)

describeReal("a containerd that runs", needsOfPackages, () => {
  // 1.4 shows the options of its handlers nowhere.
  for (const release of releases.filter(({ statusShowsOptions }) => statusShowsOptions)) {
    test(`${release.version}: a driver changed on disk and not loaded since is told, and one that was loaded is not`, async () => {
      const look = (node: NodeFacts) => {
        const explanation = components
          .flatMap((component) => component.explain("cgroup-driver", node))
          .map((one) => withRunning(one, node, components))
          .find(({ subject }) => subject === "runc")
        return { codes: codes(node), value: explanation?.value, running: explanation?.running }
      }
      const same = await whileItRuns(release, withDriver(true), withDriver(true), look)
      const changed = await whileItRuns(release, withDriver(false), withDriver(true), look)

      expect(same).toMatchObject({ value: "systemd", running: { value: "systemd", differs: false } })
      expect(same.codes).not.toContain("not-restarted")
      expect(changed).toMatchObject({ value: "systemd", running: { value: "cgroupfs", differs: true } })
      expect(changed.codes).toContain("not-restarted")
    })

    test(`${release.version}: CRI switched on in the file and not in the daemon is told apart from CRI switched off`, async () => {
      const onlyOnDisk = await whileItRuns(release, withoutCri, withDriver(true), codes)
      const switchedOff = await whileItRuns(release, withoutCri, withoutCri, codes)

      expect(onlyOnDisk).toContain("cri-not-served")
      expect(onlyOnDisk).not.toContain("containerd-cri-disabled")
      expect(switchedOff).toContain("containerd-cri-disabled")
      expect(switchedOff).not.toContain("cri-not-served")
    })
  }

  test("2.1: a runc without user namespaces is told, and one with them is not", async () => {
    const [trixie, forky] = releases.slice(2)
    if (trixie === undefined || forky === undefined) throw new Error("no releases")
    // runc 1.1.15 in the place of 1.3.
    const older = join(await unpackedRelease(trixie), "usr/sbin/runc")
    const replaced = (root: string) => {
      rmSync(join(root, "usr/sbin/runc"))
      copyFileSync(older, join(root, "usr/sbin/runc"))
    }
    const own = withDriver(true)

    expect(await whileItRuns(forky, own, own, codes)).not.toContain("cri-handler-without-user-namespaces")
    expect(await whileItRuns(forky, own, own, codes, replaced)).toContain("cri-handler-without-user-namespaces")
  })

  test("1.4: it speaks v1alpha2 only, and is told once", async () => {
    const [oldest] = releases
    if (oldest === undefined) throw new Error("no releases")
    const found = await whileItRuns(oldest, withDriver(true), withDriver(true), codes)

    expect(found).toContain("containerd-v1alpha2-only")
    expect(found).not.toContain("cri-v1alpha2-only")
    expect(found).not.toContain("cri-not-served")
  })
})
