// The English sentences about Docker Engine, Mirantis Container Runtime and cri-dockerd; a part of en.ts.

import { lazily } from "../../../wording/lazily.ts"
import type { English, FaultText, FindingText, Spoken, Texts } from "../../../wording/texts.ts"
import type {
  DockerFaults,
  DockerFindings,
  DockerReasons,
  DockerStartReason,
  DockerStopArguments,
  DockerStopCodes,
} from "./codes.ts"

const configLink = "https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file"
const conflictLink =
  "https://docs.docker.com/engine/daemon/troubleshoot/#configure-the-daemon-with-flags-or-a-configuration-file"
const driverLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#docker"

/** " (web, db and 3 more)"; nothing where the names are not known. */
function named(containers: readonly string[]): string {
  if (containers.length === 0) return ""
  const more = containers.length - 5
  return ` (${containers.slice(0, 5).join(", ")}${more > 0 ? ` and ${more} more` : ""})`
}

interface Story {
  readonly why: string
  readonly next: string
}

/** Values that --validate lets pass, and dockerd does not start on. */
const startStories: { readonly [Why in DockerStartReason]: (what: string) => Story } = {
  "mirror-scheme": (what) => ({
    why: `The mirror ${what} has no http:// or https:// before it.`,
    next: "Put https:// before it.",
  }),
  "mirror-credentials": (what) => ({
    why: `The mirror ${what} has a user or password in it.`,
    next: "Take them out; docker login keeps credentials.",
  }),
  "mirror-query": (what) => ({ why: `The mirror ${what} has a query or fragment.`, next: "Take it out." }),
  "runtime-reserved": (what) => ({
    why: `The runtime name ${what} is built in and may not be configured.`,
    next: "Give the entry in runtimes another name.",
  }),
  "runtime-empty": (what) => ({
    why: `The runtime ${what} has neither path nor runtimeType.`,
    next: "Add its path, or take the entry out of runtimes.",
  }),
  "runtime-path-and-type": (what) => ({
    why: `The runtime ${what} has both path and runtimeType.`,
    next: "Take one of the two out.",
  }),
  "runtime-args-of-type": (what) => ({
    why: `The runtime ${what} has runtimeArgs beside runtimeType.`,
    next: "Take runtimeArgs out, or use path.",
  }),
  "default-runtime-unknown": (what) => ({
    why: `No runtime ${what} is configured, and default-runtime names it.`,
    next: "Add it to runtimes, or take default-runtime out.",
  }),
  "log-option-unknown": (what) => ({
    why: `The log driver knows no such option: ${what}.`,
    next: "Correct or remove it in log-opts.",
  }),
  "log-option-value": (what) => ({
    why: `The log driver does not take ${what}.`,
    next: "Correct the value in log-opts, or take it out.",
  }),
  "log-option-missing": (what) => ({
    why: `The log driver needs ${what} beside its other options.`,
    next: "Add it to log-opts.",
  }),
  "storage-driver-removed": (what) => ({
    why: `This release has no storage driver ${what} any more.`,
    next: "Take storage-driver out; images and containers of the old driver have to be made again.",
  }),
  "cgroupns-mode": (what) => ({
    why: `default-cgroupns-mode is ${what}; it can be private or host.`,
    next: "Correct the value.",
  }),
  "ipc-mode": (what) => ({
    why: `default-ipc-mode is ${what}; it can be private or shareable.`,
    next: "Correct the value.",
  }),
  "userns-remap": (what) => ({
    why: `userns-remap is ${what}; it names a user, or USER:GROUP.`,
    next: "Correct the value.",
  }),
  "remap-user": (what) => ({
    why: `userns-remap names the user ${what}, which this node does not have.`,
    next: 'Make the user, or write "userns-remap": "default", for which dockerd makes one.',
  }),
  "remap-group": (what) => ({
    why: `userns-remap stands for the group ${what}, which this node does not have.`,
    next: 'Make the group, or write another one behind the user, as in "userns-remap": "USER:GROUP".',
  }),
  "remap-ids": (what) => {
    const [user = "", file = "", line = ""] = what.split(", ")
    return {
      why: `${file} has no ids for the user ${user}, which userns-remap names.`,
      next: `Add the line ${line} to ${file}.`,
    }
  },
  "remap-number": (what) => {
    const [wrong = "", file = "", line = ""] = what.split(", ")
    return { why: `${file} has the line ${wrong}, which is not NAME:FIRST:COUNT.`, next: `Write ${line} in its place.` }
  },
  "file-missing": (what) => ({
    why: `It names ${what}, and there is no such file.`,
    next: "Put the file there, or take the line out.",
  }),
  "insecure-scheme": (what) => ({
    why: `The insecure registry ${what} has a scheme, and takes a host with its port only.`,
    next: "Take the scheme out.",
  }),
  "storage-option": (what) => ({
    why: `The storage driver knows no such option: ${what}.`,
    next: "Take the option out; options of overlay2 begin with overlay2.",
  }),
  "bridge-twice": (what) => ({
    why: `bridge and bip exclude each other: ${what}.`,
    next: "Keep one of the two; the address of a bridge of your own is set on the bridge.",
  }),
  "icc-without-iptables": (what) => ({
    why: `${what} is false, which needs iptables, and iptables is false.`,
    next: "Take one of the two out.",
  }),
  "ipv6-subnet": (what) => ({
    why: `ipv6 is true, and Docker ${what} gives the default bridge no IPv6 network by itself.`,
    next: 'Add a network, such as "fixed-cidr-v6": "fd00:db8:1::/64", or take ipv6 out; Docker 27 takes one of its own.',
  }),
  "label-twice": (what) => ({ why: `The label ${what} has two values.`, next: "Keep one of them." }),
  "tls-file": (what) => ({
    why: `tlsverify is on, and ${what} names no file.`,
    next: "Name the file, or take tlsverify out.",
  }),
  "value-form": (what) => ({
    why: `dockerd does not take ${what}.`,
    next: "Correct the value, or take it out.",
  }),
}

/** Why dockerd exits while it loads its configuration, and what to do. */
const stops: { readonly [Code in keyof DockerStopCodes]: (args: Spoken<DockerStopArguments>) => Story } = {
  "docker-config-broken": ({ file, what }) => ({
    why: `${file} is not valid JSON: ${what}`,
    next: "Correct the line.",
  }),
  "docker-config-unreadable": ({ file, what }) => ({
    why: what === "directory" ? `${file} is a directory.` : `${file} cannot be read: ${what}.`,
    next: "Make it a readable file of UTF-8 text.",
  }),
  "docker-config-missing": ({ file }) => ({
    why: `Its service names ${file} with --config-file, and there is no such file.`,
    next: "criadm apply makes the file, or take the flag out.",
  }),
  "docker-config-empty": ({ file, what, other }) => ({
    why: `${file} is empty, and dockerd ${what} needs at least {} in it (empty files are read from ${other} on).`,
    next: "criadm apply, or remove the file.",
  }),
  "docker-byte-order-mark": ({ file, what, other }) => ({
    why: `${file} begins with a byte-order mark, which dockerd ${what} does not read (${other} does).`,
    next: "criadm apply takes the mark away, or save the file as UTF-8 without one.",
  }),
  "docker-set-twice": ({ file, what, other }) => ({
    why: `${what} is set in ${file} and by the flag ${other}. dockerd accepts only one of the two, even when they are equal.`,
    next: `Take ${what} out of ${file}, or take the flag away.`,
  }),
  "docker-exec-opts-type": ({ file, what }) => ({
    why: `exec-opts in ${file} must be a list of texts, and it is ${what}.`,
    next: `Write it as "exec-opts": ["native.cgroupdriver=systemd"].`,
  }),
  "docker-driver-unknown": ({ file, what }) => ({
    why: `${file} says ${what}; the cgroup driver is systemd or cgroupfs.`,
    next: "criadm apply --cgroup-driver systemd, or correct the value.",
  }),
  "docker-exec-opt-refused": ({ file, what }) => ({
    why: `${file} has the execution option "${what}", which this release refuses: it knows only native.cgroupdriver=VALUE.`,
    next: "Take the option out.",
  }),
  "docker-cgroup-parent-no-slice": ({ file, what }) => ({
    why: `${file} sets cgroup-parent to ${what}. With the cgroup driver systemd it must be a slice, "NAME.slice".`,
    next: "Name a slice there, such as docker-pods.slice, or take cgroup-parent out.",
  }),
  "docker-directive-unknown": ({ file, what, other }) => ({
    why: `${file} has ${what}, which dockerd ${other} does not know.`,
    next: "Correct the name, or take it out.",
  }),
  "docker-directive-kind": ({ file, what, other }) => ({
    why: `${what} in ${file} has a value of a kind that dockerd ${other} does not take there.`,
    next: "Correct the value.",
  }),
  "docker-value-refused": ({ what, other }) => {
    const stories: Readonly<Record<string, (what: string) => Story>> = startStories
    return stories[other]?.(what) ?? { why: what, next: other }
  },
  "docker-config-refused": ({ what }) => ({
    why: `dockerd --validate says: ${what}`,
    next: "Correct it; dockerd --validate --config-file FILE shows whether it is right.",
  }),
}

function stopFinding(code: keyof DockerStopCodes, link: string): (args: Spoken<DockerStopArguments>) => FindingText {
  return (args) => ({ what: `${args.engine} does not start on its configuration.`, ...stops[code](args), link })
}

const dockerFindings = (): Texts<DockerFindings, FindingText> => ({
  "docker-config-broken": stopFinding("docker-config-broken", configLink),
  "docker-config-unreadable": stopFinding("docker-config-unreadable", configLink),
  "docker-config-missing": stopFinding("docker-config-missing", configLink),
  "docker-config-empty": stopFinding("docker-config-empty", configLink),
  "docker-byte-order-mark": stopFinding("docker-byte-order-mark", configLink),
  "docker-set-twice": stopFinding("docker-set-twice", conflictLink),
  "docker-exec-opts-type": stopFinding("docker-exec-opts-type", configLink),
  "docker-driver-unknown": stopFinding("docker-driver-unknown", driverLink),
  "docker-exec-opt-refused": stopFinding("docker-exec-opt-refused", configLink),
  "docker-cgroup-parent-no-slice": stopFinding("docker-cgroup-parent-no-slice", driverLink),
  "docker-directive-unknown": stopFinding("docker-directive-unknown", configLink),
  "docker-directive-kind": stopFinding("docker-directive-kind", configLink),
  "docker-value-refused": stopFinding("docker-value-refused", configLink),
  "docker-config-refused": stopFinding("docker-config-refused", configLink),
  "docker-log-option-refused": ({ engine, what, why }) => ({
    what: `${engine} starts no container, because of its log options.`,
    why:
      why === "missing"
        ? `Its log driver needs ${what}. dockerd starts without it and makes no container.`
        : `Its log driver does not take ${what}. dockerd looks at it only when it makes a container.`,
    next:
      why === "missing"
        ? "Add it to log-opts, and restart docker."
        : "Correct the value in log-opts, and restart docker.",
    link: "https://docs.docker.com/engine/logging/configure/",
  }),
  "docker-init-missing": ({ engine, path }) => ({
    what: `${engine} starts no container, because ${path} is not there.`,
    why: "daemon.json says init: true, so every container is started through it.",
    next: `Install ${path === "docker-init" ? "docker-init (package docker-ce, or tini)" : path}, or take init out and restart docker.`,
    link: "https://docs.docker.com/reference/cli/dockerd/",
  }),
  "docker-key-ignored": ({ engine, file, key, meant }) => ({
    what: `${engine} ignores ${key} in ${file}.`,
    why: `dockerd takes the key without a word and does nothing with it; what counts is ${meant}.`,
    next:
      key === "exec-opt"
        ? "criadm apply moves the cgroup driver to exec-opts; or remove the key."
        : `Write it as ${meant}, or remove it.`,
    link: configLink,
  }),
  "docker-key-twice": ({ engine, file, key }) => ({
    what: `${file} has ${key} twice.`,
    why: `${engine} takes the later line without a word, and the earlier one counts for nothing.`,
    next: "Keep one of the two lines.",
    link: "https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file",
  }),
  "docker-driver-twice": ({ engine, file, counts }) => ({
    what: `${file} names two cgroup drivers.`,
    why: `${engine} of this release uses ${counts}; releases differ in which entry they take.`,
    next: "criadm apply leaves the right one.",
    link: driverLink,
  }),
  "docker-cgroupfs-on-systemd": ({ engine }) => ({
    what: `${engine} uses the cgroup driver cgroupfs on a node that systemd runs.`,
    why: "Two managers of one cgroup tree make nodes unstable under load.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "docker-refuses-cri-dockerd": ({ engine, release, criDockerd, minimum }) => ({
    what: `cri-dockerd ${criDockerd} cannot talk to ${engine} ${release}.`,
    why: `This release accepts clients from API ${minimum} on, and cri-dockerd ${criDockerd} speaks at most 1.43: "client version 1.43 is too old".`,
    next: "Upgrade cri-dockerd to 0.3.16 or later.",
    link: "https://github.com/docker/for-win/issues/14997",
  }),
})

const byHand = "Nothing was changed."

const dockerFaults = (): Texts<DockerFaults, FaultText> => ({
  "docker-needs-cri-dockerd": ({ engine, command }) => ({
    what: `${engine} serves no CRI by itself, and cri-dockerd, which does it for it, is not installed on this node.`,
    next: `${command === "" ? "Install cri-dockerd (packages: https://github.com/Mirantis/cri-dockerd/releases), enable cri-docker.socket, and run the same command again." : `Let criadm add it: ${command}`} Or choose another runtime with --runtime. ${byHand}`,
  }),
  "docker-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    // What is there runs until the driver is another one.
    const does = code === "docker-cgroup-parent-no-slice" ? "would not start so" : "does not start on its configuration"
    return { what: `${args.engine} ${does}. ${why}`, next: `${next} ${byHand}` }
  },
  "docker-flag-decides": ({ engine, flag, file, wanted }) => ({
    what: `${engine} gets ${flag} as a flag${file === "" ? "" : ` in ${file}`}, and a flag and daemon.json may not set the same thing.`,
    next: `Change the flag there to ${wanted}, or take it away so that criadm can set it in daemon.json; then run the same command again. ${byHand}`,
  }),
  "docker-mirrors-docker-hub-only": ({ engine, host }) => ({
    what: `${engine} knows mirrors for Docker Hub (docker.io) only, not for ${host}.`,
    next: `Leave this --registry-mirror out, or name images by the mirror: --image-repository. ${byHand}`,
  }),
  "docker-judged-unfit": ({ engine, says }) => ({
    what: `${engine} itself refuses the new configuration: ${says}`,
    next: `Correct what it names in daemon.json, and run the same command again. ${byHand}`,
  }),
})

const dockerReasons = (): Texts<DockerReasons, string> => ({
  "docker-set-driver": ({ driver }) => `cgroup driver ${driver}`,
  "docker-move-exec-opt": () => "takes the cgroup driver out of exec-opt, which is ignored",
  "docker-repair-start": ({ release }) => `lets dockerd ${release} start on its configuration`,
  "docker-set-mirror": ({ url }) => `asks ${url} first for images of Docker Hub`,
  "docker-reset": () => "starts over from an empty configuration",
  "docker-restart-stops-containers": ({ engine, containers }) =>
    `the restart of ${engine} stops the containers that run on this node${named(containers)}, because live-restore is off`,
  "docker-restart-keeps-containers": ({ engine, containers }) =>
    `the containers that run on this node${named(containers)} live on while ${engine} restarts, because live-restore is on`,
  "docker-no-service": ({ engine }) => `no service for ${engine} was found; restart it yourself`,
  "docker-default-systemd": () => "nothing sets it: cgroup v2 with systemd, where dockerd chooses systemd",
  "docker-default-cgroupfs": () => "nothing sets it: without cgroup v2 and systemd dockerd chooses cgroupfs",
  "docker-default-unknown": () => "nothing sets it, and what dockerd chooses depends on the running node",
  "docker-does-not-load": () => "dockerd does not start on its configuration",
  "docker-flag-spelling": () => "ignored: the key is spelled exec-opts",
  "docker-nested-key": () => "ignored: exec-opts counts only at the top of the file",
  "docker-other-entry-counts": () => "another entry counts",
  "docker-other-line-counts": () => "a later line with the same key counts",
  "docker-serves-through-cri-dockerd": ({ release }) => `through cri-dockerd ${release}`.trimEnd(),
  "docker-without-cri-dockerd": () => "cri-dockerd is not installed, and Docker itself serves no CRI",
})

export const english = lazily<English<DockerFaults, DockerFindings, DockerReasons>>({
  faults: dockerFaults,
  findings: dockerFindings,
  reasons: dockerReasons,
})
