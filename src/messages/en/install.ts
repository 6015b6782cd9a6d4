// English for installing a runtime: what stands in the way, and what a plan and its steps say of packages.

import type { InstallFaults, InstallLines, InstallReasons } from "../../model/arguments/install.ts"
import type { ArchiveTrouble } from "../../model/facts/image-archive.ts"
import type { ImageSystem } from "../../model/install/packages.ts"
import type { FaultText, Texts } from "../../wording/texts.ts"
import { sizeText } from "../size.ts"
import { archiveFaults, whyWithoutPackages } from "./archives.ts"

const unchanged = "Nothing was changed."
const listed = (names: readonly string[]) => names.join(", ")

const imageWays: Readonly<Record<ImageSystem, string>> = {
  "": "Use an image of the system that has a container runtime, or add one by the system's own means.",
  flatcar:
    "Flatcar has containerd in its image; another release of it comes as a system extension (https://www.flatcar.org/docs/latest/container-runtimes/).",
  bottlerocket: "Bottlerocket has containerd in its image: use the variant for your Kubernetes minor.",
  ostree: "Add it as a layer, rpm-ostree install containerd, and reboot; or use an image that has it.",
  nixos: "Set virtualisation.containerd.enable = true in configuration.nix, then run: nixos-rebuild switch.",
  talos: "Talos has containerd in its image and runs the kubelet on it; there is nothing to install.",
}

const archiveTroubles = (most: string): Readonly<Record<ArchiveTrouble, string>> => ({
  "not-an-archive": "it is no tar archive, or only a part of one",
  "too-large": `it is larger than ${most}, or unpacks to more than twice that`,
  damaged: "what it names is not in it, or is not what its digest says",
  "no-image": "it holds no image; there is neither manifest.json nor index.json in it",
  "no-name": "none of its images has a name with a registry and a tag",
})

export const installFaults = (): Texts<InstallFaults, FaultText> => ({
  "install-not-known": ({ runtime, os }) => ({
    what: `criadm does not know packages of ${os === "" ? "this system" : os} for ${runtime === "" ? "a container runtime" : runtime}.`,
    next: `Install ${runtime === "" ? "it" : runtime} by the means of this system, then run criadm again. ${unchanged}`,
  }),
  "install-needs-live-node": () => ({
    what: "Packages are installed on a running node only, not below --root.",
    next: `Install the runtime's packages in that tree by its own package manager, then run this command without --install. ${unchanged}`,
  }),
  "another-runtime-there": ({ runtime, installed }) => ({
    what: `${installed} is on this node already${runtime === "" ? "" : `, and ${runtime} is not`}.`,
    next: `To use the one that is there: criadm apply --runtime ${installed}. To change to another one, drain the node and remove ${installed} first. ${unchanged}`,
  }),
  "no-package-manager": ({ manager }) => ({
    what:
      manager === ""
        ? "This node has no package manager that criadm installs with; it does so with apt, dnf, zypper, pacman and apk."
        : `criadm does not know the package manager ${manager}.`,
    next: `Install the container runtime's packages yourself, then run criadm again without --install. ${unchanged}`,
  }),
  "system-is-image": ({ path, system }) => ({
    what: `The programs of this system come as an image or are read-only (${path}), so no package can be installed.`,
    next: `${imageWays[system] ?? imageWays[""]} ${unchanged}`,
  }),
  "release-too-old": ({ runtime, version, needed, kubernetes, isPlanned, elsewhere }) => ({
    what: isPlanned
      ? `The packages of this node bring ${runtime} ${version}. Kubernetes ${kubernetes} is planned to need ${runtime} ${needed} or newer.`
      : `The packages of this node bring ${runtime} ${version}, which does not serve CRI v1; that begins with ${runtime} ${needed}.`,
    next: `Use a newer release of the distribution; or add the repository of a vendor that has ${runtime} ${needed} or newer and run the same command again; or install it from its project's archives (${elsewhere}) and run criadm without --install. ${unchanged}`,
  }),
  ...archiveFaults,
  "nothing-installed": () => ({
    what: "criadm has installed no runtime on this node, or has taken it away already.",
    next: `What is here came by other means, and goes by them. criadm history lists the runs. ${unchanged}`,
  }),
  "release-needs-install": ({ release }) => ({
    what: `--runtime-release ${release} says which release is installed, and nothing is to be installed.`,
    next: `Add --install distribution or --install upstream. To tell the release of a runtime that is there: --runtime-version. ${unchanged}`,
  }),
  "another-release-there": ({ runtime, installed, release }) => ({
    what: `${runtime} ${installed} is on this node already; criadm installs ${release} only where no runtime is.`,
    next: `Drain the node and upgrade it by the package manager, or leave --runtime-release out. ${unchanged}`,
  }),
  "older-release-asked": ({ runtime, installed, release }) => ({
    what: `criadm has placed ${runtime} ${installed} on this node, and ${release} is older. What a newer release has stored an older one may not be able to read, so it is not put in its place.`,
    next: `Ask for ${installed} or a newer release. To go back to what was here before it: criadm history lists the runs, criadm rollback with the run's number takes it back. For any other older release: drain the node, run criadm uninstall, move away the data that it names, then run the same command again. ${unchanged}`,
  }),
  "release-not-offered": ({ runtime, release, offered }) => ({
    what: `The package sources of this node do not offer ${runtime} ${release}. They offer ${listed(offered)}.`,
    next: `Ask for one of these, for example --runtime-release ${offered[0] ?? ""}, or leave --runtime-release out. ${unchanged}`,
  }),
  "packages-not-offered": ({ packages, command, elsewhere }) => ({
    what: `The package sources of this node do not offer ${listed(packages)}.`,
    next: `Read their lists anew, or set up a repository that has it, then run the same command again: ${command}.${elsewhere === "" ? "" : ` Where else it comes from: ${elsewhere}`} ${unchanged}`,
  }),
  "packages-unsolvable": ({ packages }) => ({
    what: `The package manager of this node cannot install ${listed(packages)}.`,
    next: `Its last lines say why. ${unchanged}`,
  }),
  "packages-would-remove": ({ packages, removed }) => ({
    what: `Installing ${listed(packages)} would remove ${listed(removed)}, so it is not done.`,
    next: `If they can go, remove them yourself, then run the same command again. ${unchanged}`,
  }),
  "packages-would-upgrade": ({ packages, upgraded, command }) => ({
    what: `Installing ${listed(packages)} would also replace packages that are on this node: ${listed(upgraded)}.`,
    next: `Bring the node up to date first (${command}), then run the same command again. ${unchanged}`,
  }),
  "packages-held": ({ packages, command }) => ({
    what: `${listed(packages)} ${packages.length === 1 ? "is" : "are"} held on this node, so the package manager does not touch ${packages.length === 1 ? "it" : "them"}.`,
    next: `If nobody needs the hold any more: ${command}. ${unchanged}`,
  }),
  "packages-not-fetched": ({ packages }) => ({
    what: `These packages could not be fetched: ${listed(packages)}.`,
    next: `The package manager's last lines say why; often the mirror cannot be reached or the disk is full. When that is mended, run the same command again. ${unchanged}`,
  }),
  "packages-locked": ({ pid, program }) => ({
    what: `Another package manager is at work on this node: ${program === "" ? "process" : program} (${pid}).`,
    next: `Run the same command again when it has ended, or wait for it: --lock-timeout 600.`,
  }),
  "packages-moved": ({ packages }) => ({
    what: `The package manager would not do any more what was planned for ${listed(packages)}.`,
    next: "Make the plan again.",
  }),
  "packages-not-installed": ({ packages }) => ({
    what: `The package manager did not install ${listed(packages)}.`,
    next: "Its last lines say why.",
  }),
  "packages-not-removed": ({ packages }) => ({
    what: `These packages could not be removed: ${listed(packages)}.`,
    next: "The package manager's last lines say why; often another package needs one of them by now.",
  }),
  "image-archive-unusable": ({ file, why, most }) => ({
    what: `${file} cannot be imported: ${archiveTroubles(sizeText(most))[why] ?? why}.`,
    next: `Write it anew where the image is: docker save IMAGE --output FILE, or ctr -n k8s.io images export FILE IMAGE. ${unchanged}`,
  }),
  "image-archive-architecture": ({ file, found, architecture }) => ({
    what: `The images in ${file} are for ${listed(found)}, and this node is ${architecture}.`,
    next: `Bring an archive for ${architecture}: docker pull --platform linux/${architecture} IMAGE, then docker save IMAGE --output FILE. ${unchanged}`,
  }),
  "image-archive-layout": ({ file, runtime, needed }) => ({
    what: `${file} is an OCI image layout, which ${runtime} reads since ${needed}; the one on this node is older.`,
    next: `Bring the image as docker save of a ${runtime} before ${needed} writes it, or: skopeo copy oci-archive:FILE docker-archive:NEW:IMAGE. ${unchanged}`,
  }),
  "image-archive-needs-live-node": () => ({
    what: "An image is imported into a runtime that runs, so not below --root.",
    next: `Leave --sandbox-image-archive out here, and give it on the running node. ${unchanged}`,
  }),
  "image-not-in-archive": ({ file, image, found }) => ({
    what: `${file} holds ${listed(found)}, and not the sandbox image ${image}.`,
    next: `To use what is in it: --sandbox-image ${found[0] ?? ""}. ${unchanged}`,
  }),
  "image-differs": ({ file, image, there, inFile }) => ({
    what: `Another image is on this node as ${image}: ${there}. In ${file} it is ${inFile}.`,
    next: `To keep the one that is there, leave --sandbox-image-archive out. To replace it: crictl rmi ${image}, then run the same command again. ${unchanged}`,
  }),
  "image-not-imported": ({ image, file }) => ({
    what: `${image} was not imported from ${file}.`,
    next: "The last lines of the program that imports it say why.",
  }),
  "image-not-removed": ({ image }) => ({
    what: `The image ${image} was imported and could not be removed again.`,
    next: `It does no harm. When the runtime answers: crictl rmi ${image}`,
  }),
  "pods-would-end": ({ pods, packages }) => ({
    what: `${pods.length === 1 ? "A pod runs" : `${pods.length} pods run`} on this node, and taking this run back would remove ${listed(packages)}: ${listed(pods)}.`,
    next: `Drain the node first: kubectl drain NODE --ignore-daemonsets --delete-emptydir-data. To go on anyway: --allow-running-pods. ${unchanged}`,
  }),
})

export const installReasons = (): Texts<InstallReasons, string> => ({
  "companion-is-missing": () =>
    "the runtime serves no CRI by itself, and what does it for it is not on this node; installed and enabled at boot, held back until it is configured",
  "runtime-is-missing": () =>
    "there is no container runtime on this node; installed and enabled at boot, held back until it is configured",
  "started-once": () => "started once, when everything is in place",
  "release-asked": ({ release }) => `${release} was asked for, and criadm placed the release that is here`,
  "release-below-recommended": ({ runtime, release, kubernetes, recommended }) =>
    `for Kubernetes ${kubernetes} the ${runtime} project recommends ${recommended.map((one) => `${one} or newer`).join(", ")} of their series; ${release} is older, and serves it all the same`,
  "in-image-archive": ({ image, file }) => `${image} is in ${file}`,
  "image-from-archive": ({ file }) => `from ${file}`,
  "image-imported-later": ({ image, command }) =>
    `the runtime does not run, so ${image} is not imported; when it runs: ${command}`,
  "observed-imported-image": ({ image, id }) =>
    id === "" ? `the runtime does not have ${image}` : `the runtime has ${image}`,
  "companion-there": ({ project, path }) => `${project} is on this node already (${path}) and stays`,
  "release-supported": ({ runtime, release, until, isOver, isPackaged }) =>
    isOver
      ? `the ${runtime} project has mended ${release} until ${until}; since then ${isPackaged ? "only the distribution does, where it does" : "nobody does"}`
      : `the ${runtime} project mends ${release} until ${until}`,
})

export const installLines = (): Texts<InstallLines, string> => ({
  "data-left": ({ directories }) =>
    `Images and containers stay in ${listed(directories)}. Remove them yourself when nobody needs them.`,
  "plan-packages": ({ manager, count, size }) =>
    `install ${count} ${count === 1 ? "package" : "packages"} by ${manager} (${size}):`,
  "plan-package": ({ name, version, origin }) => `${name} ${version}${origin === "" ? "" : `  (${origin})`}`,
  "plan-remove-packages": ({ packages }) => `remove the packages ${listed(packages)}; their configuration files stay`,
  "plan-starts": ({ services }) => `services that come with them: ${listed(services)}`,
  "plan-against-package": ({ path }) => `${path} is new; shown against the file that the package brings`,
  "step-image": ({ image }) => `import the image ${image}`,
  "step-remove-image": ({ image }) => `remove the image ${image}`,
  "expect-image": ({ component, image }) => `${component}: has the image ${image}`,
  "bundle-archives-instead": (args) =>
    `From its project's archives, not from packages of ${args.system}: ${whyWithoutPackages(args)}.`,
  "bundle-made": ({ path, runtime, release, kubernetes, arch }) =>
    `${path}: ${runtime} ${release} for ${arch}, Kubernetes ${kubernetes}. Every file was checked:`,
  "bundle-whole": ({ path, runtime, release, kubernetes, arch }) =>
    `${path} is whole: ${runtime} ${release} for ${arch}, Kubernetes ${kubernetes}.`,
  "bundle-use": () =>
    "criadm is in it (of a .tar: tar -xf FILE criadm). On the node: ./criadm apply --install /its/place/there",
  "bundle-use-without-criadm": () =>
    "This criadm is for other nodes: take the one for that node along. There: criadm apply --install /its/place/there",
  "plan-tree": ({ source, count, size }) =>
    `place ${count} release ${count === 1 ? "archive" : "archives"} (${source === "upstream" ? "upstream" : source}, ${size} to download), each checked by its SHA-256:`,
  "plan-archive": ({ project, version, url }) => `${project} ${version}  (${url})`,
  "plan-tree-places": ({ directories, files }) => `${files} files, below ${listed(directories)}`,
  "plan-remove-tree": ({ projects }) => `remove what was placed of ${listed(projects)}`,
  "plan-tree-kept": ({ files }) => `left as they are, since somebody has changed them: ${listed(files)}`,
  "plan-exchange": ({ source, count, size }) =>
    `take ${count} release ${count === 1 ? "archive" : "archives"} in place of what criadm placed before (${source}, ${size} to download), each checked by its SHA-256:`,
  "plan-exchanged": ({ project, version, url, before }) =>
    `${project} ${before === "" ? "" : `${before} -> `}${version}  (${url})`,
  "plan-exchange-gone": ({ files }) => `no longer part of it, removed: ${listed(files)}`,
  "plan-exchange-kept": ({ directory }) => `what gives way is kept in ${directory} for criadm rollback`,
  "step-exchange": ({ releases }) => `put ${listed(releases)} in place`,
  "step-tree": ({ projects }) => `place ${listed(projects)}`,
  "step-remove-tree": ({ projects }) => `remove ${listed(projects)}`,
  "step-packages": ({ packages }) => `install ${listed(packages)}`,
  "step-remove-packages": ({ packages }) => `remove ${listed(packages)}`,
})
