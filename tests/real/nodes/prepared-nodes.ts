// Nodes to be recorded that are no kind by themselves: a kind with something done to it first, and trees assembled from
// what packages are documented to install, where their programs cannot be had. Each tree's README says what is not real.
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { mustRun } from "../support/programs.ts"
import { startCriDockerd } from "./docker-with-cri-dockerd.ts"
import { imageOf, type Kind, type Node } from "./nodes.ts"

/** A container of a kind, with something done to it. */
export interface PreparedNode {
  readonly kind: Kind
  /** As the host lays out cgroups; default: version 2. */
  readonly cgroups?: "as-host"
  /** The README beside the record: how it was made and what of it is not real. */
  readonly readme: string
  prepare(node: Node): Promise<void>
}

export const preparedNodes: Readonly<Record<string, PreparedNode>> = {
  "trixie-cri-dockerd": {
    kind: "trixie-docker",
    readme: `# trixie-cri-dockerd: Docker Engine 26.1 with cri-dockerd, beside a containerd that serves CRI

Debian trixie's packages docker.io and containerd, started by systemd in a container (systemd-nspawn) and asked while they
ran. Not real: cri-dockerd, which Debian does not package. In its place runs tests/real/nodes/stand-in-cri-dockerd.ts, which says
it is 0.4.3, asks the real Docker for its cgroup driver as cri-dockerd does, and answers CRI. Memory, processors and cgroup
controllers are the host's; release and configuration of the kernel are Debian's, though another one ran.
`,
    prepare: startCriDockerd,
  },
  "bookworm-runit": {
    kind: "bookworm-runit",
    readme: `# bookworm-runit: runit as PID 1, with containerd 1.6

Debian bookworm's packages, with containerd supervised by runsv, started by runit-init in a container (systemd-nspawn) and
asked while they ran. The run script of containerd is the test's own: Debian has none. Memory, processors and cgroup
controllers are the host's; release and configuration of the kernel are Debian's, though another one ran.
`,
    prepare: async (node) => {
      await node.mustRun("sv -w 30 start containerd && until [ -S /run/containerd/containerd.sock ]; do :; done")
    },
  },
  "bookworm-hybrid": {
    kind: "bookworm",
    cgroups: "as-host",
    readme: `# bookworm-hybrid: systemd 252 on hybrid cgroups, with containerd 1.6

Debian bookworm's packages, started by systemd in a container (systemd-nspawn) on a host with hybrid cgroups, and asked
while they ran. Memory, processors and cgroup controllers are the host's; release and configuration of the kernel are
Debian's, though another one ran.
`,
    prepare: async () => {},
  },
}

export interface Tree {
  /** The root file system below the tree's own files. */
  readonly base?: Kind
  readonly platform: "linux" | "windows"
  /** --runtime-version, where no package says it. */
  readonly release?: string
  /** Programs that are there as empty files. */
  readonly programs: readonly string[]
  /** Units that are started at boot. */
  readonly enabled: readonly string[]
}

export const trees: Readonly<Record<string, Tree>> = {
  "trixie-crio": {
    base: "trixie-bare",
    platform: "linux",
    programs: [
      ...["crio", "crictl", "kubeadm", "kubelet", "conmon"].map((name) => `/usr/bin/${name}`),
      ...["crun", "runc", "conmon"].map((name) => `/usr/libexec/crio/${name}`),
      "/usr/sbin/iptables",
    ],
    enabled: ["crio.service", "kubelet.service"],
  },
  "trixie-mcr": {
    base: "trixie-bare",
    platform: "linux",
    programs: ["dockerd", "docker", "containerd", "runc", "cri-dockerd"].map((name) => `/usr/bin/${name}`),
    enabled: ["containerd.service", "docker.service", "cri-docker.service", "cri-dockerd-mke.service"],
  },
  windows: {
    platform: "windows",
    release: "1.7.34",
    programs: ["containerd", "ctr", "containerd-shim-runhcs-v1"].map((name) => `/Program Files/containerd/${name}.exe`),
    enabled: [],
  },
}

/** Where the tree's own files and its README lie. */
export function sourceOf(name: string): string {
  return join(import.meta.dir, "trees", name)
}

/** Lays the tree below a directory, which must not exist yet. */
export async function layTree(name: string, tree: Tree, directory: string): Promise<void> {
  mkdirSync(dirname(directory), { recursive: true })
  if (tree.base === undefined) mkdirSync(directory)
  else {
    await mustRun(["cp", "-a", join(await imageOf(tree.base), "rootfs"), directory])
    // The kernel belongs to the kind: what is recorded through --root has no kernel.
    rmSync(join(directory, "boot"), { recursive: true })
  }
  cpSync(join(sourceOf(name), "files"), directory, { recursive: true })
  for (const program of tree.programs) {
    mkdirSync(dirname(join(directory, program)), { recursive: true })
    writeFileSync(join(directory, program), "", { mode: 0o755 })
  }
  const wanted = join(directory, "etc/systemd/system/multi-user.target.wants")
  for (const unit of tree.enabled) symlinkSync(`/usr/lib/systemd/system/${unit}`, join(wanted, unit))
  const packages = join(sourceOf(name), "dpkg-status")
  if (existsSync(packages)) appendFileSync(join(directory, "var/lib/dpkg/status"), await Bun.file(packages).text())
}
