// Files of a node made by somebody who wants root's criadm to hang, to eat the node's memory or to write to root's
// terminal: for each language that criadm edits, whatever it is made of, it is refused or passed over in bounded time
// and memory, and stays as it is.
import { beforeAll, describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { debianFiles, program, Tree } from "./program.ts"

interface Cost {
  readonly seconds: number
  readonly mebibytes: number
}

function costOf(usage: Bun.ResourceUsage | undefined): Cost {
  return {
    seconds: Number(usage?.cpuTime.total ?? 0) / 1e6,
    mebibytes: (usage?.maxRSS ?? 0) / 1024 / 1024,
  }
}

/** What the same command costs on a good node, measured in this very run: other machines are slower. */
let usual: Cost = { seconds: 0, mebibytes: 0 }

/** How much more a node of bad files may cost: time as a factor, memory on top. */
const mostTimes = 60
const mostMebibytesMore = 200

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach the terminal
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const escapes = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e"
const mebibytes = (text: string, count: number) => text.repeat(Math.ceil((count * 1024 * 1024) / text.length))

type Payloads = Readonly<Record<string, string>>

const toml: Payloads = {
  "deep lists": `a = ${"[".repeat(200_000)}`,
  "deep tables": `[${"a.".repeat(100_000)}b]\nc = 1\n`,
  "inline tables in each other": `a = ${"{b=".repeat(100_000)}`,
  "a huge key": `${mebibytes("k", 1)} = 1\n`,
  "very many keys": Array.from({ length: 250_000 }, (_, at) => `k${at} = 1`).join("\n"),
  "bare table headers": Array.from({ length: 5400 }, (_, at) => `[a${at}]\n`).join(""),
  "empty tables of hosts": Array.from({ length: 45_000 }, (_, at) => `[host."https://h${at}"]\n`).join(""),
  "very many comments": mebibytes("#\n", 1),
  "very many handlers": Array.from(
    { length: 10_000 },
    (_, at) =>
      `[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.h${at}]\nruntime_type = "io.containerd.runc.v2"\n`,
  ).join(""),
  NULs: "version = 2\n\u0000\u0000\u0000x = 1\n",
  "escape sequences in a key and in a broken line": `version = 2\n"${escapes}" = "${escapes}\n`,
  "escape sequences written as escapes":
    'version = 2\n"\\u001b[2J\\u009b31m" = "\\u001b]0;owned\\u0007"\nversion = 3\n',
  "a string that never ends": `version = 2\na = """${mebibytes("x\n", 1)}`,
}

const json: Payloads = {
  "deep lists": `{"a":${"[".repeat(200_000)}`,
  "deep objects": `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`,
  "a huge key": `{"${mebibytes("k", 1)}":1}`,
  "very many keys": `{${Array.from({ length: 250_000 }, (_, at) => `"k${at}":1`).join(",")}}`,
  NULs: '{"exec-opts":["\u0000"]}',
  "escape sequences": `{"${escapes}":"${escapes}"`,
  "escape sequences written as escapes": '{"exec-opts":["native.cgroupdriver=\\u001b[2J\\u009b31m"],"\\u001b[2J":1}',
  "a prototype": '{"__proto__":{"exec-opts":["native.cgroupdriver=systemd"]},"constructor":{"prototype":{}}}',
}

const yamlHead = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
const yaml: Payloads = {
  "deep lists": `${yamlHead}a: ${"[".repeat(200_000)}`,
  "deep blocks": `${yamlHead}${Array.from({ length: 2000 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")}`,
  "aliases of aliases": `${yamlHead}a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from(
    { length: 30 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(",")}]`,
  ).join("\n")}\ncgroupDriver: *a30\n`,
  "nested explicit keys": `${yamlHead}${"? ".repeat(5000)}a\n`,
  "a huge key": `${yamlHead}${mebibytes("k", 1)}: 1\n`,
  "very many keys": `${yamlHead}${Array.from({ length: 250_000 }, (_, at) => `k${at}: 1`).join("\n")}`,
  NULs: `${yamlHead}a: "\u0000"\n`,
  "escape sequences": `${yamlHead}"${escapes}": "${escapes}\n`,
  "escape sequences written as escapes": `${yamlHead}cgroupDriver: "\\e[2J\\x9b31m"\n`,
}

const lines: Payloads = {
  "a line of megabytes": `a=${mebibytes("x", 1)}\n`,
  "very many lines": mebibytes("net.ipv4.ip_forward = 0\n", 0.99),
  "very many spellings": mebibytes(
    "net/ipv4/ip_forward=0\n-net.ipv4.conf.all.forwarding=x\nnet.*.ip_forward=1\n",
    0.99,
  ),
  "backslashes without end": `KUBELET_KUBEADM_ARGS="${mebibytes("\\", 1)}`,
  "continued lines without end": mebibytes("Environment=A=b \\\n", 1),
  NULs: "a=\u0000\nnet.ipv4.ip_forward\u0000=1\n",
  "escape sequences": `${escapes}=${escapes}\nKUBELET_KUBEADM_ARGS="--cgroup-driver=${escapes}"\nnet.ipv4.ip_forward=${escapes}\n`,
}

const unit: Payloads = {
  ...lines,
  "very many sections": mebibytes("[Service]\nExecStart=\nExecStart=/usr/bin/containerd\n", 1),
  "specifiers and escapes": `[Service]\nExecStart=/usr/bin/containerd --config ${"%%".repeat(100_000)}\\x1b[2J %n%i\n`,
}

const containerd = ["--runtime", "containerd", "--runtime-version", "1.7.24"]
const docker = ["--runtime", "docker", "--runtime-version", "28.0.1"]
const crio = ["--runtime", "crio", "--runtime-version", "1.34.0"]

const dockerFiles = {
  "usr/bin/dockerd": "",
  "usr/bin/cri-dockerd": "",
  "usr/lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n",
  "usr/lib/systemd/system/cri-docker.service":
    "[Service]\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd://\n",
}
const crioFiles = {
  "usr/bin/crio": "",
  "usr/lib/systemd/system/crio.service": "[Service]\nExecStart=/usr/bin/crio\n",
}
const kubeletFiles = {
  "usr/bin/kubelet": "",
  "usr/lib/systemd/system/kubelet.service": "[Service]\nExecStart=/usr/bin/kubelet\n",
  "usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf":
    '[Service]\nEnvironment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"\nEnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS\n',
  "var/lib/kubelet/config.yaml": `${yamlHead}cgroupDriver: cgroupfs\n`,
}

beforeAll(() => {
  using node = new Tree({ ...debianFiles, ...kubeletFiles })
  const costs = [1, 2, 3].map(() =>
    costOf(Bun.spawnSync([program, "plan", ...containerd, "--root", node.path], { cwd: "/" }).resourceUsage),
  )
  usual = {
    seconds: Math.max(...costs.map(({ seconds }) => seconds)),
    mebibytes: Math.max(...costs.map(({ mebibytes }) => mebibytes)),
  }
})

describe.each<[string, Payloads, readonly string[], Payloads]>([
  ["etc/containerd/config.toml", toml, containerd, {}],
  [
    "etc/containerd/certs.d/docker.io/hosts.toml",
    toml,
    [...containerd, "--registry-mirror", "docker.io=https://m.example"],
    {},
  ],
  ["etc/crio/crio.conf.d/10-crio.conf", toml, crio, crioFiles],
  [
    "etc/containers/registries.conf.d/99-criadm.conf",
    toml,
    [...crio, "--registry-mirror", "docker.io=https://m.example"],
    crioFiles,
  ],
  ["etc/docker/daemon.json", json, docker, dockerFiles],
  ["var/lib/kubelet/config.yaml", yaml, containerd, kubeletFiles],
  ["var/lib/kubelet/kubeadm-flags.env", lines, containerd, kubeletFiles],
  ["etc/sysctl.d/50-site.conf", lines, containerd, {}],
  ["etc/fstab", { "swap, 50,000 times": "/s none swap sw 0 0\n".repeat(50_000) }, containerd, {}],
  ["etc/systemd/system/containerd.service.d/site.conf", unit, containerd, {}],
  ["etc/systemd/system/cri-docker.service.d/site.conf", unit, docker, dockerFiles],
])("%s", (path, payloads, answers, files) => {
  test.each(Object.keys(payloads))("with %s", (what) => {
    const payload = payloads[what] ?? ""
    using node = new Tree({ ...debianFiles, ...files, [path]: payload })

    for (const command of [
      ["check", ...answers.slice(2, 4)],
      ["explain", ...answers.slice(2, 4)],
      ["apply", "--yes", ...answers],
    ]) {
      const ran = Bun.spawnSync([program, ...command, "--root", node.path], {
        cwd: "/",
        env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" },
        timeout: 100_000,
      })
      const said = `${ran.stdout}${ran.stderr}`

      expect({ code: ran.exitCode, said: said.slice(0, 400), is: [0, 3, 6].includes(ran.exitCode) }).toMatchObject({
        is: true,
      })
      expect(said).not.toMatch(controls)
      expect(said.length).toBeLessThan(100_000)
      const cost = costOf(ran.resourceUsage)
      expect(cost.seconds).toBeLessThan(mostTimes * usual.seconds)
      expect(cost.mebibytes).toBeLessThan(usual.mebibytes + mostMebibytesMore)
      // A value that criadm understands, and was asked to change, may be changed.
      expect(ran.exitCode === 0 || readFileSync(join(node.path, path), "utf8") === payload).toBe(true)
    }
  })
})
