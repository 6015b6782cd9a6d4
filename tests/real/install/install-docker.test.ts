// A node without a runtime gets Docker Engine from Debian's packages, and cri-dockerd, which Debian does not have, from an
// archive of the form that its project publishes: here with a stand-in for it, whose checksum is given.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type BareNode, bareNode, isServing } from "../nodes/bare-node.ts"
import { makeStandIn, placeCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { type Node, needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"
import { addCriDockerd, mirror, releaseHost } from "./release-host.ts"

/** Building the image and the repository, once, and installing on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const install = "criadm apply --yes --install distribution --runtime docker"
const trust = "SSL_CERT_FILE=/opt/bench/release-host/cert.pem"
const fromHost = `--runtime docker --kubernetes-version 1.36 --checksums /root/sums --release-mirror ${mirror}`

/** Its configuration files, its data, and the group that it makes. */
const leaves = [
  ...["adduser.conf", "deluser.conf", "containerd", "default/docker", "init.d/docker", "docker"].map(
    (one) => `/etc/${one}`,
  ),
  ...["group", "group-", "gshadow", "gshadow-", "subuid", "subgid"].map((one) => `/etc/${one}`),
  "/var/lib/docker",
  "/var/lib/cri-dockerd",
]

describeReal("a node without a runtime", needsOfNodes, () => {
  let given: BareNode
  let node: Node

  beforeAll(async () => {
    const standIn = await makeStandIn()
    const host = await releaseHost("forky", { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" })
    const sum = await addCriDockerd(host, standIn)
    const newer = await addCriDockerd(host, await makeStandIn("0.4.4"), "0.4.4")
    given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["docker.io"],
      withSource: true,
      tools: [standIn, host.tool],
      leaves,
    })
    node = given.node
    await host.start(node)
    await node.put("/root/sums", host.sums + sum, 0o600)
    await node.put("/root/newer", newer, 0o600)
    await node.mustRun(
      "printf '#!/bin/sh\\n' >/usr/local/bin/crictl; chmod 755 /usr/local/bin/crictl; mkdir -p /usr/local/lib/systemd",
    )
    await given.remember()
  })
  afterAll(async () => await node?.stop())

  test("is refused Docker Engine where cri-dockerd cannot be fetched, and nothing is left", async () => {
    const refused = await node.run(install)

    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("cri-dockerd")])
    await given.asBefore()
  })

  test("gets Docker Engine from packages and cri-dockerd from its archive in one run, and loses both again", async () => {
    const both = `${trust} criadm apply --yes --install distribution ${fromHost}`
    const applied = await node.run(both)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(applied.stdout).toContain("docker.io 26.1.5")
    expect(applied.stdout).toMatch(/^start docker\.service .*\nstart cri-docker\.service /m)
    await isServing(node, "docker")
    expect(
      await node.mustRun("systemctl is-enabled cri-docker; systemctl show cri-docker -p FragmentPath --value"),
    ).toBe("enabled\n/usr/local/lib/systemd/system/cri-docker.service\n")
    const runs = await node.mustRun("criadm history")
    expect([0, 6]).toContain((await node.run(both)).exitCode)
    expect(await node.mustRun("criadm history")).toBe(runs)

    const gone = await node.run("criadm uninstall --yes")
    expect([gone.exitCode, gone.stderr]).toEqual([0, ""])
    expect(gone.stdout).toContain("/var/lib/docker")
    await given.asBefore()
  })

  test("criadm and dpkg killed in the middle: the next command takes back both", async () => {
    const both = `${trust} criadm apply --yes --install distribution ${fromHost}`
    await node.mustRun(`: >/var/log/dpkg.log; ${both} >/tmp/said 2>&1 &
      until grep -q 'half-installed docker.io' /var/log/dpkg.log; do sleep 0.02; done
      pkill -KILL -x criadm; for name in apt-get dpkg dpkg-deb; do pkill -KILL -x $name; done; wait; true`)
    expect(await node.mustRun("ls /usr/local/bin/cri-dockerd")).not.toBe("")

    expect([0, 3]).toContain((await node.run("criadm rollback --yes")).exitCode)

    await given.asBefore()
  })

  /** A newer cri-dockerd that a person gave the checksum of, over the one that criadm placed; and back. */
  const newerTakesItsPlace = async () => {
    const program = () => node.mustRun("stat -c %i /usr/local/bin/cri-dockerd; systemctl show cri-docker -p MainPID")
    const older = await program()
    const asked = `${trust} criadm apply --yes --install upstream ${fromHost.replace("/root/sums", "/root/newer")}`
    const applied = await node.run(asked)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(applied.stdout).toContain("cri-dockerd 0.4.4")
    const newer = await program()
    expect(await node.mustRun("cri-dockerd --version")).toContain("0.4.4")
    expect(newer.split("\n")[0]).not.toBe(older.split("\n")[0])
    expect(newer.split("\n")[1]).not.toBe(older.split("\n")[1])
    await isServing(node, "docker")
    const runs = await node.mustRun("criadm history")
    expect([0, 6]).toContain((await node.run(asked)).exitCode)
    expect(await node.mustRun("criadm history")).toBe(runs)
    expect(await node.run("criadm rollback --yes")).toMatchObject({ exitCode: 0, stderr: "" })
    await isServing(node, "docker")
  }

  test("that has Docker Engine already is told what is missing, and gets cri-dockerd alone", async () => {
    await node.mustRun("DEBIAN_FRONTEND=noninteractive apt-get -y install --no-install-recommends docker.io >&2")
    // As Docker's own package of it comes.
    await node.put("/etc/containerd/config.toml", 'disabled_plugins = ["cri"]\n')
    await node.mustRun("systemctl restart containerd docker")
    const before = await node.mustRun("dpkg -l; find /usr/local /opt /etc/systemd | sort")
    const checked = await node.run("criadm check --only cri-companion-missing")
    expect([checked.exitCode, checked.stdout.replaceAll(/\s+/g, " ")]).toEqual([
      6,
      expect.stringContaining("criadm apply --install upstream --runtime docker"),
    ])

    const applied = await node.run(`${trust} criadm apply --yes --install upstream ${fromHost}`)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    await isServing(node, "docker")
    await newerTakesItsPlace()
    expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
    expect(await node.mustRun("dpkg -l; find /usr/local /opt /etc/systemd | sort")).toBe(before)
  })
})

describeReal("a node without a runtime and with cri-dockerd", needsOfNodes, () => {
  test("gets Docker Engine, which starts before it, and loses it again", async () => {
    const tools = [await makeStandIn()]
    const how = { suite: "trixie", packages: ["docker.io"], withSource: true, tools, leaves }
    const given = await bareNode("trixie-bare", how)
    const { node } = given
    try {
      await placeCriDockerd(node)
      await given.remember()
      const applied = await node.run(install)
      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      // cri-dockerd asks Docker when it starts, and ends where there is none.
      expect(applied.stdout).toMatch(/^start docker\.service .*\nrestart cri-docker\.service /m)
      await isServing(node, "docker")

      expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await node.stop()
    }
  })
})
