// Projects that publish release archives: where each archive is, what form it has and where on a node its members go.
// Those of one runtime alone stand in its own folder.
import type { Architecture, Placement, ReleaseArchive } from "../../model/install/archives.ts"

export interface ArchiveProject {
  /** As in checksums.txt. */
  readonly id: string
  /** "{version}" and "{arch}" stand for the release and the architecture. */
  readonly url: string
  readonly form: ReleaseArchive["form"]
  readonly places: readonly Placement[]
  readonly runsOn?: ReleaseArchive["runsOn"]
  /** Programs that show that a node has it already, whoever brought it; absent: it is the runtime itself. */
  readonly programs?: readonly string[]
}

const programDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

/** opencontainers/runc README.md, "Download binaries"; containerd docs/getting-started.md, step 2. */
export const runc: ArchiveProject = {
  id: "runc",
  url: "https://github.com/opencontainers/runc/releases/download/v{version}/runc.{arch}",
  form: "program",
  places: [{ from: "", to: "/usr/local/sbin/runc" }],
  programs: programDirectories.map((directory) => `${directory}/runc`),
}

/**
 * containerd docs/getting-started.md, step 3. Plugins of a distribution in /usr/lib/cni or /usr/libexec/cni are none for a
 * runtime from an archive: containerd and CRI-O look into /opt/cni/bin (containerd v2.4.2 internal/cri/config/config_unix.go; cri-o v1.36.3
 * pkg/config/config_unix.go, cniBinDir).
 */
export const cniPlugins: ArchiveProject = {
  id: "cni-plugins",
  url: "https://github.com/containernetworking/plugins/releases/download/v{version}/cni-plugins-linux-{arch}-v{version}.tgz",
  form: "tar",
  places: [{ from: "", to: "/opt/cni/bin/" }],
  programs: ["/opt/cni/bin/loopback"],
}

/** kubernetes-sigs/cri-tools README.md, "Install crictl". Its releases go with Kubernetes minors. */
export const crictl: ArchiveProject = {
  id: "crictl",
  url: "https://github.com/kubernetes-sigs/cri-tools/releases/download/v{version}/crictl-v{version}-linux-{arch}.tar.gz",
  form: "tar",
  places: [{ from: "crictl", to: "/usr/local/bin/crictl" }],
  programs: programDirectories.map((directory) => `${directory}/crictl`),
}

export function archiveUrl({ url }: ArchiveProject, version: string, architecture: Architecture): string {
  return url.replaceAll("{version}", version).replaceAll("{arch}", architecture)
}

/**
 * The release and architecture that a file name or URL of a list of checksums is about. A name that does not say its
 * release ("runc.amd64") must have the directory before it ("v1.4.3/runc.amd64"). Undefined: it is not of this project.
 */
export function namedArchive(
  { url }: ArchiveProject,
  name: string,
): { readonly version: string; readonly architecture: Architecture } | undefined {
  const parts = url.split("/")
  const file = parts.at(-1) ?? ""
  const template = file.includes("{version}") ? file : `${parts.at(-2)}/${file}`
  const escaped = template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")
  const pattern = escaped
    .replace("{version}", "(?<version>\\d+\\.\\d+\\.\\d+(?:-[a-z]+\\.\\d+)?)")
    .replaceAll("{version}", "\\k<version>")
    .replace("{arch}", "(?<arch>amd64|arm64)")
  const groups = new RegExp(`(?:^|/)${pattern}$`).exec(name)?.groups
  return groups === undefined
    ? undefined
    : { version: groups["version"] ?? "", architecture: groups["arch"] as Architecture }
}
