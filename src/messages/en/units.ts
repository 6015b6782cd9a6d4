// The English sentences about services' definitions. A part of en.ts.
import type { UnitFindings } from "../../model/arguments/units.ts"
import { because } from "../../wording/because.ts"
import type { FindingText, Texts } from "../../wording/texts.ts"

type Refused = UnitFindings["service-refused"]
type Unread = UnitFindings["unit-line-not-read"]

const manual = "https://www.freedesktop.org/software/systemd/man/latest"

const whyRefused: { readonly [Why in Refused["why"]]: (args: Refused) => string } = {
  "several-commands": ({ file }) =>
    `${file} adds a second ExecStart=, which systemd allows only with Type=oneshot, so it refuses the whole unit.`,
  "no-command": ({ file }) => `${file} leaves the unit without an ExecStart= that systemd understands.`,
  "section-header": ({ what, file }) => `The section header ${what} in ${file} has no ] at its end.`,
  "restart-of-oneshot": ({ what }) => `systemd allows no ${what} together with Type=oneshot.`,
  "fatal-value": ({ what }) => `systemd does not take ${what}, and refuses the whole unit because of it.`,
  "load-state": ({ what }) => `systemctl show says LoadState=${what}.`,
}

const afterRefused: { readonly [Why in Refused["why"]]: (args: Refused) => string } = {
  "several-commands": ({ file }) => `Put an empty line ExecStart= before it in ${file}`,
  "no-command": ({ file }) =>
    `Put ExecStart= with the program's full path, each % doubled and each quote closed, into ${file}`,
  "section-header": ({ file }) => `Close the header with ] in ${file}`,
  "restart-of-oneshot": ({ file }) => `Take the Restart= line or Type=oneshot out of ${file}`,
  "fatal-value": ({ what, file }) =>
    `Write ${what.startsWith("DynamicUser") ? "yes or no" : "a path that begins with /"} there in ${file}`,
  "load-state": ({ service }) => `Read what systemd says, and correct that file: systemd-analyze verify ${service}`,
}

type NoStart = UnitFindings["service-cannot-start"]

const whyNoStart: { readonly [Why in NoStart["why"]]: (args: NoStart) => string } = {
  program: ({ key }) => `${key}= names it, and systemd ends the start with 203/EXEC.`,
  "not-executable": ({ key }) =>
    `${key}= names it, it is no file that may be executed, and the start ends with 203/EXEC.`,
  "no-program": ({ key }) =>
    `${key}= names it, and it is neither a program nor a script with a first line #!, as when a download failed.`,
  architecture: ({ key, madeFor, architecture }) =>
    `${key}= names it, it is made for ${madeFor}, and this node is ${architecture}: the start ends with 203/EXEC.`,
  "cut-off": ({ key }) =>
    `${key}= names it, and the file ends too early, as when a disk was full or a download broke off.`,
  "environment-file": () => "EnvironmentFile= names it without a - before it, so systemd ends the start.",
  directory: () => "WorkingDirectory= names it, and systemd ends the start with 200/CHDIR.",
  user: ({ unit, key }) => `${unit} has ${key}=, and no user of that name is known here (217/USER).`,
  group: ({ unit, key }) => `${unit} has ${key}=, and no group of that name is known here (216/GROUP).`,
  unit: () => "It requires that unit, and systemd starts nothing whose requirement it cannot find.",
  socket: () => "Its command has fd://: it takes its sockets from that unit, and ends where it gets none.",
}

/** What it is, where its name does not tell. */
const nounOf = ({ why }: NoStart) => (why === "user" ? "the user " : why === "group" ? "the group " : "")

const afterNoStart: { readonly [Why in NoStart["why"]]: (args: NoStart) => string } = {
  program: ({ what, key }) => `Install ${what}, or correct ${key}=`,
  "not-executable": ({ what }) => `chmod +x ${what}`,
  "no-program": ({ what }) => `Install ${what} anew; what it is now: head -c 200 ${what}`,
  architecture: ({ what, architecture }) => `Install ${what} for ${architecture}`,
  "cut-off": ({ what }) => `Install ${what} anew; look for room first: df ${what}`,
  "environment-file": ({ what }) => `Write ${what}, or put a - before it where the service can do without`,
  directory: ({ what }) => `mkdir -p ${what}`,
  user: ({ what }) => `useradd --system ${what}`,
  group: ({ what }) => `groupadd --system ${what}`,
  unit: ({ what }) => `Install what brings ${what}, or take ${what} out of the unit where it is no longer needed`,
  socket: ({ what }) => `Install ${what}, or take fd:// out of the command`,
}

const whyUnread: { readonly [Why in Unread["why"]]: (args: Unread) => string } = {
  key: ({ what, meant }) =>
    meant.startsWith("[")
      ? `${what} belongs into another section.`
      : `systemd has no key ${what} there, and skips the line.`,
  section: ({ what }) => `systemd has no section ${what}, and skips everything in it.`,
  "no-section": () => "It stands above the first section header.",
  "no-assignment": () => "The line is no KEY=VALUE. A value goes on in a next line only behind a backslash.",
  "after-header": ({ what }) => `The section header ${what} has no ] at its end, and nothing from there on is read.`,
  specifier: ({ what }) => `systemd takes % as the beginning of a specifier, finds none, and drops ${what}.`,
  "specifier-changes": ({ what }) =>
    `systemd takes % as the beginning of a specifier and puts something else into ${what}.`,
  quotes: () => "A quote is not closed on that line, so systemd drops it.",
  variable: ({ what }) => `${what} is no NAME=VALUE with a name that systemd takes.`,
}

const afterUnread: { readonly [Why in Unread["why"]]: (args: Unread) => string } = {
  key: ({ meant }) => (meant === "" ? "Correct the key, or remove the line" : `Write ${meant}`),
  section: ({ meant }) => `Write ${meant}`,
  "no-section": ({ meant }) => `Put a line ${meant === "" ? "[Service]" : meant} above it`,
  "no-assignment": () => "Correct the line, or remove it",
  "after-header": () => "Close the header with ]",
  specifier: () => "Write %% for each %",
  "specifier-changes": () => "Write %% for each %",
  quotes: () => "Close the quote on the same line",
  variable: () => 'Write Environment="NAME=VALUE", the name in letters, digits and _ only',
}

type NotTaken = UnitFindings["unit-value-not-read"]

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

const withWords = (text: string, { words }: NotTaken) => (words.length === 0 ? text : `${text}, ${listed(words)}`)

const between = ({ least, most }: NotTaken) =>
  least === "" ? (most === "" ? "" : ` up to ${most}`) : ` from ${least} to ${most}`

/** Behind "It takes". */
const whatIsTaken: { readonly [Why in NotTaken["why"]]: (args: NotTaken) => string } = {
  word: ({ words }) => listed(words),
  boolean: (args) => withWords("yes or no", args),
  time: () => "a time such as 90, 5s, 1min 30s or infinity",
  count: (args) => `a whole number${between(args)}`,
  integer: (args) => withWords(`a whole number${between(args)}`, args),
  weight: (args) => withWords(`a whole number${between(args)}`, args),
  percentage: () => "a percentage such as 50% or 200%",
  memory: ({ least }) => `a size such as 512M or 1.5G${least === "" ? "" : " above 0"}, a percentage, or infinity`,
  tasks: () => "a whole number above 0, a percentage, or infinity",
  "limit-count": () => "a whole number or infinity, or two as SOFT:HARD, of which the first is not the larger",
  "limit-size": () => "a size such as 512M or infinity, or two as SOFT:HARD",
  "limit-time": () => "a time such as 5min or infinity, or two as SOFT:HARD",
  controllers: () => "yes or no, or names of cgroup controllers with blanks between them",
  signal: () => "the name or number of a signal, such as SIGTERM",
  statuses: () => "numbers up to 255 and names of signals, with blanks between them",
  mode: () => "an octal number such as 0755",
  path: () => "a path that begins with /, with a - before it where the file may be missing",
  units: () => "whole names of units such as network-online.target, with blanks between them",
  slice: () => "the name of a slice, which ends in .slice",
  variables: () => "names of variables, without values, with blanks between them",
  later: ({ value, since, release }) => `${value} from systemd ${since} on; this node has ${release}`,
}

type NotRead = UnitFindings["file-not-read"]

const whyNotRead: { readonly [Why in NotRead["why"]]: (args: NotRead) => string } = {
  suffix: () => "systemd reads only drop-ins whose name ends in .conf.",
  directory: ({ service }) => `systemd looks for drop-ins of ${service} in directories named ${service}.d only.`,
  "other-file": ({ meant, what }) => `What starts the service takes ${what} from ${meant} and not from this file.`,
  "not-named": ({ what }) => `What starts the service uses ${what} and names no file that would set it.`,
  "not-used": ({ what }) => `What starts the service neither names this file nor uses ${what}.`,
}

const afterNotRead: { readonly [Why in NotRead["why"]]: (args: NotRead) => string } = {
  suffix: ({ file, meant }) => `mv ${file} ${meant}`,
  directory: ({ file, meant }) => `mkdir -p ${meant} && mv ${file} ${meant}`,
  "other-file": ({ what, meant }) => `Write ${what} into ${meant}`,
  "not-named": ({ file }) => `Add a drop-in with the lines [Service] and EnvironmentFile=${file}`,
  "not-used": ({ file, meant }) =>
    meant === "" ? `Remove ${file}, or use it where the service is started` : `Write what it shall set into ${meant}`,
}

export const unitFindings = (): Texts<UnitFindings, FindingText> => ({
  "service-masked": ({ service, by, needs, command }) => ({
    what:
      needs === ""
        ? `${service} is masked, so it never starts.`
        : `${service} does not start, because ${needs} is masked.`,
    why: `${by} is empty or a link to /dev/null, which switches ${needs === "" ? "the unit" : needs} off.`,
    next: by.startsWith("/usr/") || by.startsWith("/lib/") ? `rm ${by}` : command,
    link: `${manual}/systemctl.html#mask%20UNIT%E2%80%A6`,
  }),
  "service-refused": (args) => ({
    what: `systemd does not load ${args.service}, so it never starts.`,
    why: because(whyRefused, args),
    next: `${because(afterRefused, args)}, then: systemctl daemon-reload && systemctl restart ${args.service}`,
    link: `${manual}/systemd.service.html#ExecStart=`,
  }),
  "service-cannot-start": (args) => ({
    what:
      args.why === "not-executable"
        ? `${args.service} does not start, because ${args.what} may not be executed.`
        : /^(?:no-program|architecture|cut-off)$/.test(args.why)
          ? `${args.service} does not start, because ${args.what} is no program that runs here.`
          : `${args.service} does not start, because ${nounOf(args)}${args.what} is not there.`,
    why: because(whyNoStart, args),
    next: because(afterNoStart, args),
    link: `${manual}/systemd.exec.html#Process%20Exit%20Codes`,
  }),
  "variable-emptied": ({ service, variable, file, by, command }) => ({
    what: `${service} does not get ${variable} from ${file}.`,
    why: `${by} sets ${variable} to nothing, and counts more: what EnvironmentFile= brings overrides Environment=, and a later file an earlier one.`,
    next: `Put the value into ${by}, or take the line there out; then: systemctl daemon-reload && ${command}`,
    link: `${manual}/systemd.exec.html#EnvironmentFile=`,
  }),
  "variable-not-used": ({ service, variable, file, meant, command }) => ({
    what: `${variable} in ${file} has no effect on ${service}.`,
    why: `No Exec line of ${service} has $${variable}${meant === "" ? "" : `; there is $${meant}`}.`,
    next: `${meant === "" ? `Set a variable that ExecStart= has: systemctl cat ${service}` : `Write ${meant} instead`}. Then: systemctl daemon-reload && ${command}`,
    link: `${manual}/systemd.exec.html#Environment=`,
  }),
  "service-condition-not-met": ({ service, key, value }) => ({
    what: `${service} does not start here: ${key}=${value} is not met.`,
    why: key.startsWith("Assert")
      ? "systemd ends the start of a unit whose assertion is not met with an error."
      : "systemd passes over the start of a unit whose condition is not met, and calls that no error.",
    next: `Bring about what it asks for, or take the line out: systemctl edit ${service}`,
    link: `${manual}/systemd.unit.html#Conditions%20and%20Asserts`,
  }),
  "unit-line-not-read": (args) => ({
    what:
      args.why === "specifier-changes"
        ? `${args.service} does not get ${args.what} as ${args.file} writes it.`
        : `systemd does not read ${args.what} in ${args.file}, which is meant for ${args.service}.`,
    why: because(whyUnread, args),
    next: `${because(afterUnread, args)}, then: systemctl daemon-reload && systemctl restart ${args.service}`,
    link: `${manual}/systemd.syntax.html`,
  }),
  "unit-value-not-read": (args) => ({
    what: `systemd does not take ${args.key}=${args.value} in ${args.file}, which is meant for ${args.service}.`,
    why: `${args.key} takes ${because(whatIsTaken, args)}. The line counts as if it were not there.`,
    next: `${args.meant === "" ? "Correct the value, or remove the line" : `Write ${args.key}=${args.meant}`}, then: systemctl daemon-reload && systemctl restart ${args.service}`,
    link: `${manual}/systemd.directives.html#${args.key}=`,
  }),
  "file-not-read": (args) => ({
    what: `${args.service} does not get what ${args.file} sets.`,
    why: because(whyNotRead, args),
    next: `${because(afterNotRead, args)}${/^(?:mv|mkdir) /.test(because(afterNotRead, args)) ? " && " : ", then: "}${args.command}`,
    link: `${manual}/systemd.exec.html#EnvironmentFile=`,
  }),
  "handler-program-unusable": ({ runtime, handler, program, why, madeFor, isDefault, install, elsewhere }) => ({
    what: isDefault
      ? `${runtime} starts no pod, because ${program} cannot be started.`
      : `${runtime} starts no pod of the handler ${handler}, because ${program} cannot be started.`,
    why:
      why === "missing"
        ? elsewhere === ""
          ? `The handler ${handler} needs it, and it is not on this node.`
          : `The handler ${handler} needs it, and it lies at ${elsewhere}, where ${runtime} does not look: it takes what is in its service's PATH or beside its own program.`
        : why === "not-executable"
          ? `The handler ${handler} needs it, and it is no file that may be executed.`
          : why === "no-program"
            ? `The handler ${handler} needs it, and it is no program, as when a download failed.`
            : `The handler ${handler} needs it, and it is made for ${madeFor}.`,
    next:
      why === "not-executable"
        ? `chmod +x ${program}`
        : elsewhere !== ""
          ? `ln -s ${elsewhere} /usr/local/bin/, or set runtime_path = "${elsewhere}" for the handler and restart ${runtime}.`
          : install === ""
            ? `Install ${program}, or take the handler ${handler} out.`
            : install,
    link: "https://kubernetes.io/docs/concepts/containers/runtime-class/",
  }),
  "command-not-understood": ({ service, through, look }) => ({
    what: `criadm does not know with which flags ${service} starts its program.`,
    why: `It is started through ${through}, and what that does cannot be read without running it. Files are judged as if there were no flags.`,
    next: `See for yourself whether a flag names another file or socket: ${look}`,
    link: "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#ExecStart=",
  }),
  "proxy-typographic-quotes": ({ service, file, command }) => ({
    what: `The proxy of ${service} stands in quotes that no program knows.`,
    why: `${file} has typographic quotes, as they come from a web page or a chat; they become part of the address.`,
    next: `Write plain quotes ("), then: systemctl daemon-reload && ${command}`,
    link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
  }),
  "proxy-in-one-word": ({ service, variable, file, command }) => ({
    what: `${service} gets several variables as the value of ${variable}.`,
    why: `${file} has them between one pair of quotes, so the proxy's address has blanks in it and the other variables are not set.`,
    next: `Write one Environment="NAME=VALUE" for each, then: systemctl daemon-reload && ${command}`,
    link: `${manual}/systemd.exec.html#Environment=`,
  }),
  "service-flag-unknown": ({ service, program, flag, meant, file, command }) => ({
    what: `${service} does not start: ${program} has no flag ${flag}.`,
    why: `${file === "" ? "" : `${file} passes it. `}${meant === "" ? "It is a flag of the kubelet. " : ""}The program ends before it reads anything.`,
    next: meant === "" ? `Take ${flag} out of the command, then: ${command}` : `Write ${meant}, then: ${command}`,
    link: `${manual}/systemd.service.html#ExecStart=`,
  }),
  "service-own-mounts": ({ service, settings, file, isKubelet }) => ({
    what: isKubelet
      ? `${service} has mounts of its own, so pods may find their volumes empty.`
      : `${service} has mounts of its own, so pods that share mounts with the host do not start or share nothing.`,
    why: `${file} sets ${settings.join(", ")}: systemd then starts the program in a mount namespace of which the host and the other daemon see nothing.`,
    next: `Take ${settings.length === 1 ? "it" : "them"} out, then: systemctl daemon-reload && systemctl restart ${service}`,
    link: `${manual}/systemd.exec.html#MountFlags=`,
  }),
  "service-ends-pods": ({ service, mode, file }) => ({
    what: `Whenever ${service} stops or restarts, all pods on this node end with it.`,
    why:
      mode === ""
        ? `${file} sets no KillMode, and systemd then ends every process of the service, the pods' too.`
        : `${file} sets KillMode=${mode}: systemd ends every process of the service, the pods' too.`,
    next: `Write KillMode=process under [Service] in a drop-in (systemctl edit ${service}), then: systemctl daemon-reload`,
    link: `${manual}/systemd.kill.html#KillMode=`,
  }),
  "service-flag-doubtful": ({ service, program, release, flag, file, command }) => ({
    what: `${service} does not start if ${program} ${release} has no flag ${flag}; criadm knows of none.`,
    why: `${file === "" ? "" : `${file} passes it. `}A program ends at a flag that it does not have, before it reads anything.`,
    next: `Compare with ${program} --help. Where it is not there, take it out of the command, then: ${command}`,
    link: `${manual}/systemd.service.html#ExecStart=`,
  }),
  "service-type-forking": ({ service, program, file }) => ({
    what: `${service} does not start: it has Type=forking, and ${program} stays in the foreground.`,
    why: `${file} says so. systemd waits until the first process ends, and stops the service after TimeoutStartSec=.`,
    next: `Write Type=notify there, or take the line out; then: systemctl daemon-reload && systemctl restart ${service}`,
    link: `${manual}/systemd.service.html#Type=`,
  }),
  "proxy-without-cluster": ({ service, missing, noProxy }) => ({
    what: `${service} asks its proxy for ${missing.join(", ")}, which lies within the cluster.`,
    why: noProxy.length === 0 ? "It has no NO_PROXY." : `Its NO_PROXY is ${noProxy.join(",")}.`,
    next: "Add the ranges of services, pods and nodes to NO_PROXY, with 127.0.0.1,.svc,.cluster.local; then restart it.",
    link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/",
  }),
  "selinux-not-used": ({ runtime, key, file }) => ({
    what: `SELinux enforces, and ${runtime} gives pods no labels of their own.`,
    why: `${key} is not on, so SELinux does not keep containers apart from each other or from the host.`,
    next: `Install container-selinux, set ${key} in ${file}, and restart ${runtime}. Leave it where pods need it off.`,
    link: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container",
  }),
  "cdi-off-beside-nvidia": ({ runtime, key, file, mark }) => ({
    what: /\/cdi\//.test(mark)
      ? `${mark} describes devices, and ${runtime} does not take devices by CDI.`
      : `This node has NVIDIA's devices or tools (${mark}), and ${runtime} does not take devices by CDI.`,
    why: `${key} is not on; device plugins that hand out GPUs by CDI then give pods none.`,
    next: `Set ${key} = true in ${file} and restart ${runtime}, or let the device plugin use the handler nvidia.`,
    link: "https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/cdi-support.html",
  }),
  "runtime-deprecations": ({ runtime, warnings }) => ({
    what: `${runtime} says that what this node uses will go.`,
    why: warnings.join(" "),
    next: "Change it before the next upgrade of the runtime.",
    link: "https://github.com/containerd/containerd/blob/main/RELEASES.md#deprecated-features",
  }),
  "runtime-not-enabled": ({ service, command }) => ({
    what: `${service} does not start at boot.`,
    why: "It is not enabled, and no other service brings it up; after a reboot no pod starts.",
    next: command === "" ? `Let ${service} start at boot.` : command,
    link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
  }),
})
