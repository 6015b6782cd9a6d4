// What a kubelet makes of the fields of its configuration; the cases were asked of real ones.
import { describe, expect, test } from "bun:test"
import { kubelet } from "../../../src/components/kubelet/component.ts"
import type { Finding } from "../../../src/model/finding.ts"
import { configurationCases, limitCases, takenLimits } from "./configuration-cases.ts"
import { config, configPath, flagsPath, kubeletFacts } from "./kubelet-node.ts"

async function findings(version: string, lines: string, flags = ""): Promise<readonly Finding[]> {
  const sockets = ["/run/containerd/containerd.sock"]
  const files = { [configPath]: config(`${lines}\n`), [flagsPath]: `KUBELET_KUBEADM_ARGS="${flags}"\n` }
  return kubelet.findings(await kubeletFacts({ version, files, sockets }))
}

const refusals = (all: readonly Finding[]) =>
  all.flatMap(({ code, args }) =>
    /^kubelet-(?:value|gate)-/.test(code)
      ? [String((args as { key?: string; gate?: string }).key ?? (args as { gate?: string }).gate)]
      : [],
  )

describe.each(["1.34.4", "1.37.2"])("kubelet %s", (version) => {
  test.each(configurationCases)("%j: refused for %s", async (lines, refused) => {
    expect(refusals(await findings(version, lines))).toEqual(refused === undefined ? [] : [refused])
  })
})

describe.each(["1.34.4", "1.35.4", "1.37.2"])("the bounds of kubelet %s", (version) => {
  test.each(limitCases)("%j: refused for %s", async (lines, refused) => {
    expect(refusals(await findings(version, lines))).toEqual([refused])
  })

  test("are kept by values at them", async () => {
    expect(refusals(await findings(version, takenLimits))).toEqual([])
  })
})

test("bounds are told of releases that were asked only", async () => {
  expect(refusals(await findings("1.33.5", "runOnce: true\ncpuCFSQuotaPeriod: 2s"))).toEqual([])
  expect(refusals(await findings("1.35.4", "imageMinimumGCAge: -1s"))).toEqual([])
  expect(refusals(await findings("1.37.0", "imageMinimumGCAge: -1s"))).toEqual(["imageMinimumGCAge"])
})

describe("a field that the release does not have is passed over", () => {
  test.each([
    // mtaufen, in kubernetes/kubernetes#83204: kept for files that were always passed over.
    ["1.34.4", "cgroupdriver: systemd", { key: "cgroupdriver", meant: "cgroupDriver", since: "" }],
    // Kustomize asks for it; kubernetes/kubernetes#84143.
    ["1.34.4", "metadata:\n  name: kubelet", { key: "metadata", meant: "", since: "" }],
    ["1.30.2", "failCgroupV1: false", { key: "failCgroupV1", since: "1.31" }],
    ["1.34.4", "authentication:\n  anonymus:\n    enabled: false", { key: "authentication.anonymus" }],
    ["1.34.4", "swapBehavior: LimitedSwap", { key: "swapBehavior" }],
  ])("kubelet %s: %j", async (version, lines, args) => {
    expect((await findings(version, lines)).filter(({ code }) => code === "kubelet-key-not-known")).toMatchObject([
      { severity: "warning", args, place: { file: configPath } },
    ])
  })

  test("a release newer than the tables may have fields and gates that they lack", async () => {
    expect(await findings("1.39.0", "brandNewField: 1\nfeatureGates:\n  BrandNewGate: true")).toEqual([])
  })
})

describe("feature gates", () => {
  test.each([
    ["1.36.4", "DynamicKubeletConfig=true", "kubelet-gate-not-known", { removed: "1.26", added: "" }],
    ["1.29.3", "RotateKubeletServerCertificate=true,KubeletPSI=true", "kubelet-gate-not-known", { added: "1.33" }],
    ["1.36.4", "NodeSwap=false", "kubelet-gate-locked", { since: "1.34" }],
  ] as const)("of the command line: kubelet %s with %s", async (version, gates, code, args) => {
    expect(await findings(version, "", `--feature-gates=${gates}`)).toMatchObject([
      { code, severity: "failure", args: { file: flagsPath, ...args }, place: { file: flagsPath } },
    ])
  })
})

describe("what the file says of itself", () => {
  test.each([
    ["apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n", "apiVersion"],
    ["kind: KubeletConfiguration\ncgroupDriver: systemd\n", "kind"],
  ])("%j is refused", async (text, key) => {
    const all = kubelet.findings(await kubeletFacts({ version: "1.34.4", files: { [configPath]: text } }))
    expect(refusals(all)).toEqual([key])
  })
})

test("a flag of the same meaning counts, and the value under it is not judged", async () => {
  expect(await findings("1.34.4", "maxPods: -1", "--max-pods=200")).toEqual([])
})
