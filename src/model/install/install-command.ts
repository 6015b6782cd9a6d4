// How containerd comes onto this operating system, by what its package manager really has: by criadm itself where it can
// install with that package manager, else by the person.
import { knownValue } from "../facts/fact.ts"
import type { NodeFacts, OsFacts } from "../facts/node-facts.ts"

interface Row {
  /** ID of os-release(5), or one of ID_LIKE. */
  readonly id: RegExp
  /** VERSION_ID; absent: every one. */
  readonly version?: string
  /** Empty: what it has is of no use to Kubernetes. */
  readonly command: string
  /** criadm installs it, on a running node. */
  readonly isInstalled?: true
  /** Where it was learnt that the package is there. */
  readonly source: string
}

const dockerRepository = "dnf config-manager --add-repo https://download.docker.com/linux"

/** The first that fits the ID counts, else the first that fits an ID_LIKE. */
const rows: readonly Row[] = [
  // containerd 1.4.13, which serves CRI v1alpha2 only.
  { id: /^debian$/, version: "11", command: "", source: "packages.debian.org/bullseye/containerd" },
  {
    id: /^(?:debian|ubuntu)$/,
    command: "apt-get install containerd",
    isInstalled: true,
    source: "packages.debian.org, packages.ubuntu.com",
  },
  {
    id: /^fedora$/,
    isInstalled: true,
    command: "dnf install containerd",
    source: "packages.fedoraproject.org/pkgs/containerd",
  },
  {
    id: /^amzn$/,
    isInstalled: true,
    command: "dnf install containerd",
    source: "docs.aws.amazon.com, linux/al2023/release-notes",
  },
  {
    id: /^(?:azurelinux|mariner)$/,
    command: "tdnf install containerd2",
    source: "microsoft/azurelinux, SPECS/containerd2",
  },
  // The repositories of these have no containerd; Docker's have.
  {
    id: /^(?:rhel|ol|rocky|almalinux)$/,
    command: `dnf install dnf-plugins-core && ${dockerRepository}/rhel/docker-ce.repo && dnf install containerd.io`,
    source: "docs.docker.com/engine/install/rhel",
  },
  {
    id: /^centos$/,
    command: `dnf install dnf-plugins-core && ${dockerRepository}/centos/docker-ce.repo && dnf install containerd.io`,
    source: "docs.docker.com/engine/install/centos",
  },
  {
    id: /^(?:opensuse.*|suse|sles|sled)$/,
    command: "zypper install containerd",
    isInstalled: true,
    source: "software.opensuse.org/package/containerd",
  },
  { id: /^alpine$/, isInstalled: true, command: "apk add containerd", source: "pkgs.alpinelinux.org, community" },
  {
    id: /^(?:arch|archlinux)$/,
    command: "pacman -S containerd",
    isInstalled: true,
    source: "archlinux.org/packages/extra/x86_64/containerd",
  },
  {
    id: /^gentoo$/,
    command: "emerge app-containers/containerd",
    source: "packages.gentoo.org/packages/app-containers/containerd",
  },
  { id: /^void$/, command: "xbps-install containerd", source: "void-linux/void-packages, srcpkgs/containerd" },
]

const ownCommand = "criadm apply --install distribution"

/** Undefined: not known for this system, or of no use. */
export function installCommand({ os, isLive }: Pick<NodeFacts, "os" | "isLive">): string | undefined {
  const facts = knownValue(os)
  const ids = facts === undefined ? [] : [facts.id, ...(facts.idLike ?? [])]
  const fits = (row: Row, id: string) => row.id.test(id) && (row.version ?? facts?.versionId) === facts?.versionId
  const row = ids.map((id) => rows.find((one) => fits(one, id))).find((one) => one !== undefined)
  if (row === undefined || row.command === "") return undefined
  return row.isInstalled === true && isLive ? ownCommand : row.command
}

/** What installs one package, by the ID of os-release(5) or one of ID_LIKE. */
const installers: readonly { readonly id: RegExp; readonly command: string }[] = [
  { id: /^(?:debian|ubuntu)$/, command: "apt-get install" },
  { id: /^(?:fedora|amzn|rhel|ol|rocky|almalinux|centos)$/, command: "dnf install" },
  { id: /^(?:azurelinux|mariner)$/, command: "tdnf install" },
  { id: /^(?:opensuse.*|suse|sles|sled)$/, command: "zypper install" },
  { id: /^alpine$/, command: "apk add" },
  { id: /^(?:arch|archlinux)$/, command: "pacman -S" },
  { id: /^void$/, command: "xbps-install" },
]

/** Programs whose package has their name, or another one, in the distributions' own or their makers' repositories. */
const packages: Readonly<Record<string, string>> = {
  runc: "runc",
  "containerd-shim-runc-v2": "containerd",
  crun: "crun",
  conmon: "conmon",
  "nvidia-container-runtime": "nvidia-container-toolkit",
  runsc: "runsc",
  "containerd-shim-runsc-v1": "runsc",
  "containerd-shim-kata-v2": "kata-containers",
  "kata-runtime": "kata-containers",
}

/** Undefined: not known which package has it, or how this system installs one. */
export function programInstallCommand(os: OsFacts | undefined, program: string): string | undefined {
  const name = packages[program.slice(program.lastIndexOf("/") + 1)]
  const ids = os === undefined ? [] : [os.id, ...(os.idLike ?? [])]
  const row = ids.map((id) => installers.find((one) => one.id.test(id))).find((one) => one !== undefined)
  return name === undefined || row === undefined ? undefined : `${row.command} ${name}`
}
