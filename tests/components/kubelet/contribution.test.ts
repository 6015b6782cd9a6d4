import { describe, expect, test } from "bun:test"
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { kubelet } from "../../../src/components/kubelet/component.ts"
import { config, configPath, flagsPath, type KubeletNode, kubeletFacts } from "./kubelet-node.ts"

const endpoint = "unix:///run/containerd/containerd.sock"

const wanted: Wanted = {
  runtime: "containerd",
  endpoint,
  cgroupDriver: "systemd",
  registryMirrors: [],
  kubelet: true,
  resetConfig: false,
  runtimeTellsDriver: false,
}

async function contribution(node: KubeletNode, more: Partial<Wanted> = {}): Promise<Contribution> {
  return kubelet.contribute({ ...wanted, ...more }, await kubeletFacts(node))
}

function texts({ changes }: Contribution): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    changes.flatMap((change) => (change.kind === "file" ? [[change.path, change.after?.text]] : [])),
  )
}

const services = ({ changes }: Contribution) =>
  changes.flatMap((change) => (change.kind === "service" ? [`${change.action} ${change.service}`] : []))

describe("the kubelet's cgroup driver", () => {
  test("is set in the file that --config names, and the kubelet is restarted", async () => {
    const result = await contribution({
      files: { [configPath]: config("cgroupDriver: cgroupfs # old\nfailSwapOn: false\n") },
    })

    expect(texts(result)).toEqual({ [configPath]: config("cgroupDriver: systemd # old\nfailSwapOn: false\n") })
    expect(services(result)).toEqual(["restart kubelet.service"])
    expect(result.expectations).toEqual([
      { kind: "service-active", component: "kubelet", service: "kubelet.service" },
      { kind: "kubelet-health", component: "kubelet", url: "http://127.0.0.1:10248/healthz" },
    ])
  })

  test("is added where the file does not state it", async () => {
    const result = await contribution({ files: { [configPath]: config("failSwapOn: false\n") } })

    expect(texts(result)[configPath]).toContain("\ncgroupDriver: systemd\n")
    expect(texts(result)[configPath]).toContain("failSwapOn: false\n")
  })

  test("is left alone where it is right", async () => {
    const result = await contribution({ files: { [configPath]: config("cgroupDriver: systemd\n") } })

    expect(result.changes).toEqual([])
  })

  test("is set in the first document, with the others and all comments untouched", async () => {
    const others = "---\n# kubeadm\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration # c\n"
    const own = "# the kubelet's\nkind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n"
    const text = `${own}#cgroupDriver: systemd\ncgroupDriver: "cgroupfs"\n${others}`

    const result = await contribution({ files: { [configPath]: text } })

    expect(texts(result)[configPath]).toBe(`${own}#cgroupDriver: systemd\ncgroupDriver: "systemd"\n${others}`)
  })

  test("is set in JSON as well", async () => {
    const text = '{\n  "kind": "KubeletConfiguration",\n  "cgroupDriver": "cgroupfs"\n}\n'

    const result = await contribution({ files: { [configPath]: text } })

    expect(texts(result)[configPath]).toBe(text.replace("cgroupfs", "systemd"))
  })

  test("is corrected in the flag that wins over the file", async () => {
    const flags = 'KUBELET_KUBEADM_ARGS="--node-ip=10.0.0.1 --cgroup-driver=cgroupfs --v=2"\n'

    const result = await contribution({
      files: { [configPath]: config("cgroupDriver: systemd\n"), [flagsPath]: flags },
    })

    expect(texts(result)).toEqual({ [flagsPath]: flags.replace("cgroupfs", "systemd") })
  })

  test("in a flag of a unit is refused, naming flag and file", async () => {
    const dropIn = "/etc/systemd/system/kubelet.service.d/20-extra.conf"
    const files = {
      [configPath]: config("cgroupDriver: systemd\n"),
      [dropIn]: '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--cgroup-driver=cgroupfs"\n',
    }

    const result = await contribution({ files })

    expect(result.changes).toEqual([])
    expect(result.refusals).toMatchObject([
      { code: "kubelet-flag-out-of-reach", args: { flag: "--cgroup-driver", file: dropIn } },
    ])
  })

  test("is corrected in the drop-in that wins over the file", async () => {
    const files = {
      [configPath]: config("cgroupDriver: systemd\n"),
      "/etc/default/kubelet": "KUBELET_EXTRA_ARGS=--config-dir=/etc/kubelet.d\n",
      "/etc/kubelet.d/10-a.conf": config("cgroupDriver: systemd\n"),
      "/etc/kubelet.d/20-b.conf": config("cgroupDriver: cgroupfs\n"),
      "/etc/kubelet.d/30-c.yaml": config("cgroupDriver: cgroupfs\n"),
    }

    const result = await contribution({ files })

    expect(texts(result)).toEqual({ "/etc/kubelet.d/20-b.conf": config("cgroupDriver: systemd\n") })
  })

  test("is left to the runtime where the kubelet asks it and has no opinion of its own", async () => {
    const result = await contribution({ files: { [configPath]: config("") } }, { runtimeTellsDriver: true })

    expect(result.changes).toEqual([])
  })

  test("is corrected all the same where the file states the other one, so that both agree", async () => {
    const result = await contribution(
      { files: { [configPath]: config("cgroupDriver: cgroupfs\n") } },
      { runtimeTellsDriver: true },
    )

    expect(texts(result)).toEqual({ [configPath]: config("cgroupDriver: systemd\n") })
  })

  test("is set where a kubelet before 1.31 does not ask the runtime", async () => {
    const node = { version: "1.30.4", files: { [configPath]: config("") } }

    expect(texts(await contribution(node, { runtimeTellsDriver: true }))[configPath]).toContain("cgroupDriver: systemd")
  })

  test("is asked again by a restart when the runtime's driver changes", async () => {
    const node = { files: { [configPath]: config("") } }

    const result = await contribution(node, { runtimeTellsDriver: true, runtimeDriverChanges: true })

    expect(texts(result)).toEqual({})
    expect(services(result)).toEqual(["restart kubelet.service"])
  })
})

describe("the kubelet's endpoint", () => {
  const crio = "unix:///var/run/crio/crio.sock"

  test("is left alone when it is another spelling of the same socket", async () => {
    const files = {
      [configPath]: config("cgroupDriver: systemd\n"),
      [flagsPath]: 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///var/run/containerd/containerd.sock"\n',
    }

    expect((await contribution({ files })).changes).toEqual([])
  })

  test("is changed in kubeadm's flags where these state it", async () => {
    const flags = 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock --v=2"\n'
    const files = { [configPath]: config("cgroupDriver: systemd\n"), [flagsPath]: flags }

    const result = await contribution({ files }, { endpoint: crio })

    expect(texts(result)).toEqual({
      [flagsPath]: `KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=${crio} --v=2"\n`,
    })
  })

  test("is changed in the configuration and in kubeadm's instance file from 1.34 on", async () => {
    const files = {
      [configPath]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: ${endpoint}\n`),
      // All that kubeadm writes there.
      "/var/lib/kubelet/instance-config.yaml": `containerRuntimeEndpoint: "${endpoint}"\n`,
    }

    const result = await contribution({ version: "1.34.1", files }, { endpoint: crio })

    expect(texts(result)).toEqual({
      [configPath]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: ${crio}\n`),
      "/var/lib/kubelet/instance-config.yaml": `containerRuntimeEndpoint: "${crio}"\n`,
    })
  })

  test("is changed in kubeadm's instance file where that alone names another runtime", async () => {
    const files = {
      [configPath]: config(`cgroupDriver: systemd\ncontainerRuntimeEndpoint: ${crio}\n`),
      "/var/lib/kubelet/instance-config.yaml": `containerRuntimeEndpoint: "${endpoint}"\n`,
    }

    const result = await contribution({ version: "1.34.1", files }, { endpoint: crio })

    expect(texts(result)).toEqual({
      "/var/lib/kubelet/instance-config.yaml": `containerRuntimeEndpoint: "${crio}"\n`,
    })
  })

  test("an empty value in the file counts as the kubelet's default", async () => {
    const files = { [configPath]: config('cgroupDriver: systemd\ncontainerRuntimeEndpoint: ""\n') }

    expect((await contribution({ files })).changes).toEqual([])
    expect(texts(await contribution({ files }, { endpoint: crio }))[configPath]).toContain(crio)
  })
})

describe("what is not touched", () => {
  test("a node that has not joined yet: nothing, and a note why", async () => {
    const result = await contribution({ files: {} })

    expect(result.changes).toEqual([])
    expect(result.notes).toEqual([{ code: "kubelet-not-configured", args: {} }])
  })

  test("anything, when the answer to kubelet is no", async () => {
    const files = { [configPath]: config("cgroupDriver: cgroupfs\n") }

    expect((await contribution({ files }, { kubelet: false })).changes).toEqual([])
  })

  test("a kubelet that does not run is not started", async () => {
    const files = { [configPath]: config("cgroupDriver: cgroupfs\n") }

    const result = await contribution({ files, isActive: false })

    expect(Object.keys(texts(result))).toEqual([configPath])
    expect(services(result)).toEqual([])
  })

  test("a broken file is refused with its place", async () => {
    const result = await contribution({ files: { [configPath]: config("cgroupDriver: [cgroupfs\n") } })

    expect(result.changes).toEqual([])
    expect(result.refusals).toMatchObject([{ code: "document-broken", place: { file: configPath } }])
  })
})

describe("flags that the release has removed", () => {
  const flags = 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.10 --node-ip=10.0.0.1"\n'
  const files = { [configPath]: config("cgroupDriver: systemd\n"), [flagsPath]: flags }

  test("are taken out of kubeadm's flags, because the kubelet would not start", async () => {
    expect(texts(await contribution({ version: "1.35.0", files }))).toEqual({
      [flagsPath]: 'KUBELET_KUBEADM_ARGS="--node-ip=10.0.0.1"\n',
    })
  })

  test("stay while the release still takes them", async () => {
    expect((await contribution({ version: "1.34.3", files })).changes).toEqual([])
  })
})

test("every file that the decision rests on is among the readings", async () => {
  const files = { [configPath]: config("cgroupDriver: cgroupfs\n"), [flagsPath]: "KUBELET_KUBEADM_ARGS=\n" }

  const result = await contribution({ files })

  expect(result.readings.map(({ path }) => path)).toEqual([
    configPath,
    "/usr/lib/systemd/system/kubelet.service",
    "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf",
    flagsPath,
  ])
})

test("what was contributed is right at the next run", async () => {
  const files = {
    [configPath]: config("cgroupDriver: cgroupfs\n"),
    [flagsPath]: 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/crio/crio.sock"\n',
  }
  const first = texts(await contribution({ version: "1.34.0", files }))

  const second = await contribution({ version: "1.34.0", files: { ...files, ...first } as Record<string, string> })

  expect(Object.keys(first).length).toBe(3)
  expect(second.changes).toEqual([])
})
