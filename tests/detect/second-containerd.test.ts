// A containerd that no unit's command line shows, because a script starts it: the process tells its command, and its
// cgroup the service it belongs to.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { unitOf } from "../../src/init-systems/processes.ts"
import { factsOf, kubeletConfig, type NodeOptions, socket } from "../decide/a-node.ts"

const second = "/run/k8s/containerd.sock"
const unit = "/etc/systemd/system/pods.service"

/** A kubelet that uses the second socket, and a process of containerd in this cgroup. */
const nodeWith = (cgroup: string): NodeOptions => ({
  files: {
    [kubeletConfig]: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: unix://${second}\n`,
    [unit]: "[Service]\nExecStart=/usr/local/bin/start-pods.sh\n",
    "/etc/pods.toml": `version = 3\n[grpc]\naddress = "${second}"\n`,
    "/proc/4711/comm": "containerd\n",
    "/proc/4711/cmdline": "/usr/bin/containerd\0--config\0/etc/pods.toml\0",
    "/proc/4711/cgroup": cgroup,
    "/proc/4711/stat": "4711 (containerd) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0\n",
    "/proc/stat": "btime 1700000000\n",
  },
  grpc: { [socket]: {}, [second]: {} },
})

async function containerdOn(options: NodeOptions) {
  const node = await factsOf(options)
  return components.find(({ id }) => id === "containerd")?.summarize(node)
}

describe("a second containerd", () => {
  test("is found by its process and the service it belongs to", async () => {
    const found = await containerdOn(nodeWith("0::/system.slice/pods.service\n"))

    expect(found).toMatchObject({ endpoint: `unix://${second}`, service: { name: "pods.service" } })
  })

  test("is not taken from within a container", async () => {
    const inside = "0::/system.slice/docker-4e.scope/system.slice/pods.service\n"

    expect(await containerdOn(nodeWith(inside))).toMatchObject({ endpoint: `unix://${socket}` })
  })
})

test.each([
  ["0::/system.slice/k8s-containerd.service\n", "k8s-containerd.service"],
  ["12:pids:/x\n1:name=systemd:/system.slice/system-k8s.slice/k8s@1.service\n0::/\n", "k8s@1.service"],
  ["0::/user.slice/user-0.slice/session-1.scope\n", undefined],
  ["0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-1.scope\n", undefined],
])("the cgroups %j lead to %p", (cgroups, expected) => {
  expect(unitOf(cgroups)).toBe(expected)
})
