// Which runtime is worked on where nobody says it: the kubelet's, else that of the last kept run, else the only one.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { makePlan } from "../../src/decide/plan.ts"
import { situationOf } from "../../src/decide/situation.ts"
import type { AskedFacts, NodeFacts } from "../../src/model/facts/node-facts.ts"
import { resolve } from "../../src/settings/resolve.ts"
import { dockerNode } from "../components/docker/a-docker-node.ts"
import { factsOf, joining, kubeletConfig, type NodeOptions } from "./a-node.ts"

const options = {
  timeoutSeconds: 60,
  drivesServices: true,
  freePath: (path: string) => `${path}.old`,
  commandLine: () => "",
}
const bridge = "unix:///run/cri-dockerd.sock"
const config = (endpoint: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: ${endpoint}\n`

/** containerd with CRI beside Docker with cri-dockerd. */
async function bothRuntimes(node: NodeOptions = joining): Promise<NodeFacts> {
  const alone = await factsOf({ kubelet: "1.33.4", ...node, grpc: { "/run/cri-dockerd.sock": {} } })
  const { docker, "cri-dockerd": criDockerd } = (await dockerNode({ version: "28.5.2" })).components
  return { ...alone, components: { ...alone.components, docker, "cri-dockerd": criDockerd } }
}

function outcome(node: NodeFacts, runtime?: string) {
  const given =
    runtime === undefined
      ? { values: {}, chosenBy: {} }
      : ({ values: { runtime }, chosenBy: { runtime: { who: "flag" } } } as const)
  const answers = resolve(situationOf(node, components), given)
  const planned = makePlan(node, answers, components, options)
  return planned.ok ? answers.values.runtime : planned.refusals.map(({ code }) => code)
}

const asked = (runtime: string): AskedFacts => ({ run: 7, answers: { runtime } })

describe("of two runtimes that serve CRI", () => {
  test("the one whose endpoint the kubelet uses is meant, whatever an earlier run was asked for", async () => {
    const node = await bothRuntimes({ files: { [kubeletConfig]: config(bridge) } })

    expect(outcome(node)).toBe("docker")
    expect(outcome({ ...node, asked: asked("containerd") })).toBe("docker")
  })

  test("the one of the last kept run is meant where no kubelet says it", async () => {
    const node = await bothRuntimes()

    expect(outcome({ ...node, asked: asked("docker") })).toBe("docker")
    expect(outcome({ ...node, asked: asked("containerd") })).toBe("containerd")
  })

  test("none is taken where neither says it, until a person does", async () => {
    const node = await bothRuntimes()

    expect(outcome(node)).toEqual(["runtime-not-chosen"])
    expect(outcome(node, "docker")).toBe("docker")
  })
})

test("a kubelet that has only a flag says by it which runtime it uses", async () => {
  const flag = 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/cri-dockerd.sock"\n'
  const files = { ...joining.files, "/var/lib/kubelet/kubeadm-flags.env": flag }

  expect(outcome(await bothRuntimes({ ...joining, files }))).toBe("docker")
})

describe("what the last kept run was asked for", () => {
  test("holds where nobody says otherwise now", async () => {
    const node = {
      ...(await factsOf()),
      asked: { run: 3, answers: { runtime: "containerd", "cgroup-driver": "cgroupfs" } },
    } as const
    const situation = situationOf(node, components)

    const silent = resolve(situation, { values: {}, chosenBy: {} })
    expect(silent.values["cgroup-driver"]).toBe("cgroupfs")
    expect(silent.chosenBy["cgroup-driver"]).toMatchObject({
      who: "node",
      why: { code: "asked-by-run", args: { run: 3 } },
    })
    const said = resolve(situation, {
      values: { "cgroup-driver": "systemd" },
      chosenBy: { "cgroup-driver": { who: "flag" } },
    })
    expect(said.values["cgroup-driver"]).toBe("systemd")
  })
})
