// The English sentences about containerd; a part of en.ts.

import { lazily } from "../../../wording/lazily.ts"
import type { English, FaultText, FindingText, Spoken, Texts } from "../../../wording/texts.ts"
import type {
  ContainerdCriArguments,
  ContainerdCriCodes,
  ContainerdDroppedHosts,
  ContainerdFaults,
  ContainerdFindings,
  ContainerdReasons,
  ContainerdStopArguments,
  ContainerdStopCodes,
} from "./codes.ts"

const configLink = "https://github.com/containerd/containerd/blob/main/docs/man/containerd-config.toml.5.md"
const criLink = "https://github.com/containerd/containerd/blob/main/docs/cri/config.md"
const hostsLink = "https://github.com/containerd/containerd/blob/main/docs/hosts.md"
const driverLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#containerd-systemd"
const releasesLink = "https://github.com/containerd/containerd/blob/main/RELEASES.md"

interface Story {
  readonly why: string
  readonly next: string
}

/** Why containerd drops a hosts.toml, and what to do. */
const hostsStories: Readonly<Record<string, (args: Spoken<ContainerdDroppedHosts>) => Story>> = {
  "not-toml": ({ what }) => ({ why: `The file is not valid TOML: ${what}`, next: "Correct the line" }),
  "no-host-table": ({ file, release }) => ({
    why: `containerd ${release} wants a [host] table in ${file}, and drops what stands beside it.`,
    next: 'Put the same keys below a table [host."https://ADDRESS"]',
  }),
  type: ({ what }) => ({ why: `${what} has a value of another type than containerd reads.`, next: `Correct ${what}` }),
  capability: ({ what }) => ({
    why: `${what} is no capability; containerd knows pull, resolve and push.`,
    next: `Take ${what} out of capabilities`,
  }),
  address: ({ what }) => ({ why: `${what} is no address of a host.`, next: `Correct ${what}` }),
  duration: ({ what }) => ({ why: `${what} is no duration such as 3s.`, next: "Correct dial_timeout" }),
}

/** Why a plugin that is required does not load. */
const whyRequired: Readonly<Record<string, (release: string) => string>> = {
  "cri-absent": () => "and that plugin does not load",
  disabled: () => "and disabled_plugins switches it off",
  "not-built-in": (release) => `which containerd ${release} does not have`,
  "not-configured": () => "which does not load without a pool_name",
}

/** Values that containerd refuses when it starts. */
const valueKinds: Readonly<Record<string, { readonly name: string; readonly next: string }>> = {
  "log-level": { name: "log level", next: "Write trace, debug, info, warn, error, fatal or panic." },
  "log-format": { name: "log format", next: 'Write "text" or "json", or take the line out.' },
  duration: { name: "duration", next: 'Write a number with its unit, such as "5s".' },
  "proxy-type": { name: "type of a proxy plugin that this release has", next: 'Write "snapshot" for a snapshotter.' },
  "listen-address": { name: "address to listen on", next: 'Write HOST:PORT, such as "127.0.0.1:1338".' },
  port: { name: "port", next: 'Write a number, or "0" for any free port.' },
  host: { name: "address to listen on", next: 'Write an IP address, such as "127.0.0.1".' },
}

const neverAsked: Readonly<Record<string, (args: ContainerdFindings["containerd-hosts-never-asked"]) => Story>> = {
  "too-deep": ({ what, meant }) => ({
    why: `config_path is ${what}, and containerd looks for a registry's directory below it.`,
    next: `Set config_path to ${meant}, then restart containerd.`,
  }),
  "not-looked-for": ({ what, meant }) => ({
    why: what === "" ? "registry.config_path is not set." : `registry.config_path is ${what}.`,
    next: `Set config_path to ${meant}, then restart containerd.`,
  }),
  list: ({ what, meant }) => ({
    why: `registry.config_path is ${what}. On a pull over CRI this containerd takes the list for one directory, and finds nothing there.`,
    next: `Set config_path to ${meant}, then restart containerd.`,
  }),
  alias: ({ what, meant }) => ({
    why: `No image name has the host ${what}; the host of those images is ${meant}.`,
    next: `Name the directory ${meant}; no restart is needed.`,
  }),
  name: ({ what, meant }) => ({
    why: `In ${what} it looks for a file ${meant} only.`,
    next: `Name the file ${meant}; no restart is needed.`,
  }),
  "no-host-name": ({ what }) => ({
    why: `No image name can have the host ${what}: a host has a dot or a port, and no other signs.`,
    next: "Name the directory like the first part of the images' names; no restart is needed.",
  }),
}

function hostsStory(args: Spoken<ContainerdDroppedHosts>): Story {
  return hostsStories[args.why]?.(args) ?? { why: args.what, next: args.file }
}

function neverAskedStory(args: ContainerdFindings["containerd-hosts-never-asked"]): Story {
  return neverAsked[args.why]?.(args) ?? { why: args.what, next: args.meant }
}

/** Why containerd exits while it loads its configuration, and what to do. */
const stops: { readonly [Code in keyof ContainerdStopCodes]: (args: Spoken<ContainerdStopArguments>) => Story } = {
  "containerd-config-broken": ({ file, what }) => ({
    why: `${file} is not valid TOML: ${what}`,
    next: "Correct the line.",
  }),
  "containerd-byte-order-mark": ({ file, release }) => ({
    why: `${file} begins with a byte-order mark, which containerd ${release} does not read.`,
    next: "criadm apply takes the mark away, or save the file as UTF-8 without one.",
  }),
  "containerd-config-unreadable": ({ file, what }) => ({
    why: what === "directory" ? `${file} is a directory.` : `${file} cannot be read: ${what}.`,
    next: "Make it a readable file, or take it out of imports.",
  }),
  "containerd-import-missing": ({ file }) => ({
    why: `${file} is named by imports or by --config, and does not exist.`,
    next: "Create the file, or take it out of imports.",
  }),
  "containerd-import-pattern": ({ file, what }) => ({
    why: `The pattern "${what}" in the imports of ${file} is malformed.`,
    next: "Correct the pattern.",
  }),
  "containerd-wrong-type": ({ what, wanted }) => ({
    why: `${what} must be ${wanted}.`,
    next: `Write ${what} as ${wanted}.`,
  }),
  "containerd-schema-refused": ({ file, what, wanted, release }) => ({
    why: `${file} states version = ${what}; containerd ${release} reads up to ${wanted}.`,
    next: `Put back the configuration this release was used with, or start over with criadm apply --reset-config.`,
  }),
  "containerd-drop-in-newer": ({ file, what, wanted, release }) => ({
    why: `${file} states version = ${what}, newer than that of ${wanted}; containerd ${release} refuses that.`,
    next: "Bring the drop-in and the file that imports it to the same version.",
  }),
  "containerd-short-plugin-id": ({ file, what, release }) => ({
    why: `${file} lists the plugin "${what}"; containerd ${release} expects full ids such as io.containerd.grpc.v1.cri there.`,
    next: "criadm apply corrects it, or write the full id.",
  }),
  "containerd-short-plugin-name": ({ file, what, release }) => ({
    why: `${file} has a table plugins.${what}; with this version, containerd ${release} expects full ids such as io.containerd.grpc.v1.cri there.`,
    next: "Write the full id in the header of the table.",
  }),
  "containerd-panics": ({ file, release }) => ({
    why: `containerd ${release} crashes on the version of ${file} together with the other files.`,
    next: "Give all files the same version.",
  }),
  "containerd-required-plugin": ({ file, what, wanted, release }) => ({
    why: `${file} requires ${what}, ${whyRequired[wanted]?.(release) ?? "and that plugin does not load"}.`,
    next: "Take the cause away, or take the plugin out of required_plugins.",
  }),
  "containerd-value-refused": ({ what, wanted }) => ({
    why: `${what} is no ${valueKinds[wanted]?.name ?? "value that containerd takes"}.`,
    next: valueKinds[wanted]?.next ?? "Correct the value.",
  }),
  "containerd-same-directories": ({ what }) => ({
    why: `root and state are both ${what}.`,
    next: "Give root and state different directories.",
  }),
}

/** Why CRI is missing although containerd runs, and what to do. */
const criTroubles: { readonly [Code in keyof ContainerdCriCodes]: (args: ContainerdCriArguments) => Story } = {
  "containerd-cri-disabled": ({ what }) => ({
    why: `"${what}" in disabled_plugins switches CRI off. Docker's packages ship containerd like that.`,
    next: "criadm apply",
  }),
  "containerd-default-runtime-empty": () => ({
    why: "default_runtime_name is empty.",
    next: "Name a runtime handler that is configured, or take the key out.",
  }),
  "containerd-default-runtime-missing": ({ what }) => ({
    why: `default_runtime_name is "${what}", and there is no such runtime handler.`,
    next: `Configure the runtime handler "${what}" in the same table names as default_runtime_name, or name another one.`,
  }),
  "containerd-legacy-systemd-cgroup": ({ release }) => ({
    why: `systemd_cgroup = true is only for a shim that is gone; containerd ${release} does not load CRI with it.`,
    next: "criadm apply",
  }),
  "containerd-only-for-legacy-runtime": ({ what, release }) => ({
    why: `${what} is only for a shim that is gone; containerd ${release} does not load CRI with it.`,
    next: `Take ${what} out; for runc there are keys of the same meaning in the options of the runtime handler.`,
  }),
  "containerd-untrusted-twice": () => ({
    why: "There is both untrusted_workload_runtime and a runtime handler named untrusted.",
    next: "Take untrusted_workload_runtime out.",
  }),
  "containerd-mirrors-and-config-path": ({ what }) => ({
    why: `There is an inline mirror for ${what} beside registry.config_path; containerd takes one or the other.`,
    next: "criadm apply",
  }),
  "containerd-mirrors-and-built-in-path": ({ what, release }) => ({
    why: `containerd ${release} has a built-in registry.config_path, and the inline mirror for ${what} collides with it.`,
    next: "criadm apply",
  }),
  "containerd-tls-and-config-path": ({ what }) => ({
    why: `There are TLS settings for ${what} in registry.configs beside registry.config_path.`,
    next: "criadm apply",
  }),
  "containerd-snapshotter-unknown": ({ what, release }) => ({
    why: `containerd ${release} has no snapshotter "${what}", and no proxy plugin of that name is configured.`,
    next: "Correct the name, or configure the proxy plugin.",
  }),
  "containerd-bad-duration": ({ what }) => ({
    why: `${what} is not a duration such as "5m0s".`,
    next: `Correct ${what}.`,
  }),
  "containerd-privileged-devices": ({ what }) => ({
    why: `privileged_without_host_devices_all_devices_allowed of ${what} needs privileged_without_host_devices.`,
    next: "Set both, or neither.",
  }),
  "containerd-io-type": ({ what }) => ({
    why: `io_type is "${what}", and there is only "fifo" and "streaming".`,
    next: 'Write "fifo" or "streaming".',
  }),
  "containerd-bin-dirs": () => ({
    why: "cni has both bin_dir and bin_dirs; containerd takes one or the other.",
    next: "Put the directory of bin_dir into bin_dirs and take bin_dir out.",
  }),
  "containerd-streaming-certificate": () => ({
    why: "enable_tls_streaming is on with only one of tls_cert_file and tls_key_file.",
    next: "Give both, or neither.",
  }),
  "containerd-content-policy": ({ what }) => ({
    why: `content_sharing_policy is "${what}"; it can be "shared" or "isolated". No plugin that stores content loads.`,
    next: 'Write content_sharing_policy = "shared", or take the key out.',
  }),
  "containerd-differ-missing": ({ what, release }) => ({
    why:
      what === "erofs"
        ? `The differ erofs does not load: containerd ${release} has none, or mkfs.erofs is not on this node.`
        : `containerd ${release} has no differ "${what}", and no proxy plugin of that name is configured.`,
    next: what === "erofs" ? "Install erofs-utils, or take erofs out." : "Correct the name.",
  }),
  "containerd-platform-invalid": ({ what }) => ({
    why: `"${what}" in platforms of io.containerd.runtime.v2.task is no platform.`,
    next: 'Write it as "linux/amd64", or take platforms out.',
  }),
  "containerd-size-invalid": ({ what }) => ({
    why: `base_image_size of devmapper is "${what}", which is no size. No plugin that stores content loads.`,
    next: 'Write it as "10GB".',
  }),
  "containerd-snapshotter-not-configured": ({ what }) => ({
    why: `The snapshotter is ${what}, and it does not load without a pool_name.`,
    next: `Set pool_name in [plugins."io.containerd.snapshotter.v1.${what}"], or choose another snapshotter.`,
  }),
  "containerd-unpack-platform": ({ what }) => ({
    why: `unpack_config of the transfer service names the platform "${what}", which no differ of this node takes.`,
    next: "Name this node's platform, or take the entry out.",
  }),
  "containerd-unpack-snapshotter": ({ what, release }) => ({
    why: `unpack_config of the transfer service names the snapshotter "${what}", which containerd ${release} does not have.`,
    next: "Correct the name, or take the entry out.",
  }),
  "containerd-base-spec-missing": ({ what }) => ({
    why: `base_runtime_spec names ${what}, which is not there or is no JSON.`,
    next: "Write the file (ctr oci spec prints one to begin with), or take the key out.",
  }),
}

function stopFinding(code: keyof ContainerdStopCodes): (args: Spoken<ContainerdStopArguments>) => FindingText {
  return (args) => ({ what: "containerd does not start on its configuration.", ...stops[code](args), link: configLink })
}

function criFinding(code: keyof ContainerdCriCodes): (args: ContainerdCriArguments) => FindingText {
  const link = code.includes("mirrors") || code.includes("tls") ? hostsLink : criLink
  return (args) => ({ what: "containerd does not serve CRI.", ...criTroubles[code](args), link })
}

const containerdFindings = (): Texts<ContainerdFindings, FindingText> => ({
  "containerd-config-broken": stopFinding("containerd-config-broken"),
  "containerd-byte-order-mark": stopFinding("containerd-byte-order-mark"),
  "containerd-config-unreadable": stopFinding("containerd-config-unreadable"),
  "containerd-import-missing": stopFinding("containerd-import-missing"),
  "containerd-import-pattern": stopFinding("containerd-import-pattern"),
  "containerd-wrong-type": stopFinding("containerd-wrong-type"),
  "containerd-schema-refused": stopFinding("containerd-schema-refused"),
  "containerd-drop-in-newer": stopFinding("containerd-drop-in-newer"),
  "containerd-short-plugin-id": stopFinding("containerd-short-plugin-id"),
  "containerd-short-plugin-name": stopFinding("containerd-short-plugin-name"),
  "containerd-panics": stopFinding("containerd-panics"),
  "containerd-required-plugin": stopFinding("containerd-required-plugin"),
  "containerd-same-directories": stopFinding("containerd-same-directories"),
  "containerd-value-refused": stopFinding("containerd-value-refused"),
  "containerd-cri-disabled": criFinding("containerd-cri-disabled"),
  "containerd-default-runtime-empty": criFinding("containerd-default-runtime-empty"),
  "containerd-default-runtime-missing": criFinding("containerd-default-runtime-missing"),
  "containerd-legacy-systemd-cgroup": criFinding("containerd-legacy-systemd-cgroup"),
  "containerd-only-for-legacy-runtime": criFinding("containerd-only-for-legacy-runtime"),
  "containerd-untrusted-twice": criFinding("containerd-untrusted-twice"),
  "containerd-mirrors-and-config-path": criFinding("containerd-mirrors-and-config-path"),
  "containerd-mirrors-and-built-in-path": criFinding("containerd-mirrors-and-built-in-path"),
  "containerd-tls-and-config-path": criFinding("containerd-tls-and-config-path"),
  "containerd-snapshotter-unknown": criFinding("containerd-snapshotter-unknown"),
  "containerd-bad-duration": criFinding("containerd-bad-duration"),
  "containerd-privileged-devices": criFinding("containerd-privileged-devices"),
  "containerd-io-type": criFinding("containerd-io-type"),
  "containerd-bin-dirs": criFinding("containerd-bin-dirs"),
  "containerd-streaming-certificate": criFinding("containerd-streaming-certificate"),
  "containerd-base-spec-missing": criFinding("containerd-base-spec-missing"),
  "containerd-content-policy": criFinding("containerd-content-policy"),
  "containerd-differ-missing": criFinding("containerd-differ-missing"),
  "containerd-platform-invalid": criFinding("containerd-platform-invalid"),
  "containerd-size-invalid": criFinding("containerd-size-invalid"),
  "containerd-snapshotter-not-configured": criFinding("containerd-snapshotter-not-configured"),
  "containerd-unpack-platform": criFinding("containerd-unpack-platform"),
  "containerd-unpack-snapshotter": criFinding("containerd-unpack-snapshotter"),
  "containerd-v1alpha2-only": ({ release }) => ({
    what: "containerd serves only the old CRI v1alpha2.",
    why: `containerd ${release} is older than 1.6. A kubelet of 1.26 or later needs CRI v1.`,
    next: "Upgrade containerd to 1.7 or 2.",
    link: releasesLink,
  }),
  "containerd-key-unknown": ({ file, key, why, meant, release }) => ({
    what: `containerd does not read ${key} in ${file}.`,
    why:
      why === "later"
        ? `containerd ${release} does not have it; containerd ${meant} and later do.`
        : why === "misplaced"
          ? `containerd ${release} looks for it in another table.`
          : `containerd ${release} has no such key there, and ignores it.`,
    next:
      why === "later"
        ? `Upgrade to containerd ${meant}, or take the line out.`
        : meant === ""
          ? "Correct the name, or remove it."
          : `Write it as ${meant}, then restart containerd.`,
    link: configLink,
  }),
  "containerd-version-missing": ({ file, table, release }) => ({
    what: `containerd ignores its CRI settings in ${file}.`,
    why: `The file states no version, and then containerd ${release} does not read the table "${table}".`,
    next: "criadm apply",
    link: configLink,
  }),
  "containerd-version-misplaced": ({ file, key }) => ({
    what: `The version in ${file} does not count.`,
    why: `It stands after the header of a table and so became the key ${key}.`,
    next: "criadm apply, or move the line above the first header.",
    link: configLink,
  }),
  "containerd-plugin-of-two-names": ({ file, short, full, release }) => ({
    what: `Which settings of ${short} count is decided by chance at every start.`,
    why: `${file} has no version and names one plugin twice, as plugins.${short} and as plugins."${full}"; containerd ${release} takes one of the two tables, now this one, now that.`,
    next: `criadm apply brings both tables together, under plugins."${full}".`,
    link: configLink,
  }),
  "containerd-tables-ignored": ({ file, table, schema, release }) => ({
    what: `containerd ignores CRI settings in ${file}.`,
    why: `The table "${table}" does not belong to version ${schema}; containerd ${release} reads it without a word and drops it.`,
    next: "criadm apply writes its settings where they count; move the others of this table yourself.",
    link: criLink,
  }),
  "containerd-runtimes-dropped": ({ file, by, release }) => ({
    what: `containerd drops the runtime handlers in ${file}.`,
    why: `They stand in the old table of runtimes, and ${by} has the new one (io.containerd.cri.v1.runtime); containerd ${release} then reads only that.`,
    next: "Keep all runtime handlers in tables of the same generation.",
    link: criLink,
  }),
  "containerd-drop-in-not-imported": ({ file, root }) => ({
    what: `${file} is not read.`,
    why: `No file that containerd loads imports it. Only the imports written in ${root} count, whatever "config dump" prints.`,
    next: `Add it to imports in ${root}, or remove it.`,
    link: configLink,
  }),
  "containerd-drop-in-refused-later": ({ file, schema, root, from, to }) => ({
    what: `containerd ${from} to ${to} do not start on these files.`,
    why: `${file} states version = ${schema}, which is newer than that of ${root}; only these releases refuse that.`,
    next: "Skip them when you upgrade, or bring both files to the same version, each with the table names of that version.",
    link: "https://github.com/containerd/containerd/pull/13995",
  }),
  "containerd-section-replaced": ({ section, file, by }) => ({
    what: `Settings in ${file} do not count.`,
    why: `${by} has a table of ${section} too, and before containerd 2 the later file replaces the whole section.`,
    next: `Keep all settings of ${section} in one of the two files.`,
    link: configLink,
  }),
  "containerd-driver-misplaced": ({ handler }) => ({
    what: `SystemdCgroup of the runtime handler ${handler} stands in the wrong table.`,
    why: "It belongs into the table options below; where it stands nobody reads it.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "containerd-driver-misspelt": ({ handler, written }) => ({
    what: `SystemdCgroup of the runtime handler ${handler} is spelled ${written}.`,
    why: "The options of runc have no such key, so nobody reads it.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "containerd-driver-other-case": ({ handler, written }) => ({
    what: `SystemdCgroup of the runtime handler ${handler} is spelled ${written}.`,
    why: "Whether another case counts differs between releases, and tools do not find it.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "containerd-option-wrong-type": ({ handler, key }) => ({
    what: `No pod of the runtime handler ${handler} can start.`,
    why: `${key} in its options has a value of the wrong type.`,
    next: key === "SystemdCgroup" ? "criadm apply" : `Correct ${key}.`,
    link: driverLink,
  }),
  "containerd-runtime-type-missing": ({ handler, release }) => ({
    what: `No pod of the runtime handler ${handler} can start.`,
    why: `It has no runtime_type, and containerd ${release} adds none.`,
    next: "criadm apply, or write its runtime_type.",
    link: "https://github.com/containerd/containerd/issues/6964",
  }),
  "containerd-runtime-type-gone": ({ handler, type, release }) => ({
    what: `No pod of the runtime handler ${handler} can start.`,
    why: `Its runtime_type is ${type}, which containerd ${release} no longer has.`,
    next: 'Write runtime_type = "io.containerd.runc.v2".',
    link: releasesLink,
  }),
  "containerd-cgroupfs-on-systemd": ({ handler }) => ({
    what: `The runtime handler ${handler} uses the cgroup driver cgroupfs on a node that systemd runs.`,
    why: "Two managers of one cgroup tree make nodes unstable under load.",
    next: "criadm apply --cgroup-driver systemd",
    link: driverLink,
  }),
  "containerd-snapshotter-lost": ({ snapshotter, release }) => ({
    what: `containerd does not use the snapshotter ${snapshotter}.`,
    why: `When containerd ${release} migrates this file, it drops the snapshotter because there is no table of runtimes beside it.`,
    next: `Set snapshotter in the table of io.containerd.cri.v1.images.`,
    link: criLink,
  }),
  "containerd-release-too-old": ({ version, oldest }) => ({
    what: `containerd ${version} is older than criadm knows.`,
    why: `What a release makes of its files is known from ${oldest} on.`,
    next: "Upgrade containerd.",
    link: releasesLink,
  }),
  "containerd-release-newer": ({ version, newest }) => ({
    what: `containerd ${version} is newer than criadm knows.`,
    why: `Its configuration is read by the rules of ${newest}. Before a change is made, containerd itself judges it.`,
    next: "Upgrade criadm when a release for this containerd is out.",
    link: releasesLink,
  }),
  "containerd-release-not-known": ({ program }) => ({
    what: "The release of containerd is not known.",
    why: `${program} could not be asked for its version.`,
    next: "Say it with --runtime-version X.Y.Z.",
    link: releasesLink,
  }),
  "containerd-dump-differs": ({ what, release }) => ({
    what: "containerd reads its configuration differently from criadm.",
    why: `"containerd config dump" of ${release} differs in: ${what.join(", ")}. Perhaps files changed meanwhile.`,
    next: "Run criadm check again; if it stays, report it with the output of criadm detect -o json.",
    link: configLink,
  }),
  "containerd-belongs-to-other": ({ owner, path }) => ({
    what: `${owner} runs a containerd of its own here.`,
    why: `${path} belongs to it. criadm leaves it alone.`,
    next: `Configure it through ${owner}.`,
    link: configLink,
  }),
  "containerd-not-restarted": ({ file, service }) => ({
    what: "containerd runs with an older configuration than its files hold.",
    why: `${file} or a file it imports was changed after the service ${service} was started.`,
    next: `Restart the service ${service}; running containers go on.`,
    link: configLink,
  }),
  "containerd-several-programs": ({ program, others }) => ({
    what: "There are several containerd programs on this node.",
    why: `${program} counts, because the service runs it or because it comes first; also found: ${others.join(", ")}.`,
    next: "Remove those that nobody uses.",
    link: releasesLink,
  }),
  "containerd-tells-no-driver": ({ release }) => ({
    what: "containerd cannot tell the kubelet its cgroup driver.",
    why: `RuntimeConfig came with containerd 2.0; this is ${release}. Kubernetes plans to require it from 1.38 on.`,
    next: "Keep cgroupDriver of the kubelet equal to containerd's, and plan the upgrade to containerd 2.",
    link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/configure-cgroup-driver/",
  }),
  "containerd-schema-without-way-back": ({ file, schema, since }) => ({
    what: `${file} ties this node to containerd ${since} or later.`,
    why: `It says version = ${schema}; containerd before ${since} does not start with it.`,
    next: "Keep a copy with the former version if a downgrade must stay possible.",
    link: releasesLink,
  }),
  "containerd-hosts-dropped": (args) => ({
    what: `containerd drops ${args.file}, so no mirror or certificate in it is used for ${args.registry}.`,
    why: hostsStory(args).why,
    next: `${hostsStory(args).next}; no restart is needed.`,
    link: hostsLink,
  }),
  "containerd-hosts-never-asked": (args) => ({
    what: `containerd never looks into ${args.file}.`,
    why: neverAskedStory(args).why,
    next: neverAskedStory(args).next,
    link: hostsLink,
  }),
  "containerd-hosts-needs-file": ({ file, registry, key, path, why }) => ({
    what: `Every pull of an image of ${registry} fails.`,
    why: `${file} names ${path} as ${key}, and ${why === "no-certificate" ? "it has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----" : "there is no such file"}.`,
    next:
      why === "no-certificate"
        ? `Write the certificate in PEM: openssl x509 -inform der -in ${path}`
        : `Put the file to ${path}, or take the line out; no restart is needed.`,
    link: hostsLink,
  }),
  "containerd-hosts-no-resolve": ({ file, registry, host }) => ({
    what: `${host} is not asked what a tag of ${registry} means.`,
    why: `Its capabilities in ${file} lack resolve, so for that the registry itself must be reachable.`,
    next: "Add resolve to capabilities if the mirror has the tags; no restart is needed.",
    link: hostsLink,
  }),
  "containerd-hosts-key-unknown": ({ file, key }) => ({
    what: `containerd does not read ${key} in ${file}.`,
    why: "It knows no such key there, and says nothing.",
    next: "Correct the key, or remove it; no restart is needed.",
    link: hostsLink,
  }),
  "registry-host-path": ({ file, url, asked }) => ({
    what: `A mirror in ${file} is asked at a path that it hardly has.`,
    why: `Because of [host."${url}"] containerd asks ${asked}.`,
    next: "Write the whole path with /v2 in front of the prefix, such as https://HOST/v2/PREFIX, and override_path = true.",
    link: "https://github.com/containerd/containerd/blob/main/docs/hosts.md#override_path-field",
  }),
})

const byHand = "Nothing was changed."

const containerdFaults = (): Texts<ContainerdFaults, FaultText> => ({
  "containerd-release-unknown": ({ version, oldest }) => ({
    what:
      version === ""
        ? "The release of containerd is not known, so it is not known what it makes of its files."
        : `containerd ${version} is older than criadm knows (${oldest}).`,
    next: version === "" ? "Say it with --runtime-version X.Y.Z." : "Upgrade containerd.",
  }),
  "containerd-does-not-start": ({ code, ...args }) => {
    const { why, next } = stops[code](args)
    return { what: `containerd does not start on its configuration. ${why}`, next: `${next} ${byHand}` }
  },
  "containerd-cri-refused": ({ code, ...args }) => {
    const { why, next } = criTroubles[code](args)
    return { what: `containerd does not serve CRI with this configuration. ${why}`, next: `${next} ${byHand}` }
  },
  "containerd-not-effective": ({ what, release }) => ({
    what: `No edit that criadm makes would bring containerd ${release} to use the wanted ${what}.`,
    next: `See what counts with: criadm explain. ${byHand}`,
  }),
  "containerd-schema-would-differ": ({ schema, release, what }) => ({
    what: `Written in schema ${schema}, these files would not come to the same on containerd ${release}: ${what}.`,
    next: `The file works as it is; containerd 2 moves its tables in memory at every start. criadm explain shows what counts. ${byHand}`,
  }),
  "containerd-schema-after-upgrade": ({ schema, release, needs }) => ({
    what: `containerd ${release} cannot read schema ${schema}; that begins with containerd ${needs}.`,
    next: `Upgrade first, the file works as it is on the newer release too; then run the same command again. Nothing was changed.`,
  }),
  "containerd-would-change": ({ what, other }) => ({
    what: `Setting ${what} in these files would also change ${other}.`,
    next: `Set it by hand where it fits. ${byHand}`,
  }),
  "containerd-hosts-stay-dropped": (args) => ({
    what: `containerd drops ${args.file}, so a mirror added there would not be asked. ${hostsStory(args).why}`,
    next: `${hostsStory(args).next}, and run the same command again. ${byHand}`,
  }),
  "containerd-config-path-too-deep": ({ path, meant }) => ({
    what: `config_path is ${path}, which holds a hosts.toml itself: it is one directory too deep.`,
    next: `Set config_path to ${meant}, and run the same command again. ${byHand}`,
  }),
  "containerd-mirror-of-alias": ({ host, meant, url }) => ({
    what: `No image name has the host ${host}, so containerd would never look for its mirror.`,
    next: `Use --registry-mirror ${meant}=${url}. ${byHand}`,
  }),
  "containerd-inline-mirrors": ({ hosts }) => ({
    what: `Registries are configured in config.toml itself (registry.mirrors: ${hosts.join(", ")}) in a way that hosts.toml files cannot say, and containerd does not read these beside them.`,
    next: `Move each mirror to certs.d/HOST/hosts.toml, take registry.mirrors out, and run the same command again. ${byHand}`,
  }),
  "containerd-no-registry-path": ({ release }) => ({
    what: `containerd ${release} does not read hosts.toml files.`,
    next: `Upgrade containerd to 1.7 or 2, or leave out --registry-mirror. ${byHand}`,
  }),
  "containerd-no-default-config": () => ({
    what: "The default configuration of this release is not known, because containerd could not be asked for it.",
    next: `Run criadm on the node itself, or leave out --reset-config. ${byHand}`,
  }),
  "containerd-registry-url": ({ url }) => ({
    what: `"${url}" is not an http or https URL of a registry.`,
    next: "Give a mirror as HOST=https://MIRROR.",
  }),
  "containerd-judged-unfit": ({ says }) => ({
    what: `containerd itself refuses the new configuration: ${says}`,
    next: `This should not happen; report it with the output of criadm plan. ${byHand}`,
  }),
  "containerd-trial-failed": ({ says }) => ({
    what: `containerd does not serve CRI with the new configuration: ${says}`,
    next: "So it was with a second one, apart from the node's own, which runs on. Mend what it names in the configuration, and run criadm again.",
  }),
  "containerd-judged-different": ({ what, wanted, found }) => ({
    what: `containerd itself reads ${what} from the new configuration as ${found}, not ${wanted}.`,
    next: `This should not happen; report it with the output of criadm plan. ${byHand}`,
  }),
})

const containerdReasons = (): Texts<ContainerdReasons, string> => ({
  "containerd-enable-cri": () => "switches CRI on",
  "containerd-drop-systemd-cgroup": () => "takes away systemd_cgroup, with which CRI does not load",
  "containerd-set-sandbox-image": ({ image }) => `sandbox image ${image}`,
  "containerd-set-registry-path": ({ directory }) => `registries are configured below ${directory}`,
  "containerd-move-registries": () => "registry.mirrors and the TLS of registry.configs move to hosts.toml files",
  "containerd-set-driver": ({ handler, driver }) => `cgroup driver ${driver} for the runtime handler ${handler}`,
  "containerd-repair-start": () => "lets containerd start on its configuration",
  "containerd-unite-names": () => "one plugin stood under two names, and chance decided which one counts",
  "containerd-by-chance": ({ short, full }) =>
    `decided by chance at every start: plugins.${short} and plugins."${full}" are one plugin`,
  "containerd-rewritten": ({ schema }) => `the same settings under the names of schema ${schema}`,
  "containerd-repair-schema": () => "lets the settings in this file count",
  "containerd-state-version": () => "states the version of the file, which it did not",
  "containerd-reset": ({ release }) => `starts over from the default configuration of containerd ${release}`,
  "containerd-hosts-file": ({ host, url }) => `asks ${url} first for images of ${host}`,
  "containerd-imports-dropped": ({ files }) => `no longer read after the reset: ${files.join(", ")}`,
  "containerd-windows-endpoint": ({ endpoint }) => `the CRI endpoint of this node is ${endpoint}`,
  "containerd-windows-service": ({ program }) =>
    `on the node: & "${program}" --register-service (once), Start-Service containerd, and after a change Restart-Service containerd`,
  "containerd-windows-cni": ({ binDirs, confDir }) =>
    `CNI plugins are looked for in ${binDirs.join(" and ")}, their configuration in ${confDir}`,
  "containerd-no-cgroups": () => "Windows has no cgroups, so the cgroup driver is left out",
  "containerd-no-service": () => "no service for containerd was found; restart it yourself",
  "containerd-no-cri-v1": ({ release }) =>
    `containerd ${release} serves only CRI v1alpha2, so it is not verified over CRI`,
  "containerd-does-not-load": ({ code, ...args }) => {
    const { why } = stops[code](args)
    return `containerd does not start: ${why.replace(/\.$/, "")}`
  },
  "containerd-cri-is-off": () => "CRI is switched off, so nothing reads it",
  "containerd-release-not-told": () => "the release of containerd is not known",
  "containerd-key-absent": () => "no SystemdCgroup, which counts as false",
  "containerd-type-absent": ({ handler }) => `${handler} has no runtime_type, so no pod of it starts`,
  "containerd-option-unreadable": ({ key }) => `${key} has a value of the wrong type, so no pod of it starts`,
  "containerd-legacy-shim": () => "an old shim, which takes systemd_cgroup",
  "containerd-v1alpha2": ({ release }) => `only CRI v1alpha2: containerd ${release} is older than 1.6`,
  "containerd-not-imported": ({ root }) => `not read: ${root} does not import this file`,
  "containerd-not-reached": ({ file }) => `not read: containerd exits at ${file} before`,
  "containerd-loading-ended": () => "not read: an import that does not exist ends the reading before",
  "containerd-relative-pattern": ({ release }) =>
    `not read: containerd ${release} looks for a relative pattern in imports from /, not from beside the file`,
  "containerd-table-not-read": ({ table, schema, release }) =>
    `ignored: containerd ${release} does not read the table "${table}" with version ${schema}`,
  "containerd-table-without-version": ({ table, release }) =>
    `ignored: the file states no version, which counts as 1, and containerd ${release} does not read the table "${table}" then`,
  "containerd-schema-of-other-file": ({ table, file, schema, release }) =>
    `ignored: ${file} states version ${schema}, and containerd ${release} does not read the table "${table}" of any file then`,
  "containerd-wrong-table": ({ right }) => `ignored here: its place is ${right}`,
  "containerd-handler-not-runc": ({ handler, type }) =>
    type === ""
      ? `only handlers of runc take it, and ${handler} has no runtime_type`
      : `only handlers of runc take it, and ${handler} is of the type ${type}`,
  "containerd-no-such-handler": ({ handler }) => `there is no runtime handler ${handler} in the end`,
  "containerd-other-case": ({ right }) => `ignored: the right spelling is ${right}`,
  "containerd-other-case-counts": ({ right }) => `counts here; the right spelling is ${right}`,
  "containerd-beside-options": () => "ignored here: its place is the table options below",
  "containerd-legacy-table-ignored": ({ table, release }) =>
    `ignored: containerd ${release} no longer has the table ${table}`,
  "containerd-section-replaced-by": ({ file }) => `replaced with its whole section by ${file}`,
  "containerd-other-key-wins": ({ key, file }) => `${key} in ${file} counts more`,
  "containerd-new-table-wins": ({ table, file }) =>
    `dropped with its table, because ${file} has the newer table ${table}`,
  "containerd-not-taken-over": () => "ignored: containerd does not take it over",
  "containerd-legacy-key-ignored": ({ release }) => `ignored: containerd ${release} no longer has this key`,
  "containerd-legacy-key-fatal": () => "keeps CRI from loading",
  "containerd-legacy-key-off": () => "an old key that is off",
  "containerd-no-hosts-files": () => "no config_path, so containerd looks for no hosts.toml",
  "containerd-hosts-not-looked-for": ({ path }) =>
    path === "" ? "not read: registry.config_path is not set" : `not read: registry.config_path is ${path}`,
  "containerd-hosts-path-is-list": ({ path, release }) =>
    `not read: on a pull over CRI containerd ${release} takes registry.config_path for one directory, and ${path} is a list`,
  "containerd-hosts-are-dropped": (args) => `containerd drops ${args.file}: ${hostsStory(args).why}`,
  "containerd-hosts-cannot-be-read": ({ path }) => `every pull fails: ${path} does not exist`,
  "containerd-hosts-no-tags": () => "not asked what a tag means: its capabilities lack resolve",
  "containerd-hosts-of-no-image": ({ meant }) =>
    meant === ""
      ? "not looked for: no image name has this host"
      : `not looked for: the host of such images is ${meant}`,
  "containerd-hosts-hidden-by": ({ file }) => `not read: ${file} is found first`,
  "containerd-asked-later": () => "asked only when those before it fail",
  "containerd-disables-cri": () => "switches CRI off too",
  "containerd-defect-newer-drop-in": ({ fixed }) =>
    `this release does not start where a drop-in has a higher version than the main file; ${fixed} has that mended`,
  "containerd-id-harmless": ({ release }) => `does not switch CRI off on containerd ${release}`,
})

export const english = lazily<English<ContainerdFaults, ContainerdFindings, ContainerdReasons>>({
  faults: containerdFaults,
  findings: containerdFindings,
  reasons: containerdReasons,
})
