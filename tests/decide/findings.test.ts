// Each finding has a node on which it appears and a neighbour, one fact apart, on which it does not.
import { describe, expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../src/components/loaded.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { findingExamples } from "../../src/messages/examples/all.ts"
import { knownValue } from "../../src/model/facts/fact.ts"
import type { Finding } from "../../src/model/finding.ts"
import { factsOf as crioFacts, packaged as packagedCrio } from "../components/crio/a-node.ts"
import { dockerNode } from "../components/docker/a-docker-node.ts"
import {
  configToml,
  containerdConfig,
  factsOf,
  findingsFor,
  joining,
  kernelRelease,
  kubeletConf,
  kubeletConfig,
  type NodeOptions,
  withOptions,
} from "./a-node.ts"
import { componentCases } from "./component-cases.ts"
import { heading, listening, wholeNodeCases } from "./whole-node-cases.ts"

const serious = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity !== "note").map(({ code, severity, args }) => ({ code, severity, args }))

const cgroupfs = {
  [configToml]: containerdConfig.replace("= true", "= false"),
  [kubeletConfig]: "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: cgroupfs\n",
}

const sampleOfSeven = `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.9"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
`

const kinds: readonly [string, NodeOptions][] = [
  ["containerd 2.3 and a kubelet that has joined", {}],
  ["containerd 2.3 before the node joins", joining],
  [
    "containerd 2.3 without a kubelet",
    {
      files: {
        "/usr/bin/kubelet": undefined,
        "/usr/bin/kubeadm": undefined,
        [kubeletConfig]: undefined,
        [kubeletConf]: undefined,
        "/usr/lib/systemd/system/kubelet.service": undefined,
      },
      disabled: ["kubelet"],
    },
  ],
  ["OpenRC, with cgroupfs", { initSystem: "openrc", files: cgroupfs }],
  ["SysV init, with cgroupfs", { initSystem: "sysvinit", files: cgroupfs }],
  ["runit, with cgroupfs", { initSystem: "runit", files: cgroupfs }],
  [
    "containerd 1.7 in its time, with Kubernetes 1.30",
    {
      containerd: "1.7.24",
      kubelet: "1.30.4",
      now: Date.UTC(2024, 10, 1),
      files: {
        [configToml]: sampleOfSeven,
        "/usr/bin/crictl": "",
        "/usr/sbin/conntrack": "",
        "/usr/sbin/ip": "",
        "/usr/sbin/iptables": "",
        "/usr/bin/nsenter": "",
        "/usr/sbin/ebtables": "",
        "/usr/sbin/ethtool": "",
        "/usr/bin/socat": "",
        "/usr/sbin/tc": "",
        "/usr/bin/touch": "",
      },
    },
  ],
  [
    "containerd 2.1 in its time, with Kubernetes 1.33",
    {
      containerd: "2.1.4",
      kubelet: "1.33.4",
      now: Date.UTC(2025, 8, 1),
      files: { [configToml]: containerdConfig.replace("3.10.2", "3.10") },
    },
  ],
]

describe("a healthy node has no failure and no warning", () => {
  test.each(kinds)("%s", async (_kind, options) => {
    expect(knownValue((await factsOf(options)).initSystem)).toBe(options.initSystem ?? "systemd")
    expect(serious(await findingsFor(options))).toEqual([])
  })

  test("CRI-O 1.35 as upstream packages it, with Kubernetes 1.35", async () => {
    const node = await factsOf(withoutContainerd("1.35.4", "unix:///var/run/crio/crio.sock"))
    const own = crioFacts("1.35.2", { "/etc/crio/crio.conf.d/10-crio.conf": packagedCrio })

    expect(serious(findingsOf({ ...node, components: { ...node.components, crio: own } }, components))).toEqual([])
  })

  test("Docker 28 with cri-dockerd 0.4, and Kubernetes 1.33", async () => {
    const node = await factsOf(withoutContainerd("1.33.4", "unix:///run/cri-dockerd.sock"))
    const { docker, "cri-dockerd": bridge } = (await dockerNode({ version: "28.5.2" })).components

    const whole = { ...node, components: { ...node.components, docker, "cri-dockerd": bridge } }
    expect(serious(findingsOf(whole, components))).toEqual([])
  })

  test("Mirantis Container Runtime 25 with cri-dockerd 0.4, and Kubernetes 1.33", async () => {
    const node = await factsOf(withoutContainerd("1.33.4", "unix:///run/cri-dockerd.sock"))
    const described = { version: "25.0.14", platformName: "Mirantis Container Runtime" }
    const { docker, mcr, "cri-dockerd": bridge } = (await dockerNode(described)).components

    const whole = { ...node, components: { ...node.components, docker, mcr, "cri-dockerd": bridge } }
    expect(serious(findingsOf(whole, components))).toEqual([])
  })

  test("Docker 28 with cri-dockerd 0.4, on a containerd in which Docker's package has switched CRI off", async () => {
    const endpoint = "unix:///run/cri-dockerd.sock"
    const behind: NodeOptions = {
      kubelet: "1.33.4",
      files: {
        [configToml]: 'disabled_plugins = ["cri"]\n',
        [kubeletConfig]: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: ${endpoint}\n`,
      },
      grpc: { "/run/cri-dockerd.sock": {} },
    }
    const alone = await factsOf(behind)
    const { docker, "cri-dockerd": bridge } = (await dockerNode({ version: "28.5.2" })).components

    const whole = { ...alone, components: { ...alone.components, docker, "cri-dockerd": bridge } }
    const codes = (node: typeof alone) => serious(findingsOf(node, components)).map(({ code }) => code)
    expect(codes(alone)).toContain("containerd-cri-disabled")
    expect(codes(whole)).toEqual([])
  })
})

function withoutContainerd(kubelet: string, endpoint: string): NodeOptions {
  return {
    kubelet,
    disabled: ["containerd"],
    grpc: {
      [endpoint.replace("unix://", "").replace("/var/run/", "/run/")]: {},
      [endpoint.replace("unix://", "")]: {},
    },
    files: {
      "/usr/bin/containerd": undefined,
      [configToml]: undefined,
      "/usr/lib/systemd/system/containerd.service": undefined,
      [kubeletConfig]: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: ${endpoint}\n`,
    },
  }
}

describe("a finding appears, and one fact less takes it away", () => {
  for (const { code, severity, appears, neighbour = {}, node } of wholeNodeCases) {
    test(`${code} ${appears}`, async () => {
      const before = await findingsFor(neighbour)
      const after = await findingsFor(withOptions(neighbour, node))

      expect(before.filter((one) => one.code === code && one.severity === severity)).toEqual([])
      expect(after.filter((one) => one.code === code).map((one) => one.severity)).toContain(severity)
    })
  }

  test("runtime-minor-differs appears for a CRI-O of another minor than the kubelet", async () => {
    const node = await factsOf(withoutContainerd("1.35.4", "unix:///var/run/crio/crio.sock"))
    const findingsWith = (release: string) => {
      const crio = crioFacts(release, { "/etc/crio/crio.conf.d/10-crio.conf": packagedCrio })
      return serious(findingsOf({ ...node, components: { ...node.components, crio } }, components))
    }

    expect(findingsWith("1.35.0")).toEqual([])
    const args = { runtime: "CRI-O", release: "1.34.11", kubernetes: "1.35" }
    expect(findingsWith("1.34.11")).toContainEqual({ code: "runtime-minor-differs", severity: "warning", args })
    expect(findingsWith("1.36.3").map(({ code }) => code)).toEqual(["runtime-minor-differs"])
  })

  for (const { code, appears, neighbour } of componentCases) {
    test(code, async () => {
      const codes = (findings: readonly Finding[]) => findings.map((one) => one.code)

      expect(codes(await neighbour())).not.toContain(code)
      expect(codes(await appears())).toContain(code)
    })
  }

  test("several-cri-endpoints appears when Docker's own containerd listens beside cri-dockerd", async () => {
    const endpoint = "unix:///run/cri-dockerd.sock"
    const withContainerd = await factsOf({ kubelet: "1.33.4", grpc: { "/run/cri-dockerd.sock": {} } })
    const without = await factsOf(withoutContainerd("1.33.4", endpoint))
    const { docker, "cri-dockerd": bridge } = (await dockerNode({ version: "28.5.2" })).components
    const codes = (node: typeof without) =>
      findingsOf({ ...node, components: { ...node.components, docker, "cri-dockerd": bridge } }, components).map(
        ({ code }) => code,
      )

    expect(codes(without)).not.toContain("several-cri-endpoints")
    expect(codes(withContainerd)).toContain("several-cri-endpoints")
  })

  test("endpoint-not-looked-for appears when containerd's socket of a node that has not joined is moved", async () => {
    const moved = `${containerdConfig}\n[grpc]\n  address = "/run/other/containerd.sock"\n`
    const elsewhere = withOptions(joining, {
      files: { [configToml]: moved },
      grpc: { "/run/other/containerd.sock": {} },
    })
    const codes = async (options: NodeOptions) => (await findingsFor(options)).map(({ code }) => code)

    expect(await codes(joining)).not.toContain("endpoint-not-looked-for")
    expect(await codes(elsewhere)).toContain("endpoint-not-looked-for")
  })

  test("every finding of the catalogue is among these cases", () => {
    const cases = [...wholeNodeCases, ...componentCases]
    const told = new Set<string>([
      ...cases.map(({ code }) => code),
      "runtime-minor-differs",
      "several-cri-endpoints",
      "endpoint-not-looked-for",
      "not-looked-at",
    ])
    // Or of tests/cases, where each is shown on a node from the field and on its neighbours.
    const field = join(import.meta.dir, "../cases")
    const texts = readdirSync(field, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("case.test.ts"))
      .map((path) => readFileSync(join(field, path), "utf8"))

    const isTold = (code: string) => told.has(code) || texts.some((text) => text.includes(`"${code}"`))
    expect(Object.keys(findingExamples()).filter((code) => !isTold(code))).toEqual([])
  })
})

describe("what a release no longer asks for is not asked", () => {
  test("the programs of 1.31 are not missed by 1.33", async () => {
    const codes = (await findingsFor(joining)).map(({ code }) => code)

    expect(codes).not.toContain("kubeadm-program-recommended")
  })

  test("a k3s node is not asked what kubeadm needs, and its own agent may have the kubelet's port", async () => {
    const options = withOptions(joining, {
      files: {
        "/etc/rancher/k3s/config.yaml": "",
        "/proc/net/tcp": heading + listening,
        "/usr/sbin/losetup": undefined,
      },
    })

    expect(serious(await findingsFor(options))).toEqual([])
  })

  test("a node that has joined is not asked what joining needs", async () => {
    const without = { "/usr/sbin/losetup": undefined, [`/boot/config-${kernelRelease}`]: undefined }

    expect(serious(await findingsFor({ files: without }))).toEqual([])
  })
})
