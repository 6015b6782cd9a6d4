// No credential of the node's files is printed by any command, whatever language the file is in and however the value is
// written there; and what is made to be shared shows no value that nobody judges. Every value below that must not be seen
// begins with "Zq7".
import { describe, expect, test } from "bun:test"
import { criadm, debianFiles, Tree } from "./program.ts"

const release = ["--runtime-version", "1.7.24"]
let made = 0
const secret = () => `Zq7${++made}xKw9`
const seenIn = (text: string) => text.split("\n").filter((line) => line.includes("Zq7"))

const cri = 'plugins."io.containerd.grpc.v1.cri"'
const kubelet = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"

const containerdToml = () => `version = 2
# token = "${secret()}"
[${cri}]
  sandbox_image = "registry.k8s.io/pause:3.8" # of http://me:${secret()}@h/
  registry = { headers = { Foo = ["${secret()}"], Private-Token = ["${secret()}"] } }
[${cri}.x.auth]
  username = "u"
  password = "${secret()}"
  auth = '${secret()}'
  identitytoken = """
${secret()}"""
  "to\\u006ben" = "${secret()}"
[${cri}.x.headers]
  Bar = [
    # why
    "${secret()}",
    '${secret()}'
  ]
[proxy_plugins.x]
  type = "snapshot"
  address = "/run/x.sock"
[proxy_plugins.x.exports]
  apikey = "${secret()}"
`

const hostsToml = () => `server = "https://u:${secret()}@registry-1.docker.io"
[host."https://a@b:${secret()}/x@mirror.example/path"]
  capabilities = ["pull"]
[host."https://m.example/?access_token=${secret()}"]
  [host."https://m.example/?access_token=${secret()}".header]
    x-custom = "${secret()}"
    X-AUTH-TOKEN = [
      "${secret()}" ]
`

const kubeletYaml = () => `${kubelet}staticPodURLHeader:
  Authorization:
  - "Basic ${secret()}"
  X-Foo: [ "${secret()}" ]
  ? Cookie
  : - >-
     ${secret()}
extra:
  password: !!str |
    ${secret()}
    ${secret()}
  token: &a ${secret()}
  secret: plain and
    ${secret()}
  ? passphrase
  : ${secret()}
cgroupDriver: cgroupfs
staticPodURL: https://u:${secret()}@x/y?token=${secret()}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
`

const flagsEnv = () =>
  `KUBELET_KUBEADM_ARGS="--cloud-token ${secret()} --registry-password=${secret()} --manifest-url-header=X:${secret()}` +
  ` --manifest-url=https://u:${secret()}@x/ --container-runtime=remote --bootstrap-token '${secret()}'"\n`

const dropIn = () =>
  `[Service]\nEnvironment="HTTPS_PROXY=http://user:p@${secret()}@proxy:3128" "GITHUB_TOKEN=${secret()}"\nEnvironment=MY_PASS=${secret()}\n` +
  `ExecStart=\nExecStart=/usr/bin/containerd --log-level debug --token=${secret()}\n`

const withKubelet = {
  ...debianFiles,
  "usr/bin/kubelet": "",
  "usr/lib/systemd/system/kubelet.service":
    "[Service]\nEnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nEnvironmentFile=-/etc/default/kubelet\n" +
    "ExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS\n",
  "var/lib/kubelet/config.yaml": `${kubelet}cgroupDriver: systemd\n`,
}

const everyLanguage = () => ({
  ...withKubelet,
  "etc/containerd/config.toml": containerdToml(),
  "etc/containerd/certs.d/docker.io/hosts.toml": hostsToml(),
  "var/lib/kubelet/config.yaml": kubeletYaml(),
  "var/lib/kubelet/kubeadm-flags.env": flagsEnv(),
  "etc/default/kubelet": `KUBELET_EXTRA_ARGS=--api-key ${secret()} --auth-header "Bearer ${secret()}"\nAWS_SECRET_ACCESS_KEY=${secret()}\n`,
  "etc/systemd/system/containerd.service.d/p.conf": dropIn(),
  "etc/sysctl.d/99-x.conf": `net.ipv4.ip_forward = 0\nkernel.core_pattern = |/usr/bin/x --token ${secret()}\n`,
  "etc/crictl.yaml": `runtime-endpoint: unix:///run/foo.sock\npassword: ${secret()}\n`,
})

const commands: readonly (readonly string[])[] = [
  ["detect"],
  ["check"],
  ["explain"],
  ["plan", ...release],
  ["plan", ...release, "--registry-mirror", "quay.io=https://m2.example", "--crictl-config"],
  ["answers", ...release],
  ["apply", "--yes", ...release, "--kubelet", "--cgroup-driver", "systemd"],
  ["history"],
  ["rollback", "--yes"],
]

/** Done, or with findings; a refusal would have shown nothing of the files. */
const ended = [0, 6]

describe("no credential is printed", () => {
  test.each(["text", "json"])("by any command, in %s", (form) => {
    using node = new Tree(everyLanguage())
    for (const [command = "", ...args] of commands) {
      const isTold = command !== "answers" || form === "json"
      const run = criadm([command, "--root", node.path, ...args, ...(isTold ? ["-o", form] : [])])
      expect([command, ended.includes(run.code), seenIn(run.out + run.err)]).toEqual([command, true, []])
    }
  })

  test.each([
    ["TOML without a closing quote", "etc/containerd/config.toml", () => `[x.auth]\n  password = "${secret()}\n`],
    ["TOML without quotes", "etc/containerd/config.toml", () => `[x.auth]\n  password = ${secret()}\n`],
    ["a key of TOML twice", "etc/containerd/config.toml", () => `[x.auth]\n  token = "a"\n  token = "${secret()}"\n`],
    [
      "a header",
      "etc/containerd/certs.d/docker.io/hosts.toml",
      () => `[host."https://m".header]\n  a = ["${secret()}" 1]\n`,
    ],
    [
      "the middle of a long text",
      "etc/containerd/config.toml",
      () => `token = """\n${secret()} \\q ${secret()}\n"""\n`,
    ],
    ["YAML", "var/lib/kubelet/config.yaml", () => `${kubelet}staticPodURLHeader:\n  A: ["${secret()}"\nx: y\n`],
    ["a block of YAML", "var/lib/kubelet/config.yaml", () => `${kubelet}token: |\n    ${secret()}\n  ${secret()}\n`],
  ])("with the broken line of a file: %s", (_, path, text) => {
    using node = new Tree({ ...withKubelet, [path]: text() })
    for (const [command = "", ...args] of [...commands.slice(0, 5), ["plan", ...release, "-o", "json"]]) {
      const run = criadm([command, "--root", node.path, ...args])
      expect([command, seenIn(run.out + run.err)]).toEqual([command, []])
    }
  })
})

test("what is made to be shared shows no value that nobody judges", () => {
  using node = new Tree({
    ...withKubelet,
    "etc/containerd/config.toml": `version = 2\nown = "${secret()}"\nlist = [ "${secret()}",\n "${secret()}" ]\n[${cri}]\n  sandbox_image = "registry.k8s.io/pause:3.8"\n  z = { a = "${secret()}" }\n`,
    "var/lib/kubelet/config.yaml": `${kubelet}own: ${secret()}\nlist:\n- ${secret()}\n- a: ${secret()}\nflow: {a: ${secret()}, b: [${secret()}]}\n`,
    "etc/default/kubelet": `OWN=${secret()}\nKUBELET_EXTRA_ARGS=--own=${secret()} --own2 ${secret()} --fail-swap-on=false\n`,
    "etc/systemd/system/containerd.service.d/p.conf": `[Service]\nEnvironment="OWN=${secret()}" B=${secret()}\nExecStart=\nExecStart=/usr/bin/containerd --own ${secret()} --own2=${secret()}\n`,
  })

  const shared = criadm(["detect", "--root", node.path, "-o", "json", ...release]).out

  expect(seenIn(shared)).toEqual([])
  for (const judged of ["registry.k8s.io/pause:3.8", "--fail-swap-on=false"]) expect(shared).toContain(judged)
})
