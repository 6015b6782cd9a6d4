// What the real kubeadm stops over before a node joins, against what `criadm check` tells: every error of kubeadm is a
// failure of check, and no failure that says "kubeadm stops" is one that kubeadm does not have. A container, whose
// cgroups have no controllers: SystemVerification stands in every row, and check says so too.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync } from "node:fs"
import { join } from "node:path"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"
import { asText } from "../support/table.ts"

/** Building the image on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const releases = ["1.37", "1.34"] as const
const needs = {
  "kubernetes-1.37": ["kubeadm", "kubelet"],
  "kubernetes-1.34": ["kubeadm"],
}

/** kubeadm ends with it before its checks, without a name in brackets. */
const severalEndpoints = "found multiple CRI endpoints"

/** kubeadm's name of an error, before a "--" or "-" with a path or number, to what check may call the same. */
const noAnswer = [
  "runtime-not-running",
  "cri-no-answer",
  "containerd-cri-disabled",
  "containerd-config-broken",
  "containerd-mirrors-and-config-path",
  "containerd-snapshotter-unknown",
  "containerd-default-runtime-missing",
  // Where a cri-socket is given kubeadm finds it, so check warns.
  "endpoint-not-looked-for",
]
const sameAs: Readonly<Record<string, readonly string[]>> = {
  CRI: noAnswer,
  ContainerRuntimeVersion: noAnswer,
  SystemVerification: ["kubeadm-controllers-missing"],
  FileContent: ["kernel-ip-forward-off"],
  FileAvailable: ["kubeadm-files-left-over"],
  DirAvailable: ["kubeadm-files-left-over"],
  Port: ["kubeadm-port-in-use"],
  FileExisting: ["kubeadm-program-missing"],
  // Where a cri-socket is given kubeadm goes on, so check warns.
  [severalEndpoints]: ["several-cri-endpoints"],
}

const ofContainers = ["SystemVerification", ...(sameAs["SystemVerification"] ?? [])]

interface BrokenNode {
  readonly name: string
  readonly breaks: string
  readonly mends: string
}

const listensAt = (
  address: string,
) => `printf '[Socket]\\nListenStream=${address}\\n' > /run/systemd/system/other.socket
  printf '[Service]\\nExecStart=/bin/sleep infinity\\n' > /run/systemd/system/other.service
  systemctl daemon-reload; systemctl start other.socket`
const restart = "systemctl reset-failed containerd; systemctl restart containerd"
const configuration = "/etc/containerd/config.toml"
const asPrepared = `cp /root/prepared.toml ${configuration}; ${restart}; until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done`

const leaves = (path: string): BrokenNode => ({
  name: `${path} left over`,
  breaks: `mkdir -p $(dirname ${path}); touch ${path}`,
  mends: `rm ${path}`,
})
const lacks = (path: string): BrokenNode => ({
  name: `no ${path}`,
  breaks: `mv ${path} /root/lacking`,
  mends: `mv /root/lacking ${path}`,
})

/** containerd with this in its file, started anew; what it does not start on is waited for no longer than that. */
const configured = (name: string, text: string): BrokenNode => ({
  name,
  breaks: `printf '%s\\n' '${text}' > ${configuration}; ${restart}; sleep 1`,
  mends: asPrepared,
})
const stopped = "systemctl stop containerd; rm -f /run/containerd/containerd.sock"
const listens = (name: string, address: string): BrokenNode => ({
  name,
  breaks: listensAt(address),
  mends: "systemctl stop other.socket other.service",
})
const asFile = (path: string, breaks: string): BrokenNode => ({
  name: `${path} is ${breaks.split(" ")[0] === "ln" ? "a link that leads nowhere" : "a directory"}`,
  breaks: `mkdir -p $(dirname ${path}); ${breaks} ${path}`,
  mends: `rm -r ${path}`,
})
const cri = 'plugins."io.containerd.grpc.v1.cri"'

const nodes: readonly BrokenNode[] = [
  { name: "what criadm prepared", breaks: "true", mends: "true" },
  { name: "containerd stopped", breaks: stopped, mends: asPrepared },
  {
    name: "containerd masked",
    breaks: `${stopped}; systemctl mask --quiet containerd`,
    mends: `systemctl unmask --quiet containerd; ${asPrepared}`,
  },
  {
    name: "containerd that does not start at boot",
    breaks: "systemctl disable --quiet containerd",
    mends: "systemctl enable --quiet containerd",
  },
  {
    name: "containerd that hangs",
    breaks: "systemctl kill --signal=STOP containerd",
    mends: "systemctl kill --signal=CONT containerd",
  },
  {
    name: "a file in place of the socket",
    breaks: `${stopped}; mkdir -p /run/containerd; touch /run/containerd/containerd.sock`,
    mends: `rm -f /run/containerd/containerd.sock; ${asPrepared}`,
  },
  {
    name: "a socket that nobody listens at",
    breaks: `systemctl kill --signal=KILL containerd; systemctl stop containerd`,
    mends: asPrepared,
  },
  {
    name: "no containerd",
    breaks: `${stopped}; mv /usr/bin/containerd /root/lacking`,
    mends: `mv /root/lacking /usr/bin/containerd; ${asPrepared}`,
  },
  { name: "no runc", breaks: "mv /usr/sbin/runc /root/lacking", mends: "mv /root/lacking /usr/sbin/runc" },
  {
    name: "a unit with a second ExecStart",
    breaks: `mkdir -p /run/systemd/system/containerd.service.d; printf '[Service]\\nExecStart=/usr/bin/containerd\\n' > /run/systemd/system/containerd.service.d/two.conf; systemctl daemon-reload; ${restart}`,
    mends: `rm -r /run/systemd/system/containerd.service.d; systemctl daemon-reload; ${asPrepared}`,
  },
  {
    name: "CRI switched off",
    breaks: `sed -i '1i disabled_plugins = ["io.containerd.grpc.v1.cri"]' ${configuration}; ${restart}`,
    mends: asPrepared,
  },
  configured("CRI switched off by its short name", 'disabled_plugins = ["cri"]'),
  configured(
    "inline mirrors beside a config_path",
    `version = 2\n[${cri}.registry]\nconfig_path = "/etc/containerd/certs.d"\n[${cri}.registry.mirrors."quay.io"]\nendpoint = ["https://m.example"]`,
  ),
  configured("a snapshotter that is none", `version = 2\n[${cri}.containerd]\nsnapshotter = "none-such"`),
  configured("a default handler that is not there", `version = 2\n[${cri}.containerd]\ndefault_runtime_name = "crun"`),
  configured("a value of another type", `version = 2\n[${cri}]\nsandbox_image = 3`),
  configured("another cgroup driver than the kubelet", `version = 2`),
  configured("a socket at another place", `version = 2\n[grpc]\naddress = "/run/other/containerd.sock"`),
  {
    name: "a configuration that is not TOML",
    breaks: `echo '[x' >> ${configuration}; ${restart}`,
    mends: asPrepared,
  },
  {
    name: "no forwarding",
    breaks: "echo 0 > /proc/sys/net/ipv4/ip_forward",
    mends: "echo 1 > /proc/sys/net/ipv4/ip_forward",
  },
  {
    name: "no forwarding after the next boot",
    breaks: "echo net.ipv4.ip_forward=0 > /etc/sysctl.d/zz.conf",
    mends: "rm /etc/sysctl.d/zz.conf",
  },
  // Not /etc/kubernetes/kubelet.conf: with it a node counts as joined, and is not told what a join would stop over.
  leaves("/etc/kubernetes/bootstrap-kubelet.conf"),
  asFile("/etc/kubernetes/bootstrap-kubelet.conf", "mkdir -p"),
  leaves("/etc/kubernetes/pki/ca.crt"),
  asFile("/etc/kubernetes/pki/ca.crt", "ln -s /nowhere"),
  leaves("/etc/kubernetes/manifests/etcd.yaml"),
  leaves("/etc/kubernetes/manifests/.hidden"),
  asFile("/etc/kubernetes/manifests", "mkdir -p"),
  leaves("/etc/kubernetes/admin.conf"),
  leaves("/var/lib/etcd/member"),
  listens("the kubelet's port taken", "10250"),
  listens("the kubelet's port taken on loopback alone", "127.0.0.1:10250"),
  listens("the kubelet's port taken for IPv6", "[::1]:10250"),
  listens("the port of the read-only kubelet taken", "10255"),
  {
    name: "the kubelet's port taken for datagrams",
    breaks: `printf '[Socket]\\nListenDatagram=10250\\n' > /run/systemd/system/other.socket
      printf '[Service]\\nExecStart=/bin/sleep infinity\\n' > /run/systemd/system/other.service
      systemctl daemon-reload; systemctl start other.socket`,
    mends: "systemctl stop other.socket other.service",
  },
  {
    name: "a second CRI endpoint",
    breaks: `printf '#!/bin/sh\\necho crio version 1.34.0\\n' > /usr/bin/crio; chmod 755 /usr/bin/crio
      ${listensAt("/run/crio/crio.sock")}`,
    mends: "rm /usr/bin/crio; systemctl stop other.socket other.service; rm -f /run/crio/crio.sock",
  },
  {
    name: "a second CRI endpoint that is a dead socket",
    breaks: `${listensAt("/run/cri-dockerd.sock")}; systemctl stop other.socket`,
    mends: "rm -f /run/cri-dockerd.sock",
  },
  { name: "a disabled kubelet", breaks: "systemctl disable kubelet", mends: "systemctl enable kubelet" },
  {
    name: "a masked kubelet",
    breaks:
      "mv /etc/systemd/system/kubelet.service /root/lacking; ln -s /dev/null /etc/systemd/system/kubelet.service; systemctl daemon-reload",
    mends: "mv /root/lacking /etc/systemd/system/kubelet.service; systemctl daemon-reload; systemctl enable kubelet",
  },
  {
    name: "swap in fstab",
    breaks: "echo '/swapfile none swap sw 0 0' >> /etc/fstab",
    mends: "sed -i '/swapfile/d' /etc/fstab",
  },
  { name: "a name that does not resolve", breaks: "hostname nowhere-at-all", mends: "hostname node" },
  lacks("/usr/bin/mount"),
  lacks("/usr/sbin/losetup"),
  lacks("/usr/bin/cp"),
  lacks("/usr/bin/touch"),
]

const joinConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "127.0.0.1:6443", unsafeSkipCAVerification: true}
timeouts: {discovery: 1s}
`

const kubeletUnit = `[Service]
ExecStart=/opt/bench/kubelet --config=/var/lib/kubelet/config.yaml
[Install]
WantedBy=multi-user.target
`

describeReal("kubeadm's preflight", needsOfNodes, () => {
  const reason = whyNoPeer(needs)
  if (reason !== undefined) say(`skipped: kubeadm's preflight against check: ${reason}`)
  describe.skipIf(reason !== undefined)("agrees with check", () => {
    let on: Node
    const table: (readonly string[])[] = [["node", ...releases.map((release) => `kubeadm ${release}`), "check"]]

    beforeAll(async () => {
      on = await node("trixie", {
        way: "container",
        tools: [program, peer("kubernetes-1.37", "kubelet"), ...kubeadms()],
      })
      await on.put("/root/join.yaml", joinConfiguration)
      await on.put("/etc/systemd/system/kubelet.service", kubeletUnit)
      await on.mustRun(`systemctl daemon-reload; systemctl enable kubelet
        until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done
        criadm apply --yes; cp ${configuration} /root/prepared.toml`)
    })
    afterAll(async () => {
      const aside =
        "Set aside: SystemVerification and kubeadm-controllers-missing, which a container's cgroups bring. In brackets: warnings."
      process.stderr.write(`${aside}\n${asText(table)}\n`)
      await on?.stop()
    })

    for (const { name, breaks, mends } of nodes) {
      test(`on a node with ${name}`, async () => {
        await on.run(breaks)
        const { failures, warnings } = await findingsOfCheck(on)
        const errors = await Promise.all(releases.map((release) => errorsOfKubeadm(on, release)))
        await on.mustRun(mends)

        const without = (names: readonly string[]) => names.filter((each) => !ofContainers.includes(each)).join(" ")
        const ours = Object.values(sameAs).flat()
        const warned = warnings.filter((code) => ours.includes(code)).map((code) => `(${code})`)
        table.push([name, ...errors.map(without), without([...failures, ...warned])])
        const untold = errors.flat().filter((error) => !isTold(error, [...failures, ...warnings]))
        expect(untold).toEqual([])
        if (errors.flat().includes(severalEndpoints)) return
        const invented = failures.filter(
          (code) => ours.includes(code) && !errors.flat().some((error) => isTold(error, [code])),
        )
        expect(invented).toEqual([])
      })
    }
  })
})

function peer(name: string, program: string): string {
  return peerProgram(name, program) ?? ""
}

/** Both releases under names of their own. */
function kubeadms(): readonly string[] {
  const directory = momentaryDirectory(join(cacheDirectory, "kubeadm"), "both")
  return releases.map((release) => {
    const path = join(directory, `kubeadm-${release}`)
    copyFileSync(peer(`kubernetes-${release}`, "kubeadm"), path)
    return path
  })
}

function isTold(error: string, failures: readonly string[]): boolean {
  const codes = sameAs[error] ?? sameAs[error.split("-")[0] ?? ""] ?? []
  return failures.some((code) => codes.includes(code))
}

/** Names of the errors, such as "Port-10250". */
async function errorsOfKubeadm(on: Node, release: string): Promise<readonly string[]> {
  const command = `PATH=$PATH:/opt/bench timeout 60 kubeadm-${release} join phase preflight --config /root/join.yaml`
  const { stdout, stderr } = await on.run(command)
  if (stderr.includes(severalEndpoints)) return [severalEndpoints]
  return [...`${stdout}${stderr}`.matchAll(/\[ERROR ([^\]]+)\]/g)].map(([, name]) => name ?? "")
}

async function findingsOfCheck(on: Node): Promise<Readonly<Record<"failures" | "warnings", readonly string[]>>> {
  const { stdout } = await on.run("criadm check -o json")
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { severity: string; code: string }[] }
  const codesOf = (wanted: string) => findings.filter(({ severity }) => severity === wanted).map(({ code }) => code)
  return { failures: codesOf("failure"), warnings: codesOf("warning") }
}
