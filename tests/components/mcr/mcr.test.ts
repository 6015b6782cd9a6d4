import { describe, expect, test } from "bun:test"
import { docker } from "../../../src/components/docker/component.ts"
import { mcr } from "../../../src/components/mcr/component.ts"
import { type Described, daemonJson, dockerNode, textsOf, wanting } from "../docker/a-docker-node.ts"

const packaged = (name: string) => ({
  "/var/lib/dpkg/status": `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5:25.0.14~3-0~debian-bookworm\n\nPackage: other\nStatus: install ok installed\nVersion: 1\n`,
})

async function recognised(described: Described) {
  const node = await dockerNode(described)
  return { mcr: mcr.summarize(node).isInstalled, docker: docker.summarize(node).isInstalled }
}

const isMcr = { mcr: true, docker: false }
const isDocker = { mcr: false, docker: true }

describe("Mirantis Container Runtime is recognised", () => {
  test("by what the running engine calls itself", async () => {
    expect(await recognised({ platformName: "Mirantis Container Runtime" })).toEqual(isMcr)
    expect(await recognised({ platformName: "Docker Engine - Community" })).toEqual(isDocker)
  })

  test("by its package, by its documents under another package manager, and by its licence", async () => {
    expect(await recognised({ files: packaged("docker-ee") })).toEqual(isMcr)
    expect(await recognised({ files: { "/usr/share/doc/docker-ee-25.0.14/LICENSE": "" } })).toEqual(isMcr)
    expect(await recognised({ files: { "/var/lib/docker/docker.lic": "" } })).toEqual(isMcr)
    const elsewhere = { config: '{"data-root": "/srv/docker"}', files: { "/srv/docker/docker.lic": "" } }
    expect(await recognised(elsewhere)).toEqual(isMcr)
  })

  test("and nothing of it makes an engine Docker's own", async () => {
    expect(await recognised({})).toEqual(isDocker)
    expect(await recognised({ files: packaged("docker-ce") })).toEqual(isDocker)
    expect(await recognised({ files: { "/usr/share/doc/docker-ee-cli/LICENSE": "" } })).toEqual(isDocker)
  })

  test("what the engine calls itself counts more than what an older package left behind", async () => {
    const files = { "/usr/share/doc/docker-ee/LICENSE": "" }

    expect(await recognised({ platformName: "Docker Engine - Community", files })).toEqual(isDocker)
  })
})

describe("on a node with Mirantis Container Runtime", () => {
  const described: Described = { platformName: "Mirantis Container Runtime", config: "{}" }

  test("the same file is changed by the same rules, under its own name", async () => {
    const node = await dockerNode({ ...described, containers: ["web"] })
    const contributed = mcr.contribute(wanting({ runtime: "mcr", cgroupDriver: "cgroupfs" }), node)

    expect(textsOf(contributed)).toEqual({ [daemonJson]: '{\n  "exec-opts": ["native.cgroupdriver=cgroupfs"]\n}' })
    expect(contributed.changes.map(({ component }) => component)).toEqual(["mcr", "mcr", "cri-dockerd"])
    expect(contributed.notes).toMatchObject([{ args: { engine: "Mirantis Container Runtime" } }])
  })

  test("Docker Engine has nothing to say", async () => {
    const node = await dockerNode({ ...described, config: "{" })

    expect(docker.findings(node)).toEqual([])
    expect(docker.explain("cgroup-driver", node)).toEqual([])
    expect(docker.contribute(wanting({ cgroupDriver: "cgroupfs" }), node).changes).toEqual([])
    expect(mcr.findings(node).map(({ code, component }) => `${component} ${code}`)).toEqual([
      "mcr docker-config-broken",
    ])
  })

  test("its release is read from its package where the program cannot be asked", async () => {
    const node = await dockerNode({ isLive: false, files: packaged("docker-ee") })

    expect(mcr.summarize(node).version).toBe("25.0.14")
  })
})
