import { describe, expect, test } from "bun:test"
import { type Component, define, nothingToContribute, type Summary } from "../../src/components/component.ts"
import { components } from "../../src/components/loaded.ts"
import { judgeSeveralEndpoints } from "../../src/decide/rules/several-endpoints.ts"
import { en } from "../../src/messages/en/en.ts"
import { nothingToSay } from "../../src/wording/texts.ts"
import { nowhere } from "../components/nowhere.ts"
import { nodeWith } from "../settings/situations.ts"

const node = nodeWith({ components: { containerd: {}, docker: {}, kubelet: {} } })
const containerdEndpoint = "unix:///run/containerd/containerd.sock"
const dockerEndpoint = "unix:///run/cri-dockerd.sock"

function component(id: string, role: Component["role"], summary: Partial<Summary>): Component {
  return define<object>({
    id,
    name: id,
    role,
    says: nothingToSay,
    places: nowhere,
    judgedKeys: [],
    detect: async () => ({}),
    summarize: () => ({ isInstalled: true, rows: [], ...summary }),
    explain: () => [],
    findings: () => [],
    contribute: () => nothingToContribute,
  })
}

const containerd = (summary: Partial<Summary> = {}) =>
  component("containerd", "runtime", { endpoint: containerdEndpoint, isListening: true, servesCri: false, ...summary })
const docker = (summary: Partial<Summary> = {}) =>
  component("docker", "runtime", { endpoint: dockerEndpoint, isListening: true, servesCri: true, ...summary })
const kubelet = (endpoint: string) => component("kubelet", "kubelet", { endpoint, hasConfiguration: true })

describe("several runtimes that accept connections", () => {
  test("are named, with the option for kubeadm that chooses the one that serves CRI", () => {
    const [finding] = judgeSeveralEndpoints(node, [containerd(), docker()])

    expect(finding).toMatchObject({
      code: "several-cri-endpoints",
      severity: "warning",
      args: { endpoints: [containerdEndpoint, dockerEndpoint], use: dockerEndpoint, serving: ["docker"] },
    })
    const text = finding?.code === "several-cri-endpoints" ? en.findings[finding.code](finding.args) : undefined
    expect(text?.next).toEndWith(`--cri-socket ${dockerEndpoint}`)
  })

  test("when more than one serves CRI, the choice is left to the person", () => {
    const [finding] = judgeSeveralEndpoints(node, [containerd({ servesCri: true }), docker()])

    const text = finding?.code === "several-cri-endpoints" ? en.findings[finding.code](finding.args) : undefined
    expect(text?.why).toContain("containerd and docker serve CRI.")
    expect(text?.next).toContain("the one you want, for example: --cri-socket")
  })

  test("on a node that has joined, the kubelet's own is the one to name", () => {
    const components = [containerd({ servesCri: true }), docker(), kubelet("unix:///var/run/cri-dockerd.sock")]

    expect(judgeSeveralEndpoints(node, components)).toMatchObject([
      { severity: "note", args: { use: dockerEndpoint, isKubelets: true } },
    ])
  })
})

describe("there is nothing to find", () => {
  test("when only one listens, although two are installed", () => {
    expect(judgeSeveralEndpoints(node, [containerd({ isListening: false }), docker()])).toEqual([])
  })

  test("when two components answer through one socket", () => {
    const other = component("other", "runtime", { endpoint: "unix:///var/run/cri-dockerd.sock", isListening: true })

    expect(judgeSeveralEndpoints(node, [docker(), other])).toEqual([])
  })
})

describe("the one runtime that accepts connections", () => {
  const real = components.filter(({ id }) => id === "containerd")
  const at = (endpoint: string) =>
    real.map(
      (one): Component => ({ ...one, summarize: () => ({ isInstalled: true, isListening: true, endpoint, rows: [] }) }),
    )

  test("is named where kubeadm does not look for it, with the option that leads it there", () => {
    const [finding] = judgeSeveralEndpoints(node, at("unix:///run/other/containerd.sock"))

    expect(finding).toMatchObject({
      code: "endpoint-not-looked-for",
      severity: "warning",
      args: { runtime: "containerd", endpoint: "unix:///run/other/containerd.sock", usual: containerdEndpoint },
    })
  })

  test.each([
    ["at the usual socket", at(containerdEndpoint)],
    ["by its old path", at("unix:///var/run/containerd/containerd.sock")],
    ["on a node that has joined", [...at("unix:///run/other.sock"), kubelet("unix:///run/other.sock")]],
  ])("is no finding %s", (_where, all) => {
    expect(judgeSeveralEndpoints(node, all)).toEqual([])
  })
})
