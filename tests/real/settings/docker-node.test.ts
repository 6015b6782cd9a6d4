// The main job on a real node with Docker: Debian trixie's docker.io and systemd, in a container, with a stand-in for
// cri-dockerd. A story whose steps build on each other.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { makeStandIn, startCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc, identitiesInEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"

/** What a person reads is broken into lines of the terminal's width. */
function onOneLine(said: string): string {
  return said.replace(/\s+/g, " ")
}

describeReal("a node with systemd and Docker", needsOfNodes, () => {
  let trixie: Node
  let etcBefore = ""
  let driverBefore = ""
  let other = ""
  const driver = async () => (await trixie.mustRun("docker info --format '{{.CgroupDriver}}'")).trim()
  const apply = (more = "") =>
    trixie.run(
      `criadm apply --yes --runtime docker --cgroup-driver ${other} --sandbox-image ${sandboxImage} --no-ip-forward ${more}`,
    )
  const started = (service: string) => trixie.mustRun(`systemctl show ${service} -P ExecMainStartTimestampMonotonic`)

  beforeAll(async () => {
    trixie = await node("trixie-docker", { way: "container", tools: [program, await makeStandIn()] })
    await startCriDockerd(trixie)
    etcBefore = await contentsOfEtc(trixie)
    driverBefore = await driver()
    other = driverBefore === "systemd" ? "cgroupfs" : "systemd"
  })
  afterAll(async () => await trixie?.stop())

  test("check names both runtimes that accept connections, with the option for kubeadm", async () => {
    const checked = await trixie.run("criadm check")

    expect(onOneLine(checked.stdout)).toContain("containerd and Docker Engine serve CRI.")
    expect(onOneLine(checked.stdout)).toContain("--cri-socket unix:///run/")
    expect(checked.stdout).toContain("unix:///run/cri-dockerd.sock")
  })

  test("apply restarts Docker and then cri-dockerd, and both say what was asked for", async () => {
    const before = [await started("docker"), await started("cri-docker")]

    const applied = await apply()

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: applied.stderr })
    expect(await driver()).toBe(other)
    const after = [await started("docker"), await started("cri-docker")]
    expect(after.map(Number)).toEqual(after.map(Number).toSorted((a, b) => a - b))
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).not.toBe(before[1])
    const line = await trixie.mustRun("tr '\\0' ' ' </proc/$(systemctl show cri-docker -P MainPID)/cmdline")
    expect(line.trim()).toBe(
      `/usr/bin/cri-dockerd --container-runtime-endpoint unix:///run/cri-dockerd.sock --log-level info --pod-infra-container-image=${sandboxImage}`,
    )
  })

  test("verify agrees", async () => {
    const verified = await trixie.run(
      `criadm verify --runtime docker --cgroup-driver ${other} --sandbox-image ${sandboxImage} --no-ip-forward`,
    )

    expect(verified).toMatchObject({ exitCode: 0 })
  })

  test("a second apply writes nothing and restarts nothing", async () => {
    const same = async () => [await identitiesInEtc(trixie), await started("docker"), await started("cri-docker")]
    const before = await same()

    expect((await apply()).exitCode).toBe(0)
    expect(await same()).toEqual(before)
  })

  test("rollback puts every file back, and Docker and cri-dockerd run on them", async () => {
    const back = await trixie.run("criadm rollback --yes")

    expect(back).toMatchObject({ exitCode: 0 })
    expect(await contentsOfEtc(trixie)).toBe(etcBefore)
    expect(await driver()).toBe(driverBefore)
    expect(await trixie.mustRun("systemctl is-active docker cri-docker")).toBe("active\nactive\n")
    expect(await trixie.mustRun("systemctl show cri-docker -P ExecStart")).not.toContain(sandboxImage)
  })

  test("a cri-dockerd that does not start with it takes both back, exit 4", async () => {
    // A rule of this site, unknown to criadm. Its pattern does not match itself.
    const pattern = sandboxImage.replaceAll(".", "[.]")
    const rule = `[Service]\nExecStartPre=/bin/sh -c '! grep -rq ${pattern} /etc/systemd/system/cri-docker.service.d'\n`
    await trixie.put("/etc/systemd/system/cri-docker.service.d/site.conf", rule)
    await trixie.mustRun("systemctl daemon-reload")
    const etc = await contentsOfEtc(trixie)

    const failed = await apply("--timeout 30")

    expect(failed).toMatchObject({ exitCode: 4 })
    expect(await contentsOfEtc(trixie)).toBe(etc)
    expect(await driver()).toBe(driverBefore)
    expect(await trixie.mustRun("systemctl is-active docker cri-docker")).toBe("active\nactive\n")
  })

  test("what dockerd itself refuses is refused before anything is touched, exit 3", async () => {
    await trixie.put("/etc/docker/daemon.json", '{ "hosts": ["fd://"] }\n')
    const etc = await contentsOfEtc(trixie)

    const refused = await apply()

    expect(refused).toMatchObject({ exitCode: 3 })
    expect(onOneLine(refused.stderr)).toContain("-H fd:// in /usr/lib/systemd/system/docker.service")
    expect(await contentsOfEtc(trixie)).toBe(etc)
  })
})
