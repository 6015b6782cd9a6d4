// A control plane to join: etcd, kube-apiserver, kube-controller-manager and kube-scheduler as processes of this machine,
// on its loopback device, with certificates, tokens and ConfigMaps made by the phases of the real `kubeadm init`.
// Everything it writes lies in one directory, and it ends with the test.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { peerProgram } from "../peers/peers.ts"
import { cacheDirectory, diesWithUs, momentaryDirectory } from "../support/cache.ts"
import { unpacked } from "../support/packages.ts"
import { mustRun } from "../support/programs.ts"

const controlPlanePeers = {
  "kubernetes-1.37": ["kubeadm", "kubelet", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"],
}

/** Of a node that joins, and of what it joins. */
export const joiningPeers = { ...controlPlanePeers, "cri-tools-1.37": ["crictl"] }

/** Where a virtual machine with QEMU's user network finds this machine's loopback device (QEMU's documentation, "-netdev user"). */
export const hostSeenByNode = "10.0.2.2"
const clusterPort = 10_250
const kubernetesVersion = "v1.37.2"
const token = "abcdef.0123456789abcdef"

export interface ControlPlane {
  /** `kubeadm join` with all it needs, up to options of one's own. */
  readonly join: string
  /** The real kubectl as the cluster's administrator. Its standard output. */
  kubectl(...words: readonly string[]): Promise<string>
  /** A line of a person's, by a shell that finds kubectl as that administrator. Its standard output. */
  shell(line: string): Promise<string>
  /** Makes what the document describes. */
  create(document: string): Promise<void>
  /** The last lines of each process. */
  logs(): string
  stop(): Promise<void>
}

/** The port of the kubelet of a node that is reached at `address` of this machine's loopback network. */
export const kubeletOf = (address: string) => `hostfwd=tcp:${address}:${clusterPort}-:${clusterPort}`

/** `driver`: what the ConfigMap kubelet-config says; absent: nothing, which kubeadm takes for systemd. */
export async function startControlPlane(driver?: "cgroupfs"): Promise<ControlPlane> {
  const directory = momentaryDirectory(join(cacheDirectory, "control-planes"), "cluster")
  const at = (...parts: readonly string[]) => join(directory, ...parts)
  const etcd = join(await etcdTree(), "usr/bin/etcd")
  const [apiPort, etcdPort, peerPort] = [freePort(), freePort(), freePort()]
  const server = `https://127.0.0.1:${apiPort}`
  const kubeadm = (...words: readonly string[]) => mustRun([program("kubeadm"), ...words])

  writeFileSync(at("kubeadm.yaml"), configuration(at("pki"), apiPort))
  // What nodes are given has their own paths in it.
  writeFileSync(at("for-nodes.yaml"), `${configuration("/etc/kubernetes/pki", apiPort)}${kubeletsOf(driver)}`)
  await kubeadm("init", "phase", "certs", "all", "--config", at("kubeadm.yaml"))
  mkdirSync(at("kubeconfig"))
  for (const user of ["admin", "super-admin", "controller-manager", "scheduler"]) {
    const options = ["--kubeconfig-dir", at("kubeconfig"), "--config", at("kubeadm.yaml")]
    await kubeadm("init", "phase", "kubeconfig", user, ...options)
    const file = at("kubeconfig", `${user}.conf`)
    writeFileSync(file, readFileSync(file, "utf8").replace(/server: .*/, `server: ${server}`))
  }
  const admin = at("kubeconfig", "super-admin.conf")

  const processes = new Map<string, Bun.Subprocess>()
  const start = (name: string, command: readonly string[]) =>
    processes.set(
      name,
      Bun.spawn([...diesWithUs, ...command], {
        stdin: "ignore",
        stdout: Bun.file(at(`${name}.log`)),
        stderr: Bun.file(at(`${name}.log`)),
        cwd: directory,
      }),
    )
  const logs = () =>
    [...processes.keys()].map((name) => `${name}:\n${readFileSync(at(`${name}.log`), "utf8").slice(-2000)}`).join("\n")
  const stop = async () => {
    for (const child of processes.values()) child.kill("SIGKILL")
    await Promise.all([...processes.values()].map((child) => child.exited))
  }
  const kubectl = (...words: readonly string[]) => mustRun([program("kubectl"), "--kubeconfig", admin, ...words])
  const shell = (line: string) => {
    const environment = { KUBECONFIG: admin, PATH: `${dirname(program("kubectl"))}:${process.env["PATH"]}` }
    return mustRun(["sh", "-c", line], { environment })
  }
  const create = async (input: string) => {
    await mustRun([program("kubectl"), "--kubeconfig", admin, "create", "--filename", "-"], { input })
  }

  start("etcd", [
    etcd,
    ...["--data-dir", at("etcd"), "--unsafe-no-fsync"],
    ...[
      "--listen-client-urls",
      `http://127.0.0.1:${etcdPort}`,
      "--advertise-client-urls",
      `http://127.0.0.1:${etcdPort}`,
    ],
    ...["--listen-peer-urls", `http://127.0.0.1:${peerPort}`],
    ...[
      "--initial-advertise-peer-urls",
      `http://127.0.0.1:${peerPort}`,
      "--initial-cluster",
      `default=http://127.0.0.1:${peerPort}`,
    ],
  ])
  start("kube-apiserver", [
    program("kube-apiserver"),
    ...["--bind-address=127.0.0.1", `--secure-port=${apiPort}`, `--advertise-address=${hostSeenByNode}`],
    ...[`--etcd-servers=http://127.0.0.1:${etcdPort}`, `--cert-dir=${at("run")}`],
    ...[`--client-ca-file=${at("pki/ca.crt")}`, "--enable-bootstrap-token-auth"],
    ...[`--tls-cert-file=${at("pki/apiserver.crt")}`, `--tls-private-key-file=${at("pki/apiserver.key")}`],
    ...[
      `--kubelet-client-certificate=${at("pki/apiserver-kubelet-client.crt")}`,
      `--kubelet-client-key=${at("pki/apiserver-kubelet-client.key")}`,
      // The node's name is its address on this machine's loopback network.
      "--kubelet-preferred-address-types=Hostname",
    ],
    ...[
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-key-file=${at("pki/sa.pub")}`,
      `--service-account-signing-key-file=${at("pki/sa.key")}`,
    ],
    ...["--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction"],
    "--service-cluster-ip-range=10.96.0.0/16",
  ])
  start("kube-controller-manager", [
    program("kube-controller-manager"),
    ...[`--kubeconfig=${at("kubeconfig/controller-manager.conf")}`, "--secure-port=0", "--leader-elect=false"],
    ...["--controllers=*,bootstrapsigner,tokencleaner", "--use-service-account-credentials"],
    ...[`--cluster-signing-cert-file=${at("pki/ca.crt")}`, `--cluster-signing-key-file=${at("pki/ca.key")}`],
    ...[`--root-ca-file=${at("pki/ca.crt")}`, `--service-account-private-key-file=${at("pki/sa.key")}`],
  ])
  start("kube-scheduler", [
    program("kube-scheduler"),
    ...[`--kubeconfig=${at("kubeconfig/scheduler.conf")}`, "--secure-port=0", "--leader-elect=false"],
  ])
  try {
    await untilAnswers(kubectl, processes)
    const options = ["--config", at("for-nodes.yaml"), "--kubeconfig", admin]
    await kubeadm("init", "phase", "upload-config", "kubeadm", ...options)
    await kubeadm("init", "phase", "upload-config", "kubelet", ...options)
    await kubeadm("init", "phase", "bootstrap-token", ...options)
    // What joining nodes are told: the address where they find this machine. It is signed again by the cluster.
    const told = await kubectl("--namespace=kube-public", "get", "configmap", "cluster-info", "--output=yaml")
    writeFileSync(at("cluster-info.yaml"), told.replaceAll("127.0.0.1", hostSeenByNode))
    await kubectl("replace", "--filename", at("cluster-info.yaml"))
  } catch (error) {
    const said = logs()
    await stop()
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}`)
  }
  const authority = `--discovery-token-ca-cert-hash sha256:${await digestOfKey(at("pki/ca.crt"))}`
  return {
    join: `kubeadm join ${hostSeenByNode}:${apiPort} --token ${token} ${authority}`,
    kubectl,
    shell,
    create,
    logs,
    stop,
  }
}

function program(name: string): string {
  const path = peerProgram("kubernetes-1.37", name)
  if (path === undefined) throw new Error(`${name} is not built`)
  return path
}

/** Debian's: etcd of another minor than Kubernetes' own image has serves it as well. */
const etcdTree = () => unpacked("etcd", { suite: "trixie", isUsrMerged: true }, ["etcd-server"])

function configuration(certificates: string, port: number): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
- token: ${token}
  usages: [signing, authentication]
  groups: [system:bootstrappers:kubeadm:default-node-token]
nodeRegistration:
  name: control-plane
  criSocket: unix:///run/containerd/containerd.sock
localAPIEndpoint: {advertiseAddress: ${hostSeenByNode}, bindPort: ${port}}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${kubernetesVersion}
certificatesDir: ${certificates}
controlPlaneEndpoint: ${hostSeenByNode}:${port}
apiServer: {certSANs: ["127.0.0.1", ${hostSeenByNode}]}
networking: {serviceSubnet: 10.96.0.0/16, podSubnet: 10.244.0.0/16}
`
}

function kubeletsOf(driver: string | undefined): string {
  if (driver === undefined) return ""
  return `---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: ${driver}\n`
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop(true)
  return port
}

async function untilAnswers(
  kubectl: (...words: readonly string[]) => Promise<string>,
  processes: ReadonlyMap<string, Bun.Subprocess>,
): Promise<void> {
  for (;;) {
    const ended = [...processes].find(([, child]) => child.exitCode !== null)
    if (ended !== undefined) throw new Error(`${ended[0]} ended with ${ended[1].exitCode}`)
    try {
      // Made by the apiserver itself when it is up; without them nobody may join.
      await kubectl("get", "namespace", "kube-public", "--request-timeout=5s")
      await kubectl("get", "clusterrole", "system:node-bootstrapper", "--request-timeout=5s")
      return
    } catch {
      await Bun.sleep(500)
    }
  }
}

/** As kubeadm wants it: of the public key's SubjectPublicKeyInfo (kubeadm-join, "Token-based discovery with CA pinning"). */
async function digestOfKey(certificate: string): Promise<string> {
  const key = `openssl x509 -pubkey -noout -in ${certificate} | openssl pkey -pubin -outform DER | sha256sum`
  return (await mustRun(["sh", "-c", key])).split(" ")[0] ?? ""
}
