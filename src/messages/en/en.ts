// English. Plain, short and kind; no exclamation marks. What happened, where, why, and what to do next.

import type { FaultArguments } from "../../model/arguments/fault.ts"
import type { DistributionId } from "../../model/facts/owner.ts"
import { shellWord } from "../../model/shell-word.ts"
import { lazily } from "../../wording/lazily.ts"
import type { Catalogue } from "../catalogue.ts"
import { ownedEnglish } from "../owned.ts"
import { checkFindings } from "./check.ts"
import { clauses } from "./clauses.ts"
import { installFaults, installLines, installReasons } from "./install.ts"
import { migrateFaults, migrateLines, migrateReasons } from "./migrate.ts"
import { enScreens } from "./screens.ts"
import { unitFindings } from "./units.ts"

/** What no longer holds of a file or value that a plan relied on. */
const movedTexts: { readonly [What in FaultArguments["node-changed"]["what"]]: string } = {
  unreadable: "it cannot be read, or is no text",
  gone: "it is gone",
  appeared: "it did not exist then",
  content: "its content has changed",
  mode: "its mode has changed",
  owner: "its owner has changed",
  link: "a symbolic link leads elsewhere now",
  value: "its value has changed",
  kind: "something else stands there now",
  packages: "some of the packages are there by now",
}

const runtimesLink = "https://kubernetes.io/docs/setup/production-environment/container-runtimes/"

const distributionNames: { readonly [Id in DistributionId]: string } = {
  k3s: "k3s",
  rke2: "RKE2",
  k0s: "k0s",
  microk8s: "MicroK8s",
}

/** How each is configured: docs.k3s.io/advanced, docs.rke2.io/advanced, docs.k0sproject.io/runtime, microk8s.io/docs. */
const distributionWays: { readonly [Id in DistributionId]: string } = {
  k3s: "Configure it the way of k3s: registries in /etc/rancher/k3s/registries.yaml, all else in a template beside /var/lib/rancher/k3s/agent/etc/containerd/config.toml.",
  rke2: "Configure it the way of RKE2: registries in /etc/rancher/rke2/registries.yaml, all else in a template beside /var/lib/rancher/rke2/agent/etc/containerd/config.toml.",
  k0s: "Configure it the way of k0s: by files in /etc/k0s/containerd.d.",
  microk8s: "Configure it the way of MicroK8s: in /var/snap/microk8s/current/args/containerd-template.toml.",
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`

/** How one's own copy of a vendor's file is made and read. */
function copyInstead(file: string, from: string, copy: string, service: string, variable: string): string {
  // A link in /etc to the vendor's file: cp alone would write through it.
  if (file === copy) {
    return `Put a copy of your own in the place of the link: cp --remove-destination ${from} ${copy}.`
  }
  const made = `Make a copy of your own: mkdir -p ${copy.slice(0, copy.lastIndexOf("/"))} && cp ${file} ${copy}.`
  if (service === "") return made
  const line = variable === "" ? `an ExecStart= that names ${copy}` : `Environment=${variable}=${copy}`
  return `${made} Let ${service} read it: systemctl edit ${service}, with the lines [Service] and ${line}.`
}

export const en = lazily<Catalogue>({
  clauses,
  screens: () => enScreens,
  faults: () => ({
    ...ownedEnglish.faults,
    ...installFaults(),
    ...migrateFaults(),
    "document-broken": ({ language, expected }) => ({
      what: `This is not valid ${language}: ${expected}`,
      next: "Correct the line and run the same command again. Nothing was changed.",
    }),
    "edit-refused": ({ file, key, why }) => ({
      what: `${key} in ${file} cannot be changed without touching more than that key: ${why}.`,
      next: "Change this key by hand and run the same command again. Nothing was changed.",
    }),
    "file-unreadable": ({ file, why }) => ({
      what: `${file} cannot be read: ${why}.`,
      next: "Make the file readable, or run criadm as root. Nothing was changed.",
    }),
    "not-root": ({ command }) => ({
      what: `${command} changes the node and needs root.`,
      next: `Run it again with sudo.`,
    }),
    "unknown-flag": ({ flag, hint, command }) => ({
      what: `There is no flag ${flag} here.`,
      next: hint === "" ? `See: ${command.replace("[flags]", "--help")}` : `Did you mean ${hint}?`,
    }),
    "unknown-command": ({ command, hint }) => ({
      what: `There is no command "${command}".`,
      next: hint === "" ? "See: criadm --help" : `Did you mean "criadm ${hint}"?`,
    }),
    "bad-answer": ({ setting, given, accepted }) => ({
      what: `${setting} cannot be "${given}".`,
      next: `Accepted: ${accepted}.`,
    }),
    "answers-file-broken": ({ file, why }) => ({
      what: `The answers file ${file} cannot be used: ${why}`,
      next: "Correct it and run the same command again. Nothing was changed.",
    }),
    interrupted: () => ({ what: "Interrupted.", next: "The node is as it was before." }),
    "unknown-answer": ({ key, hint, known }) => ({
      what: `The answers file has a key "${key}" that is no setting.`,
      next: hint === "" ? `Settings: ${known.join(", ")}.` : `Did you mean "${hint}"?`,
    }),
    "flag-needs-value": ({ flag }) => ({ what: `${flag} needs a value.`, next: `Write ${flag} VALUE.` }),
    "flag-takes-no-value": ({ flag }) => ({ what: `${flag} takes no value.`, next: `Write ${flag} alone.` }),
    "script-for-windows-alone": () => ({
      what: "--out-script writes a plan for a Windows node.",
      next: "Give the node's drive with --root DIR --platform windows; on Linux criadm apply does it.",
    }),
    "flags-exclude": ({ flag, other }) => ({
      what: `${flag} and ${other} are given together, and both say where the node's files are.`,
      next: `Give one of them: ${flag} DIR for a running node whose root is mounted there, as in a container, ${other} DIR for a tree that does not run.`,
    }),
    "flag-given-twice": ({ flag }) => ({ what: `${flag} is given twice.`, next: "Give it once." }),
    "too-many-arguments": ({ argument, usage }) => ({ what: `"${argument}" is one argument too many.`, next: usage }),
    "missing-argument": ({ argument, usage }) => ({ what: `${argument} is missing.`, next: usage }),
    "no-terminal": () => ({
      what: "The wizard needs a terminal, and there is none here.",
      next: "Use criadm apply --yes, or criadm plan to see what it would do.",
    }),
    "secret-on-terminal": () => ({
      what: "Credentials were to come from standard input, which is a terminal here: it would show them.",
      next: "Pipe them in: criadm apply --yes --registry HOST,credentials_file=- < FILE, or name a file: credentials_file=FILE.",
    }),
    "standard-input-twice": ({ other }) => ({
      what: `Standard input can be read once, and is asked for twice: by credentials_file=- and by ${other}.`,
      next: "Give one of them as a file.",
    }),
    "needs-yes": ({ see }) => ({
      what: "This would change the node, and nobody can be asked here.",
      next: `Add --yes to go on without a question${see === "" ? "" : `, or run ${see} to see the changes`}.`,
    }),
    "no-runtime": ({ looked, install }) => ({
      what: `No container runtime was found on this node (looked for ${looked.join(", ")}).`,
      next: install === "" ? `Install one first: ${runtimesLink}` : `Install one first, for example: ${install}`,
    }),
    "kubelet-uses-other-runtime": ({ endpoint, installed }) => ({
      what: `The kubelet of this node uses ${endpoint}, which belongs to no runtime that criadm finds here.`,
      next:
        installed.length === 0
          ? `Configure the runtime behind that endpoint by its own means. Nothing was changed.`
          : `Configure the runtime behind that endpoint by its own means. If the kubelet shall leave it, and every pod that runs there, say so: ${installed.map((id) => `--runtime ${id}`).join(" or ")}. Nothing was changed.`,
    }),
    "service-does-not-start": ({ service, command }) => ({
      what: `${service} would have to be restarted, and it is ${command === "" ? "refused by the init system" : "masked"}, so a restart can only fail.`,
      next: `${command === "" ? "criadm check says what to do" : `First: ${command}`}; or use --no-restart to change only files. Nothing was changed.`,
    }),
    "failures-left": ({ failures }) => ({
      what: `criadm has nothing left to change here, and the node is not as it should be: check fails with ${failures.join(", ")}.`,
      next: "criadm check says what to do about each. Nothing was changed.",
    }),
    "edit-would-not-last": ({ file, from, by, os, copy, service, variable }) => ({
      what: {
        bottlerocket: `${os} writes ${file} from its settings at every boot, so an edit would not last.`,
        talos: `${os} writes ${file} from its machine configuration, so an edit would not last.`,
        nixos: `${file} is written from the configuration of NixOS, so an edit would not last.`,
        image: `${file} belongs to ${os === "" ? "the vendor's image or package" : `${os}'s image or package`}, whose next update replaces it.`,
      }[by],
      next: {
        bottlerocket:
          "Change the setting instead: apiclient set, with settings.container-runtime or settings.kubernetes.",
        talos: "Change the machine configuration instead: talosctl patch machineconfig.",
        nixos: "Change it in the NixOS configuration instead, then run nixos-rebuild switch.",
        image: `${copyInstead(file, from, copy, service, variable)} Then run the same command again. Nothing was changed.`,
      }[by],
    }),
    "node-of-distribution": ({ distribution, path, installed }) => ({
      what: `This node is run by ${distributionNames[distribution]} (seen by ${path}), which brings its own container runtime.`,
      next: `${distributionWays[distribution]}${installed.length === 0 ? "" : ` If the node shall use another runtime all the same, say so: ${installed.map((id) => `--runtime ${id}`).join(" or ")}.`} Nothing was changed.`,
    }),
    "runtime-not-chosen": ({ installed }) => ({
      what: `Several container runtimes serve CRI on this node (${installed.join(", ")}), and no kubelet says which one it uses.`,
      next: `Say which one: ${installed.map((id) => `--runtime ${id}`).join(" or ")}. Nothing was changed.`,
    }),
    "runtime-not-installed": ({ runtime, installed }) => ({
      what: `The runtime ${runtime} is not installed on this node.`,
      next: installed.length === 0 ? "Install it first." : `Installed: ${installed.join(", ")}.`,
    }),
    "runtime-has-no-binary": ({ runtime }) => ({
      what: `The release of ${runtime} on this node is not known, because its program cannot be asked.`,
      next: "Say which release it is: --runtime-version X.Y.Z",
    }),
    "plan-file-broken": ({ file, why }) => ({
      what: `${file} is not a plan that criadm wrote: ${why}.`,
      next: "Make one with: criadm plan --out FILE",
    }),
    "plan-for-other-root": ({ file, planned, here }) => ({
      what: `The plan ${file} is for the root ${planned}, not for ${here}.`,
      next: `Give the same --root as when the plan was made.`,
    }),
    "not-written": ({ file, why }) => ({
      what: `${file} cannot be written: ${why}.`,
      next: "Choose another place, or make room there.",
    }),
    "unknown-finding": ({ given, hint }) => ({
      what: `There is no finding "${given}".`,
      next: hint === "" ? "The codes are listed in the manual page: criadm man" : `Did you mean ${hint}?`,
    }),
    "download-not-listed": ({ file, sums }) => ({
      what: `${sums} has no line for ${file}.`,
      why: "Without its checksum nobody can tell whether the file is whole.",
      next: "Take file and SHA256SUMS from the same release.",
    }),
    "download-differs": ({ file, sums, listed, found }) => ({
      what: `${file} is not what its release says: its SHA-256 is ${found}.`,
      why: `${sums} has ${listed}.`,
      next: "Download it again. Do not run it as it is.",
    }),
    "download-not-signed": ({ sums, signature }) => ({
      what: `${signature} is no signature of ${sums} by anybody who signs releases of criadm.`,
      why: "ssh-keygen -Y verify does not accept it, or there is no ssh-keygen here.",
      next: "Download both again from the release, or have ssh-keygen (openssh-client) installed.",
    }),
    "facts-file-broken": ({ file, why }) => ({
      what: `${file} does not hold the facts of a node: ${why}.`,
      next: "Print them on that node with: criadm detect -o json > node.json",
    }),
    "version-not-understood": ({ given }) => ({
      what: `"${given}" is not a release.`,
      next: "Write it as X.Y.Z, for example --runtime-version 2.1.9",
    }),
    "act-failed": ({ act, path, message }) => ({
      what: `${act} ${path} failed: ${message}.`,
      next: "Remove the cause (a full or read-only disk, missing rights) and run the same command again.",
    }),
    "state-directory-unsafe": ({ directory }) => ({
      what: `${directory} is not a directory that only its owner can write.`,
      next: `Correct it: chown root:root ${directory}; chmod 700 ${directory}`,
    }),
    locked: ({ pid, since }) => ({
      what: `Another criadm is at work on this node: process ${pid}, since ${since}.`,
      next: "Wait until it has finished, or let this one wait: --lock-timeout SECONDS. Nothing was changed.",
    }),
    "node-changed": ({ file, what }) => ({
      what: `${file} is not what it was when the plan was made: ${movedTexts[what]}.`,
      next: "Run criadm plan again and look at the new plan.",
    }),
    "hard-linked": ({ file, links }) => ({
      what: `${file} has ${links} names (hard links); replacing it would leave the other names with the old content.`,
      next: `Make it a file of its own: cp -p ${file} ${file}.new && mv ${file}.new ${file}. Nothing was changed.`,
    }),
    "root-missing": ({ root }) => ({
      what: `There is no directory ${root}.`,
      next: "Give the directory that holds the node's file tree: --root DIR.",
    }),
    "root-unreadable": ({ root, why }) => ({
      what: `The directory ${root} cannot be opened: ${why}.`,
      next: "Run criadm as root. Nothing was changed.",
    }),
    "root-behind-link": ({ root, link }) => ({
      what: `The way to ${root} leads through a link at ${link}, which somebody else could turn elsewhere.`,
      next: `Give the directory itself, after a look at where it is: readlink -f ${root}`,
    }),
    "file-missing": ({ file }) => ({
      what: `${file} cannot be read: ENOENT, there is no such file.`,
      next: "Correct the path. Nothing was changed.",
    }),
    "file-open": ({ file }) => ({
      what: `Others can write to ${file}, so it may not say what its owner meant.`,
      next: `Look at it, correct it (chmod go-w ${file}), and run the same command again. Nothing was changed.`,
    }),
    "file-of-another-user": ({ file, user }) => ({
      what: `${file} belongs to user ${user}, who decides what it says.`,
      next: `Look at it, then use a copy of your own: install -m 600 ${file} COPY. Nothing was changed.`,
    }),
    "file-exchangeable": ({ file, directory }) => ({
      what: `Others can change ${directory}, so ${file} could be exchanged.`,
      next: "Use a directory that only you can write, such as your home directory. Nothing was changed.",
    }),
    "run-damaged": ({ run, file, directory }) => ({
      what: `The record of run ${run} is damaged: ${file} is not what criadm wrote there. Nothing is done from it.`,
      next: `Other runs can still be put back. Old files of this one may lie in ${directory}/before. Once the node is as you want it: mv ${directory} ${directory}.damaged`,
    }),
    "link-to-nothing": ({ link, target }) => ({
      what: `${link} is a link to ${target}, which does not exist.`,
      next: `Make what it leads to, or remove the link (rm ${link}), and run the same command again. Nothing was changed.`,
    }),
    "plan-differs": () => ({
      what: "The node has changed since the plan was made, or the plan was: its answers come to another plan here.",
      next: "Run criadm plan again and look at the new plan. Nothing was changed.",
    }),
    "directory-open": ({ directory, onHost }) => ({
      what: `Everybody can write to ${directory}, so what criadm reads and writes there could be exchanged.`,
      next: `Correct it: chmod o-w ${onHost}. Nothing was changed.`,
    }),
    "directory-open-to-group": ({ directory, onHost, group }) => ({
      what: `Group ${group} can write to ${directory}, so its members could exchange what criadm reads and writes there.`,
      next: `Correct it: chmod g-w ${onHost}. Nothing was changed.`,
    }),
    "directory-of-another-user": ({ directory, onHost, user }) => ({
      what: `${directory} belongs to user ${user}, who could exchange what criadm reads and writes there.`,
      next: `Give it to root: chown -h root ${onHost}. Nothing was changed.`,
    }),
    "no-init-system": ({ service }) => ({
      what: `There is no init system here that criadm could ask to act on ${service}.`,
      next: "Use --no-restart, and restart the service yourself. Nothing was changed.",
    }),
    "pods-running": ({ pods, from, to }) => ({
      what: `${pods.length === 1 ? "A pod runs" : `${pods.length} pods run`} on this node, and a change of the cgroup driver from ${from} to ${to} would break ${pods.length === 1 ? "it" : "them"}: ${pods.join(", ")}.`,
      next: `To be led over step by step: criadm migrate cgroup-driver --to ${to}. Or drain the node first: kubectl drain NODE --ignore-daemonsets --delete-emptydir-data (afterwards: kubectl uncordon NODE). To go on anyway: --allow-running-pods. Nothing was changed.`,
    }),
    "pods-unknown": ({ endpoint, why }) => ({
      what: `${endpoint} does not say which pods run, and the cgroup driver would change under them: ${why}.`,
      next: "Make sure that no pods run on this node, then add --allow-running-pods. Nothing was changed.",
    }),
    "handler-program-absent": ({ name, binary }) => ({
      what: `There is no ${binary}, so no pod of the runtime handler ${name} could start.`,
      next: "Install it first, or correct the path. Nothing was changed.",
    }),
    "credentials-unusable": ({ file, host, why }) => ({
      what:
        why === "absent"
          ? file === "-"
            ? `The credentials for ${host} come from standard input (credentials_file=-), and this run was given none.`
            : `There is no ${file}, which should have the credentials for ${host}.`
          : why === "form"
            ? file === "-"
              ? 'Standard input is neither JSON with "auths", as docker login writes it, nor NAME:PASSWORD for one registry.'
              : `${file} is not in the form that docker login writes: JSON with "auths".`
            : `${file === "-" ? "Standard input" : file} has no name and password for ${host}.`,
      next:
        file === "-"
          ? `Pipe them in: criadm apply --yes --registry ${host},credentials_file=- < FILE (a password that a helper keeps, or a token, cannot be used). Nothing was changed.`
          : why === "no-password"
            ? `Write them there with: podman login --authfile ${file} ${host} (a password that a helper keeps, or a token, cannot be used). Nothing was changed.`
            : `Write it with: podman login --authfile ${file} ${host}, or copy a config.json of docker login there. Nothing was changed.`,
    }),
    "registry-has-none": ({ runtime, host, what }) => ({
      what: `${runtime} has nothing like ${what} for ${host}.`,
      next: `Leave ${what} out for this runtime. Nothing was changed.`,
    }),
    "registry-certificate-in-the-way": ({ runtime, host, path }) => ({
      what: `${runtime} reads the certificates of ${host} from ${path}, where something else is already.`,
      next: `Look at it, take it away (rm ${path}) where it is not needed, and run the same command again. Nothing was changed.`,
    }),
    "open-files-by-hand": ({ runtime, service }) => ({
      what:
        service === ""
          ? `${runtime} has no service here that could be given a limit.`
          : `The script of ${service} decides how many files it may have open, and criadm does not edit scripts.`,
      next: "Set the limit there: ulimit -n. Nothing was changed.",
    }),
    "proxy-by-hand": ({ runtime, service }) => ({
      what:
        service === ""
          ? `${runtime} has no service here that could be given a proxy.`
          : `${service} takes its variables from nowhere but its own script, which criadm does not edit.`,
      next: "Let it export HTTP_PROXY, HTTPS_PROXY and NO_PROXY by its own means. Nothing was changed.",
    }),
    "no-proxy-without-proxy": ({ service }) => ({
      what: `${service} has no proxy, so there is nothing to except from one.`,
      next: "Give the proxy as well: --proxy URL. Nothing was changed.",
    }),
    "swap-not-switched": ({ device, program }) => ({
      what: `${program} ${device} failed.`,
      next: "Its last lines say why; memory may not suffice for what is swapped out.",
    }),
    "module-not-loaded": ({ module }) => ({
      what: `The kernel module ${module} could not be loaded.`,
      next: `modprobe says why. After an update of the kernel a boot may be needed first.`,
    }),
    "live-value-not-taken": ({ path, value, after }) => ({
      what: `The kernel did not keep ${after} in ${path}; it says ${value}.`,
      next: "In a container this value may belong to the host; set it there.",
    }),
    "service-action-failed": ({ service, action }) => ({
      what: `${service} did not ${action}.`,
      next: "Its last lines say why.",
    }),
    "not-healthy": ({ service, seconds }) => ({
      what: `${service} did not become healthy within ${seconds} s.`,
      next: "Its last lines say why. A slow node may need more time: --timeout SECONDS",
    }),
    "not-as-promised": ({ what }) => ({
      what: `The running node does not confirm what was written: ${what.join(", ")}.`,
      next: "criadm explain shows where each value comes from.",
    }),
    "not-recorded": ({ run }) => ({
      what: `Run ${run} could not be recorded as finished, so it was not kept.`,
      next: "Make room in /var/lib/criadm and run the same command again.",
    }),
    "old-file-refused": ({ run, runtime, file, kept }) => ({
      what: `Undoing run ${run} would bring back ${file}, and ${runtime} would not start on it.`,
      why: `${runtime} ran on what it had read before that file broke; now it runs on the new one.`,
      next: `The file as it was is at ${kept}: take from it into ${file} what you need, then restart ${runtime}.`,
    }),
    "old-state-missing": ({ missing }) => ({
      what: `The files are as they were before, and ${missing.join(", ")} does not run on them.`,
      next: "Look at the service's log; the files are those it ran on before this run.",
    }),
    "rollback-failed": ({ run, commands }) => ({
      what: `Run ${run} could not be put back completely.`,
      next: `Remove the cause, then run: criadm rollback. By hand: ${commands.join("; ")}`,
    }),
    "left-as-edited": ({ run, files }) => ({
      what: `Run ${run} was put back, except what somebody else has changed meanwhile: ${files.join(", ")}.`,
      next: `Look at ${files.length === 1 ? "this file" : "these files"}; as before the run: /var/lib/criadm/runs/${run}/before`,
    }),
    "edited-since": ({ run, files }) => ({
      what: `Changed by hand since run ${run}: ${files.join(", ")}. Putting the run back would overwrite that.`,
      next: `criadm rollback ${run} --force does it all the same and keeps a copy. Nothing was changed.`,
    }),
    "newer-runs": ({ run, newer }) => ({
      what: `Newer runs changed the same files as run ${run}: ${newer.join(", ")}.`,
      next: `Put them back first, the newest first: criadm rollback ${newer.at(-1) ?? ""}. Nothing was changed.`,
    }),
    "nothing-to-roll-back": () => ({
      what: "There is no run on this node that could be put back.",
      next: "criadm history lists the runs.",
    }),
    "no-such-run": ({ run }) => ({
      what: `There is no run ${run} that could be put back.`,
      next: "criadm history lists the runs and what became of each.",
    }),
    "run-unconfirmed": ({ run }) => ({
      what: `Run ${run} waits for its confirmation.`,
      next: "Keep it with criadm confirm, put it back with criadm rollback, or let this one wait for either: --lock-timeout SECONDS. Nothing was changed.",
    }),
    "nothing-to-confirm": () => ({
      what: "No run waits for a confirmation.",
      next: "criadm history lists the runs and what became of each.",
    }),
    "confirmed-too-late": ({ run }) => ({
      what: `The time to confirm run ${run} is over; it is being put back.`,
      next: "Apply it again, with a longer --confirm SECONDS.",
    }),
    "confirm-needs-live-node": () => ({
      what: "With --root nothing runs that could be put back later.",
      next: "Leave --confirm out. Nothing was changed.",
    }),
    "host-without-proc": ({ path }) => ({
      what: `${path}/proc is not the /proc of a running host. Nothing was looked at.`,
      next: `Mount the whole host there, with what is mounted in it; for files alone: criadm check --root ${path}`,
    }),
    "watch-which": () => ({
      what: "watch needs one of --install and --remove.",
      next: "What it would write: criadm watch --install --check",
    }),
    "watch-needs-systemd": ({ line }) => ({
      what: "watch writes units of systemd, and systemd does not run this node. Nothing was changed.",
      next: `Let cron look every day instead, by this line in /etc/cron.d/criadm: ${line}`,
    }),
    "watch-program-hidden": ({ program, directory }) => ({
      what: `${program} lies below ${directory}, of which a unit sees nothing that is its own. Nothing was changed.`,
      next: `Put the program where it stays, and start that one: install ${program} /usr/local/bin/criadm && /usr/local/bin/criadm watch --install`,
    }),
    "watch-in-the-way": ({ path }) => ({
      what: `${path} is there, and it is not what criadm writes there. Nothing was changed.`,
      next: `Look at it, and move it away if nobody needs it: ls -l ${path}`,
    }),
    "verify-needs-live-node": () => ({
      what: "verify asks a running node, and below --root nothing runs. Nothing was looked at.",
      next: "What its files say: criadm check. What would be changed: criadm plan --detailed-exitcode.",
    }),
    "verify-needs-root": ({ endpoint }) => ({
      what: `${endpoint} may be asked by root only, so nothing is known of what runs.`,
      next: "Run it again with sudo.",
    }),
    "sandbox-needs-cri": () => ({
      what: "There is no runtime here that runs on these answers and serves CRI v1, so no pod sandbox can be run.",
      next: "criadm check and criadm plan say what is missing. Nothing was changed.",
    }),
    "output-lost": ({ errno }) => ({
      what: `Not everything could be printed: ${errno}.`,
      next: "Let it print to a place that takes it. Nothing was changed.",
    }),
    "confirm-needs-init-system": ({ initSystem }) => ({
      what: `--confirm cannot be kept here: nothing that criadm knows would start its guard again after a boot (init system: ${initSystem}).`,
      next: "Apply without --confirm. Nothing was changed.",
    }),
    "guard-not-started": () => ({
      what: "The guard that would put the run back could not be started, so nothing was changed.",
      next: "Remove the cause, or apply without --confirm.",
    }),
  }),
  findings: () => ({
    "kubelet-refuses-cgroup-v1": ({ version, cgroup, argument = "", file = "" }) => ({
      what: "The kubelet does not start on this node's cgroup version.",
      why: `${argument === "" ? "The node runs" : `${argument} in ${file} makes the node boot with`} cgroup ${cgroup === "hybrid" ? "v1 (hybrid)" : "v1"}, and kubelet ${version} refuses that unless failCgroupV1 is false.`,
      next: `${argument === "" ? "Boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1 on the kernel command line)" : `Take ${argument} out of ${file}`}, or set failCgroupV1: false in the kubelet's configuration.`,
      link: "https://kubernetes.io/docs/concepts/architecture/cgroups/",
    }),
    "no-runtime": ({ looked, install, snap }) => ({
      what: "There is no container runtime on this node, so no pod can start and kubeadm stops.",
      why: `criadm looked for ${looked.join(", ")}.${snap === "" ? "" : ` The one in the snap ${snap} serves no CRI.`}`,
      next: install === "" ? "Install a container runtime." : `Install one, for example: ${install}`,
      link: runtimesLink,
    }),
    "not-looked-at": ({ name, reason }) => ({
      what: `${name} was not looked at: nothing is known of it on this node.`,
      why: `A bug in criadm ended the look: ${reason}`,
      next: "Please report it with what criadm detect -o json says under notDetected.",
      link: runtimesLink,
    }),
    "kubelet-endpoint-of-no-runtime": ({ endpoint, installed, isVacant }) => ({
      what: isVacant
        ? "The kubelet is set to the endpoint of a runtime that is not here."
        : "The kubelet uses a runtime that criadm does not know.",
      why: `It is set to ${endpoint}, and no runtime that criadm finds here has this endpoint.`,
      next: isVacant
        ? installed.length === 0
          ? "Install that runtime, or correct the endpoint."
          : "Install that runtime, or let the kubelet use the runtime of this node: criadm apply --kubelet"
        : "Configure that runtime by its own means. criadm leaves the kubelet with it unless --runtime says otherwise.",
      link: runtimesLink,
    }),
    "kubelet-endpoint-without-runtime": ({ endpoint }) => ({
      what: "Nothing listens on the CRI endpoint that the kubelet uses.",
      why: `The kubelet is set to ${endpoint}, and no runtime accepts connections there.`,
      next: "Start the runtime, or let the kubelet use the runtime of this node: criadm apply --kubelet",
      link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
    }),
    ...checkFindings(),
    ...unitFindings(),
    ...ownedEnglish.findings,
    "cgroup-drivers-differ": ({ runtime, runtimeDriver, kubeletDriver }) => ({
      what: "The kubelet and the runtime use different cgroup drivers.",
      why: `${runtime} uses ${runtimeDriver}, the kubelet ${kubeletDriver}. Pods fail with: expected cgroupsPath to be of format "slice:prefix:name".`,
      next: "criadm apply (after draining the node: kubectl drain NODE --ignore-daemonsets)",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/configure-cgroup-driver/",
    }),
    "cgroup-driver-follows-runtime": ({ runtime, runtimeDriver, kubeletDriver }) => ({
      what: `The kubelet follows the runtime's cgroup driver ${runtimeDriver} against its own configuration.`,
      why: `The kubelet's configuration says ${kubeletDriver}, but this kubelet asks ${runtime} for the driver and ${runtime} answers ${runtimeDriver}.`,
      next: "criadm apply",
      link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#cgroup-drivers",
    }),
  }),
  reasons: () => ({
    "endpoint-of-runtime": ({ runtime }) =>
      runtime === "" ? "no runtime that criadm finds here has this endpoint" : `the endpoint of ${runtime}`,
    "repository-of-sandbox-image": ({ image }) => `of the sandbox image ${image}`,
    "file-of-nobody": ({ service }) => `not read: nothing hands this file to ${service}`,
    "handler-is-default": () => "the default: pods without a runtime class get it",
    "handler-program-lacks": ({ program }) => `no pod of it starts: ${program} cannot be started`,
    "handler-like-others": ({ handlers, isDefault }) =>
      `${isDefault ? "the default: pods without a runtime class get it; " : ""}starts the same program as ${handlers.join(", ")}`,
    "handler-of-another-shim": ({ isDefault }) =>
      `${isDefault ? "the default: pods without a runtime class get it; " : ""}its shim is not that of runc, and has settings of its own`,
    "handler-type-gone": ({ release }) => `no pod of it starts: containerd ${release} has no such runtime_type`,
    "handler-default-absent": () => "the default, and no such handler is configured",
    "kubelet-starts-with-swap": () => "the kubelet starts beside swap",
    "kubelet-needs-no-swap": () => "the kubelet does not start while swap is on",
    "swap-at-boot": () => "a boot switches it on",
    "line-skipped-by-systemd": () => "systemd skips this line",
    "read-at-logins": () => "read when people log in, and not for services",
    "handed-on-by-systemd": () => "counts only where systemd itself has it: systemctl show-environment",
    "managed-file": ({ file, tool }) =>
      `${file} says that ${tool === "a-generator" ? "a tool" : tool} manages it: its next run takes the change back`,
    "overridden-by-flag": ({ flag }) => `overridden by the flag ${flag}`,
    "failures-elsewhere": ({ failures }) =>
      `check still fails about other things, and says what to do: ${failures.join(", ")}`,
    "kubelet-moves": ({ from, old, new: next, isVacant }) =>
      isVacant
        ? `the kubelet moves from ${old}, where no runtime is, to ${next}`
        : `the kubelet moves from ${old}${from === "" ? "" : ` (${from})`} to ${next}: the pods that run there, their images and what they keep are left behind; drain the node first`,
    ...ownedEnglish.reasons,
    ...installReasons(),
    ...migrateReasons(),
    "in-effect": () => "in effect",
    "overridden-by": ({ file }) => `overridden by ${file}`,
    "kubelet-uses": ({ runtime }) => `${runtime} is the one that the kubelet uses`,
    "asked-by-run": ({ run }) => `run ${run} was asked for it`,
    "only-runtime": ({ runtime }) => `${runtime} is the only container runtime installed`,
    "first-runtime": ({ runtime }) => `${runtime} is installed; none serves CRI yet`,
    "serves-cri": ({ runtime }) => `${runtime} is the one that serves CRI`,
    "systemd-is-init": () => "systemd is PID 1 and should be the only writer of the cgroup tree",
    "systemd-is-not-init": ({ initSystem }) => `systemd does not run this node (init system: ${initSystem})`,
    "kubernetes-newer-than-tables": ({ kubernetes, newest }) =>
      `this criadm knows Kubernetes up to ${newest}; what it expects of ${kubernetes} is what ${newest} expects`,
    "kubernetes-not-in-table": ({ kubernetes }) => `no sandbox image is known for Kubernetes ${kubernetes}`,
    "windows-sandbox-image": ({ image }) => `${image} is the pause image for Windows nodes`,
    "expected-image-absent": ({ image, expected }) =>
      `${image} is on this node and ${expected}, which kubeadm expects, is not; --sandbox-image ${expected} changes it`,
    "wanted-image-absent": ({ image, importCommand }) =>
      `the sandbox image ${image} is not on this node: without a registry in reach no pod starts; bring it in first: ${importCommand}`,
    "kubeadm-expects": ({ kubernetes, image }) => `kubeadm ${kubernetes} expects ${image}`,
    "private-registry": ({ image }) => `${image} comes from a registry of your own, so it is kept`,
    "private-registry-same-tag": ({ image }) => `${image} has the tag that kubeadm expects`,
    "upstream-registry": () => "where Kubernetes publishes its images",
    "upstream-registry-silent": ({ seconds }) =>
      `where Kubernetes publishes its images; it did not answer this node within ${seconds} s`,
    "public-mirror": () => "a public mirror of it, which answers this node; whom to trust with images is yours to say",
    "public-mirror-silent": ({ seconds }) => `a public mirror of it; it did not answer this node within ${seconds} s`,
    "newest-kubernetes": ({ version }) => `no kubelet or kubeadm is installed; ${version} is the newest criadm knows`,
    "kubelet-version": ({ version }) => `the kubelet or kubeadm on this node is ${version}`,
    "pods-need-forwarding": () => "pods need it, and kubeadm stops without it",
    "kubelet-is-configured": () => "this node has a kubelet configuration",
    "kubelet-is-not-configured": () => "this node has no kubelet configuration yet",
    "no-mirror": () => "registries are asked directly",
    "restart-makes-effective": () => "a changed configuration counts only after a restart",
    "started-at-boot": () => "this is not the running node: services start with it at its next boot",
    "keep-configuration": () => "your configuration is kept; only the keys that matter are changed",
    "runtime-not-asked": ({ runtime }) =>
      `${runtime} is not started here, so it was not asked; its files count from its next start`,
    "watch-looks-daily": () => "asked every day whether it still is as asked; where not, the unit fails",
    "watch-no-more": () => "the node is looked at no more",
    "watch-program-absent": ({ program }) => `there is no ${program} yet: until the program lies there, the unit fails`,
    "live-value-at-boot": ({ path }) => `${path} cannot be written here, so its value counts from the next boot`,
    "kept-beside": ({ file }) => `the former ${file}, byte for byte`,
    "service-not-restarted": ({ command }) => `not restarted, as asked; the change counts after: ${command}`,
    "service-left-to-person": ({ command }) =>
      `criadm restarts no services under this node's init system; the change counts after: ${command}`,
    "service-does-not-start": ({ service }) =>
      `${service} does not start as it is defined, so the change does not count yet; criadm check says what to do`,
    "service-starts-with-change": ({ service, command }) =>
      `${service} starts with the change when that node boots; where it runs already: ${command}`,
    "observed-cri": ({ runtime, version }) => `${runtime} ${version} answers CRI v1 and is ready`,
    "observed-no-answer": ({ endpoint, message }) => `${endpoint} does not answer: ${message}`,
    "observed-no-cri-service": ({ endpoint }) =>
      `${endpoint} answers, but serves no CRI: the plugin is disabled or did not load`,
    "observed-v1alpha2-only": ({ endpoint }) =>
      `${endpoint} serves CRI v1alpha2 only, which no kubelet since 1.26 speaks`,
    "observed-not-ready": ({ reason, message }) =>
      `the runtime is not ready: ${[reason, message].filter(Boolean).join(", ")}`,
    "observed-handler-without-type": ({ handler }) =>
      `the runtime handler ${handler} has no runtime_type, so no pod of it can start`,
    "handler-as-asked": ({ handler, binary }) => `runtime handler ${handler} with ${binary}, as asked`,
    "runtime-class": ({ handler }) =>
      `pods ask for the handler ${handler} by a RuntimeClass: echo '{"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","metadata":{"name":"${handler}"},"handler":"${handler}"}' | kubectl apply -f -`,
    "registry-login": ({ hosts, file }) =>
      `${hosts.join(", ")} gets name and password from ${file === "-" ? "standard input" : file}`,
    "registry-login-without-token": ({ runtime, hosts }) =>
      `${runtime} sends name and password to ${hosts.join(", ")} itself. A registry that wants a token first, such as Docker Hub, does not take them so: there, give pods imagePullSecrets or the kubelet a credential provider`,
    "registry-as-asked": ({ host }) => `${host} is reached as asked`,
    "open-files-asked": ({ service, limit }) =>
      `containers inherit from ${service} how many files they may open: ${limit}`,
    "observed-domain": ({ program, label, domain, wanted }) =>
      wanted === ""
        ? `in ${domain}: the policy has no domain for ${program}, labelled ${label}; container-selinux has one`
        : `in ${domain}, ${program} being labelled ${label}`,
    "observed-no-domain": ({ service }) => `the domain of ${service}, or the label of its program, could not be read`,
    "observed-open-files": ({ service, limit }) =>
      limit === "" ? `the limits of ${service} cannot be read` : `${service} may have open files: ${limit}`,
    "observed-proxy": ({ service, proxy, missing }) =>
      `${service} runs ${proxy === "" ? "without a proxy" : `with the proxy ${proxy}`}${missing.length === 0 ? "" : `, and asks it also for ${missing.join(", ")}`}`,
    "observed-no-environment": ({ service }) => `the environment of ${service} cannot be read`,
    "proxy-for-pulls": ({ service }) => `${service} reaches registries through the proxy, as asked`,
    "proxy-taken-away": ({ service }) => `${service} reaches registries without a proxy, as asked`,
    "observed-swap": ({ devices }) => (devices.length === 0 ? "no swap is in use" : `in use: ${devices.join(", ")}`),
    "swap-off-asked": () => "the node does not swap, as asked",
    "swap-kept": ({ devices }) =>
      `swap stays in use (${devices.join(", ")}); of three ways one is needed: --swap off, or failSwapOn: false in the kubelet's configuration with swapBehavior NoSwap (only the system swaps) or LimitedSwap (pods may, on cgroup v2)`,
    "observed-module": ({ module }) => `${module} is loaded`,
    "observed-no-module": ({ module }) => `${module} is not loaded`,
    "observed-driver-told": ({ driver }) => `the runtime says ${driver}`,
    "observed-driver-unknown": () => "the runtime does not say which cgroup driver it uses",
    "observed-handlers": ({ handlers, driver }) => `${handlers.join(", ")}: ${driver}`,
    "observed-image": ({ image }) => `the runtime uses ${image}`,
    "observed-image-absent": ({ image }) =>
      `the runtime uses ${image}, which is not on this node: the next pod pulls it, or fails where no registry is in reach`,
    "observed-image-present": ({ image }) => `the runtime uses ${image}, and has it`,
    "observed-image-unknown": () => "the runtime does not say which sandbox image it uses",
    "observed-pod-ready": ({ pod }) => `${pod}, asked for since the start, is ready`,
    "observed-pod-fails": ({ line }) => `the runtime could not run one: ${line}`,
    "observed-no-pod-yet": () => "the kubelet has asked for none since the start, so nothing is told",
    "observed-health": ({ url, status }) => (status === "" ? `${url} does not answer` : `${url} answers ${status}`),
    "observed-service": ({ service, state }) => `${service} is ${state}`,
    "observed-value": ({ path, value }) => `${path} is ${value}`,
    "observed-sandbox": ({ cgroup }) => `it ran in ${cgroup}`,
    "observed-sandbox-cgroup": ({ cgroup, driver }) =>
      `it ran in ${cgroup}, which is not what the cgroup driver ${driver} makes`,
    "observed-sandbox-no-image": ({ image, message, importCommand }) =>
      `the sandbox image ${image} is not on this node and cannot be pulled. Import it from a file: ${importCommand}. Or, where its registry can be reached: crictl pull ${image}. The runtime says: ${message}`,
    "observed-sandbox-no-runtime-type": ({ message }) =>
      `the runtime handler has no runtime_type, so no pod can start; criadm check shows where. The runtime says: ${message}`,
    "observed-sandbox-cgroup-parent": ({ parent, driver, message }) =>
      `the cgroup parent ${parent} fits the cgroup driver ${driver}, and the runtime uses the other one; criadm explain cgroup-driver shows why. The runtime says: ${message}`,
    "observed-sandbox-failed": ({ message }) => `it did not start. The runtime says: ${message}`,
    "observed-sandbox-ended": () => "it started, and its process ended at once",
    "observed-sandbox-without-process": () => "it started, and none of its processes was found in /proc",
    "observed-sandbox-interrupted": () => "interrupted",
    "observed-sandbox-removed": () => "the runtime lists it no more",
    "observed-sandbox-left": ({ sandbox, message, endpoint }) =>
      `it is still there. Remove it: crictl --runtime-endpoint ${endpoint} rmp -f ${sandbox}. The runtime says: ${message}`,
    "observed-sandboxes-unknown": ({ namespace, message, endpoint }) =>
      `the runtime does not list its sandboxes: ${message}. Look later: crictl --runtime-endpoint ${endpoint} pods --namespace ${namespace}`,
  }),
  labels: () => ({
    node: "node",
    "init-system": "init system",
    "cgroup-version": "cgroup version",
    "cgroup-controllers": "cgroup controllers",
    "cgroup-controllers-in-use": "cgroup controllers in use",
    os: "OS",
    kernel: "kernel",
    architecture: "architecture",
    container: "container",
    selinux: "SELinux",
    apparmor: "AppArmor",
    swap: "swap",
    detection: "detection",
    version: "version",
    program: "program",
    service: "service",
    configuration: "configuration",
    endpoint: "endpoint",
    cri: "CRI",
    "cgroup-driver": "cgroup driver",
    "default-runtime": "default runtime",
    "sandbox-image": "sandbox image",
    "kubeadm-version": "kubeadm version",
    "cri-endpoint": "CRI endpoint",
    "recognised-by": "recognised by",
    "cgroup-driver-of": (of) => `cgroup driver of ${of}`,
    "monitor-cgroup-of": (of) => `monitor cgroup of ${of}`,
    "containerd-of": (of) => `containerd of ${of}`,
    "at-boot": (of) => `${of} at boot`,
  }),
  lines: () => ({
    ...installLines(),
    ...migrateLines(),
    "no-findings": () => "No findings: this node is as it should be.",
    "no-findings-of": ({ codes }) => `No findings of ${codes.join(", ")}.`,
    "plan-changes-nothing": () => "There is nothing for criadm to change.",
    "plan-is-empty": () => "Nothing to do: the node is as asked.",
    "plan-heading": ({ changes }) => (changes === 1 ? "1 change:" : `${changes} changes:`),
    "plan-live-value": ({ path, before, after }) => `set ${path} from ${before} to ${after}, now`,
    "plan-judges": () => "Before anything is replaced, the runtime itself reads the new files:",
    "plan-mode": ({ before, after }) => `mode ${before} becomes ${after}`,
    "plan-followed": ({ real }) => `the link leads to ${real}, which is the file replaced`,
    "plan-not-running": () => " (does not run now)",
    "plan-verifies": () => "Afterwards the running node is asked:",
    "plan-timeout": ({ seconds }) => `If it is not healthy within ${seconds} s, everything is put back.`,
    "findings-alike": ({ code, more }) => `${more} more of ${code}. All of them: criadm check ${code} --verbose`,
    "download-whole": ({ file, sha256 }) => `${file} is whole: SHA-256 ${sha256}, as its release says.`,
    "download-signed": ({ signer }) => `SHA256SUMS is signed by ${signer}.`,
    "download-not-checked": () =>
      "Who made the release was not checked: this build of criadm knows nobody who signs releases.",
    "fleet-counted": ({ nodes, failing }) =>
      `${count(nodes, "node")}, ${failing === 0 ? "none with a failure" : `${failing} with failures`}`,
    "fleet-differs": () => "Unlike the others:",
    "answers-saved": ({ file }) => `The answers are in ${file}. Use them: criadm apply --answers ${shellWord(file)}`,
    "script-saved": ({ file }) =>
      `The script is in ${file}. Read it, and run it on the node: powershell -File ${shellWord(file)}. It takes itself back with -Undo. Nothing of criadm has run it on Windows.`,
    "plan-saved": ({ file }) => `The plan is in ${file}. Do exactly this: criadm apply ${shellWord(file)}`,
    "ask-apply": () => "Do this? Type yes to go on: ",
    "not-applied": () => "Nothing was changed.",
    "outcome-applied": ({ run }) => `Done (run ${run}). The node is as asked.`,
    "dates-checked": ({ date }) => `Dates of releases and plans, as known on ${date}:`,
    "supported-until": ({ runtime, page }) => `${runtime}, each series with the last day of its support (${page})`,
    "outcome-put-back": ({ run }) => `Put back (run ${run}). What that run changed is as it was before.`,
    "outcome-nothing": () => "Nothing to do: the node is as asked. No file was written, no service restarted.",
    "outcome-rolled-back": () => "It failed, and everything was put back. The node is as it was before.",
    "outcome-rollback-failed": ({ run }) =>
      `This node needs you: not everything could be put back. The files as they were before are in /var/lib/criadm/runs/${run}.`,
    "outcome-interrupted": () => "Stopped, and everything was put back. The node is as it was before.",
    "edited-by-run": ({ path }) => `What criadm made of ${path}:`,
    "edited-by-hand": ({ path }) => `What was changed by hand in ${path} since:`,
    "edited-unreadable": ({ path }) => `${path} cannot be read now, or is no text.`,
    "edited-mode": ({ before, after }) => `mode and owner ${before}, then ${after}`,
    "edited-hidden": () => "Only credentials differ; they are not shown.",
    "outcome-unconfirmed": ({ run, seconds }) =>
      `Run ${run} is undone by itself in ${seconds} s. To keep it: criadm confirm`,
    "how-to-undo-sample": ({ run }) => `The sample node goes with the demo; on a node: criadm rollback ${run}`,
    "or-start-over": () =>
      "Or start over from the release's own default, the old file kept beside it: criadm apply --reset-config.",
    "how-to-undo": ({ run }) => `To undo: criadm rollback ${run}`,
    kept: ({ run }) => `Run ${run} is kept.`,
    "history-damaged": ({ file }) => `: ${file} is not what criadm wrote there`,
    "history-undo": ({ run }) => `undo of ${run}`,
    "history-undone": ({ run }) => ` (undone by ${run})`,
    "no-runs": () => "criadm has changed nothing on this node yet.",
    "verified-holds": () => "The running node is as asked.",
    "verified-fails": ({ count }) => (count === 1 ? "1 thing is not as asked." : `${count} things are not as asked.`),
    "expect-cri": ({ endpoint }) => `CRI v1 on ${endpoint}`,
    "expect-cgroup-driver": ({ component, driver }) => `${component}: cgroup driver ${driver}`,
    "expect-sandbox-image": ({ component, image }) => `${component}: sandbox image ${image}`,
    "expect-pods-start": () => "sandboxes of the kubelet become ready",
    "expect-kubelet-health": () => "the kubelet says that it is healthy",
    "expect-service-active": ({ service }) => `${service} is active`,
    "expect-selinux-domain": ({ service }) =>
      `${service} is in the SELinux domain that the policy has for its program, if any`,
    "expect-open-files": ({ service, limit }) => `${service} may have open files: ${limit}`,
    "expect-proxy": ({ service, proxy }) =>
      proxy === "" ? `${service} runs without a proxy` : `${service} runs with the proxy ${proxy}`,
    "expect-swap-off": () => "the node uses no swap",
    "step-swap-off": ({ device }) => `take ${device} out of use as swap`,
    "step-swap-on": ({ device }) => `use ${device} as swap again`,
    "expect-module": ({ module }) => `the kernel module ${module} is loaded`,
    "expect-live-value": ({ path, value }) => `${path} is ${value}`,
    "expect-sandbox": ({ component, driver }) => `${component}: a pod sandbox runs, its cgroup made by ${driver}`,
    "expect-sandbox-removed": () => "the pod sandbox is stopped and removed",
    "step-judge": ({ component, trial }) =>
      `${component} reads a staged copy of the new configuration${trial === undefined ? "" : ", and a second one is tried on it"}`,
    "step-file": ({ path }) => `write ${path}`,
    "step-remove": ({ path }) => `remove ${path}`,
    "step-directory": ({ path }) => `make the directory ${path}`,
    "judged-for-release": ({ runtime, installed, release }) =>
      `This node has ${runtime} ${installed}. What follows would come with ${release}; what is found with both is left out (criadm check).`,
    "host-not-asked": () =>
      "Asked: files, kernel and sockets of the host. Not asked, for its programs cannot be started from here: states of services, and what programs print.",
    "step-link": ({ path, target }) => `link ${path} to ${target}`,
    "step-module": ({ module }) => `load the kernel module ${module}`,
    "step-no-module": ({ module }) => `unload the kernel module ${module}, unless it is in use`,
    "step-live-value": ({ path, value }) => `set ${path} to ${value}`,
    "step-service": ({ action, service }) => `${action} ${service}`,
    "step-waiting": ({ component, seconds }) => `waiting for ${component} to answer, at most ${seconds} s more`,
    "step-rolling-back": () => "putting everything back",
    "explain-from": ({ source }) => `from ${source}`,
    "explain-from-because": ({ source, why }) => `from ${source}; ${why}`,
    "explain-unknown": () => "not known",
    "explain-others": () => "Other places that name it:",
    "explain-left-out": ({ file, lines }) => `${count(lines, "more line")} of ${file}`,
    "explain-running": ({ value }) => `the running runtime says the same: ${value}`,
    "explain-not-restarted": ({ value }) =>
      `the running runtime says ${value}: changed on disk, and not restarted since`,
    "findings-ignored": ({ demoted }) => `${count(demoted, "failure")} counted as warnings because of --ignore`,
    "finding-usually": ({ severity }) => `usually a ${severity}; for example:`,
    "unfinished-run": ({ run }) =>
      `Run ${run} was not finished. The next criadm apply puts it right first; so does: criadm rollback`,
    "demo-heading": ({ directory }) =>
      `A sample node in ${directory}: real files, a simulated containerd and systemd. Nothing of this machine is touched.`,
    "demo-step": ({ step }) => `--- ${step}`,
    "demo-done": () => "The sample node is as it was at the start, byte for byte. Its directory was removed.",
    aside: ({ text }) => ` (${text})`,
  }),
  commands: () => ({
    wizard: "lead through it on a terminal",
    detect: "show what this node is, each fact with its source",
    check: "judge this node: findings, worst first, each with what to do",
    explain: "tell which file and line sets a value, and why others do not",
    answers: "print an answers file for this node, each key explained",
    plan: "show the changes that would bring the node to the answers",
    apply: "make the changes, restart, verify, and go back when it fails",
    verify: "ask the running node whether it is as it should be",
    rollback: "put back what a run changed",
    uninstall: "take away the runtime that criadm installed",
    migrate: "lead a node that has joined to another state, step by step",
    watch: "have the node looked at every day, by a timer of systemd",
    bundle: "gather what a node without a network needs",
    history: "list the runs on this node",
    confirm: "keep a run that was applied with --confirm",
    demo: "try it all on a sample node in a temporary directory",
    completion: "print the completion script for a shell",
    man: "print the manual page",
    schema: "print the JSON Schema of a document of -o json",
    version: "print version, commit and target",
  }),
  flags: () => ({
    root: "the node whose file tree lies under DIR; files only",
    host: "the host that runs this container, mounted at PATH; reads only",
    platform: "with --root: what that node runs",
    "runtime-version": "the runtime's release, where it cannot be asked; check: what another release would bring",
    answers: "take answers from this TOML file",
    output: "form of the output",
    for: "the node, as criadm detect -o json printed it there",
    os: "the node's system: debian-13, alpine-3.22",
    arch: "the node's processor",
    out: "write it to FILE, whole or not at all",
    "out-script": "for a Windows tree: write it to FILE as PowerShell, to be read and run on that node",
    "detailed-exitcode": "exit 6 when there are changes",
    check: "only tell what would be done (version: verify FILE)",
    yes: "do not ask before changing the node",
    timeout: "how long it may take to be healthy (default 60)",
    confirm: "undo by itself unless criadm confirm comes in time",
    "allow-running-pods": "change the cgroup driver even while pods run",
    "lock-timeout": "wait so long for another run to end (default 0)",
    sandbox: "also run a real pod sandbox, and remove it",
    force: "put back even files that were edited since",
    "watch-install": "writes the units and starts the timer",
    remove: "takes units and timer away",
    to: "what it shall be: systemd, cgroupfs; a runtime; a schema: 3, 4; a release: 2.3",
    plan: "shows every step and does nothing",
    status: "tells where the migration stands",
    back: "takes the migration back",
    done: "says that a step of the cluster's is done",
    "stop-pods": "ends pods that a drain would have moved",
    "kubelet-configmap": "the cluster's kubelet-config, as kubectl prints it",
    ignore: "count this finding as a warning; may be repeated",
    only: "show this finding only; may be repeated",
    explain: "with CODE: tell more about it; no node is looked at",
    facts: "judge what criadm detect -o json printed; DIR: of many nodes",
    accessible: "plain numbered prompts, for screen readers",
    lang: "language of the messages",
    color: "when to use colours",
    quiet: "print only what matters most",
    verbose: "print sources and every step",
    help: "show this help",
    version: "print the version",
  }),
  help: () => ({
    ofCommands: (others) =>
      `For other programs: ${others.join(", ")}. criadm COMMAND --help tells a command's flags; --help --verbose explains all.`,
    settings: "Settings; explained by --verbose. The rarer ones: criadm help settings",
    rareSettings: "The rarer settings: flags, and keys of the answers file. Off unless asked.",
    choices: (what, words) => `${what}: ${words.join(", ")}`,
  }),
  manual: () => ({
    summary: "bring a node's container runtime, kernel setting and kubelet to a right state, safely",
    description: [
      "criadm prepares a container runtime before a node joins a Kubernetes cluster. It finds out what the node is, plans, shows the exact diff, applies it, restarts, and proves over the CRI socket that the runtime runs as asked. Comments, order and unrelated settings keep every byte. What fails is put back.",
      "Without a command and on a terminal it is a wizard. With flags or an answers file it does the same unattended. An answer is taken from the flag, else from the answers file, else from what the node already has where that is fit, else from the suggestion.",
    ],
    exitCodes: {
      "0": "done, or nothing to do",
      "1": "a bug in criadm",
      "2": "usage, or unusable answers",
      "3": "refused before touching anything",
      "4": "failed; the node is as it was before",
      "5": "failed; the node needs a person",
      "6": "the node is not as asked, nothing was changed",
      "7": "declined; the node is as it was before",
      "130": "interrupted; the node is as it was before",
    },
    answersFile: "TOML, one key for each setting, named as its flag. criadm answers prints one for this node.",
    json: "With -o json a command prints one document with kind and version. Members may be added within a version; none is renamed or taken away. Codes are permanent; message is for people. Credentials are redacted. check and verify also take -o prometheus and -o npd.",
    environment: {
      "LANGUAGE, LC_ALL, LC_MESSAGES, LANG": "the language of the messages, where --lang does not say it",
      NO_COLOR: "no colour, when it is set and not empty",
      TERM: "with dumb or linux fewer characters are used",
      ACCESSIBLE: "numbered prompts, as with --accessible, unless it is 0 or empty",
    },
    files: {
      "/var/lib/criadm/runs": "every run: its plan, the bytes to put back, and its ledger",
      "/var/lib/criadm/lock": "held while a run changes the node",
      "/var/lib/criadm/answers.json":
        "what programs printed in the last run, so that they need not be started again; may be removed at any time",
      "/etc/crictl.yaml": "the endpoint that crictl speaks to, with --crictl-config only",
      "/etc/sysctl.d/99-criadm.conf": "net.ipv4.ip_forward, when no other file is the one to change",
    },
  }),
  settings: () => ({
    runtime: { question: "Which container runtime shall this node use?", help: "the container runtime" },
    "cgroup-driver": {
      question: "Which cgroup driver shall runtime and kubelet use?",
      help: "the cgroup driver of runtime and kubelet",
    },
    "sandbox-image": {
      question: "Which sandbox image (pause image) shall the runtime use?",
      help: 'the sandbox image (pause image), or "keep"',
    },
    "image-repository": {
      question: "From which registry prefix do the Kubernetes images come?",
      help: "registry prefix of the Kubernetes images",
    },
    "kubernetes-version": {
      question: "Which Kubernetes version will this node join?",
      help: "the Kubernetes version this node will run",
    },
    "ip-forward": {
      question: "Shall this node forward IPv4 packets?",
      help: "forward IPv4 packets (net.ipv4.ip_forward)",
    },
    kubelet: { question: "Shall the kubelet's side be brought in line?", help: "bring the kubelet's side in line" },
    "registry-mirror": {
      question: "Which registries have a mirror?",
      help: "ask a mirror first: HOST=URL, may be repeated; *=URL for every registry",
    },
    restart: {
      question: "Shall services be restarted?",
      help: "restart or reload services whose configuration changed",
    },
    settle: {
      question: "How many seconds must a restarted service stay up?",
      help: "seconds a restarted service must stay up (default 2; kubelet: 10)",
    },
    "reset-config": {
      question: "Shall the runtime's configuration start over from its own default?",
      help: "start from the release's default (old file kept)",
    },
    "crictl-config": {
      question: "Shall crictl be configured for this runtime?",
      help: "configure crictl for the runtime",
    },
    install: {
      question: "From where shall a container runtime come, if none is here?",
      help: "install a container runtime where none is: the distribution's packages, or its project's archives",
    },
    handler: {
      question: "Which further runtime handlers shall there be?",
      help: "a runtime handler with a program like crun",
    },
    registry: {
      question: "How shall registries be reached?",
      help: "mirror=URL, ca=FILE, credentials_file=FILE (-: standard input), skip_verify and others",
    },
    "open-files": {
      question: "How many files may each container have open?",
      help: "open files of containers; never infinity",
    },
    proxy: {
      question: "Through which proxy shall the runtime reach registries?",
      help: 'the proxy for pulling images, or "none"',
    },
    "no-proxy": {
      question: "What shall be reached without the proxy?",
      help: "what is reached without it; the cluster is added",
    },
    swap: {
      question: "Shall this node swap?",
      help: "whether the node swaps",
    },
    module: {
      question: "Which kernel modules shall be loaded?",
      help: "load a kernel module, now and at boot",
    },
    "kernel-preset": {
      question: "Which set of kernel values shall the node have?",
      help: "values that kubelet and pods ask for",
    },
    sysctl: {
      question: "Which variables of the kernel shall be set?",
      help: "set a variable of the kernel, now and at boot",
    },
    "runtime-release": {
      question: "Which release shall be installed?",
      help: "the release to install: 2.3 (its newest) or 2.3.4",
    },
    "sandbox-image-archive": {
      question: "Shall the sandbox image be imported from a file?",
      help: "import the sandbox image from this archive",
    },
    "release-mirror": {
      question: "From which mirror shall release archives be fetched?",
      help: "where release archives are fetched: URL/HOST/PATH instead of https://HOST/PATH",
    },
    checksums: {
      question: "Which file has the checksums of newer releases?",
      help: "checksums of releases that criadm does not know, as sha256sum writes them",
    },
  }),
})
