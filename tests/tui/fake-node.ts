// Facts, findings and a plan of a node as operators meet it: Debian 12, containerd 1.7 with the configuration its
// package writes, a kubelet of kubeadm. Values for the fake program of the wizard's tests; nothing here reads a node.
import type { FactRow } from "../../src/criadm/interface.ts"
import type { ResolvedAnswers } from "../../src/model/answers.ts"
import type { Change } from "../../src/model/change.ts"
import type { Essential } from "../../src/model/essential.ts"
import type { Explanation } from "../../src/model/explanation.ts"
import { known } from "../../src/model/facts/fact.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Finding } from "../../src/model/finding.ts"
import type { Expectation, Plan } from "../../src/model/plan.ts"
import type { Verified } from "../../src/model/run.ts"
import type { InitSystemId } from "../../src/model/service.ts"
import type { Situation } from "../../src/settings/setting-definition.ts"

const proc = (path: string) => ({ kind: "file", path }) as const

export function fakeNode(options: { readonly uid: number; readonly initSystem: InitSystemId }): NodeFacts {
  return {
    kind: "NodeFacts",
    version: 1,
    root: "/",
    isLive: true,
    platform: "linux",
    uid: options.uid,
    initSystem: known(options.initSystem, proc("/proc/1/comm")),
    cgroup: known(
      { version: "2", available: ["cpu", "memory", "pids"], delegated: ["cpu", "memory", "pids"] },
      proc("/sys/fs/cgroup"),
    ),
    os: known({ id: "debian", versionId: "12", name: "Debian GNU/Linux 12 (bookworm)" }, proc("/etc/os-release")),
    kernel: known("6.1.0-28-amd64", proc("/proc/sys/kernel/osrelease")),
    architecture: known("x86_64", { kind: "program", command: ["uname", "-m"] }),
    containment: known({ kind: "none" }, proc("/run/systemd/container")),
    selinux: { state: "absent", source: proc("/sys/fs/selinux") },
    apparmor: known(true, proc("/sys/module/apparmor/parameters/enabled")),
    swap: known({ devices: [] }, proc("/proc/swaps")),
    components: {},
  }
}

const fact = (group: string, label: string, text: string, source: string): FactRow => ({
  group,
  label: { term: label },
  text,
  source,
  state: "known",
})

export function fakeRows(initSystem: InitSystemId): readonly FactRow[] {
  return [
    fact("Node", "Operating system", "Debian GNU/Linux 12 (bookworm)", "/etc/os-release"),
    fact("Node", "Kernel", "6.1.0-28-amd64", "/proc/sys/kernel/osrelease"),
    fact("Node", "Init system", initSystem, "/proc/1/comm"),
    fact("Node", "cgroup version", "2 (cpu, memory, pids)", "statfs of /sys/fs/cgroup"),
    { group: "Node", label: "selinux", text: "", source: "/sys/fs/selinux", state: "absent" },
    fact("containerd", "Version", "1.7.24~ds1", "containerd --version"),
    fact("containerd", "Service", "containerd.service, active", "systemctl show containerd.service"),
    fact("containerd", "CRI endpoint", "unix:///run/containerd/containerd.sock", "/etc/containerd/config.toml:4"),
    fact("containerd", "cgroup driver", "cgroupfs", "/etc/containerd/config.toml:22"),
    fact("containerd", "Sandbox image", "registry.k8s.io/pause:3.6", "/etc/containerd/config.toml:9"),
    fact("kubelet", "Version", "1.34.2", "kubelet --version"),
    fact("kubelet", "cgroup driver", "systemd", "/var/lib/kubelet/config.yaml:14"),
    {
      group: "kubelet",
      label: { term: "Flags" },
      text: "",
      source: "/var/lib/kubelet/kubeadm-flags.env",
      state: "unreadable",
    },
  ]
}

export function fakeEssentials(initSystem: InitSystemId): readonly Essential[] {
  return [
    { id: "init-system", names: [initSystem], verdict: initSystem === "systemd" ? "fit" : "unknown" },
    { id: "cgroup-version", names: [], release: "2", verdict: "fit" },
    { id: "runtime", names: ["containerd"], release: "1.7.24", cgroupDriver: "cgroupfs", verdict: "doubtful" },
    { id: "kubelet", names: [], release: "1.34.2", cgroupDriver: "systemd", verdict: "unfit" },
    { id: "kubernetes", names: [], release: "1.34", verdict: "fit" },
  ]
}

export const configBefore = `version = 2
root = "/var/lib/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"

[plugins]
  # 我们的镜像仓库在内网，不要改动下面的地址
  [plugins."io.containerd.grpc.v1.cri"]
    sandbox_image = "registry.k8s.io/pause:3.6"
    max_container_log_line_size = 16384

    [plugins."io.containerd.grpc.v1.cri".containerd]
      snapshotter = "overlayfs"
      default_runtime_name = "runc"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes]

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"

          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = false
            BinaryName = "/usr/sbin/runc"
`

export const configAfter = configBefore
  .replace("SystemdCgroup = false", "SystemdCgroup = true")
  .replace("pause:3.6", "pause:3.10.1")

export const fakeChanges: readonly Change[] = [
  {
    kind: "file",
    component: "containerd",
    path: "/etc/containerd/config.toml",
    realPath: "/etc/containerd/config.toml",
    before: { text: configBefore, mode: 0o644, uid: 0, gid: 0 },
    after: { text: configAfter, mode: 0o644, uid: 0, gid: 0 },
    why: [
      { code: "systemd-is-init", args: {} },
      { code: "kubeadm-expects", args: { kubernetes: "1.34.2", image: "registry.k8s.io/pause:3.10.1" } },
    ],
  },
  {
    kind: "file",
    component: "kernel",
    path: "/etc/sysctl.d/90-criadm.conf",
    realPath: "/etc/sysctl.d/90-criadm.conf",
    before: null,
    after: { text: "# Written by criadm.\nnet.ipv4.ip_forward = 1\n", mode: 0o644, uid: 0, gid: 0 },
    why: [{ code: "pods-need-forwarding", args: {} }],
  },
  {
    kind: "live-value",
    component: "kernel",
    path: "/proc/sys/net/ipv4/ip_forward",
    before: "0",
    after: "1",
    why: [{ code: "pods-need-forwarding", args: {} }],
  },
  {
    kind: "service",
    component: "containerd",
    service: "containerd.service",
    action: "restart",
    wasActive: true,
    why: [{ code: "restart-makes-effective", args: {} }],
  },
]

const endpoint = "unix:///run/containerd/containerd.sock"

export const fakeExpectations: readonly Expectation[] = [
  { kind: "service-active", component: "containerd", service: "containerd.service" },
  { kind: "cri", component: "containerd", endpoint },
  { kind: "cgroup-driver", component: "containerd", endpoint, driver: "systemd" },
  { kind: "sandbox-image", component: "containerd", endpoint, image: "registry.k8s.io/pause:3.10.1" },
  { kind: "live-value", component: "kernel", path: "/proc/sys/net/ipv4/ip_forward", value: "1" },
]

export const fakeVerified: readonly Verified[] = fakeExpectations.map(holding)

function holding(expectation: Expectation): Verified {
  switch (expectation.kind) {
    case "kubelet-health":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-health", args: { url: expectation.url, status: "200" } },
      }
    case "service-active":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-service", args: { service: "containerd.service", state: "active" } },
      }
    case "cri":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-cri", args: { runtime: "containerd", version: "1.7.24" } },
      }
    case "cgroup-driver":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-handlers", args: { handlers: ["runc"], driver: "systemd" } },
      }
    case "image":
      return { expectation, holds: true, observed: { code: "observed-imported-image", args: expectation } }
    case "sandbox-image":
      return { expectation, holds: true, observed: { code: "observed-image", args: { image: expectation.image } } }
    case "open-files":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-open-files", args: { service: expectation.service, limit: "1024:524288" } },
      }
    case "proxy":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-proxy", args: { service: expectation.service, proxy: "", missing: [] } },
      }
    case "selinux-domain": {
      const { service } = expectation
      const labels = { label: "container_runtime_exec_t", domain: "container_runtime_t", wanted: "container_runtime_t" }
      return {
        expectation,
        holds: true,
        observed: { code: "observed-domain", args: { service, program: "/usr/local/bin/containerd", ...labels } },
      }
    }
    case "swap-off":
      return { expectation, holds: true, observed: { code: "observed-swap", args: { devices: [] } } }
    case "module-loaded":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-module", args: { module: expectation.name } },
      }
    case "live-value":
      return {
        expectation,
        holds: true,
        observed: { code: "observed-value", args: { path: expectation.path, value: "1" } },
      }
  }
}

/** What the running node answers after it went back. */
export const fakeOldState: readonly Verified[] = [
  {
    expectation: { kind: "service-active", component: "containerd", service: "containerd.service" },
    holds: true,
    observed: { code: "observed-service", args: { service: "containerd.service", state: "active" } },
  },
  {
    expectation: { kind: "cri", component: "containerd", endpoint },
    holds: true,
    observed: { code: "observed-cri", args: { runtime: "containerd", version: "1.7.24" } },
  },
]

export function fakePlan(answers: ResolvedAnswers, changes: readonly Change[]): Plan {
  return {
    kind: "Plan",
    version: 1,
    initSystem: "systemd",
    root: "/",
    answers,
    readings: [],
    judgements:
      changes.length === 0
        ? []
        : [
            {
              component: "containerd",
              files: [{ path: "/etc/containerd/config.toml", text: configAfter }],
              command: ["containerd", "--config", "{staged}/etc/containerd/config.toml", "config", "dump"],
              timeoutSeconds: 10,
            },
          ],
    changes,
    expectations: fakeExpectations,
    notes: [],
    timeoutSeconds: 60,
  }
}

export const fakeFindings: readonly Finding[] = [
  {
    code: "cgroup-drivers-differ",
    args: { runtime: "containerd", runtimeDriver: "cgroupfs", kubeletDriver: "systemd" },
    severity: "warning",
    component: "kubelet",
    place: {
      file: "/etc/containerd/config.toml",
      line: 22,
      column: 13,
      text: "            SystemdCgroup = false",
    },
  },
  {
    code: "kernel-ip-forward-off",
    args: { value: "0", file: "/proc/sys/net/ipv4/ip_forward" },
    severity: "failure",
    component: "kernel",
  },
]

export function fakeExplanations(): readonly Explanation[] {
  return [
    {
      setting: "cgroup-driver",
      component: "containerd",
      subject: "runc",
      value: "cgroupfs",
      source: {
        kind: "file",
        path: "/etc/containerd/config.toml",
        place: { file: "/etc/containerd/config.toml", line: 22, column: 13 },
      },
      others: [],
    },
  ]
}

type FakeRuntime = Situation["runtimes"][number]

export const containerd: FakeRuntime = {
  id: "containerd",
  name: "containerd",
  endpoint: "unix:///run/containerd/containerd.sock",
  servesCri: true,
  isListening: true,
  cgroupDriver: "cgroupfs",
  sandboxImage: "registry.k8s.io/pause:3.6",
}

export const docker: FakeRuntime = {
  id: "docker",
  name: "Docker Engine",
  endpoint: "unix:///run/cri-dockerd.sock",
  servesCri: false,
  isListening: true,
  cgroupDriver: "systemd",
  sandboxImage: undefined,
}
