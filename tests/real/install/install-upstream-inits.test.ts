// The same on nodes that systemd does not run: what starts the runtime is a script of criadm's own.
import { expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"
import { addNewer, newer, noNewer } from "./newer-containerd.ts"
import { mirror, releaseHost } from "./release-host.ts"

/** Building the images, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const releases = { containerd: "1.6.20", runc: "1.1.5", cniPlugins: "1.1.1" }
const trust = "SSL_CERT_FILE=/opt/bench/release-host/cert.pem"
const install = `${trust} criadm apply --yes --install upstream --runtime containerd --runtime-release 1.6 --kubernetes-version 1.34 --checksums /root/sums --release-mirror ${mirror}`
const upgrade = install
  .replace("--runtime-release 1.6", `--runtime-release ${newer}`)
  .replace("/root/sums", "/root/newer-sums")
const placed = "sha256sum /usr/local/bin/c* /usr/local/sbin/runc /opt/cni/bin/* /etc/containerd/config.toml"
const files =
  "find /etc /usr/local /opt -not -path '/opt/bench*' -not -path '/opt/containerd*' -not -path '/etc/cni*' -not -name .forced-rescan | sort"

describeReal("a node without a runtime", needsOfNodes, () => {
  test.each([
    ["bookworm-openrc", "rc-service containerd status", "rc-update show default | grep -q containerd"],
    ["bookworm-sysvinit", "service containerd status", "ls /etc/rc2.d/S*containerd"],
    ["bookworm-runit", "sv status containerd | grep -q ^run", "test -L /etc/service/containerd"],
  ] as const)(
    "of %s gets one from release archives, then another release and the first again, and loses it",
    async (kind, isRunning, isEnabled) => {
      const host = await releaseHost("bookworm", releases)
      const newerSums = await addNewer(host)
      const bare = await node(kind, { way: "container", tools: [program, host.tool] })
      try {
        await host.start(bare)
        await bare.put("/root/newer-sums", `${newerSums}${host.sums}`, 0o600)
        await bare.mustRun(
          `service containerd stop || sv stop containerd; pkill -f supervise-daemon.containerd; pkill -x containerd; sleep 1; rc-service containerd zap; rm -f /run/supervise-containerd.pid; rc-update del containerd; true`,
        )
        await bare.mustRun(
          "DEBIAN_FRONTEND=noninteractive apt-get -y purge containerd runc containernetworking-plugins >&2; update-rc.d -f containerd remove || true; rm -rf /etc/containerd /etc/sv/containerd /etc/service/containerd /etc/init.d/containerd /var/lib/containerd /usr/local/*/containerd; hash -r",
        )
        await bare.mustRun("printf '#!/bin/sh\\n' >/usr/local/bin/crictl && chmod 755 /usr/local/bin/crictl")
        const before = await bare.mustRun(files)

        const applied = await bare.run(install)

        expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
        await bare.mustRun(isRunning)
        await bare.mustRun(isEnabled)
        expect((await bare.run("criadm verify")).exitCode).toBe(0)
        const again = await bare.run(install)
        expect([0, 6]).toContain(again.exitCode)
        if (noNewer === undefined) await newerTakesItsPlace(bare, isRunning, isEnabled)

        expect((await bare.run("criadm uninstall --yes")).exitCode).toBe(0)
        expect(await bare.mustRun(files)).toBe(before)
        expect((await bare.run("pgrep -x containerd")).exitCode).toBe(1)
      } finally {
        await bare.stop()
      }
    },
  )
})

/** The service is started anew, and stays enabled; a rollback does the same with the older programs. */
async function newerTakesItsPlace(bare: Node, isRunning: string, isEnabled: string): Promise<void> {
  const [before, older] = [await bare.mustRun(placed), await bare.mustRun("pgrep -x containerd")]

  const applied = await bare.run(upgrade)

  expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  await bare.mustRun(`${isRunning}; ${isEnabled}`)
  expect(await bare.mustRun(`ctr version | grep -c ${newer}`)).toBe("2\n")
  expect(await bare.mustRun("pgrep -x containerd")).not.toBe(older)
  expect([0, 6]).toContain((await bare.run(upgrade)).exitCode)

  const back = await bare.run("criadm rollback --yes")
  expect({ ...back, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  expect(await bare.mustRun(placed)).toBe(before)
  await bare.mustRun(`${isRunning}; ${isEnabled}`)
  expect((await bare.run("criadm verify")).exitCode).toBe(0)
  expect(await bare.mustRun(`ctr version | grep -c ${newer} || true`)).toBe("0\n")
}
