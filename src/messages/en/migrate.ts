// English for migrating a node that has joined: its steps, and what stands in the way of one.
import type { MigrateFaults, MigrateLines, MigrateReasons } from "../../model/arguments/migrate.ts"
import type { FaultText, Texts } from "../../wording/texts.ts"

const unchanged = "Nothing was changed."
const listed = (names: readonly string[]) => names.join(", ")
const onOrBack = "criadm migrate --status tells where it stands; criadm migrate --back returns."

export const migrateFaults = (): Texts<MigrateFaults, FaultText> => ({
  "image-not-carried": ({ image }) => ({
    what: `The image ${image} was not copied into the new runtime.`,
    next: `The program's last lines say why; often the disk is full. Then run the same command again. ${onOrBack}`,
  }),
  "pods-not-listed": ({ endpoint, why }) => ({
    what: `${endpoint} does not say which pods run: ${why}.`,
    next: `The runtime has to run for this step; criadm check tells what keeps it from that. Then run the same command again. ${onOrBack}`,
  }),
  "pod-not-ended": ({ pod, why }) => ({
    what:
      why === ""
        ? `The runtime still lists the pod sandbox of ${pod}, or one that was made since.`
        : `The runtime did not remove the pod sandbox of ${pod}: ${why}`,
    next: `Run the same command again. ${onOrBack}`,
  }),
  "migration-under-way": ({ migration, step }) => ({
    what: `A migration of this node is under way (${migration}), at the step ${step}.`,
    next: `Go on with it: criadm migrate ${migration}. Or return: criadm migrate --back. ${unchanged}`,
  }),
  "run-of-migration": ({ run, step }) => ({
    what: `Run ${run} is a step of a migration (${step}), which is taken back as a whole.`,
    next: `criadm migrate --status shows the last migration, and criadm migrate --back takes it back. ${unchanged}`,
  }),
  "another-migration": ({ migration, asked }) => ({
    what: `Another migration of this node is under way: ${migration}, not ${asked}.`,
    next: `Go on with it: criadm migrate ${migration}. Or return: criadm migrate --back. ${unchanged}`,
  }),
  "no-migration": () => ({
    what: "There is no migration of this node that could be taken back.",
    next: `criadm history lists the runs, and criadm rollback puts one back. ${unchanged}`,
  }),
  "migration-damaged": ({ file }) => ({
    what: `The record of a migration is not what criadm wrote: ${file}.`,
    next: `Move ${file} away. Then criadm history lists the runs it was made of, and criadm rollback RUN puts them back one by one, the newest first. ${unchanged}`,
  }),
  "migration-needs-live-node": () => ({
    what: "Only a running node can be migrated, not a tree below --root.",
    next: `For a tree: criadm apply. ${unchanged}`,
  }),
  "migration-not-joined": ({ command }) => ({
    what: "This node has not joined a cluster, so there is nothing to take care of.",
    next: `Change it directly: ${command}. ${unchanged}`,
  }),
  "migration-no-runtime": ({ endpoint }) => ({
    what:
      endpoint === ""
        ? "Nothing says which runtime the kubelet of this node uses."
        : `The kubelet uses ${endpoint}, which belongs to no runtime that criadm found here.`,
    next: `criadm detect shows what was found. ${unchanged}`,
  }),
  "migration-needs-systemd": ({ initSystem }) => ({
    what: `The systemd driver needs systemd as PID 1, and this node runs ${initSystem}.`,
    next: `Here the driver is cgroupfs: criadm migrate cgroup-driver --to cgroupfs. ${unchanged}`,
  }),
  "migration-waits": ({ step, commands }) => ({
    what: `This step is for a machine with kubectl, and nobody has said that it is done: ${step}.`,
    next: `Run there: ${commands.join("; ")}. Then run the same command with --done ${step}. ${unchanged}`,
  }),
  "migration-waits-here": ({ step, commands }) => ({
    what: `This step is done by hand on this node, and the node does not show it yet: ${step}.`,
    next: `Run here: ${commands.join("; ")}. Then run the same command again. ${onOrBack}`,
  }),
  "release-not-ready": ({ runtime, release, findings }) => ({
    what: `This node is not ready for ${runtime} ${release}. With it these would be failures: ${listed(findings)}.`,
    next: `Mend them first; criadm check ${findings[0] ?? ""} --explain says what one is about, and how. ${unchanged}`,
  }),
  "release-source-unknown": ({ runtime, program, elsewhere }) => ({
    what: `Nothing says where ${runtime} came from: criadm has not placed ${program}, and no package that criadm knows has it.`,
    next: `Put the newer files in their places by the way these came${elsewhere === "" ? "" : ` (${elsewhere})`}, restart its service, then: criadm check. ${unchanged}`,
  }),
  "release-not-in-packages": ({ package: name, release, offered, elsewhere }) => ({
    what: `The package sources of this node do not offer ${name} ${release}.${offered.length === 0 ? "" : ` They offer ${listed(offered)}.`}`,
    next: `Read their lists anew, ask for one of these with --to, or set up a repository that has it (${elsewhere}). Then run the same command again. ${unchanged}`,
  }),
  "release-is-older": ({ runtime, installed, release }) => ({
    what: `${runtime} ${installed} is on this node, and ${release} is older. What a newer release has stored an older one may not be able to read.`,
    next: `Ask for a newer one with --to. A migration that was made here returns by: criadm migrate --back. ${unchanged}`,
  }),
  "migration-no-schema": ({ runtime, schema }) => ({
    what:
      runtime === ""
        ? `No runtime was found here whose files have a schema ${schema}.`
        : `The files of ${runtime} have no schema ${schema}.`,
    next: `criadm detect shows what was found. ${unchanged}`,
  }),
  "migration-target": ({ migration, given, accepted }) => ({
    what:
      given === ""
        ? `criadm migrate ${migration} has to be told where to.`
        : `criadm migrate ${migration} does not know --to ${given}.`,
    next: `Say it with --to; it takes: ${listed(accepted)}. ${unchanged}`,
  }),
  "configmap-not-understood": ({ file }) => ({
    what: `${file} is no ConfigMap kubelet-config and no configuration of a kubelet.`,
    next: `Write it anew: kubectl -n kube-system get configmap kubelet-config -o yaml > ${file}. ${unchanged}`,
  }),
  "configmap-differs": ({ file, found, wanted, command }) => ({
    what: `The cluster tells its kubelets cgroupDriver: ${found} (${file}), and not ${wanted}. The next kubeadm upgrade node would write it back.`,
    next: `Run on a machine with kubectl: ${command}. Then write ${file} anew and run the same command again. ${unchanged}`,
  }),
  "node-shows-service": ({ service, found, wanted }) => ({
    what: `${service} is ${found}, and this step needs it ${wanted}.`,
    next: `${wanted === "active" ? "Start it; its log says why it does not stay up. Then run" : "Run"} the same command again. ${onOrBack}`,
  }),
  "node-shows-pods": ({ pods, node }) => ({
    what: `${pods.length === 1 ? "A pod still runs" : `${pods.length} pods still run`} on this node: ${listed(pods)}.`,
    next: `Drain it from a machine with kubectl: kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data. To let criadm end them: --stop-pods. Then run the same command again.`,
  }),
  "node-shows-driver": ({ endpoint, found, wanted }) => ({
    what: `The runtime at ${endpoint} ${found === "" ? "does not tell its cgroup driver" : `says ${found}`}, and not ${wanted}.`,
    next: `criadm explain cgroup-driver shows where the value comes from. ${onOrBack}`,
  }),
  "node-shows-release": ({ endpoint, found, wanted }) => ({
    what: `The runtime at ${endpoint} ${found === "" ? "does not say its release" : `says that it is of release ${found}`}, and not ${wanted}.`,
    next: `It may still be running as the release before: restart its service, then run the same command again. ${onOrBack}`,
  }),
  "node-not-healthy": ({ url }) => ({
    what: `The kubelet does not say that it is healthy at ${url}.`,
    next: `Its log says why: journalctl -u kubelet. When it does, run the same command again. ${onOrBack}`,
  }),
  "no-pod-yet": ({ endpoint }) => ({
    what: `The kubelet has started no pod at ${endpoint} yet, although this node had pods that a drain leaves.`,
    next: `A slow node takes longer: run the same command again in a moment. ${onOrBack}`,
  }),
  "pod-lies-elsewhere": ({ pod, cgroup, driver }) => ({
    what: `The pod ${pod} lies in the cgroup ${cgroup}, where the ${driver} driver puts none.`,
    next: `Run the same command again when the pod has been made anew. ${onOrBack}`,
  }),
})

export const migrateReasons = (): Texts<MigrateReasons, string> => ({
  "migrate-cluster-driver": ({ driver }) => `the cluster tells its kubelets cgroupDriver: ${driver}`,
  "migrate-control-plane": ({ node }) =>
    `${node} runs static pods: if it is of the control plane, no other one is being migrated, and etcd is healthy on the others`,
  "migrate-drain": ({ node }) => `${node} is cordoned and drained; pods of DaemonSets and static pods stay`,
  "migrate-stop-kubelet": ({ service }) => `stop ${service}, so that it asks for no pods meanwhile`,
  "migrate-end-pods": ({ runtime, driver }) =>
    `end the pods that are left, while ${runtime} still knows their cgroups (${driver})`,
  "migrate-switch-driver": ({ runtime, driver }) =>
    `set ${runtime} and the kubelet to ${driver} in one run; ${runtime} says so over CRI`,
  "migrate-start-kubelet": ({ service }) =>
    `start ${service}; it says that it is healthy, and its pods lie where they belong`,
  "migrate-remove-cgroups": ({ driver }) => `remove the empty cgroups that ${driver} has left`,
  "migrate-switch-runtime": ({ from, to }) => `the kubelet uses ${to} instead of ${from}; ${to} serves CRI and says so`,
  "migrate-carry-images": ({ from, to }) => `copy the images of ${from} that ${to} does not have`,
  "migrate-socket-annotation": ({ node, endpoint }) =>
    `kubeadm finds ${endpoint} on the node object; when ${node} is Ready, pods may come again`,
  "migrate-old-runtime": ({ runtime }) =>
    `${runtime} is left as it is; when nobody needs it any more, it can be stopped for good`,
  "migrate-rewrite-files": ({ runtime, schema }) =>
    `write the files of ${runtime} in schema ${schema}: the same settings under its names, nothing added`,
  "migrate-uncordon": ({ node }) => `when ${node} is Ready, pods may come again`,
  "migrate-release": ({ runtime, from, to, isThrough }) =>
    isThrough
      ? `put ${runtime} ${to} in the place of ${from} while pods run on; it says its release over CRI`
      : `put ${runtime} ${to} in the place of ${from}; it says its release over CRI`,
  "migrate-packages": ({ runtime, from, to, manager }) =>
    `${manager} puts ${runtime} ${to} in the place of ${from}; it says its release over CRI`,
  "migrate-schema-later": ({ runtime, release, schema }) =>
    `the files of ${runtime} stay as they are, and ${release} reads them; when nobody needs the way back, schema ${schema}`,
  "migrate-pods-cannot-stay": ({ runtime, from, to }) =>
    `Its project does not promise that pods run through an upgrade of ${runtime} from ${from} to ${to}, so they end first.`,
  "migrate-shims-stay": ({ runtime }) =>
    `Pods keep the shims they were started with until they are made anew; ${runtime} finds them again.`,
  "migrate-way-back-ends-pods": ({ runtime }) =>
    `On the way back every pod ends first: nobody promises that an older ${runtime} takes over what a newer one has started.`,
  "migrate-open-files": ({ runtime, release, limit }) =>
    `The service of ${runtime} ${release} sets no limit of open files: new containers get a soft limit of ${limit}. To keep a higher one afterwards: criadm apply --open-files 1048576.`,
  "migrate-pods-ran-through": ({ pods }) => (pods === 1 ? "1 pod ran through it." : `${pods} pods ran through it.`),
  "migrate-pods-ended": ({ pods }) =>
    `These pods did not run through it: ${listed(pods)}. The kubelet makes them anew.`,
  "migrate-pods-ended-by-us": () =>
    "With --stop-pods nobody moves the pods of this node elsewhere first: they end, and the kubelet starts them anew.",
  "migrate-images-pulled": ({ from, to }) =>
    `Images cannot be copied from ${from} to ${to} on a node; ${to} pulls them again, so the registries must be reachable.`,
  "migrate-images-by-digest": ({ from, to, images }) =>
    `${from} has these without a tag, and so they cannot be copied: ${listed(images)}. Pods that name them by digest let ${to} pull them, so the registries must be reachable for these.`,
  "migrate-logs-move": () =>
    "Logs of containers are written in the form of CRI then: collectors that read the old one have to follow.",
  "migrate-kubelet-follows": ({ runtime }) =>
    `This kubelet takes the driver from ${runtime}. Its own file is kept in line all the same.`,
  "migrate-cgroups-in-use": ({ paths }) =>
    `Processes still lie in ${listed(paths)}; what was not removed goes with the next reboot.`,
})

const unseen: Readonly<Record<MigrateLines["migration-not-seen"]["isTaken"], string>> = {
  word: "this cannot be seen from the node: whoever says that it is done is believed",
  rest: "that its pods are gone is looked at here; the rest cannot be seen from the node, and is believed",
  told: "this cannot be seen from the node, and is not waited for",
}

const states: Readonly<Record<string, string>> = { done: "done", next: "next", cluster: "by you" }

export const migrateLines = (): Texts<MigrateLines, string> => ({
  "plan-end-pods": ({ pods }) => (pods.length === 0 ? "end every pod there is" : `end the pods ${listed(pods)}`),
  "plan-carry-images": ({ from, images }) => `copy images from ${from}: ${listed(images)}`,
  "step-carry-images": ({ images }) => (images === 1 ? "copy 1 image" : `copy ${images} images`),
  "step-end-pods": ({ pods }) => (pods === 1 ? "end 1 pod" : `end ${pods} pods`),
  "migration-heading": ({ migration, to, node, steps }) => `${node}: ${migration} to ${to}, ${steps} steps`,
  "migration-step": ({ number, steps, what, isBack }) =>
    `Step ${number} of ${steps}${isBack ? ", taken back" : ""}: ${what}`,
  "migration-row": ({ number, what, state }) =>
    `${String(number).padStart(2)}  ${what}${state === "open" ? "" : `  [${states[state] ?? state}]`}`,
  "migration-elsewhere": () => "on a machine with kubectl:",
  "migration-here": () => "on this node:",
  "migration-say-done": ({ step }) => `unattended, say that it is done: --done ${step}`,
  "migration-not-seen": ({ isTaken }) => unseen[isTaken],
  "migration-look-again": () => "the node shows when it is done; then the same command goes on",
  "migration-ready": ({ findings }) =>
    findings === 0 ? "Ready: check finds nothing new there." : "Ready. There check says also:",
  "migration-asks": () => "Has this been done? [y/N] ",
  "migration-begins": () => "Begin with the first step? [y/N] ",
  "migration-returns": () => "Take these steps back? [y/N] ",
  "migration-nothing": () => "Nothing to migrate: the node is as asked.",
  "migration-done": ({ node }) => `Migrated. ${node} is as asked.`,
  "migration-back": () => "Returned. The node is as it was before the migration.",
  "migration-none": () => "No migration has been made on this node.",
  "migration-stands": ({ number, steps, what }) => `It stands at step ${number} of ${steps}: ${what}`,
  "migration-is-open": ({ migration, step }) =>
    `A migration of this node is under way: ${migration}, at the step ${step}. See: criadm migrate --status`,
  "migration-goes-back": () => "It is on its way back.",
  "migration-how-on": ({ command }) => `To go on: ${command}`,
  "migration-how-back": () => "To return: criadm migrate --back",
  "migration-was": ({ migration, to, end }) =>
    end === "done"
      ? `The last migration is done: ${migration} to ${to}.`
      : `The last migration was taken back: ${migration} to ${to}.`,
})
