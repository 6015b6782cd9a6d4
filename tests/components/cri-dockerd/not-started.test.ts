// To look at a node starts nothing: neither by the early questions nor by the later ones.
import { describe, expect, test } from "bun:test"
import { criDockerd } from "../../../src/components/cri-dockerd/component.ts"
import { docker } from "../../../src/components/docker/component.ts"
import { kubelet } from "../../../src/components/kubelet/component.ts"
import { judgeCriAnswers } from "../../../src/decide/rules/cri-answers.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { systemd } from "../../../src/init-systems/systemd.ts"
import { type Described, dockerMachine } from "../docker/a-docker-node.ts"

const components = [docker, criDockerd, kubelet]
const held =
  "Num RefCount Protocol Flags Type St Inode Path\n0000000000000000: 00000002 00000000 00010000 0001 01 31 /run/cri-dockerd.sock\n"
const kubeletFiles = {
  "/usr/bin/kubelet": "",
  "/var/lib/kubelet/config.yaml":
    "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncontainerRuntimeEndpoint: unix:///run/cri-dockerd.sock\n",
}

/** What is found, and how often somebody connected to a socket. */
async function lookedAt(isActive: boolean) {
  const described: Described = { isActive, files: { "/proc/net/unix": held, ...kubeletFiles } }
  const machine = dockerMachine(described)
  const connections: string[] = []
  const watched = {
    ...machine,
    inspect: (path: string) =>
      path === "/run/cri-dockerd.sock"
        ? ({ kind: "socket" } as ReturnType<typeof machine.inspect>)
        : machine.inspect(path),
    accepts(socket: string) {
      connections.push(socket)
      return machine.accepts(socket)
    },
    grpc(call: Parameters<typeof machine.grpc>[0]) {
      connections.push(call.socket)
      return machine.grpc(call)
    },
  }
  const node = await detectNode(watched, { initSystems: [systemd], components })
  return { node, connections, findings: judgeCriAnswers(node, components).map(({ code }) => code) }
}

describe("a cri-dockerd that is stopped, with its socket held for it", () => {
  test("is not connected to, which would start it", async () => {
    expect((await lookedAt(false)).connections).toEqual([])
  })

  test("is told as not looked at, and not as well", async () => {
    const { node, findings } = await lookedAt(false)

    expect(node.running).toBeUndefined()
    expect(findings).toEqual(["runtime-starts-when-asked"])
  })

  test("one that runs is asked", async () => {
    const { node, connections, findings } = await lookedAt(true)

    expect(connections).toContain("/run/cri-dockerd.sock")
    expect(Object.keys(node.running ?? {})).toEqual(["docker"])
    expect(findings).not.toContain("runtime-starts-when-asked")
  })
})
