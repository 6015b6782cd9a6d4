// English for release archives: what stands in the way of fetching, checking, unpacking and placing them.

import type { InstallFaults } from "../../model/arguments/install.ts"
import type { ArchiveProblem, FetchProblem } from "../../model/install/archives.ts"
import type { BundleProblem } from "../../model/install/bundle.ts"
import type { FaultText, Texts } from "../../wording/texts.ts"

const unchanged = "Nothing was changed."

const fetchProblems: Readonly<Record<FetchProblem, (detail: string) => string>> = {
  unreachable: (detail) => `the host cannot be reached${detail === "" ? "" : ` (${detail})`}`,
  stalled: () => "the download has stalled, and did not go on when tried again",
  untrusted: (detail) => `the host's certificate is not trusted here (${detail})`,
  proxy: (detail) => `the proxy refuses, or does not answer (${detail})`,
  status: (detail) => `the host answered with status ${detail}`,
  insecure: (detail) => `it is sent on to ${detail}, which is not HTTPS`,
  redirects: () => "it is sent on and on",
  "too-large": (detail) => `it is larger than ${detail} bytes, which no release is`,
  "not-written": (detail) => `it cannot be written below /var/cache/criadm (${detail})`,
}

const fetchWays: Readonly<Record<FetchProblem, string>> = {
  unreachable: "Set HTTPS_PROXY where there is a proxy, or name a mirror with --release-mirror.",
  stalled: "Run the same command again: it goes on where it stopped. A mirror may be faster: --release-mirror.",
  untrusted: "Add the authority to the certificates of this system, or name its file in SSL_CERT_FILE.",
  proxy: "Look at HTTPS_PROXY and NO_PROXY.",
  status: "Check the release and --release-mirror.",
  insecure: "Use another mirror, or none.",
  redirects: "Use another mirror, or none.",
  "too-large": "Use another mirror, or none.",
  "not-written": "Make room there.",
}

const archiveProblems: Readonly<Record<ArchiveProblem, (member: string) => string>> = {
  "not-tar": () => "is no tar archive",
  "cut-off": () => "ends in the middle",
  absolute: (member) => `has an absolute path, ${member}`,
  outside: (member) => `has a path that leaves it, ${member}`,
  link: (member) => `has a link, ${member}`,
  device: (member) => `has a device or pipe, ${member}`,
  sparse: (member) => `has a sparse file, ${member}`,
  twice: (member) => `has ${member === "" ? "a file" : member} twice`,
  "too-large": (member) => `is too large at ${member}`,
  "too-many": () => "has more files than any release",
  "no-space": (member) => `does not fit on the disk (${member})`,
  "input-output": (member) => `cannot be read, or written (${member})`,
  "not-there": (member) => `does not have ${member}`,
  "other-processor": (member) => `has programs for another processor (${member})`,
}

const bundleProblems: Readonly<Record<BundleProblem, (file: string) => string>> = {
  "no-manifest": (file) => `it has no ${file}`,
  "manifest-broken": (file) => `its ${file} is none that this criadm can read`,
  "file-missing": (file) => `${file} is missing in it`,
  "file-differs": (file) => `${file} is not what its manifest says`,
  "not-unpacked": (file) => `it is cut off, or has what no bundle has${file === "" ? "" : ` (${file})`}`,
  "other-checksum": (file) => `${file} is not what its project released`,
  "no-runtime": () => "it has no runtime that criadm can place on this node",
}

type ArchiveFaults = Pick<
  InstallFaults,
  | "no-archives-for"
  | "no-archives-of"
  | "no-service-file-for"
  | "no-tested-set"
  | "checksum-unknown"
  | "checksums-broken"
  | "archive-not-fetched"
  | "archive-differs"
  | "archive-refused"
  | "bundle-broken"
  | "bundle-for-another"
  | "image-not-pulled"
  | "bundle-place-taken"
  | "bundle-without-packages"
  | "bundle-not-written"
  | "bundle-system-unknown"
  | "archive-place-taken"
  | "tree-not-placed"
  | "service-not-enabled"
  | "labels-not-set"
>

export const archiveFaults: Texts<ArchiveFaults, FaultText> = {
  "no-archives-for": ({ architecture }) => ({
    what: `criadm knows release archives for x86_64 and aarch64, and this node is ${architecture === "" ? "of another kind" : architecture}.`,
    next: `Install the runtime by the distribution's packages: criadm apply --install distribution. ${unchanged}`,
  }),
  "no-archives-of": ({ runtime }) => ({
    what: `criadm installs ${runtime} from packages only: its project publishes no archives with checksums.`,
    next: `criadm apply --install distribution --runtime ${runtime}. ${unchanged}`,
  }),
  "no-service-file-for": ({ initSystem }) => ({
    what: `criadm has no service file for ${initSystem === "" ? "this init system" : initSystem}, so nothing would start the runtime.`,
    next: `Install the runtime by the distribution's packages: criadm apply --install distribution. ${unchanged}`,
  }),
  "no-tested-set": ({ runtime, kubernetes, newest, tableOf }) => ({
    what: `criadm's table of checksums, of ${tableOf}, has no ${runtime} that was tested with Kubernetes ${kubernetes}.`,
    next: `Say which release you want: --runtime-release ${newest} is the last one in the table, and newer ones may be out; for those add --checksums FILE. For another Kubernetes: --kubernetes-version. ${unchanged}`,
  }),
  "checksum-unknown": ({ project, version, file, newest, tableOf }) => ({
    what: `The checksum of ${project} ${version} is not known to criadm; its table is of ${tableOf}${newest === "" ? "" : ` and ends at ${newest}`}.`,
    next: `Take the checksum that the project publishes, write it into a file as sha256sum does, "HASH  ${file}", and add --checksums FILE. ${unchanged}`,
  }),
  "checksums-broken": ({ file, why }) => ({
    what: `${file}: ${
      {
        form: "this is no checksum with the name of a file",
        "unknown-name": "this name is of no release archive that criadm installs",
        twice: "this file is listed twice, with different checksums",
      }[why]
    }.`,
    next: `Lines are as sha256sum writes them: 64 hexadecimal digits, two spaces, the archive's name as its project publishes it (for runc with the directory: v1.4.3/runc.amd64). ${unchanged}`,
  }),
  "archive-not-fetched": ({ url, why, detail }) => ({
    what: `${url} was not fetched: ${fetchProblems[why](detail)}.`,
    next: `${fetchWays[why]} ${unchanged}`,
  }),
  "archive-differs": ({ url, expected, found }) => ({
    what: `What came from ${url} is not what was released: its SHA-256 is ${found}, and not ${expected}.`,
    next: `Use another mirror, or none, and run the same command again. What came was deleted. ${unchanged}`,
  }),
  "archive-refused": ({ archive, why, member }) => ({
    what: `${archive} is not unpacked: it ${archiveProblems[why](member)}.`,
    next: `${why === "no-space" ? "Make room below /var/cache/criadm and run the same command again." : "Use the archive as its project published it."} ${unchanged}`,
  }),
  "bundle-broken": ({ path, why, file }) => ({
    what: `The bundle ${path} is of no use: ${bundleProblems[why](file)}.`,
    next: `Copy it again from where it was made, or make it anew with criadm bundle. ${unchanged}`,
  }),
  "bundle-for-another": ({ path, what, has, node, file }) => ({
    what: `The bundle ${path} is for another ${what}: ${file} is for ${has}, and this node is ${node === "" ? "of an unknown one" : node}.`,
    next: `Make one for this node: criadm detect -o json > node.json here, then criadm bundle --for node.json on a machine with a network. ${unchanged}`,
  }),
  "image-not-pulled": ({ image, why, detail }) => ({
    what: `The image ${image} was not pulled: ${
      {
        "not-a-reference": "its registry is not named",
        "not-fetched": `the registry did not give it (${detail})`,
        differs: `what came is not ${detail}`,
        "no-such-architecture": `it is not there for ${detail}`,
        "not-understood": `the registry answered with something else (${detail})`,
      }[why]
    }.`,
    next: `Name another registry with --image-repository, a mirror with --registry-mirror, or an image archive that you have with --sandbox-image-archive. ${unchanged}`,
  }),
  "bundle-place-taken": ({ path }) => ({
    what: `${path} is there already.`,
    next: "Name another place with --out, or remove it.",
  }),
  "bundle-without-packages": (args) => ({
    what: `No bundle of packages for ${args.system} can be made here: ${whyWithoutPackages(args)}.`,
    next:
      args.why !== "system"
        ? `Make it on a machine of that distribution${args.hasArchives ? ", or from its project's archives: --install upstream" : ""}.`
        : args.hasArchives
          ? "Make it from its project's archives: --install upstream."
          : "Name a runtime whose project's archives criadm checks: --runtime containerd --install upstream.",
  }),
  "bundle-not-written": ({ path, errno }) => ({
    what: `The bundle could not be written to ${path} (${errno}).`,
    next: "Name a directory that you may write to, with room for some hundred megabytes: --out PATH.",
  }),
  "bundle-system-unknown": ({ os }) => ({
    what: `criadm does not know for which system the bundle shall be${os === "" ? "" : `: ${os}`}.`,
    next: "Give --for FACTS.json, from criadm detect -o json on the node; or --os, such as debian-13, and --arch amd64 or arm64.",
  }),
  "archive-place-taken": ({ path, runtime }) => ({
    what: `${path} is on this node already, and ${runtime} from its archive would go there.`,
    next: `Find out what it belongs to. If nobody needs it, move it away and run the same command again. ${unchanged}`,
  }),
  "tree-not-placed": ({ path }) => ({
    what: `${path} could not be placed: what was unpacked for it is gone, or is another by now.`,
    next: "Install it anew: criadm apply --install upstream, or with the bundle's path.",
  }),
  "labels-not-set": ({ command }) => ({
    what: `The SELinux labels of what was placed could not be set: ${command} failed.`,
    next: "Look at what it said (container-selinux has the labels of container runtimes), and run the same command again.",
  }),
  "service-not-enabled": ({ service }) => ({
    what: `${service} could not be enabled for the next boot.`,
    next: "Look at what the init system said, mend that, and run the same command again.",
  }),
}

/** Why a bundle has no packages. */
export function whyWithoutPackages({
  why,
  package: name,
}: Pick<InstallFaults["bundle-without-packages"], "why" | "package">): string {
  if (why === "apt") return "this machine has no apt-get"
  if (why === "keyring") return `this machine cannot check its signatures; the package ${name} has the keys`
  return "criadm gets packages of Debian 11 to 14 and Ubuntu 22.04, 24.04 and 26.04"
}
