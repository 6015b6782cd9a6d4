// What keeps the kubelet's pods or a service from starting though its files look right: programs that are none, and
// files that the kubelet's settings name.
import { expect, test } from "bun:test"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const config = "var/lib/kubelet/config.yaml"
const told = (node: CaseNode, code: string) => node.findings().filter((one) => one.code === code)

/** As a linker writes it: one segment to be loaded, of `length` bytes, in a file of `size`. */
function program(machine: number, length: number, size: number): Buffer {
  const file = Buffer.alloc(size)
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(file)
  file.writeUInt16LE(2, 16)
  file.writeUInt16LE(machine, 18)
  file.writeBigUInt64LE(64n, 32)
  file.writeUInt16LE(56, 54)
  file.writeUInt16LE(1, 56)
  file.writeUInt32LE(1, 64)
  file.writeBigUInt64LE(BigInt(length), 64 + 32)
  return file
}

function put(node: CaseNode, path: string, content: string | Buffer): void {
  node.remove(path).write(path, "")
  writeFileSync(join(node.root, path), content)
  chmodSync(join(node.root, path), 0o755)
}

// kubernetes/kubernetes#21918 has what a server said in the place of the program, rootsongjc/kubernetes-handbook#38 and
// k3s-io/k3s#2419 the wrong processor.
test.each([
  ["usr/bin/kubelet", "kubelet.service", "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "no-program"],
  ["usr/bin/containerd", "containerd.service", "Not Found", "no-program"],
  ["usr/bin/containerd", "containerd.service", program(183, 200, 400), "architecture"],
  ["usr/bin/kubelet", "kubelet.service", program(62, 90_000, 400), "cut-off"],
])("%s, of which %s cannot be started", (path, service, content, why) => {
  using node = new CaseNode("healthy")
  put(node, path, content)

  expect(told(node, "service-cannot-start")).toMatchObject([{ severity: "failure", args: { service, why } }])
  expect(node.run("check").code).toBe(6)
})

test.each([["#!/bin/sh\nexec /opt/kubelet\n"], [program(62, 200, 400)], [program(3, 200, 400)]])(
  "a script, and a program for this processor or its narrower one, are started",
  (content) => {
    using node = new CaseNode("healthy")
    put(node, "usr/bin/kubelet", content)

    expect(told(node, "service-cannot-start")).toEqual([])
  },
)

// kubernetes-sigs/kubespray#11810 has systemd-resolved masked, labring/sealos#1620 no such service on CentOS.
test("a file of DNS servers that systemd-resolved would write, where it is not installed or masked", () => {
  using node = new CaseNode("healthy")
  const text = node.read(config)
  node.write(config, `${text}resolvConf: /run/systemd/resolve/resolv.conf\n`)
  expect(told(node, "kubelet-resolv-conf-missing")).toMatchObject([
    { severity: "failure", args: { isOfResolved: true, file: `/${config}` } },
  ])

  node.write("usr/lib/systemd/system/systemd-resolved.service", "[Service]\nExecStart=/lib/systemd/systemd-resolved\n")
  expect(node.findings()).toEqual([])

  node.write(config, `${text}resolvConf: /etc/kubernetes/resolv.conf\n`)
  expect(told(node, "kubelet-resolv-conf-missing")).toMatchObject([{ args: { isOfResolved: false } }])

  node.write("etc/kubernetes/resolv.conf", "nameserver 10.0.0.1\n")
  expect(node.findings()).toEqual([])

  node.write(config, `${text}resolvConf: ""\n`)
  expect(node.findings()).toEqual([])
})

test("static pods of a control plane in another directory than the kubelet reads", () => {
  using node = new CaseNode("healthy")
  const text = node.read(config).replace(/^staticPodPath:.*\n/m, "")
  node.write("etc/kubernetes/manifests/kube-apiserver.yaml", "kind: Pod\n")
  node.write(config, `${text}staticPodPath: /etc/kubernetes/manifests/\n`)
  expect(told(node, "kubelet-manifests-not-read")).toEqual([])

  node.write(config, `${text}staticPodPath: /etc/kubernetes/manifest\n`)
  expect(told(node, "kubelet-manifests-not-read")).toMatchObject([
    { severity: "warning", args: { directory: "/etc/kubernetes/manifest", names: ["kube-apiserver.yaml"] } },
  ])

  node.write(config, text)
  expect(told(node, "kubelet-manifests-not-read")).toMatchObject([{ args: { directory: "" } }])
})

test("a directory of static pods that is not there is no trouble of a worker", () => {
  using node = new CaseNode("healthy")
  expect(node.read(config)).toContain("staticPodPath: /etc/kubernetes/manifests\n")
  expect(node.findings()).toEqual([])
})

// Each given to kubelet 1.37.2, which ends with it; a word behind a switch is "unknown
// command false".
test.each([
  ["--node-lables=a=b", "unknown", "--node-labels"],
  ["--feature-gate=NodeSwap=true", "unknown", "--feature-gates"],
  ["--fail-swap-on false", "switch", "--fail-swap-on=false"],
  ["--max-pods=lots", "number", ""],
  ["--sync-frequency=60", "duration", ""],
  ["--register-node=yes", "boolean", ""],
])("a kubelet with %s", (flags, why, meant) => {
  using node = new CaseNode("healthy")
  node.write("etc/default/kubelet", `KUBELET_EXTRA_ARGS=${flags}\n`)

  expect(told(node, "kubelet-flag-refused")).toMatchObject([
    { severity: "failure", args: { why, meant }, place: { file: "/etc/default/kubelet", line: 1 } },
  ])
})

test("flags that a kubelet takes, also by a variable that is filled in later, are no trouble", () => {
  using node = new CaseNode("healthy")
  const flags = "--node_labels=a=b --v=2 --max-pods=250 --fail-swap-on=false --node-ip=10.0.0.2 --sync-frequency=1m0s"
  node.write("etc/default/kubelet", `KUBELET_EXTRA_ARGS=${flags}\n`)

  expect(node.findings()).toEqual([])
})

const kubeconfig = `apiVersion: v1
kind: Config
users:
- name: default-auth
  user:
    client-certificate: /var/lib/kubelet/pki/kubelet-client-current.pem
    client-key: /var/lib/kubelet/pki/kubelet-client-current.pem
`

// kubernetes-sigs/kubespray#3769, kubernetes/kubeadm#1678.
test("a kubelet that has joined, and whose configuration or client certificate is not there", () => {
  using node = new CaseNode("healthy")
  node.write("etc/kubernetes/kubelet.conf", kubeconfig)
  expect(told(node, "kubelet-client-certificate")).toMatchObject([{ severity: "failure", args: { why: "missing" } }])

  node.write("etc/kubernetes/bootstrap-kubelet.conf", "apiVersion: v1\nkind: Config\n")
  expect(told(node, "kubelet-client-certificate")).toEqual([])

  node.remove("etc/kubernetes/bootstrap-kubelet.conf").write("var/lib/kubelet/pki/kubelet-client-current.pem", "")
  expect(told(node, "kubelet-client-certificate")).toEqual([])

  node.remove(config)
  expect(told(node, "kubelet-configuration-missing")).toMatchObject([
    { severity: "failure", args: { file: `/${config}` } },
  ])
})

test("a unit that waits for a process that never ends", () => {
  using node = new CaseNode("healthy")
  const file = "etc/systemd/system/containerd.service.d/50-type.conf"
  node.write(file, "[Service]\nType=forking\n")
  expect(told(node, "service-type-forking")).toMatchObject([
    { severity: "failure", args: { program: "/usr/bin/containerd" }, place: { file: `/${file}`, line: 2 } },
  ])

  node.write(file, "[Service]\nType=forking\nExecStart=\nExecStart=/bin/sh -c '/usr/bin/containerd &'\n")
  expect(told(node, "service-type-forking")).toEqual([])
})

// go-cni, loadFromConfDir: the first file by name ends it all where it cannot be used.
test.each([
  ["10-x.conflist", '{"name":"x","cniVersion":"0.4.0","plugins":[{"type":"bridge"},]}', "no-json"],
  ["10-x.conflist", "", "no-json"],
  ["10-x.conflist", '{"name":"x","cniVersion":"0.4.0"}', "no-plugins"],
  ["10-x.conf", '{"name":"x","plugins":[{"type":"bridge"}]}', "no-type"],
  ["10-x.conflist", '{"cniVersion":"0.4.0","plugins":[{"type":"bridge"}]}', "no-name"],
])("a network configuration %s with %j", (name, text, why) => {
  using node = new CaseNode("healthy")
  node.write(`etc/cni/net.d/${name}`, text)

  expect(told(node, "cni-configuration-unfit")).toMatchObject([
    { severity: "warning", args: { file: `/etc/cni/net.d/${name}`, why } },
  ])
})

/** As the real programs answer: "unknown flag", "flag provided but not defined". */
test.each([
  ["--cgroup-driver=systemd", ""],
  ["--confg /etc/containerd/config.toml", "--config"],
])("a runtime's command with %s", (flags, meant) => {
  using node = new CaseNode("healthy")
  const dropIn = "etc/systemd/system/containerd.service.d/10-site.conf"
  node.write(dropIn, `[Service]\nExecStart=\nExecStart=/usr/bin/containerd ${flags}\n`)

  expect(told(node, "service-flag-unknown")).toMatchObject([
    { severity: "failure", args: { meant, file: `/${dropIn}` }, place: { line: 3 } },
  ])

  node.write(
    dropIn,
    "[Service]\nExecStart=\nExecStart=/usr/bin/containerd --log-level debug -a /run/containerd/containerd.sock\n",
  )
  expect(told(node, "service-flag-unknown")).toEqual([])
})

/** Any other name: a vendor's build may have it, so a person is to look. */
test.each([
  ["1.7.24", 1],
  ["2.4.9", 1],
  ["2.5.0", 0],
])("a runtime's command with a flag that nobody knows, of release %s", (release, told) => {
  using node = new CaseNode("healthy")
  const dropIn = "etc/systemd/system/containerd.service.d/10-site.conf"
  node.write(dropIn, "[Service]\nExecStart=\nExecStart=/usr/bin/containerd --plugin-dir /opt/plugins\n")

  const findings = node.findings("--runtime-version", release).filter(({ code }) => code === "service-flag-doubtful")
  expect(findings).toHaveLength(told)
  if (told === 0) return
  expect(findings).toMatchObject([
    { severity: "warning", args: { flag: "--plugin-dir", file: `/${dropIn}`, release }, place: { line: 3 } },
  ])
})

test("a kubelet's command with a flag that no kubelet has, and one that had it once", () => {
  using node = new CaseNode("healthy")
  node.write("etc/default/kubelet", "KUBELET_EXTRA_ARGS=--node-taints=a=b:NoSchedule --network-plugin=cni\n")

  const findings = node.findings().filter(({ code }) => code.startsWith("service-flag"))
  expect(findings).toMatchObject([
    {
      code: "service-flag-doubtful",
      severity: "warning",
      args: { flag: "--node-taints", file: "/etc/default/kubelet" },
    },
  ])
})

// kubernetes/kubeadm#1315 (a unit without the drop-in), kubernetes/kubernetes#69456 ("standalone mode, no API client").
test("a kubelet that is started without what kubeadm wrote for it", () => {
  using node = new CaseNode("healthy")
  const dropIn = "etc/systemd/system/kubelet.service.d/10-kubeadm.conf"
  node.write(dropIn, "# Moved elsewhere.\n")
  expect(told(node, "kubelet-files-not-passed")).toMatchObject([
    { severity: "failure", args: { flags: ["--config=/var/lib/kubelet/config.yaml"] } },
  ])

  node.write("etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\n")
  expect(told(node, "kubelet-files-not-passed")).toMatchObject([{ args: { flags: { length: 2 } } }])

  node.write(dropIn, "[Service]\nExecStart=\nExecStart=/opt/start-kubelet\n")
  expect(told(node, "kubelet-files-not-passed")).toEqual([])
})

// siderolabs/talos#7504, kubernetes-sigs/kubespray#8535, rancher/rancher#32783: the policy was changed, the state was left.
test.each([
  ["cpuManagerPolicy: static\nsystemReserved:\n  cpu: 500m\n", "cpu_manager_state", "none", 1],
  ["cpuManagerPolicy: static\nreservedSystemCPUs: 0-1\n", "cpu_manager_state", "static", 0],
  ["", "cpu_manager_state", "none", 0],
  ["", "cpu_manager_state", "static", 1],
  ["memoryManagerPolicy: None\n", "memory_manager_state", "Static", 1],
])("a kubelet with %j, and a %s of the policy %s", (setting, file, policy, count) => {
  using node = new CaseNode("healthy")
  node.write(config, `${node.read(config)}${setting}`)
  node.write(`var/lib/kubelet/${file}`, `{"policyName":"${policy}","defaultCpuSet":"","checksum":1353318690}`)

  const findings = told(node, "kubelet-state-of-other-policy")
  expect(findings).toHaveLength(count)
  for (const finding of findings) expect(finding).toMatchObject({ severity: "failure", args: { policy } })
})

test.each([
  ["cpuManagerPolicy: static\n", "cpuManagerPolicy", 1],
  ["cpuManagerPolicy: static\nkubeReserved:\n  memory: 1Gi\n  cpu: 0m\n", "cpuManagerPolicy", 1],
  ["cpuManagerPolicy: static\nkubeReserved:\n  cpu: 0.5\n", "cpuManagerPolicy", 0],
  ["memoryManagerPolicy: Static\n", "memoryManagerPolicy", 1],
])("a kubelet whose policy leaves nothing reserved: %j", (setting, key, count) => {
  using node = new CaseNode("healthy")
  node.write(config, `${node.read(config)}${setting}`)

  const findings = told(node, "kubelet-value-refused")
  expect(findings).toHaveLength(count)
  for (const finding of findings) expect(finding).toMatchObject({ severity: "failure", args: { key, why: "needs" } })
})

// moby/moby#19625 (MountFlags=slave of a generated unit), containerd/containerd#7076 and bottlerocket-os/bottlerocket#652.
test.each([
  ["kubelet", "PrivateMounts=yes", ["PrivateMounts=yes"]],
  ["kubelet", "ProtectSystem=full\nProtectHome=true", ["ProtectSystem=full", "ProtectHome=true"]],
  ["containerd", "MountFlags=slave", ["MountFlags=slave"]],
  ["containerd", "ReadWritePaths=/var/lib", ["ReadWritePaths=/var/lib"]],
  ["containerd", "MountFlags=shared\nPrivateTmp=no\nReadOnlyPaths=/x\nReadOnlyPaths=", []],
])("a unit of %s with %j", (service, lines, settings) => {
  using node = new CaseNode("healthy")
  const dropIn = `etc/systemd/system/${service}.service.d/hardening.conf`
  node.write(dropIn, `[Service]\n${lines}\n`)

  const findings = told(node, "service-own-mounts")
  expect(findings).toHaveLength(settings.length === 0 ? 0 : 1)
  for (const finding of findings) expect(finding).toMatchObject({ severity: "warning", args: { settings } })
})

test.each([
  ["KillMode=mixed", "mixed", 1],
  ["KillMode=", "", 1],
  ["KillMode=process", "", 0],
])("a unit of containerd with %s", (line, mode, count) => {
  using node = new CaseNode("healthy")
  node.write("etc/systemd/system/containerd.service.d/x.conf", `[Service]\n${line}\n`)

  const findings = told(node, "service-ends-pods")
  expect(findings).toHaveLength(count)
  for (const finding of findings) expect(finding).toMatchObject({ args: { mode } })
})
