// Findings of containerd, CRI-O, Docker and cri-dockerd about themselves, each as a node on which it appears and a
// neighbour, one fact apart: another line of a file, another release, another init system.

import { containerd } from "../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../src/components/containerd/facts.ts"
import { criDockerd } from "../../src/components/cri-dockerd/component.ts"
import { crio } from "../../src/components/crio/component.ts"
import type { CrioFacts } from "../../src/components/crio/facts.ts"
import { docker } from "../../src/components/docker/component.ts"
import { judgeCriAnswers } from "../../src/decide/rules/cri-answers.ts"
import { judgeCriCompanion } from "../../src/decide/rules/cri-companion.ts"
import { toFileFact } from "../../src/model/facts/file-fact.ts"
import type { Finding } from "../../src/model/finding.ts"
import * as onContainerd from "../components/containerd/a-node.ts"
import * as onCrio from "../components/crio/a-node.ts"
import { criDockerUnit, type Described, dockerNode } from "../components/docker/a-docker-node.ts"
import { failing } from "../machine/memory-machine.ts"

type Look = () => readonly Finding[] | Promise<readonly Finding[]>

export interface ComponentCase {
  readonly code: Finding["code"]
  readonly appears: Look
  readonly neighbour: Look
}

const root = onContainerd.configPath
const cri = 'plugins."io.containerd.grpc.v1.cri"'
const runtime = "plugins.'io.containerd.cri.v1.runtime'"
const typed = `[${cri}.containerd.runtimes.runc]\nruntime_type = "io.containerd.runc.v2"\n`
const options = `[${cri}.containerd.runtimes.runc.options]\n`

/** A node with this release and this text as config.toml, or these files. */
function node(
  version: string,
  given: string | onContainerd.Texts,
  more: Partial<ContainerdFacts> = {},
  init: "systemd" | "openrc" = "openrc",
): Look {
  const texts = typeof given === "string" ? { [root]: given } : given
  return () => containerd.findings(onContainerd.nodeOf(onContainerd.factsOf(version, texts, more), init))
}

const pair = (code: Finding["code"], appears: Look, neighbour: Look): ComponentCase => ({ code, appears, neighbour })

const v2 = (text: string) => `version = 2\n${text}`
const v3 = (text: string) => `version = 3\n${text}`
const importing = { [root]: v2('imports = ["conf.d/*.toml"]\n') }
const dropIn = "/etc/containerd/conf.d/a.toml"
const started = (startedAt: number): Partial<ContainerdFacts> => {
  const { service } = onContainerd.factsOf("2.2.7", {})
  return { changedAt: 20_000, ...(service === undefined ? {} : { service: { ...service, startedAt } }) }
}
const unknownRelease: Partial<ContainerdFacts> = {
  version: { state: "absent", source: { kind: "program", command: ["containerd"] } },
}
const unreadable = (path: string) =>
  ({ state: "unreadable", source: { kind: "file", path }, reason: "EISDIR" }) as const
const program = (path: string) => ({ path, version: onContainerd.factsOf("2.2.7", {}).version })
const mirrors = `[${cri}.registry.mirrors.x]\nendpoint = ["https://m.example"]\n`
const tls = `[${cri}.registry.configs.x.tls]\nca_file = "/ca"\n`
const proxied = (line: string) => v2(`[${cri}]\n${line}\n`)

const binaries = `[${runtime}.cni]\nbin_dir = "/usr/lib/cni"\nbin_dirs = ["/opt/cni/bin"]\n`
const replaced = {
  [root]: v2(`imports = ["a.toml"]\n[${cri}]\nsandbox_image = "a"\n`),
  "/etc/containerd/a.toml": v2(`[${cri}.cni]\nbin_dir = "/x"\n`),
}

const ofContainerd: readonly ComponentCase[] = [
  pair("containerd-config-broken", node("2.2.7", v2("this is not toml\n")), node("2.2.7", v2("# nor a line\n"))),
  pair("containerd-byte-order-mark", node("2.2.7", "\uFEFFversion = 2\n"), node("1.7.34", "\uFEFFversion = 2\n")),
  pair("containerd-config-unreadable", node("2.2.7", {}, { files: [unreadable(root)] }), node("2.2.7", { [root]: "" })),
  pair(
    "containerd-import-missing",
    node("2.2.7", { [root]: v2('imports = ["a.toml"]\n') }),
    node("2.2.7", { [root]: v2('imports = ["a.toml"]\n'), "/etc/containerd/a.toml": "version = 2\n" }),
  ),
  pair(
    "containerd-import-pattern",
    node("2.2.7", v2('imports = ["/etc/containerd/[*.toml"]\n')),
    node("2.2.7", v2('imports = ["/etc/containerd/x*.toml"]\n')),
  ),
  pair("containerd-wrong-type", node("2.2.7", 'version = "2"\n'), node("2.2.7", "version = 2\n")),
  pair("containerd-schema-refused", node("2.2.7", "version = 4\n"), node("2.3.4", "version = 4\n")),
  pair(
    "containerd-drop-in-newer",
    node("2.3.4", { ...importing, [dropIn]: "version = 3\n" }),
    node("2.3.5", { ...importing, [dropIn]: "version = 3\n" }),
  ),
  pair(
    "containerd-short-plugin-id",
    node("2.2.7", v2('disabled_plugins = ["cri"]\n')),
    node("2.2.7", 'disabled_plugins = ["cri"]\n'),
  ),
  pair("containerd-short-plugin-name", node("1.7.34", v2("[plugins.cri]\n")), node("2.2.7", v2("[plugins.cri]\n"))),
  pair(
    "containerd-panics",
    node("2.1.9", { [root]: 'version = 4\nimports = ["conf.d/*.toml"]\n', [dropIn]: "\n" }),
    node("2.3.4", { [root]: 'version = 4\nimports = ["conf.d/*.toml"]\n', [dropIn]: "\n" }),
  ),
  pair(
    "containerd-required-plugin",
    node(
      "2.2.7",
      v2('required_plugins = ["io.containerd.grpc.v1.cri"]\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n'),
    ),
    node("2.2.7", v2('required_plugins = ["io.containerd.grpc.v1.cri"]\n')),
  ),
  pair(
    "containerd-same-directories",
    node("2.2.7", v2('root = "/x"\nstate = "/x"\n')),
    node("2.2.7", v2('root = "/x"\nstate = "/y"\n')),
  ),
  pair(
    "containerd-cri-disabled",
    node("2.2.7", 'disabled_plugins = ["cri"]\n'),
    node("2.2.7", "disabled_plugins = []\n"),
  ),
  pair(
    "containerd-default-runtime-empty",
    node("2.2.7", v2(`[${cri}.containerd]\ndefault_runtime_name = ""\n`)),
    node("2.2.7", v2(`[${cri}.containerd]\ndefault_runtime_name = "runc"\n`)),
  ),
  pair(
    "containerd-default-runtime-missing",
    node("2.2.7", v2(`[${cri}.containerd]\ndefault_runtime_name = "nvidia"\n`)),
    node("2.2.7", v2(`[${cri}.containerd]\ndefault_runtime_name = "runc"\n`)),
  ),
  pair(
    "containerd-legacy-systemd-cgroup",
    node("1.7.34", proxied("systemd_cgroup = true")),
    node("2.2.7", proxied("systemd_cgroup = true")),
  ),
  pair(
    "containerd-only-for-legacy-runtime",
    node("1.7.34", v2(`[${cri}.containerd]\nno_pivot = true\n`)),
    node("1.7.34", v2(`[${cri}.containerd]\nno_pivot = false\n`)),
  ),
  pair(
    "containerd-untrusted-twice",
    node("1.7.34", v2(untrusted("untrusted"))),
    node("1.7.34", v2(untrusted("trusted"))),
  ),
  pair(
    "containerd-mirrors-and-config-path",
    node("2.2.7", v2(`[${cri}.registry]\nconfig_path = "/c"\n${mirrors}`)),
    node("2.2.7", v2(`[${cri}.registry]\nconfig_path = ""\n${mirrors}`)),
  ),
  pair("containerd-mirrors-and-built-in-path", node("2.2.1", v2(mirrors)), node("2.2.2", v2(mirrors))),
  pair(
    "containerd-tls-and-config-path",
    node("1.7.34", v2(`[${cri}.registry]\nconfig_path = "/c"\n${tls}`)),
    node("1.7.34", v2(`[${cri}.registry]\nconfig_path = ""\n${tls}`)),
  ),
  pair(
    "containerd-snapshotter-unknown",
    node("1.7.34", v2(`[${cri}.containerd]\nsnapshotter = "nosuch"\n`)),
    node("1.7.34", v2(`[${cri}.containerd]\nsnapshotter = "native"\n`)),
  ),
  pair(
    "containerd-bad-duration",
    node("2.2.7", proxied('stream_idle_timeout = "4 hours"')),
    node("2.2.7", proxied('stream_idle_timeout = "4h0m0s"')),
  ),
  pair(
    "containerd-privileged-devices",
    node("2.2.7", v2(`${typed}privileged_without_host_devices_all_devices_allowed = true\n`)),
    node(
      "2.2.7",
      v2(
        `${typed}privileged_without_host_devices_all_devices_allowed = true\nprivileged_without_host_devices = true\n`,
      ),
    ),
  ),
  pair(
    "containerd-io-type",
    node("2.2.7", v2(`${typed}io_type = "pipes"\n`)),
    node("2.2.7", v2(`${typed}io_type = "fifo"\n`)),
  ),
  pair("containerd-bin-dirs", node("2.1.9", v3(binaries)), node("2.0.11", v3(binaries))),
  pair(
    "containerd-streaming-certificate",
    node("2.2.7", v2(certificate('tls_cert_file = "/c"\n'))),
    node("2.2.7", v2(certificate('tls_cert_file = "/c"\ntls_key_file = "/k"\n'))),
  ),
  pair(
    "containerd-base-spec-missing",
    node("2.2.7", v2(`${typed}base_runtime_spec = "/spec.json"\n`), { absentBaseSpecs: ["/spec.json"] }),
    node("2.2.7", v2(`${typed}base_runtime_spec = "/spec.json"\n`)),
  ),
  pair("containerd-v1alpha2-only", node("1.4.13", {}), node("1.6.20", {})),
  pair(
    "containerd-version-missing",
    node("2.2.7", `[${cri}]\nsandbox_image = "a"\n`),
    node("2.3.4", `[${cri}]\nsandbox_image = "a"\n`),
  ),
  pair(
    "containerd-version-misplaced",
    node("2.3.4", "[debug]\nversion = 2\n"),
    node("2.3.4", "version = 2\n[debug]\n"),
  ),
  pair(
    "containerd-plugin-of-two-names",
    node("2.3.4", `[plugins.cri]\nsandbox_image = "a"\n[${cri}]\nsandbox_image = "b"\n`),
    node("2.3.4", `[${cri}]\nsandbox_image = "b"\n`),
  ),
  pair(
    "containerd-tables-ignored",
    node("2.2.7", v3(`[${cri}]\nsandbox_image = "a"\n`)),
    node("2.2.7", v2(`[${cri}]\nsandbox_image = "a"\n`)),
  ),
  pair(
    "containerd-runtimes-dropped",
    node("2.2.7", v2(`${typed}[${runtime}.containerd.runtimes.nvidia]\nruntime_type = "io.containerd.runc.v2"\n`)),
    node("2.2.7", v2(`${typed}[${cri}.containerd.runtimes.nvidia]\nruntime_type = "io.containerd.runc.v2"\n`)),
  ),
  pair(
    "containerd-drop-in-not-imported",
    node("2.2.7", { [root]: "version = 2\n", [dropIn]: "version = 2\n" }),
    node("2.2.7", { ...importing, [dropIn]: "version = 2\n" }),
  ),
  pair(
    "containerd-drop-in-refused-later",
    node("2.2.7", { ...importing, [dropIn]: "version = 3\n" }),
    node("2.2.7", { ...importing, [dropIn]: "version = 2\n" }),
  ),
  pair("containerd-section-replaced", node("1.7.34", replaced), node("2.1.9", replaced)),
  pair(
    "containerd-driver-misplaced",
    node("2.2.7", v2(`${typed}SystemdCgroup = true\n`)),
    node("2.2.7", v2(`${typed}${options}SystemdCgroup = true\n`)),
  ),
  pair(
    "containerd-driver-other-case",
    node("2.2.7", v2(`${options}systemdCgroup = true\n`)),
    node("2.2.7", v2(`${options}SystemdCgroup = true\n`)),
  ),
  pair(
    "containerd-option-wrong-type",
    node("2.2.7", v2(`${typed}${options}SystemdCgroup = "true"\n`)),
    node("2.2.7", v2(`${typed}${options}SystemdCgroup = true\n`)),
  ),
  pair(
    "containerd-runtime-type-missing",
    node("1.7.34", v2(`${options}SystemdCgroup = true\n`)),
    node("1.7.34", v2(`${typed}${options}SystemdCgroup = true\n`)),
  ),
  pair(
    "containerd-runtime-type-gone",
    node("2.2.7", v2(`[${cri}.containerd.runtimes.old]\nruntime_type = "io.containerd.runc.v1"\n`)),
    node("1.7.34", v2(`[${cri}.containerd.runtimes.old]\nruntime_type = "io.containerd.runc.v1"\n`)),
  ),
  pair("containerd-cgroupfs-on-systemd", node("2.2.7", {}, {}, "systemd"), node("2.2.7", {}, {}, "openrc")),
  pair(
    "containerd-snapshotter-lost",
    node("2.2.7", v2(`[${cri}.containerd]\nsnapshotter = "native"\n`)),
    node("1.7.34", v2(`[${cri}.containerd]\nsnapshotter = "native"\n`)),
  ),
  pair("containerd-release-too-old", node("1.2.6", {}), node("1.4.13", {})),
  pair("containerd-release-newer", node("2.9.0", {}), node("2.4.0", {})),
  pair("containerd-release-not-known", node("2.2.7", {}, unknownRelease), node("2.2.7", {})),
  pair(
    "containerd-dump-differs",
    node("2.2.7", v3(""), dumped("other")),
    node("2.2.7", v3(""), dumped("pause:3.10.1")),
  ),
  pair(
    "containerd-belongs-to-other",
    node("2.2.7", {}, { foreign: [{ owner: "k3s", path: "/run/k3s/containerd/containerd.sock" }] }),
    node("2.2.7", {}),
  ),
  pair("containerd-not-restarted", node("2.2.7", v3(""), started(10_000)), node("2.2.7", v3(""), started(30_000))),
  pair(
    "containerd-several-programs",
    node("2.2.7", {}, { binaries: [program("/usr/bin/containerd"), program("/usr/local/bin/containerd")] }),
    node("2.2.7", {}, { binaries: [program("/usr/bin/containerd")] }),
  ),
  pair("containerd-tells-no-driver", node("1.7.34", {}), node("2.0.11", {})),
]

function untrusted(name: string): string {
  const type = 'runtime_type = "io.containerd.runc.v2"\n'
  return `${typed}[${cri}.containerd.runtimes.${name}]\n${type}[${cri}.containerd.untrusted_workload_runtime]\n${type}`
}

function certificate(files: string): string {
  return `[${cri}]\nenable_tls_streaming = true\n[${cri}.x509_key_pair_streaming]\n${files}`
}

function dumped(image: string): Partial<ContainerdFacts> {
  const sandboxImage = image === "other" ? image : `registry.k8s.io/${image}`
  return { dump: { command: [], exitCode: 0, defaultRuntime: "runc", sandboxImage, handlers: { runc: false } } }
}

const crioAt = onCrio.configPath
const packaged = { [`${onCrio.dropIns}/10-crio.conf`]: onCrio.packaged }

function crioNode(version: string, given: string | onCrio.Texts, more: Partial<CrioFacts> = {}, init?: "openrc"): Look {
  const texts = typeof given === "string" ? { [crioAt]: given } : given
  return () => crio.findings(onCrio.nodeOf(onCrio.factsOf(version, texts, more), init))
}

const manager = (name: string) => `[crio.runtime]\ncgroup_manager = "${name}"\n`
const service = onCrio.serviceOf({ environment: { CONTAINER_PAUSE_IMAGE: "example.com/pause:2" } })
const named = onCrio.serviceOf({ command: ["/usr/bin/crio", "--config", crioAt] })
const printing = (cgroupManager: string): Partial<CrioFacts> => ({
  printed: { command: ["/usr/bin/crio", "config"], exitCode: 0, scalars: { cgroupManager } },
})
const noFilter = { absentPrograms: ["iptables", "nft"] }

const ofCrio: readonly ComponentCase[] = [
  pair("crio-config-broken", crioNode("1.36.3", "[crio.runtime\n"), crioNode("1.36.3", "[crio.runtime]\n")),
  pair(
    "crio-config-missing",
    crioNode("1.36.3", {}, { service: named, files: [toFileFact({ state: "absent", path: crioAt })] }),
    crioNode("1.36.3", "", { service: named }),
  ),
  pair("crio-config-unreadable", crioNode("1.36.3", {}, { files: [unreadable(crioAt)] }), crioNode("1.36.3", "")),
  pair(
    "crio-wrong-type",
    crioNode("1.36.3", "[crio.runtime]\npids_limit = true\n"),
    crioNode("1.36.3", "[crio.runtime]\npids_limit = 1024\n"),
  ),
  pair("crio-manager-unknown", crioNode("1.36.3", manager("systemdx")), crioNode("1.36.3", manager("systemd"))),
  pair(
    "crio-monitor-cgroup-on-cgroupfs",
    crioNode("1.32.13", manager("cgroupfs"), {}, "openrc"),
    crioNode("1.33.0", manager("cgroupfs"), {}, "openrc"),
  ),
  pair(
    "crio-monitor-cgroup-on-systemd",
    crioNode("1.36.3", `${manager("systemd")}conmon_cgroup = "x"\n`),
    crioNode("1.36.3", `${manager("systemd")}conmon_cgroup = "x.slice"\n`),
  ),
  pair(
    "crio-default-runtime-without-table",
    crioNode("1.36.3", '[crio.runtime]\ndefault_runtime = "kata"\n'),
    crioNode("1.36.3", '[crio.runtime]\ndefault_runtime = "crun"\n'),
  ),
  pair(
    "crio-program-missing",
    crioNode("1.36.3", packaged, { absentPrograms: ["/usr/libexec/crio/crun"] }),
    crioNode("1.36.3", packaged),
  ),
  pair(
    "crio-monitor-path-relative",
    crioNode("1.36.3", '[crio.runtime]\nconmon = "conmon"\n'),
    crioNode("1.36.3", '[crio.runtime]\nconmon = "/usr/bin/conmon"\n'),
  ),
  pair(
    "crio-value-refused",
    crioNode("1.36.3", "[crio.runtime]\nlog_size_max = 8191\n"),
    crioNode("1.36.3", "[crio.runtime]\nlog_size_max = 8192\n"),
  ),
  pair(
    "crio-handler-taken-out",
    crioNode("1.36.3", '[crio.runtime.runtimes.kata]\nruntime_type = "kata"\n'),
    crioNode("1.36.3", '[crio.runtime.runtimes.kata]\nruntime_type = "oci"\n'),
  ),
  pair("crio-packet-filter-missing", crioNode("1.33.0", packaged, noFilter), crioNode("1.32.13", packaged, noFilter)),
  pair(
    "crio-pause-image-invalid",
    crioNode("1.36.3", '[crio.image]\npause_image = ""\n'),
    crioNode("1.36.3", '[crio.image]\npause_image = "a.example/pause:1"\n'),
  ),
  pair(
    "crio-backup-loaded",
    crioNode("1.36.3", { ...packaged, [`${onCrio.dropIns}/10-crio.conf~`]: manager("systemd") }),
    crioNode("1.36.3", { ...packaged, [`${onCrio.dropIns}/20-crio.conf`]: manager("systemd") }),
  ),
  pair(
    "crio-drop-in-not-read",
    crioNode("1.36.3", packaged, { strayDropIns: ["/etc/crio/conf.d/99-nvidia.toml"] }),
    crioNode("1.36.3", packaged, { strayDropIns: [] }),
  ),
  pair(
    "crio-key-outside-table",
    crioNode("1.36.3", 'cgroup_manager = "systemd"\n'),
    crioNode("1.36.3", manager("systemd")),
  ),
  pair(
    "crio-handler-replaced",
    crioNode("1.36.3", {
      ...packaged,
      [`${onCrio.dropIns}/20.conf`]: '[crio.runtime.runtimes.runc]\nmonitor_cgroup = "pod"\n',
    }),
    crioNode("1.36.3", {
      ...packaged,
      [`${onCrio.dropIns}/20.conf`]: '[crio.runtime.runtimes.kata]\nmonitor_cgroup = "pod"\n',
    }),
  ),
  pair(
    "crio-cgroupfs-on-systemd",
    crioNode("1.36.3", `${manager("cgroupfs")}conmon_cgroup = "pod"\n`),
    crioNode("1.36.3", `${manager("cgroupfs")}conmon_cgroup = "pod"\n`, {}, "openrc"),
  ),
  pair(
    "crio-flag-overrides-file",
    crioNode("1.36.3", '[crio.image]\npause_image = "example.com/pause:1"\n', { service }),
    crioNode("1.36.3", '[crio.image]\npause_image = "example.com/pause:2"\n', { service }),
  ),
  pair("crio-dump-differs", crioNode("1.36.3", {}, printing("cgroupfs")), crioNode("1.36.3", {}, printing("systemd"))),
  pair("crio-release-not-known", crioNode("1.36.3", {}, absentRelease()), crioNode("1.36.3", {})),
  pair("crio-release-too-old", crioNode("1.22.0", {}), crioNode("1.24.0", {})),
  pair("crio-release-newer", crioNode("1.38.0", {}), crioNode("1.37.0", {})),
  pair("crio-tells-no-driver", crioNode("1.27.8", {}), crioNode("1.28.1", {})),
]

function absentRelease(): Partial<CrioFacts> {
  return { version: { state: "absent", source: { kind: "program", command: ["crio"] } } }
}

const engine =
  (described: Described): Look =>
  async () =>
    docker.findings(await dockerNode(described))
const bridge =
  (described: Described): Look =>
  async () =>
    criDockerd.findings(await dockerNode(described))
const execOpts = (...entries: readonly string[]) => JSON.stringify({ "exec-opts": entries })
const unit = "/etc/systemd/system/docker.service.d/override.conf"
const withFlag = (flag: string) => ({ [unit]: `[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd ${flag}\n` })
const right = execOpts("native.cgroupdriver=systemd")

/** Stopped, with a socket that the init system listens on. */
function held(path: string): Look {
  const table = `Num RefCount Protocol Flags Type St Inode Path\n0: 00000002 00000000 00010000 0001 01 31 ${path}\n`
  return async () => {
    const node = await dockerNode({ isActive: false, files: { "/proc/net/unix": table } })
    return judgeCriAnswers(node, [docker, criDockerd])
  }
}

const companionOf = (described: Described): Look => {
  return async () => judgeCriCompanion(await dockerNode(described), [docker, criDockerd])
}

const ofDocker: readonly ComponentCase[] = [
  pair("cri-companion-missing", companionOf({ criDockerdVersion: null }), companionOf({})),
  pair("docker-config-broken", engine({ config: "{,}" }), engine({ config: "{}" })),
  pair(
    "docker-config-missing",
    engine({ files: withFlag("--config-file /etc/docker/other.json") }),
    engine({ files: { ...withFlag("--config-file /etc/docker/other.json"), "/etc/docker/other.json": "{}" } }),
  ),
  pair("docker-config-unreadable", engine({ files: { "/etc/docker/daemon.json/x": "" } }), engine({ config: "{}" })),
  pair("docker-config-empty", engine({ config: "\n", version: "20.10.24" }), engine({ config: "\n" })),
  pair("docker-byte-order-mark", engine({ config: "\uFEFF{}", version: "20.10.24" }), engine({ config: "\uFEFF{}" })),
  pair(
    "docker-set-twice",
    engine({ config: right, files: withFlag("--exec-opt native.cgroupdriver=systemd") }),
    engine({ files: withFlag("--exec-opt native.cgroupdriver=systemd") }),
  ),
  pair(
    "docker-exec-opts-type",
    engine({ config: '{"exec-opts": "native.cgroupdriver=systemd"}' }),
    engine({ config: right }),
  ),
  pair("docker-driver-unknown", engine({ config: execOpts("native.cgroupdriver=bogus") }), engine({ config: right })),
  pair(
    "docker-exec-opt-refused",
    engine({ config: execOpts("native.cgroupdriver=systemd", "foo=bar"), version: "28.5.2" }),
    engine({ config: execOpts("native.cgroupdriver=systemd", "foo=bar") }),
  ),
  pair(
    "docker-cgroup-parent-no-slice",
    engine({ config: '{"exec-opts": ["native.cgroupdriver=systemd"], "cgroup-parent": "/docker-pods"}' }),
    engine({ config: '{"exec-opts": ["native.cgroupdriver=systemd"], "cgroup-parent": "docker-pods.slice"}' }),
  ),
  pair(
    "docker-directive-unknown",
    engine({ config: '{"log-format": "json"}', version: "20.10.24" }),
    engine({ config: '{"log-level": "info"}', version: "20.10.24" }),
  ),
  pair(
    "docker-directive-kind",
    engine({ config: '{"insecure-registries": "10.0.0.0/8"}', version: "20.10.24" }),
    engine({ config: '{"insecure-registries": ["10.0.0.0/8"]}', version: "20.10.24" }),
  ),
  pair(
    "docker-config-refused",
    engine({ config: "{}", validate: () => failing("unable to configure the Docker daemon with file") }),
    engine({ config: "{}" }),
  ),
  pair(
    "docker-key-ignored",
    engine({ config: '{"exec-opt": ["native.cgroupdriver=systemd"]}' }),
    engine({ config: right }),
  ),
  pair(
    "docker-key-twice",
    engine({ config: '{"debug": true, "debug": false}' }),
    engine({ config: '{"debug": true, "icc": false}' }),
  ),
  pair(
    "docker-driver-twice",
    engine({ config: execOpts("native.cgroupdriver=cgroupfs", "native.cgroupdriver=systemd") }),
    engine({ config: execOpts("native.cgroupdriver=systemd", "native.cgroupdriver=systemd") }),
  ),
  pair(
    "docker-cgroupfs-on-systemd",
    engine({ config: execOpts("native.cgroupdriver=cgroupfs") }),
    engine({ config: right }),
  ),
  pair(
    "docker-refuses-cri-dockerd",
    engine({ criDockerdVersion: "0.3.15", version: "29.0.1" }),
    engine({ criDockerdVersion: "0.3.16", version: "29.0.1" }),
  ),
  pair("cri-dockerd-without-cri-v1", bridge({ criDockerdVersion: "0.2.6" }), bridge({ criDockerdVersion: "0.3.0" })),
  pair("cri-dockerd-tells-no-driver", bridge({ criDockerdVersion: "0.3.16" }), bridge({ criDockerdVersion: "0.3.17" })),
  pair(
    "cri-dockerd-of-mke",
    bridge({ files: { "/etc/systemd/system/cri-dockerd-mke.service": criDockerUnit } }),
    bridge({}),
  ),
  pair("runtime-starts-when-asked", held("/run/cri-dockerd.sock"), held("/run/other.sock")),
]

export const componentCases: readonly ComponentCase[] = [...ofContainerd, ...ofCrio, ...ofDocker]
