// What a node shows beside the files of CRI: proxies with the quotes of a web page or without the cluster's ranges,
// SELinux that the runtime does not use, CDI off beside NVIDIA's tools. Reports: kubernetes/website#33770 (quotes),
// kubernetes/kubeadm#182 and kubernetes-sigs/kubespray#5830 (NO_PROXY), NVIDIA/gpu-operator#432 (CDI).
import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const dropIn = "etc/systemd/system/containerd.service.d/http-proxy.conf"
const kubelet = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS:\n- 10.96.0.10\n"

function nodeWith(files: Readonly<Record<string, string>>): CaseNode {
  const node = new CaseNode("proxy-percent-sign").remove(dropIn)
  for (const [path, text] of Object.entries(files)) node.write(path, text)
  return node
}

test("typographic quotes are told with their place", () => {
  using node = nodeWith({ [dropIn]: "[Service]\nEnvironment=“HTTPS_PROXY=http://proxy.example.net:3128”\n" })

  expect(node.findings().find(({ code }) => code === "proxy-typographic-quotes")).toMatchObject({
    severity: "warning",
    place: { file: `/${dropIn}`, line: 2, column: 13 },
  })
})

test("quotes in a comment are nobody's trouble", () => {
  using node = nodeWith({
    [dropIn]: "[Service]\n# the “https_proxy” of the site\nEnvironment=HTTPS_PROXY=http://p:3128\n",
  })

  expect(node.codes("warning")).not.toContain("proxy-typographic-quotes")
})

test.each([
  ["127.0.0.1,localhost", ["10.96.0.10"]],
  ["10.96.0.0/12,127.0.0.1", []],
  ["10.96.0.10", []],
  ["*", []],
  ["10.97.0.0/16", ["10.96.0.10"]],
])("NO_PROXY=%s leaves out %j", (noProxy, missing) => {
  using node = nodeWith({
    [dropIn]: `[Service]\nEnvironment=HTTPS_PROXY=http://proxy.example.net:3128 NO_PROXY=${noProxy}\n`,
    "var/lib/kubelet/config.yaml": kubelet,
  })

  const args = node.findings().flatMap((one) => (one.code === "proxy-without-cluster" ? one.args.missing : []))
  expect(args).toEqual(missing)
})

test("without a proxy nothing need be left out", () => {
  using node = nodeWith({ "var/lib/kubelet/config.yaml": kubelet })

  expect(node.codes("note")).not.toContain("proxy-without-cluster")
})

test("SELinux that enforces, and a runtime that does not label pods", () => {
  using node = nodeWith({ "etc/selinux/config": "SELINUX=enforcing\n" })
  expect(node.codes("note")).toContain("selinux-not-used")

  const text = node.read("etc/containerd/config.toml")
  node.write("etc/containerd/config.toml", `${text}\n[plugins."io.containerd.cri.v1.runtime"]\nenable_selinux = true\n`)
  expect(node.codes("note")).not.toContain("selinux-not-used")
  node.write("etc/containerd/config.toml", text).write("etc/selinux/config", "SELINUX=permissive\n")
  expect(node.codes("note")).not.toContain("selinux-not-used")
})

test.each([
  ["1.7.24", "version = 2\n", true],
  ["1.7.24", 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\nenable_cdi = true\n', false],
  ["2.1.9", "version = 3\n", false],
  ["1.6.20", "version = 2\n", false],
])("containerd %s with %j beside NVIDIA's toolkit: CDI off is %p", (release, text, isTold) => {
  using node = nodeWith({ "etc/containerd/config.toml": text, "etc/containerd/conf.d/99-nvidia.toml": "version = 2\n" })

  const codes = node.findings("--runtime-version", release).map(({ code }) => code)
  expect(codes.includes("cdi-off-beside-nvidia")).toBe(isTold)
})

test.each(["etc/cdi/vendor.yaml", "usr/bin/nvidia-smi", "etc/nvidia-container-runtime/config.toml"])(
  "CDI that is off beside /%s",
  (mark) => {
    using node = nodeWith({ "etc/containerd/config.toml": "version = 2\n" })
    const told = () =>
      node.findings("--runtime-version", "1.7.24").filter(({ code }) => code === "cdi-off-beside-nvidia")
    expect(told()).toEqual([])

    node.write(mark, "")
    expect(told()).toMatchObject([{ severity: "note", args: { mark: `/${mark}` } }])
  },
)

test("explain proxy names the line that counts, without the password, and the lines that systemd drops", () => {
  using node = nodeWith({
    [dropIn]:
      '[Service]\nEnvironment="HTTP_PROXY=http://svc:a%40b@proxy.example.net:3128"\nEnvironment="HTTPS_PROXY=http://me:secret@proxy.example.net:3128"\n',
  })

  const { text } = node.say("explain", "proxy")
  expect(text).toContain("proxy (containerd containerd.service): http://me:xxxxxx@proxy.example.net:3128")
  expect(text).toContain(`from /${dropIn}:3`)
  expect(text).toContain(`/${dropIn}:2:1: HTTP_PROXY = (systemd skips this line)`)
  expect(text).not.toContain("secret")
})

test("explain handlers names what each runs, its line, the default and what cannot be started", () => {
  using node = new CaseNode("handler-binary-missing")

  const { text } = node.say("explain", "handlers")
  expect(text).toContain(
    "handlers (containerd nvidia): io.containerd.runc.v2 with /usr/local/nvidia/toolkit/nvidia-container-runtime",
  )
  expect(text).toContain("no pod of it starts: /usr/local/nvidia/toolkit/nvidia-container-runtime cannot be started")
  expect(text).toContain("handlers (containerd runc): io.containerd.runc.v2")
})

const table = 'plugins."io.containerd.cri.v1.runtime".containerd'

test("explain handlers tells which start one program, which have a shim of their own, and which the release has not", () => {
  using node = nodeWith({
    "etc/containerd/config.toml": `version = 3
[${table}.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[${table}.runtimes.second]
runtime_type = "io.containerd.runc.v2"
options = { BinaryName = "/usr/sbin/runc" }
[${table}.runtimes.elsewhere]
runtime_type = "io.containerd.runc.v2"
options = { BinaryName = "/opt/own/runc" }
[${table}.runtimes.kata]
runtime_type = "io.containerd.kata.v2"
[${table}.runtimes.old]
runtime_type = "io.containerd.runc.v1"
`,
    "usr/bin/containerd-shim-kata-v2": "",
    "usr/bin/containerd-shim-runc-v2": "",
    "usr/sbin/runc": "",
    "opt/own/runc": "",
  })
  for (const program of ["usr/bin/containerd-shim-kata-v2", "usr/sbin/runc", "opt/own/runc"])
    chmodSync(join(node.root, program), 0o755)

  const { text } = node.say("explain", "handlers", "--runtime-version", "2.1.9")
  expect(text).toMatch(/containerd second\): .* starts the same program as runc/)
  expect(text).toMatch(
    /containerd runc\): .*the default: pods without a runtime class get it; starts the same program as second/,
  )
  expect(text).not.toMatch(/containerd elsewhere\): [^(]*the same program/)
  expect(text).toMatch(/containerd kata\): io.containerd.kata.v2 .*its shim is not that of runc/)
  expect(text).toMatch(/containerd old\): .*containerd 2.1.9 has no such runtime_type/)
})

test("explain handlers names the default that nobody configured", () => {
  using node = nodeWith({
    "etc/containerd/config.toml": `version = 3
[${table}]
default_runtime_name = "nvidia"
`,
  })

  expect(node.say("explain", "handlers", "--runtime-version", "2.1.9").text).toMatch(
    /containerd nvidia\): none from \/etc\/containerd\/config.toml:3; the default, and no such handler is configured/,
  )
})

test.each([
  ["crio-pause-command", "handlers (crio runc): oci with /usr/libexec/crio/runc"],
  ["docker-runtime-binary-missing", "handlers (docker nvidia): nvidia-container-runtime"],
])("so it does for the other runtimes: %s", (name, said) => {
  using node = new CaseNode(name)

  expect(node.say("explain", "handlers").text).toContain(said)
})
