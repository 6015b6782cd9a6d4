// What explain tells of every setting on nodes of each kind: the value, the line it comes from, and the lines that lose.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { explainNode } from "../../src/decide/explain.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { en } from "../../src/messages/en/en.ts"
import type { Explanation } from "../../src/model/explanation.ts"
import { sourceToText } from "../../src/model/facts/fact.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Reason } from "../../src/model/message.ts"
import { type ExplainedSetting, explainedSettings } from "../../src/model/setting.ts"
import { factsOf as crioFacts } from "../components/crio/a-node.ts"
import { dockerNode } from "../components/docker/a-docker-node.ts"
import { configToml, factsOf, kubeletConfig, kubeletFlags } from "./a-node.ts"

function say(reason: Reason): string {
  const sentence = en.reasons[reason.code] as (args: Reason["args"]) => string
  return sentence(reason.args)
}

function asText(one: Explanation): readonly string[] {
  const subject = one.subject === undefined ? "" : ` ${one.subject}`
  const why = one.why === undefined ? "" : ` (${say(one.why)})`
  return [
    `${one.component}${subject}: ${one.value ?? "?"} from ${sourceToText(one.source)}${why}`,
    ...one.others.map(({ place, value, why: other }) => `  ${place.file}:${place.line} ${value}: ${say(other)}`),
  ]
}

const told = (node: NodeFacts, setting: ExplainedSetting): readonly string[] =>
  explainNode(node, components, [setting]).flatMap(asText)

const kubelet = (lines: string) => `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}`

test("on a healthy node every setting has a value and a source", async () => {
  const node = await factsOf({
    files: {
      "/etc/containerd/certs.d/docker.io/hosts.toml": '[host."https://m.example"]\n',
      "/proc/sys/vm/swappiness": "10\n",
      "/sys/module/dummy/refcnt": "0\n",
    },
    asked: { sysctl: [{ key: "vm.swappiness", value: "10" }], module: ["dummy"] },
  })
  const all = explainNode(node, components, explainedSettings)

  expect([...new Set(all.map(({ setting }) => setting))]).toEqual([...explainedSettings])
  expect(all.filter(({ value }) => value === undefined)).toEqual([])
})

describe("the runtime", () => {
  test("is the one whose endpoint the kubelet uses", async () => {
    expect(told(await factsOf(), "runtime")).toEqual([
      `kubelet: unix:///run/containerd/containerd.sock from ${kubeletConfig}:4 (the endpoint of containerd)`,
    ])
  })

  test("is named by a flag over the file, and kubeadm's own record is not read", async () => {
    const files = {
      [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/crio/crio.sock"\n',
      "/var/lib/kubelet/instance-config.yaml": "containerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n",
    }

    expect(told(await factsOf({ files }), "runtime")).toEqual([
      `kubelet: unix:///run/crio/crio.sock from ${kubeletFlags}:1 (no runtime that criadm finds here has this endpoint)`,
      `  ${kubeletConfig}:4 unix:///run/containerd/containerd.sock: overridden by the flag --container-runtime-endpoint`,
      "  /var/lib/kubelet/instance-config.yaml:1 unix:///run/containerd/containerd.sock: not read by the kubelet; kubeadm copies it into the configuration at its next upgrade",
    ])
  })
})

describe("the kubelet's cgroup driver", () => {
  test("of two flags is the later one's, and the file's is overridden", async () => {
    const files = { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--cgroup-driver=systemd --cgroup-driver=cgroupfs"\n' }
    const [, ...lines] = told(await factsOf({ files, kubelet: "1.30.4" }), "cgroup-driver")

    expect(lines.filter((line) => line.includes("kubelet"))).toEqual([
      `kubelet: cgroupfs from ${kubeletFlags}:1`,
      `  ${kubeletConfig}:3 systemd: overridden by the flag --cgroup-driver`,
      `  ${kubeletFlags}:1 systemd: overridden by the flag --cgroup-driver`,
    ])
  })

  test("in a drop-in counts more than the file, where the kubelet is told of the directory", async () => {
    const unit = "/usr/lib/systemd/system/kubelet.service.d/20-dir.conf"
    const dropIn = "/etc/kubernetes/kubelet.conf.d/90-driver.conf"
    const files = {
      [unit]:
        "[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --config-dir=/etc/kubernetes/kubelet.conf.d\n",
      [dropIn]: kubelet("cgroupDriver: cgroupfs\n"),
    }
    const lines = told(await factsOf({ files }), "cgroup-driver").filter((line) => /kube/.test(line))

    expect(lines).toEqual([
      `kubelet: cgroupfs from ${dropIn}:3 (kubelet 1.37.0 takes the driver from the runtime where the runtime tells it)`,
      `  ${kubeletConfig}:3 systemd: overridden by ${dropIn}`,
    ])
  })
})

test("a flag of the kubelet that names a sandbox image sets none", async () => {
  const files = { [kubeletFlags]: 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.9"\n' }

  expect(told(await factsOf({ files, kubelet: "1.33.1" }), "sandbox-image").slice(-2)).toEqual([
    "kubelet: none from the kubelet sets no sandbox image; its runtime does",
    `  ${kubeletFlags}:1 registry.k8s.io/pause:3.9: sets nothing: it only kept the image from being removed as unused`,
  ])
})

test("the repository is the one of the sandbox image", async () => {
  expect(told(await factsOf(), "image-repository")).toEqual([
    `containerd: registry.k8s.io from ${configToml}:4 (of the sandbox image registry.k8s.io/pause:3.10.2)`,
  ])
})

test("the Kubernetes release is what kubelet and kubeadm say of themselves", async () => {
  expect(told(await factsOf({ kubeadm: "1.37.2" }), "kubernetes-version")).toEqual([
    "kubelet: 1.37.0 from /usr/bin/kubelet --version",
    "kubelet kubeadm: 1.37.2 from /usr/bin/kubeadm version -o short",
  ])
})

test("IP forwarding is what the kernel has, with the file that sets it at boot and those that lose", async () => {
  const files = {
    "/etc/sysctl.d/99-hardening.conf": "net.ipv4.ip_forward = 0\n",
    "/usr/lib/sysctl.d/50-default.conf": "net.ipv4.ip_forward = 1\n",
  }

  expect(told(await factsOf({ files }), "ip-forward")).toEqual([
    "kernel: 1 from /proc/sys/net/ipv4/ip_forward",
    "  /etc/sysctl.d/k8s.conf:1 1: in effect when systemd-sysctl loads the files at boot",
    "  /etc/sysctl.d/99-hardening.conf:1 0: overridden by /etc/sysctl.d/k8s.conf",
    "  /usr/lib/sysctl.d/50-default.conf:1 1: overridden by /etc/sysctl.d/k8s.conf",
  ])
})

describe("registry mirrors", () => {
  const hosts = (url: string) =>
    `server = "https://docker.io"\n\n[host."${url}"]\n  capabilities = ["pull", "resolve"]\n`

  test("of containerd are the hosts.toml files below config_path, the first directory first", async () => {
    const files = {
      [configToml]: `version = 3\n[plugins.'io.containerd.cri.v1.images'.registry]\nconfig_path = "/etc/containerd/certs.d:/etc/docker/certs.d"\n`,
      "/etc/containerd/certs.d/docker.io/hosts.toml": `${hosts("https://a.example")}[host."https://b.example"]\n`,
      "/etc/docker/certs.d/docker.io/hosts.toml": hosts("https://c.example"),
    }

    expect(told(await factsOf({ files, containerd: "2.0.7" }), "registry-mirror")).toEqual([
      `containerd config_path: /etc/containerd/certs.d:/etc/docker/certs.d from ${configToml}:3`,
      "containerd docker.io: https://a.example from /etc/containerd/certs.d/docker.io/hosts.toml:3",
      "  /etc/containerd/certs.d/docker.io/hosts.toml:5 https://b.example: asked only when those before it fail",
      "  /etc/docker/certs.d/docker.io/hosts.toml:3 https://c.example: not read: /etc/containerd/certs.d/docker.io/hosts.toml is found first",
    ])
  })

  test.each([
    ["2.1.0", "", true],
    ["2.2.9", "", true],
    ["2.4.2", "", true],
    // Any of these, and CRI pulls past the transfer service (CheckLocalImagePullConfigs).
    ["2.2.9", "use_local_image_pull = true\n", false],
    ["2.2.9", "max_concurrent_downloads = 10\n", false],
    ["2.2.9", "max_concurrent_downloads = 3\n", true],
    ["2.2.9", "disable_snapshot_annotations = false\n", false],
  ])(
    "of containerd %s are not asked where config_path is a list and images have %j: %p",
    async (release, line, isUnread) => {
      const images = "plugins.'io.containerd.cri.v1.images'"
      const file = "/etc/containerd/certs.d/docker.io/hosts.toml"
      const files = {
        [configToml]: `version = 3\n[${images}]\n${line}[${images}.registry]\nconfig_path = "/etc/containerd/certs.d:/etc/docker/certs.d"\n`,
        [file]: hosts("https://a.example"),
      }
      const facts = await factsOf({ files, containerd: release })

      const counts = told(facts, "registry-mirror").find((line) => line.startsWith("containerd docker.io"))
      const findings = findingsOf(facts, components).filter(({ code }) => code === "containerd-hosts-never-asked")

      expect(counts?.startsWith("containerd docker.io: none")).toBe(isUnread)
      expect(findings.map(({ args }) => args)).toEqual(
        isUnread
          ? [
              {
                file,
                why: "list",
                what: "/etc/containerd/certs.d:/etc/docker/certs.d",
                meant: "/etc/containerd/certs.d",
              } as never,
            ]
          : [],
      )
    },
  )

  test("of containerd before 2.2 are not read without config_path", async () => {
    const files = { "/etc/containerd/certs.d/docker.io/hosts.toml": hosts("https://a.example") }

    expect(told(await factsOf({ files, containerd: "2.1.9" }), "registry-mirror")).toEqual([
      "containerd config_path: none from built-in default of containerd 2.1.9 (no config_path, so containerd looks for no hosts.toml)",
      "containerd docker.io: none from /etc/containerd/certs.d/docker.io/hosts.toml (not read: registry.config_path is not set)",
      "  /etc/containerd/certs.d/docker.io/hosts.toml:3 https://a.example: not read: registry.config_path is not set",
    ])
  })

  test("of containerd may stand in the configuration itself", async () => {
    const files = {
      [configToml]: `version = 2\n[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]\nendpoint = ["https://a.example"]\n`,
    }

    expect(told(await factsOf({ files, containerd: "2.1.9" }), "registry-mirror").at(-1)).toBe(
      `containerd docker.io: https://a.example from ${configToml}:3`,
    )
  })
})

describe("CRI-O", () => {
  const node = async (files: Readonly<Record<string, string>>) => {
    const base = await factsOf()
    return { ...base, components: { crio: crioFacts("1.36.3", files) } }
  }

  test("takes the file that is loaded last, and every earlier line is told", async () => {
    const image = (name: string) => `[crio.image]\npause_image = "${name}"\n`
    const files = {
      "/etc/crio/crio.conf": image("a.example/pause:1"),
      "/etc/crio/crio.conf.d/10-b.conf": image("b.example/pause:2"),
      "/etc/crio/crio.conf.d/10-b.conf~": image("c.example/pause:3"),
    }

    expect(told(await node(files), "sandbox-image")).toEqual([
      "crio: c.example/pause:3 from /etc/crio/crio.conf.d/10-b.conf~:2",
      '  /etc/crio/crio.conf:2 "a.example/pause:1": overridden by /etc/crio/crio.conf.d/10-b.conf~',
      '  /etc/crio/crio.conf.d/10-b.conf:2 "b.example/pause:2": overridden by /etc/crio/crio.conf.d/10-b.conf~',
    ])
  })

  test("that does not load its files has no value, and its lines are told all the same", async () => {
    const files = {
      "/etc/crio/crio.conf": '[crio.runtime]\ncgroup_manager = "cgroupfs"\n',
      "/etc/crio/crio.conf.d/20-broken.conf": "this is not toml\n",
    }
    const [value, ...lines] = told(await node(files), "cgroup-driver")

    expect(value).toStartWith("crio: ? from /etc/crio/crio.conf.d/20-broken.conf:1")
    expect(lines).toHaveLength(1)
    expect(lines[0]).toStartWith('  /etc/crio/crio.conf:2 "cgroupfs": ')
  })
})

describe("Docker", () => {
  test("takes the driver of daemon.json, and keys that only look like it are told", async () => {
    const text =
      '{\n  "exec-opts": ["native.cgroupdriver=systemd"],\n  "exec-opt": ["native.cgroupdriver=cgroupfs"],\n  "registry-mirrors": ["https://m.example"]\n}\n'
    const node = await dockerNode({ config: text })

    expect(told(node, "cgroup-driver").filter((line) => !line.startsWith("kubelet"))).toEqual([
      "docker: systemd from /etc/docker/daemon.json:2",
      '  /etc/docker/daemon.json:3 ["native.cgroupdriver=cgroupfs"]: ignored: the key is spelled exec-opts',
    ])
    expect(told(node, "registry-mirror")).toEqual([
      "docker docker.io: https://m.example from /etc/docker/daemon.json:4",
    ])
  })
})

test("a file that names a setting in very many lines is told with some of them, and the others are counted", async () => {
  const sysctl = "/etc/sysctl.d/50-site.conf"
  const node = await factsOf({ files: { [sysctl]: "net.ipv4.ip_forward = 0\n".repeat(1000) } })
  const [forwarding] = explainNode(node, components, ["ip-forward"])
  const inFile = forwarding?.others.filter(({ place }) => place.file === sysctl) ?? []

  expect(inFile.map(({ place }) => place.line)).toContain(2)
  expect(inFile.length).toBeLessThan(100)
  expect(forwarding?.leftOut).toEqual([{ file: sysctl, lines: 1000 - inFile.length }])
})
