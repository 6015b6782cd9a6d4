// From Docker Engine with cri-dockerd to the containerd that Docker runs, on a real node: Debian's docker.io and systemd in a
// container, a stand-in for cri-dockerd, and for the kubelet a service that only stays up. Images come along, no network.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { makeStandIn, startCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

/** As they are shown, to be pasted. */
function commandsIn(shown: string, verb: string): readonly string[] {
  return [...shown.matchAll(new RegExp(`^ +(systemctl ${verb} .*)$`, "gm"))].map(([, line = ""]) => line)
}

describeReal("a migration from Docker to containerd", needsOfNodes, () => {
  let on: Node
  let before = ""
  const files = () =>
    on.mustRun("cat /etc/containerd/config.toml /var/lib/kubelet/config.yaml /var/lib/kubelet/instance-config.yaml")

  beforeAll(async () => {
    on = await node("trixie-docker", { way: "container", tools: [program, await makeStandIn(), await pauseArchive()] })
    // As the packages of Docker ship it.
    await on.put("/etc/containerd/config.toml", 'disabled_plugins = ["cri"]\n')
    await on.mustRun("systemctl restart containerd")
    await startCriDockerd(on)
    const driver = (await on.mustRun("docker info --format '{{.CgroupDriver}}'")).trim()
    await joinCluster(on, { release: "1.35.2", driver, endpoint: "unix:///run/cri-dockerd.sock" })
    // All that kubeadm writes there: phases/kubelet/config.go, WriteInstanceConfigToDisk.
    await on.put("/var/lib/kubelet/instance-config.yaml", 'containerRuntimeEndpoint: "unix:///run/cri-dockerd.sock"\n')
    await on.mustRun("docker load --input /opt/bench/pause.tar")
    before = await files()
  })
  afterAll(async () => await on?.stop())

  test("is shown whole: the difference of every file, the node object, and what becomes of Docker", async () => {
    const shown = await on.mustRun("criadm migrate runtime --to containerd --plan")

    expect(shown).toContain("-containerRuntimeEndpoint: unix:///run/cri-dockerd.sock")
    expect(shown).toContain(
      "kubectl annotate node worker-1 --overwrite kubeadm.alpha.kubernetes.io/cri-socket=unix:///run/containerd/containerd.sock",
    )
    expect(shown).toContain(`copy images from docker: ${pauseImage}`)
    expect(commandsIn(shown, "disable")).toHaveLength(2)
    const told = JSON.parse(await on.mustRun("criadm migrate runtime --to containerd --plan -o json"))
    expect(told).toMatchObject({ kind: "Migration", version: 1, name: "runtime", to: "containerd", node: "worker-1" })
    expect(told.steps[0]).toMatchObject({ id: "drain", done: false, act: { do: "ask" } })
    expect(await files()).toBe(before)
  })

  test("unattended it waits for the drain that nobody has said is done, and nothing is in the way of others", async () => {
    const waiting = await on.run("criadm migrate runtime --to containerd --yes -o json")

    expect(waiting.exitCode).toBe(3)
    expect(JSON.parse(waiting.stdout)).toMatchObject({
      kind: "Migration",
      outcome: "waits",
      ended: "back",
      fault: { code: "migration-waits" },
    })
    expect(await files()).toBe(before)
  })

  test("does not begin while Docker runs a pod that a drain would have moved, and says which", async () => {
    // As cri-dockerd makes it.
    await on.mustRun(`docker run --detach --network host --name k8s_POD_web_shop_u1_0 \\
      --label io.kubernetes.docker.type=podsandbox ${pauseImage}`)

    const refused = await on.run("criadm migrate runtime --to containerd --yes --done drain")

    expect(refused.exitCode).toBe(3)
    expect(refused.stderr).toContain("shop/web")
    expect(await files()).toBe(before)
  })

  test("killed before the images are copied, it goes on: the pods are ended, containerd serves CRI and has the images", async () => {
    await on.mustRun(`docker run --detach --network none --name own ${pauseImage}`)
    const migrate = "criadm migrate runtime --to containerd --yes --stop-pods"
    await on.mustRun(`${migrate} > /root/out 2>&1 & pid=$!
      until grep -q '^Step 4 of' /root/out || ! kill -0 $pid; do sleep 0.05; done
      kill -9 $pid; wait $pid; true`)
    expect(await on.mustRun("criadm migrate --status")).toMatch(/It stands at step [3-5] of 7/)

    expect(await on.run(`${migrate} > /root/out`)).toMatchObject({ exitCode: 0, stderr: "" })

    // What is no pod of the kubelet's is nobody's business here.
    expect(await on.mustRun("docker ps --all --format '{{.Names}}'")).toBe("own\n")
    expect(await on.mustRun("ctr -n k8s.io images ls --quiet")).toContain(pauseImage)
    for (const file of ["config.yaml", "instance-config.yaml"]) {
      expect(await on.mustRun(`cat /var/lib/kubelet/${file}`)).toContain("unix:///run/containerd/containerd.sock")
    }
    expect((await on.mustRun("systemctl is-active kubelet containerd docker")).trim()).toBe("active\nactive\nactive")
    expect(await on.mustRun("ls /var/lib/criadm")).not.toContain("image.tar")
    expect((await on.run("criadm verify --runtime containerd --no-ip-forward --sandbox-image keep")).exitCode).toBe(0)
  })

  test("stops Docker for good by the lines it told, and does not go back to a Docker that is off", async () => {
    for (const line of commandsIn(await on.mustRun("cat /root/out"), "disable")) await on.mustRun(line)
    expect((await on.run("docker ps")).exitCode).not.toBe(0)
    expect((await on.run("systemctl is-active docker cri-docker")).stdout).toBe("inactive\ninactive\n")
    const led = await files()

    const waiting = await on.run("criadm migrate --back --yes --timeout 5")

    expect(waiting.exitCode).toBe(3)
    const enabling = commandsIn(waiting.stdout, "enable")
    expect(enabling.map((line) => line.split(" ").slice(3))).toEqual([
      ["docker.socket", "docker.service"],
      ["cri-docker.service"],
    ])
    expect(await files()).toBe(led)
    expect(await on.mustRun("criadm migrate --status")).toContain("It is on its way back")
    for (const line of enabling) await on.mustRun(line)
  })

  test("returns to Docker with every file as it was", async () => {
    const back = await on.run("criadm migrate --back --yes")

    expect(back).toMatchObject({ exitCode: 0, stderr: "" })
    expect(back.stdout).toContain("cri-socket=unix:///run/cri-dockerd.sock")

    expect(await files()).toBe(before)
    expect((await on.mustRun("systemctl is-active kubelet docker cri-docker")).trim()).toBe("active\nactive\nactive")
  })
})
