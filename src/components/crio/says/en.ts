// The English sentences about CRI-O; a part of en.ts.

import { lazily } from "../../../wording/lazily.ts"
import type { English, FaultText, FindingText, Spoken, Texts } from "../../../wording/texts.ts"
import type {
  CrioFaults,
  CrioFindings,
  CrioOtherFileArguments,
  CrioReasons,
  CrioStopArguments,
  CrioStopCodes,
  CrioValueRule,
} from "./codes.ts"

/** What is wrong with a file beside crio.conf, and what to do. */
const otherFiles: Readonly<
  Record<string, (args: Spoken<CrioOtherFileArguments>) => { readonly why: string; readonly next: string }>
> = {
  "not-toml": ({ what }) => ({ why: `The file is not valid TOML: ${what}`, next: "Correct the line" }),
  "not-json": ({ what }) => ({ why: `The file is not valid JSON: ${what}`, next: "Correct the line" }),
  mixed: ({ what }) => ({
    why: `It mixes the old table ${what} with keys of the newer form.`,
    next: `Write the registries of ${what} into unqualified-search-registries, and take the table out`,
  }),
  scheme: ({ what }) => ({
    why: `${what} has a scheme, and names of registries have none.`,
    next: "Take the scheme out, and write insecure = true for plain HTTP",
  }),
  "no-location": ({ what }) => ({
    why: `An entry ${what} has no location.`,
    next: "Add its location, or take the entry out",
  }),
  "short-name-mode": ({ what }) => ({
    why: `short-name-mode is ${what}; it can be enforcing, permissive or disabled.`,
    next: "Correct the value",
  }),
  "wrong-type": ({ what }) => ({
    why: `The value of ${what} is of another kind than CRI-O reads there.`,
    next: "Correct the value",
  }),
  "old-form": ({ what }) => ({
    why: `It has the old table ${what}, which only registries.conf itself may have.`,
    next: "Write it as unqualified-search-registries or [[registry]], or take it out",
  }),
  search: ({ what }) => ({
    why: `unqualified-search-registries has ${what}, and takes only hosts.`,
    next: "Take the path out, and leave the host",
  }),
  alias: ({ what }) => ({
    why: `The alias ${what} is none: a short name in lower case stands for a registry with a repository, without a tag.`,
    next: "Correct the alias, or take it out",
  }),
  wildcard: ({ what }) => ({
    why: `The prefix ${what} has more behind its * than a domain.`,
    next: "Write it as *.example.com",
  }),
  "pull-not-of-mirror": ({ what }) => ({
    why: `${what} stands in a [[registry]], and belongs into its [[registry.mirror]].`,
    next: "Move it there, or take it out",
  }),
  "pull-twice": ({ what }) => ({
    why: `A mirror has pull-from-mirror = ${what}, and its registry has mirror-by-digest-only.`,
    next: "Take one of the two out",
  }),
  "pull-unknown": ({ what }) => ({
    why: `pull-from-mirror is ${what}; it can be all, digest-only or tag-only.`,
    next: "Correct the value",
  }),
  conflict: ({ what }) => ({
    why: `Two entries of one location do not agree: ${what}.`,
    next: "Give both the same value, or take one of the entries out",
  }),
  empty: () => ({ why: "It is empty.", next: "Remove the file, or write what is meant into it" }),
  "byte-order-mark": () => ({
    why: "It begins with a byte-order mark, which is not read there.",
    next: "Save it as UTF-8 without one",
  }),
  "key-twice": ({ what }) => ({ why: `It has the key ${what} twice.`, next: "Keep one of the two" }),
  "no-requirement": ({ what }) => ({
    why: `${what} is no list with a requirement in it.`,
    next: "Write a requirement into it, or take it out",
  }),
  "key-sources": ({ what }) => ({
    why: `A requirement must have exactly one of ${what}.`,
    next: "Keep one of them, or add it",
  }),
  "key-type": ({ what }) => ({
    why: `The keyType of a requirement is "${what}"; it can be GPGKeys.`,
    next: "Write GPGKeys",
  }),
  "key-data": ({ what }) => ({
    why: `${what} of a requirement is not base64.`,
    next: "Correct it, or name a file by keyPath",
  }),
  "old-registries": ({ what, release }) => ({
    why: `It has the old table ${what}, which CRI-O ${release} does not read any more.`,
    next: "Write unqualified-search-registries and [[registry]] in its place",
  }),
  missing: () => ({
    why: "There is no such file.",
    next: 'Write {"default": [{"type": "insecureAcceptAnything"}]} into it, or your policy',
  }),
  "unknown-key": ({ what, release }) => ({
    why: `It has the key ${what}, which CRI-O ${release} does not know there.`,
    next: `Take ${what} out`,
  }),
  "arch-twice": () => ({
    why: "It has architectures beside archMap, and only one of the two may be there.",
    next: "Take one of the two out",
  }),
  "name-twice": ({ what }) => ({
    why: `A rule has name (${what}) beside names, and only one of the two may be there.`,
    next: "Put the name among the names",
  }),
  action: ({ what }) => ({
    why: `There is no action ${what}; names begin with SCMP_ACT_, such as SCMP_ACT_ERRNO.`,
    next: "Correct the action",
  }),
  "unknown-type": ({ what }) => ({
    why: `It has a requirement of the type ${what}, which there is not.`,
    next: "Correct the type",
  }),
  "no-default": ({ what }) => ({
    why: `It has no ${what}, or an empty one.`,
    next: 'Write {"default": [{"type": "insecureAcceptAnything"}]} into it, or your policy',
  }),
}

function otherFile(args: Spoken<CrioOtherFileArguments>): { readonly why: string; readonly next: string } {
  return otherFiles[args.why]?.(args) ?? { why: args.what, next: args.file }
}

const configLink = "https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md"
const dropInLink = "https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.d.5.md"
const driverLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#cri-o"
const releasesLink = "https://github.com/cri-o/cri-o/releases"

interface Story {
  readonly why: string
  readonly next: string
}

interface Refused {
  readonly what: string
  readonly wanted: string
}

/** Why a value is refused, and what to write. */
const values: { readonly [Rule in CrioValueRule]: (args: Refused) => Story } = {
  "log-size": ({ what, wanted }) => ({
    why: `${what} is ${wanted}, and CRI-O takes 8192 or more there, or a negative number for no limit.`,
    next: `Set ${what} to 8192 or more, or take it out: the kubelet's containerLogMaxSize limits logs.`,
  }),
  timezone: ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and there is no /usr/share/zoneinfo/${wanted} on this node.`,
    next: 'Write "local" or a name such as "Europe/Berlin"; the package tzdata has the files of time zones.',
  }),
  capability: ({ what, wanted }) => ({
    why: `${what} has "${wanted}", which is no capability. They stand without CAP_ there: "NET_RAW".`,
    next: `Correct "${wanted}", or take it out.`,
  }),
  sysctl: ({ what, wanted }) => ({
    why: `${what} has "${wanted}", which is not key=value without blanks around the =.`,
    next: 'Write it as "net.ipv4.ping_group_range=0 0".',
  }),
  ulimit: ({ what, wanted }) => ({
    why: `${what} has "${wanted}", which is not NAME=SOFT or NAME=SOFT:HARD with a known name and a soft limit up to the hard one.`,
    next: 'Write it as "nofile=65536:1048576".',
  }),
  device: ({ what, wanted }) => ({
    why: `${what} has "${wanted}", which is not DEVICE:PLACE:MODE with a place below /dev and a mode of r, w and m.`,
    next: 'Write it as "/dev/fuse" or "/dev/sda:/dev/xvda:rwm".',
  }),
  "device-missing": ({ what, wanted }) => ({
    why: `${what} has ${wanted}, and there is no such device on this node.`,
    next: `Load the kernel module that makes ${wanted}, or take it out.`,
  }),
  "file-missing": ({ what, wanted }) => ({
    why: `${what} is ${wanted}, and there is no such file.`,
    next: "Create the file, or take the key out.",
  }),
  "short-name-mode": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and CRI-O takes only "enforcing" and "disabled". permissive is a value of registries.conf.`,
    next: `Set ${what} to "enforcing" or "disabled".`,
  }),
  "log-level": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", which is no level of logrus.`,
    next: `Set ${what} to "info", "debug", "warn" or "error".`,
  }),
  "image-volumes": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and CRI-O takes only "mkdir", "bind" and "ignore".`,
    next: `Set ${what} to "mkdir", or take it out.`,
  }),
  "stream-timeout": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", which is no duration.`,
    next: 'Write it with its unit: "4h", "30m", "90s".',
  }),
  "stream-port": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and ports end at 65535.`,
    next: `Set ${what} to a port, or to "0" for any that is free.`,
  }),
  "not-absolute": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", which is no whole path.`,
    next: "Write the path from / on.",
  }),
  cpus: ({ what, wanted }) => ({
    why: `${what} is "${wanted}", which is no list of processors.`,
    next: 'Write it as "0-1,8".',
  }),
  taskset: ({ what }) => ({
    why: `${what} needs the program taskset, which is not in the PATH of CRI-O.`,
    next: "Install the package util-linux, or take the key out.",
  }),
  "runtime-type": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and there are only "oci", "vm" and "pod".`,
    next: `Set ${what} to "oci", or take it out.`,
  }),
  "vm-path": ({ what, wanted }) => ({
    why: `${what} is ${wanted}, and a program of the type vm must be called containerd-shim-NAME-v2.`,
    next: 'Name the shim, such as "/usr/bin/containerd-shim-kata-v2".',
  }),
  "only-of-type": ({ what, wanted }) => ({
    why: `${what} is only for runtime_type = "${wanted}".`,
    next: `Take ${what} out, or set the runtime_type.`,
  }),
  annotation: ({ what, wanted }) => ({
    why: `${what} has "${wanted}", which is none of the annotations that CRI-O can allow.`,
    next: `Correct "${wanted}", or take it out.`,
  }),
  "cpu-affinity": ({ what, wanted }) => ({
    why: `${what} is "${wanted}", and there is only "first".`,
    next: `Set ${what} to "first", or take it out.`,
  }),
  "not-conmon": ({ what, wanted }) => ({
    why: `${what} is ${wanted}, which does not say its release as conmon does. conmonrs is only for handlers with runtime_type = "pod".`,
    next: `Set ${what} to conmon's path, or take it out.`,
  }),
}

function refused(rule: CrioValueRule | undefined, args: Refused): Story {
  const story: ((args: Refused) => Story) | undefined = rule === undefined ? undefined : values[rule]
  return story?.(args) ?? { why: args.what, next: args.wanted }
}

/** Why CRI-O does not start, and what to do. */
const stops: { readonly [Code in keyof CrioStopCodes]: (args: Spoken<CrioStopArguments>) => Story } = {
  "crio-config-broken": ({ file, what }) => ({
    why: `${file} is not valid TOML: ${what} CRI-O loads every file of its drop-in directory.`,
    next: "Correct the line.",
  }),
  "crio-config-unreadable": ({ file, what }) => ({
    why: `${file} ${what === "directory" ? "is a directory" : `cannot be read: ${what}`}. CRI-O loads every file of its drop-in directory and follows no links to directories.`,
    next: "Make it a readable file, or move it somewhere else.",
  }),
  "crio-config-missing": ({ file }) => ({
    why: `The service names ${file} with --config, and there is no such file.`,
    next: "Create the file, or take the flag out of the service.",
  }),
  "crio-wrong-type": ({ what, wanted }) => ({
    why: `${what} must be a ${wanted}.`,
    next: `Write ${what} as a ${wanted}.`,
  }),
  "crio-manager-unknown": ({ what }) => ({
    why: `cgroup_manager is "${what}", and there is only "systemd" and "cgroupfs".`,
    next: "criadm apply --cgroup-driver systemd",
  }),
  "crio-monitor-cgroup-on-cgroupfs": ({ what, wanted, release }) => ({
    why: `With the cgroup manager cgroupfs, the monitor's cgroup must be "pod" or none, and that of ${what} is "${wanted}". CRI-O ${release} exits on that.`,
    next: 'Set conmon_cgroup = "pod" in [crio.runtime]; criadm apply --cgroup-driver cgroupfs does it.',
  }),
  "crio-monitor-cgroup-on-systemd": ({ what, wanted }) => ({
    why: `With the cgroup manager systemd, the monitor's cgroup must be "pod" or a slice, and that of ${what} is "${wanted}".`,
    next: "criadm apply --cgroup-driver systemd",
  }),
  "crio-default-runtime-without-table": ({ what, release }) => ({
    why: `default_runtime is "${what}", CRI-O ${release} has no built-in runtime of that name, and no file has a table [crio.runtime.runtimes.${what}].`,
    next: `Add the table [crio.runtime.runtimes.${what}] with its runtime_path, or name another default_runtime.`,
  }),
  "crio-pause-image-invalid": ({ what }) => ({
    why: `pause_image is "${what}", which is no image.`,
    next: "criadm apply",
  }),
  "crio-program-missing": ({ what, wanted, instead }) => ({
    why: wanted.includes("/")
      ? `${what} is ${wanted}, and there is no such program.`
      : `${what} names no program, so CRI-O looks for ${wanted} in its PATH, and it is not there.`,
    next:
      instead === ""
        ? `Install it, or correct ${what}. A later file with a part of the table replaces the whole table.`
        : `Set ${what} = "${instead}", which is on this node. A later file with a part of the table replaces the whole table.`,
  }),
  "crio-monitor-path-relative": ({ what, wanted, instead }) => ({
    why: `${what} is ${wanted}, and CRI-O takes only a whole path there.`,
    next: instead === "" ? `Write the whole path of ${wanted}, or take ${what} out.` : `Set ${what} = "${instead}".`,
  }),
  "crio-value-refused": (args) => refused(args.rule, args),
  "crio-packet-filter-missing": ({ release }) => ({
    why: `CRI-O ${release} needs iptables or nft for ports of the host, and neither is installed.`,
    next: "Install iptables or nftables, or set disable_hostport_mapping = true in [crio.runtime].",
  }),
}

function stopFinding(code: keyof CrioStopCodes): (args: Spoken<CrioStopArguments>) => FindingText {
  const link = code.includes("cgroup") || code.includes("manager") ? driverLink : configLink
  return (args) => ({ what: "CRI-O does not start on its configuration.", ...stops[code](args), link })
}

const crioFindings = (): Texts<CrioFindings, FindingText> => ({
  "crio-config-broken": stopFinding("crio-config-broken"),
  "crio-config-unreadable": stopFinding("crio-config-unreadable"),
  "crio-config-missing": stopFinding("crio-config-missing"),
  "crio-wrong-type": stopFinding("crio-wrong-type"),
  "crio-manager-unknown": stopFinding("crio-manager-unknown"),
  "crio-monitor-cgroup-on-cgroupfs": stopFinding("crio-monitor-cgroup-on-cgroupfs"),
  "crio-monitor-cgroup-on-systemd": stopFinding("crio-monitor-cgroup-on-systemd"),
  "crio-default-runtime-without-table": stopFinding("crio-default-runtime-without-table"),
  "crio-pause-image-invalid": stopFinding("crio-pause-image-invalid"),
  "crio-program-missing": stopFinding("crio-program-missing"),
  "crio-monitor-path-relative": stopFinding("crio-monitor-path-relative"),
  "crio-value-refused": stopFinding("crio-value-refused"),
  "crio-handler-taken-out": ({ handler, key, wanted, rule, release }) => {
    const { why, next } = refused(rule, { what: key, wanted })
    return {
      what: `CRI-O takes the handler ${handler} out when it starts.`,
      why: `${why} CRI-O ${release} then goes on without the handler, and pods that ask for it fail.`,
      next,
      link: configLink,
    }
  },
  "crio-packet-filter-missing": stopFinding("crio-packet-filter-missing"),
  "crio-drop-in-not-read": ({ file, directory }) => ({
    what: `CRI-O does not read ${file}.`,
    why: `It loads the files of ${directory === "" ? "no drop-in directory at all" : directory}; some tools write into this other one.`,
    next: `Move the file to ${directory === "" ? "the directory of --config-dir" : directory} and restart CRI-O, or remove it.`,
    link: "https://github.com/NVIDIA/nvidia-container-toolkit/issues/1829",
  }),
  "crio-backup-loaded": ({ file, decides }) => ({
    what: `CRI-O loads ${file}, which looks like an old copy.`,
    why:
      decides.length === 0
        ? "CRI-O loads every file of the directory, whatever its name ends with."
        : `CRI-O loads every file of the directory, whatever its name ends with, and takes from this one: ${decides.join(", ")}.`,
    next: `Move ${file} out of the directory, then restart CRI-O.`,
    link: "https://github.com/cri-o/cri-o/issues/6190",
  }),
  "crio-key-outside-table": ({ file, keys, table, belongs }) => ({
    what: `CRI-O ignores ${keys.join(", ")} in ${file}.`,
    why: `${keys.length === 1 ? "It stands" : "They stand"} ${table === "" ? "above the first table" : `in [${table}]`} and ${keys.length === 1 ? "belongs" : "belong"} into [${belongs}]. CRI-O skips what it does not know there.`,
    next: `Move ${keys.length === 1 ? "the line" : "the lines"} below the header [${belongs}].`,
    link: configLink,
  }),
  "crio-handler-replaced": ({ handler, file, by, lost }) => ({
    what: `Settings of the runtime handler ${handler} in ${file} do not count.`,
    why: `${by} has a table of the same name, which replaces the whole table. Lost: ${lost.join(", ")}.`,
    next: `Copy the lost keys into ${by}, or keep the table in one file.`,
    link: dropInLink,
  }),
  "crio-cgroupfs-on-systemd": () => ({
    what: "CRI-O uses the cgroup driver cgroupfs on a node that systemd runs.",
    why: "Two managers of one cgroup tree make nodes unstable under load.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "crio-flag-overrides-file": ({ flag, file, value }) => ({
    what: `${flag} of CRI-O's service overrides its files.`,
    why: `${file} says "${value}", and flags and their variables count more. A reload takes the value of the file until the next restart.`,
    next: "Take one of the two out.",
    link: "https://github.com/cri-o/cri-o/issues/7586",
  }),
  "crio-release-too-old": ({ version, oldest }) => ({
    what: `CRI-O ${version} is older than criadm knows.`,
    why: `What a release makes of its files is known from ${oldest} on.`,
    next: "Upgrade CRI-O.",
    link: releasesLink,
  }),
  "crio-release-newer": ({ version, newest }) => ({
    what: `CRI-O ${version} is newer than criadm knows.`,
    why: `Its configuration is read by the rules of ${newest}. Before a change is made, CRI-O itself judges it.`,
    next: "Upgrade criadm when a release for this CRI-O is out.",
    link: releasesLink,
  }),
  "crio-release-not-known": ({ program }) => ({
    what: "The release of CRI-O is not known.",
    why: `${program} could not be asked for its version.`,
    next: "Say it with --runtime-version X.Y.Z.",
    link: releasesLink,
  }),
  "crio-dump-differs": ({ what, release }) => ({
    what: "CRI-O reads its configuration differently from criadm.",
    why: `"crio config" of ${release} differs in: ${what.join(", ")}. Perhaps files changed meanwhile.`,
    next: "Run criadm check again; if it stays, report it with the output of criadm detect -o json.",
    link: configLink,
  }),
  "crio-registries-not-read": ({ file, meant }) => ({
    what: `CRI-O does not read ${file}.`,
    why: "Of that directory it reads only files whose name ends in .conf.",
    next: `mv ${file} ${meant}, then: systemctl reload crio`,
    link: "https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md",
  }),
  "crio-other-file-stops": (args) => ({
    what: `CRI-O does not start because of ${args.file}.`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}, then: systemctl restart crio`,
    link: "https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md",
  }),
  "crio-policy-refused": (args) => ({
    what:
      args.namespace === undefined
        ? `CRI-O can pull no image because of ${args.file}.`
        : `CRI-O can pull no image for pods of the namespace ${args.namespace} because of ${args.file}.`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}; no restart is needed.`,
    link: "https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md",
  }),
  "crio-profile-refused": (args) => ({
    what: `CRI-O starts, and containers fail because of the seccomp profile ${args.file}.`,
    why: otherFile(args).why,
    next: `${otherFile(args).next}, then: systemctl restart crio`,
    link: configLink,
  }),
  "crio-tells-no-driver": ({ release }) => ({
    what: "CRI-O does not tell the kubelet its cgroup driver.",
    why: `CRI-O ${release} is older than 1.28, so the kubelet uses its own cgroupDriver.`,
    next: "Keep both on one driver (criadm apply does it), or upgrade CRI-O.",
    link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/configure-cgroup-driver/",
  }),
})

const crioFaults = (): Texts<CrioFaults, FaultText> => ({
  "crio-release-unknown": ({ version, oldest }) => ({
    what:
      version === ""
        ? "The release of CRI-O is not known."
        : `CRI-O ${version} is older than criadm knows (${oldest}).`,
    next: version === "" ? "Say it with --runtime-version X.Y.Z." : "Upgrade CRI-O. Nothing was changed.",
  }),
  "crio-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    return { what: `CRI-O does not start on this configuration. ${why}`, next: `${next} Nothing was changed.` }
  },
  "crio-flag-decides": ({ flag, value, key, wanted }) => ({
    what: `${flag} of CRI-O's service is "${value}" and counts more than ${key} in any file, which shall be "${wanted}".`,
    next: `Take ${flag} out of the service, or give it the value "${wanted}", and run the same command again. Nothing was changed.`,
  }),
  "crio-not-effective": ({ key, wanted }) => ({
    what: `No edit of CRI-O's files makes ${key} "${wanted}".`,
    next: "See criadm explain for the line that decides. Nothing was changed.",
  }),
  "crio-judged-unfit": ({ says }) => ({
    what: `CRI-O refuses the new configuration: ${says}`,
    next: "Nothing was changed.",
  }),
  "crio-judged-different": ({ what, wanted, found }) => ({
    what: `CRI-O reads ${found} for ${what} from the new configuration, not ${wanted}.`,
    next: "Nothing was changed. Please report this with the output of criadm detect -o json.",
  }),
  "crio-nothing-to-reset": () => ({
    what: "--reset-config is not for CRI-O, which needs no configuration file: its own defaults hold wherever no file says otherwise.",
    next: "Move files out of /etc/crio to be without them, then run the command without --reset-config. Nothing was changed.",
  }),
  "crio-one-auth-file": ({ asked }) => ({
    what: `CRI-O reads credentials for all registries from one file, and several were asked for: ${asked.join(", ")}.`,
    next: `Bring them together in one, with: podman login --authfile ${asked[0] ?? ""} HOST. Nothing was changed.`,
  }),
  "crio-no-default-mirror": () => ({
    what: "CRI-O has no mirror for all registries at once.",
    next: "Name each registry: --registry-mirror docker.io=URL. Nothing was changed.",
  }),
  "crio-registry-elsewhere": ({ host, file }) => ({
    what: `${file} has an entry for ${host} already, and of two entries only the one in the later file counts.`,
    next: `Add the mirror there, as the first [[registry.mirror]] of ${host}, or take that entry out. Nothing was changed.`,
  }),
  "crio-registry-edit-refused": ({ host, file }) => ({
    what: `The mirror for ${host} cannot be added to ${file} without touching more than that entry.`,
    next: "Add it by hand and run the same command again. Nothing was changed.",
  }),
})

const crioReasons = (): Texts<CrioReasons, string> => ({
  "crio-registries-refused": ({ file }) => `CRI-O does not start because of ${file}`,
  "crio-set-cgroup-manager": ({ driver }) => `CRI-O shall use the cgroup driver ${driver}`,
  "crio-set-conmon-cgroup": ({ manager }) =>
    manager === "cgroupfs"
      ? 'with cgroupfs the monitors must run in the cgroup of the pod: conmon_cgroup = "pod"'
      : 'conmon_cgroup must be "pod" or a slice',
  "crio-drop-conmon-cgroup": () => "conmon_cgroup was only needed for cgroupfs",
  "crio-set-monitor-cgroup": ({ handler }) => `with systemd the monitor of ${handler} must run in a slice`,
  "crio-set-pause-command": ({ image }) => `the command was written for another image than ${image}`,
  "crio-set-pause-image": ({ image }) => `the sandbox image shall be ${image}`,
  "crio-registry-mirror": ({ host, url }) => `images of ${host} are asked from ${url} first`,
  "crio-reload-is-enough": () => "CRI-O takes this over without a restart",
  "crio-no-service": () => "no service of CRI-O is known here; restart CRI-O yourself",
  "crio-registries-shared": ({ file }) => `${file} also counts for Podman and other programs of this node`,
  "crio-does-not-load": () => "CRI-O does not start on its configuration",
  "crio-release-not-told": () => "the release of CRI-O is not known; say it with --runtime-version",
  "crio-built-in-not-known": ({ release }) => `the built-in default of CRI-O ${release} is not known`,
  "crio-no-conmon-cgroup": () => "not set, so each runtime handler's own monitor_cgroup counts",
  "crio-conmon-cgroup-counts": () => "conmon_cgroup counts for every runtime handler",
  "crio-key-not-read": ({ table, belongs }) =>
    `${table === "" ? "above the first table" : `in [${table}]`} CRI-O does not read it; it belongs into [${belongs}]`,
  "crio-handler-replaced-by": ({ file }) => `${file} replaces the whole table of this handler`,
})

export const english = lazily<English<CrioFaults, CrioFindings, CrioReasons>>({
  faults: crioFaults,
  findings: crioFindings,
  reasons: crioReasons,
})
