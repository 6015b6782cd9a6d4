import { describe, expect, test } from "bun:test"
import { kubelet } from "../../../src/components/kubelet/component.ts"
import { config, configPath, flagsPath, type KubeletNode, kubeletFacts } from "./kubelet-node.ts"

const findings = async (node: KubeletNode) => kubelet.findings(await kubeletFacts(node))
const summary = async (node: KubeletNode) => kubelet.summarize(await kubeletFacts(node))

const socket = "/run/containerd/containerd.sock"
const fine: KubeletNode = { files: { [configPath]: config("cgroupDriver: systemd\n") }, sockets: [socket] }

describe("what the kubelet is", () => {
  test("version, driver and endpoint of a kubeadm node", async () => {
    expect(await summary(fine)).toMatchObject({
      isInstalled: true,
      hasConfiguration: true,
      version: "1.31.2",
      cgroupDriver: "systemd",
      endpoint: `unix://${socket}`,
      asksRuntimeForDriver: true,
      service: { name: "kubelet.service", state: "active" },
    })
  })

  test("a node without a kubelet has none", async () => {
    const node = await kubeletFacts({ files: {} })
    const bare = { ...node, components: { kubelet: { ...(node.components["kubelet"] as object), program: undefined } } }

    expect(kubelet.summarize(bare).isInstalled).toBe(false)
  })

  test("before kubeadm init there is a kubelet without a configuration", async () => {
    const facts = await summary({ files: {} })

    expect(facts.hasConfiguration).toBe(false)
    expect(facts.cgroupDriver).toBeUndefined()
  })

  test("the version of a tree is that of its package", async () => {
    const status =
      "Package: kubelet\nStatus: install ok installed\nVersion: 1.33.4-1.1\n\n" +
      "Package: kubeadm\nStatus: deinstall ok config-files\nVersion: 1.30.0-1.1\n"

    const facts = await summary({ isLive: false, files: { ...fine.files, "/var/lib/dpkg/status": status } })

    expect(facts).toMatchObject({ version: "1.33.4", cgroupDriver: "systemd" })
  })

  test.each([
    ["1.27.1", "", false],
    ["1.30.0", "", false],
    ["1.30.0", "featureGates:\n  KubeletCgroupDriverFromCRI: true\n", true],
    ["1.31.0", "", true],
    ["1.33.9", "featureGates:\n  KubeletCgroupDriverFromCRI: false\n", false],
    ["1.34.0", "featureGates:\n  KubeletCgroupDriverFromCRI: false\n", true],
    ["1.37.0", "", true],
  ])("kubelet %s with %j asks the runtime for the driver: %p", async (version, lines, asks) => {
    expect((await summary({ version, files: { [configPath]: config(lines) } })).asksRuntimeForDriver).toBe(asks)
  })

  test("a kubelet started without --config has no configuration, whatever lies in kubeadm's place", async () => {
    const unit = "/etc/systemd/system/kubelet.service.d/90-own.conf"

    const facts = await summary({
      files: { ...fine.files, [unit]: "[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --kubeconfig=/k\n" },
    })

    expect(facts.hasConfiguration).toBe(false)
  })
})

describe("explaining the kubelet's cgroup driver", () => {
  test("the flag wins, and the file says so", async () => {
    const node = await kubeletFacts({
      version: "1.30.0",
      files: {
        [configPath]: config("cgroupDriver: systemd\n"),
        [flagsPath]: "KUBELET_KUBEADM_ARGS=--cgroup-driver=cgroupfs\n",
      },
    })

    expect(kubelet.explain("cgroup-driver", node)).toMatchObject([
      {
        value: "cgroupfs",
        source: { kind: "file", path: flagsPath, place: { line: 1 } },
        others: [
          {
            key: "cgroupDriver",
            value: "systemd",
            place: { file: configPath, line: 3 },
            why: { code: "overridden-by-flag" },
          },
        ],
      },
    ])
  })

  test("the later of two flags wins", async () => {
    const node = await kubeletFacts({
      version: "1.30.0",
      files: {
        [configPath]: config(""),
        [flagsPath]: "KUBELET_KUBEADM_ARGS=--cgroup-driver=cgroupfs\n",
        "/etc/default/kubelet": "KUBELET_EXTRA_ARGS='--cgroup_driver systemd'\n",
      },
    })

    expect(kubelet.explain("cgroup-driver", node)).toMatchObject([
      { value: "systemd", source: { path: "/etc/default/kubelet" }, others: [{ value: "cgroupfs" }] },
    ])
  })

  test("a flag in a variable that the unit does not pass on counts for nothing", async () => {
    const node = await kubeletFacts({
      version: "1.30.0",
      files: {
        [configPath]: config("cgroupDriver: systemd\n"),
        "/etc/default/kubelet": "OTHER=--cgroup-driver=cgroupfs\n",
      },
    })

    expect(kubelet.explain("cgroup-driver", node)).toMatchObject([
      { value: "systemd", source: { path: configPath }, others: [{ why: { code: "kubelet-flag-not-passed" } }] },
    ])
  })

  test("without any statement it is the kubelet's own default", async () => {
    const node = await kubeletFacts({ version: "1.30.0", files: { [configPath]: config("") } })

    expect(kubelet.explain("cgroup-driver", node)).toMatchObject([
      { value: "cgroupfs", source: { kind: "table" }, why: { code: "kubelet-default-driver" }, others: [] },
    ])
  })

  test("drop-ins of a 1.29 kubelet count only with its environment variable", async () => {
    const files = {
      [configPath]: config("cgroupDriver: systemd\n"),
      "/etc/default/kubelet": "KUBELET_EXTRA_ARGS=--config-dir=/etc/kubelet.d\n",
      "/etc/kubelet.d/10-a.conf": config("cgroupDriver: cgroupfs\n"),
    }
    const alpha = { "/etc/default/kubelet": `${files["/etc/default/kubelet"]}KUBELET_CONFIG_DROPIN_DIR_ALPHA=1\n` }

    const without = await kubeletFacts({ version: "1.29.0", files })
    const withIt = await kubeletFacts({ version: "1.29.0", files: { ...files, ...alpha } })

    expect(kubelet.explain("cgroup-driver", without)).toMatchObject([
      { value: "systemd", others: [{ why: { code: "kubelet-drop-in-not-read" } }] },
    ])
    expect(kubelet.explain("cgroup-driver", withIt)).toMatchObject([{ value: "cgroupfs" }])
  })
})

describe("findings", () => {
  test("a kubeadm node in order has none", async () => {
    expect(await findings(fine)).toEqual([])
  })

  test("a configuration that does not parse is shown with its line", async () => {
    expect(await findings({ ...fine, files: { [configPath]: "kind: KubeletConfiguration\n\tx: 1\n" } })).toMatchObject([
      { code: "kubelet-configuration-broken", severity: "failure", place: { file: configPath, line: 2 } },
    ])
  })

  test("swap that is off now and that /etc/fstab switches on at the next boot", async () => {
    const swaps = "Filename\tType\tSize\tUsed\tPriority\n"
    const files = { ...fine.files, "/proc/swaps": swaps, "/etc/fstab": "/swap.img none swap sw 0 0\n" }
    expect(await findings({ ...fine, files })).toMatchObject([
      {
        code: "swap-comes-back",
        severity: "warning",
        args: { devices: ["/swap.img"] },
        place: { file: "/etc/fstab" },
      },
    ])

    expect(await findings({ ...fine, files: { ...files, "/etc/fstab": "#/swap.img none swap sw 0 0\n" } })).toEqual([])
    const inUse = { ...files, "/proc/swaps": `${swaps}/swap.img file 1048572 0 -2\n` }
    expect(await findings({ ...fine, files: inUse })).toMatchObject([{ code: "kubelet-refuses-swap" }])
  })

  test("a stale --pod-infra-container-image kills a 1.35 kubelet and not a 1.34 one", async () => {
    const files = { ...fine.files, [flagsPath]: 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=pause:3.9"\n' }

    expect(await findings({ ...fine, version: "1.35.1", files })).toMatchObject([
      {
        code: "kubelet-flag-removed",
        args: { flag: "--pod-infra-container-image", file: flagsPath, since: "1.35", version: "1.35.1" },
      },
    ])
    expect(await findings({ ...fine, version: "1.34.3", files })).toMatchObject([
      { code: "kubelet-flag-ends", severity: "note", args: { since: "1.35" } },
    ])
  })

  test("a cAdvisor flag in a unit kills a 1.37 kubelet", async () => {
    const unit = "/etc/systemd/system/kubelet.service.d/20-x.conf"
    const files = { ...fine.files, [unit]: '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--containerd=/run/c.sock"\n' }

    expect(await findings({ ...fine, version: "1.37.0", files })).toMatchObject([
      { code: "kubelet-flag-removed", place: { file: unit, line: 2 } },
    ])
  })

  test("cgroup v1 stops a 1.35 kubelet unless failCgroupV1 is false", async () => {
    const node = { ...fine, cgroup: "1" } as const
    const told = { [configPath]: config("cgroupDriver: systemd\nfailCgroupV1: false\n") }

    expect(await findings({ ...node, version: "1.35.0" })).toMatchObject([{ code: "kubelet-refuses-cgroup-v1" }])
    expect(await findings({ ...node, version: "1.35.0", files: told })).toEqual([])
    expect(await findings({ ...node, version: "1.34.0" })).toEqual([])
  })

  test("cgroup v1 stops a 1.31 to 1.34 kubelet that is told so, and a flag counts more than the file", async () => {
    const files = { [configPath]: config("cgroupDriver: systemd\nfailCgroupV1: true\n") }
    const node = { ...fine, cgroup: "1", files } as const
    const allowing = { ...files, [flagsPath]: "KUBELET_KUBEADM_ARGS=--fail-cgroupv1=false\n" }
    const codes = async (version: string, more: object = {}) =>
      (await findings({ ...node, version, ...more })).map(({ code }) => code)

    expect(await codes("1.31.0")).toContain("kubelet-refuses-cgroup-v1")
    expect(await codes("1.34.4")).toContain("kubelet-refuses-cgroup-v1")
    expect(await codes("1.30.9")).not.toContain("kubelet-refuses-cgroup-v1")
    expect(await codes("1.37.2", { files: allowing })).not.toContain("kubelet-refuses-cgroup-v1")
  })

  test("a flag that says something else than the file is a warning", async () => {
    const files = { ...fine.files, [flagsPath]: "KUBELET_KUBEADM_ARGS=--cgroup-driver=cgroupfs\n" }

    expect(await findings({ ...fine, files })).toMatchObject([
      { code: "kubelet-flag-overrides-file", severity: "warning", place: { file: flagsPath } },
    ])
  })

  test("a word that is no driver is taken for cgroupfs, and is a warning", async () => {
    const files = { ...fine.files, [configPath]: config("cgroupDriver: Systemd\n") }

    expect(await findings({ ...fine, files })).toMatchObject([
      { code: "kubelet-driver-word", severity: "warning", args: { word: "Systemd" }, place: { file: configPath } },
    ])
  })

  test("a switch is off in every way in which Go reads false", async () => {
    const files = { ...fine.files, [flagsPath]: "KUBELET_KUBEADM_ARGS=--fail-cgroupv1=F\n" }

    expect(await findings({ ...fine, cgroup: "1", version: "1.37.2", files })).not.toContainEqual(
      expect.objectContaining({ code: "kubelet-refuses-cgroup-v1" }),
    )
  })

  test("an endpoint where nobody listens is a failure", async () => {
    expect(await findings({ ...fine, sockets: [] })).toMatchObject([
      { code: "kubelet-endpoint-without-runtime", args: { endpoint: `unix://${socket}` } },
    ])
  })
})

describe("a client certificate", () => {
  const kubeconfig = "users:\n- user:\n    client-certificate: /var/lib/kubelet/pki/current.pem\n"
  const dropIn = "/etc/systemd/system/kubelet.service.d/99-kubeconfig.conf"
  const flags = `--kubeconfig=/etc/kubernetes/kubelet.conf --config=${configPath}`
  const files = {
    ...fine.files,
    "/etc/kubernetes/kubelet.conf": kubeconfig,
    [dropIn]: `[Service]\nExecStart=\nExecStart=/usr/bin/kubelet ${flags}\n`,
  }

  // Made for this test, and valid until 2026-12-01; its key is nobody's.
  const pem = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUc7zFImvDPSTU7XWDQ9OcvXnOhXowCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNc3lzdGVtOm5vZGU6eDAeFw0yNjExMzAxNDI5MDVaFw0yNjEy
MDExNDI5MDVaMBgxFjAUBgNVBAMMDXN5c3RlbTpub2RlOngwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARy0aiK90VYPw+0jBXE6piifY5O+uMgKDCZVdk7lJdv9//G
ODHQ8Dj8zIPS2rNzKOxNyp2z/Wz6SXhBmT2faMt1o1MwUTAdBgNVHQ4EFgQUTGys
8BFFPein/S0ibzi/X3nv38kwHwYDVR0jBBgwFoAUTGys8BFFPein/S0ibzi/X3nv
38kwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA6Mh/u+iNnLS4
gL6u3Vuo6XUgijzkM8AsPPlzUvl0oOgCIE6RnpRDti5O0H0A16z5OT29uA5zwAI5
BVKr+zWdRhDZ
-----END CERTIFICATE-----
`

  test("that is past its end, with none to ask for another, is a failure", async () => {
    const withPem = { ...files, "/var/lib/kubelet/pki/current.pem": pem }
    expect(await findings({ ...fine, files: withPem, now: Date.parse("2026-11-30T20:00:00Z") })).toEqual([])

    expect(await findings({ ...fine, files: withPem, now: Date.parse("2027-01-01T00:00:00Z") })).toMatchObject([
      { code: "kubelet-client-certificate", args: { why: "expired", until: "2026-12-01T14:29:05.000Z" } },
    ])
  })
})
