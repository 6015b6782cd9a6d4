// The English sentences about the kubelet.
import { because } from "../../../wording/because.ts"
import { lazily } from "../../../wording/lazily.ts"
import type { English } from "../../../wording/texts.ts"
import type { FieldKind } from "../tables/fields.ts"
import type { KubeletFaults, KubeletFindings, KubeletReasons, KubeletValueRule } from "./codes.ts"

type Ids = KubeletFindings["kubelet-subordinate-ids"]

const whyNoIds: { readonly [Why in Ids["why"]]: (args: Ids) => string } = {
  "no-range": () =>
    "There is an account kubelet and the program getsubids, so the kubelet asks for a range in both files.",
  "several-ranges": () => "It takes one range, and finds several.",
  "unlike-ranges": () => "The two files must give it the same range.",
  "first-id": ({ perPod }) => `The first id must be a multiple of ${perPod}, and not 0.`,
  "id-count": ({ perPod }) => `The number of ids must be a multiple of ${perPod}, which is what each pod gets.`,
  "too-few-ids": ({ perPod, pods }) => `The range must hold ${perPod} ids for each of ${pods} pods (maxPods).`,
  "last-id": () => "The range must end before id 4294967295.",
}

const list = (names: readonly string[]) => names.join(", ")

const kindsTaken: { readonly [Why in FieldKind]: () => string } = {
  text: () => 'a text (a number or true needs quotes: "1")',
  switch: () => "true or false, without quotes",
  int32: () => "a whole number without quotes",
  int64: () => "a whole number without quotes",
  uint32: () => "a whole number from 0 on, without quotes",
  number: () => "a number without quotes",
  duration: () => "a duration such as 30s or 5m",
  "duration-or-number": () => "a duration such as 5s",
  quantity: () => "an amount such as 100Mi",
  texts: () => "a list of texts",
  int32s: () => "a list of whole numbers",
  "text-map": () => 'a table of names and texts (a number needs quotes: cpu: "1")',
  "switch-map": () => "a table of names and true or false, without quotes",
  "texts-map": () => "a table of names and lists of texts",
  "quantity-map": () => "a table of names and amounts",
  table: () => "a table",
  tables: () => "a list of tables",
}

type Refused = KubeletFindings["kubelet-value-refused"]

type FlagRefused = KubeletFindings["kubelet-flag-refused"]

const whyFlagRefused: { readonly [Why in FlagRefused["why"]]: (args: FlagRefused) => string } = {
  unknown: ({ flag }) => `No kubelet has a flag ${flag}: it ends with "unknown flag".`,
  switch: ({ value }) =>
    `The flag takes its value in the same word only, so ${value} counts as a command, and the kubelet ends with "unknown command".`,
  boolean: () => "The flag takes true or false.",
  number: () => "The flag takes a whole number.",
  duration: () => "The flag takes a duration such as 10s or 1m30s.",
}

const whyRefused: { readonly [Rule in KubeletValueRule]: (args: Refused) => string } = {
  number: ({ value, wanted: [least = "", most] }) =>
    most === undefined
      ? `It is ${value}, and must be ${least} or more.`
      : `It is ${value}, and must be ${least} to ${most}.`,
  word: ({ value, wanted }) => `${value} is none of ${list(wanted)}.`,
  signal: ({ value, wanted }) => `${value} is no eviction signal. There are ${list(wanted)}.`,
  resource: ({ value, wanted }) => `${value} cannot be reserved; ${list(wanted)} can.`,
  amount: ({ value }) => `${value} is neither an amount such as 100Mi nor a percentage up to 100%.`,
  quantity: ({ value }) => `${value} is no amount: write 10Mi or 10M, not 10MB.`,
  duration: ({ value }) => `${value} is no duration such as 1m30s.`,
  "gc-thresholds": ({ value, wanted: [high = ""] }) =>
    `The lower threshold, ${value}, must be below the upper one, ${high}. Defaults are 80 and 85.`,
  needs: ({ value, wanted: [other = ""] }) => `${value} asks for ${other}, which is not set.`,
  "without-qos": ({ wanted }) => `enforceNodeAllocatable has ${list(wanted)}, which needs cgroupsPerQOS: true.`,
  "at-most": ({ value, wanted: [other = "", most = ""] }) =>
    `It is ${value}, a part of ${other}, which is only ${most}.`,
  above: ({ value, wanted: [other = "", least = ""] }) =>
    `It is ${value}, and must be above ${other}, which is ${least}.`,
  twice: ({ value }) => `It has ${value} twice.`,
  alone: ({ value }) => `It has ${value}, beside which nothing else may stand.`,
  fraction: ({ value }) => `It is ${value}, and must be above 0 and at most 1.`,
  multiple: ({ value, wanted: [of = ""] }) => `It is ${value}, and must be ${of} or a multiple of it.`,
  "clean-path": ({ value }) => `${value} has a "..", a "." or a "/" too many.`,
  cpus: ({ value }) => `${value} is no list of processors such as 0-1,8.`,
  suite: ({ value }) => `${value} is no name of Go's, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.`,
  taint: ({ value }) => `${value} is no taint: a key, a value, and NoSchedule, PreferNoSchedule or NoExecute.`,
  gone: ({ value }) => `It is ${value}, and kubelets no longer have that mode.`,
}

export const english = lazily<English<KubeletFaults, KubeletFindings, KubeletReasons>>({
  faults: () => ({
    "not-a-kubelet-configuration": ({ file }) => ({
      what: `There is no KubeletConfiguration in ${file}, which the kubelet is told to read.`,
      next: "Correct the file and run the same command again, or use --no-kubelet. Nothing was changed.",
    }),
    "kubelet-endpoint-needs-flag": ({ version, flag }) => ({
      what: `Kubelet ${version} takes the CRI endpoint only from its flag ${flag}, which is not set.`,
      next: `Add ${flag} to KUBELET_KUBEADM_ARGS in /var/lib/kubelet/kubeadm-flags.env and run the same command again. Nothing was changed.`,
    }),
    "kubelet-flag-out-of-reach": ({ flag, file }) => ({
      what: `The kubelet's flag ${flag} would have to change, and it stands in ${file}, which criadm does not edit.`,
      next: "Change or remove the flag there and run the same command again, or use --no-kubelet. Nothing was changed.",
    }),
  }),
  findings: () => ({
    "not-a-kubelet-configuration": ({ file }) => ({
      what: `The kubelet cannot use ${file} as its configuration.`,
      why: "There is no document of kind KubeletConfiguration in it.",
      next: "Put the kubelet's configuration there, or let kubeadm write it again: kubeadm upgrade node",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-configuration-broken": ({ file, expected }) => ({
      what: `The kubelet cannot read its configuration ${file}.`,
      why: `The kubelet reads YAML or JSON there: ${expected}`,
      next: "Correct the file, then restart the kubelet.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-value-of-wrong-kind": (args) => ({
      what: `The kubelet does not start: ${args.key} in ${args.file} is of another kind than it takes.`,
      why: `It takes ${because(kindsTaken, args)}.`,
      next: `Correct ${args.key} or take it out, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
    }),
    "kubelet-value-refused": (args) => ({
      what: `The kubelet does not start with this value of ${args.key} in ${args.file}.`,
      why: because(whyRefused, args),
      next:
        args.why === "needs"
          ? `Set ${args.wanted[0] ?? ""} too, or take ${args.key} out; then restart the kubelet.`
          : args.why === "without-qos"
            ? "Set enforceNodeAllocatable: [] or take cgroupsPerQOS out; then restart the kubelet."
            : `Correct ${args.key} or take it out, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
    }),
    "kubelet-key-not-known": ({ file, key, version, meant, since }) => ({
      what: `The kubelet passes over ${key} in ${file}.`,
      why:
        since === ""
          ? `Kubelet ${version} has no such field${meant === "" ? "" : `; upper and lower case count, and there is ${meant}`}. Only its log says so.`
          : `The field came with Kubernetes ${since}, and this is kubelet ${version}. Only its log says so.`,
      next:
        meant === ""
          ? since === ""
            ? `Take ${key} out, or put it where the field belongs; then restart the kubelet.`
            : `Take ${key} out until the node has Kubernetes ${since}.`
          : `Write ${meant} instead, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
    }),
    "kubelet-gate-not-known": ({ gate, file, version, removed, added }) => ({
      what: `The kubelet does not start with the feature gate ${gate}.`,
      why: `${
        removed !== ""
          ? `Kubernetes ${removed} removed the gate, and this is kubelet ${version}`
          : added !== ""
            ? `The gate came with Kubernetes ${added}, and this is kubelet ${version}`
            : `Kubelet ${version} has no gate of this name`
      }. ${file === "" ? "Its command line" : file} sets it.`,
      next: `Take ${gate} out of ${file === "" ? "the command line" : file}, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/",
    }),
    "kubelet-gate-locked": ({ gate, file, version, since }) => ({
      what: `The kubelet does not start with the feature gate ${gate} switched off.`,
      why: `From Kubernetes ${since} on it is always on, and this is kubelet ${version}. ${file === "" ? "Its command line" : file} sets it to false.`,
      next: `Take ${gate} out of ${file === "" ? "the command line" : file}, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/",
    }),
    "kubelet-documents-not-read": ({ file, line }) => ({
      what: `The kubelet reads ${file} up to line ${line} only.`,
      why: "A line --- begins another YAML document there, and the kubelet takes the first one of a file.",
      next: "Move what shall count into the first document, then restart the kubelet.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-drop-in-not-read": ({ file, meant }) => ({
      what: `The kubelet does not read ${file}.`,
      why: "It reads only files of that directory whose name ends in .conf.",
      next: `mv ${file} ${meant}, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-conf-d",
    }),
    "kubelet-subordinate-ids": (args) => ({
      what: "The kubelet cannot use what /etc/subuid and /etc/subgid give the account kubelet, and does not start.",
      why: because(whyNoIds, args),
      next: `Give it this line alone in both files, then restart the kubelet: ${args.line}`,
      link: "https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#set-up-a-node-to-support-user-namespaces",
    }),
    "kubelet-key-twice": ({ file, key }) => ({
      what: `${file} has ${key} twice.`,
      why: "The kubelet takes the later line, and only its log says that the file is not as it should be.",
      next: "Keep one of the two lines, then restart the kubelet.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-flag-removed": ({ flag, file, since, version, isEditable }) => ({
      what: `The kubelet does not start with ${flag}.`,
      why: `Kubernetes ${since} removed the flag, this is kubelet ${version}, and ${file} still passes it.`,
      next: isEditable
        ? "criadm apply --kubelet"
        : `Remove ${flag} from ${file} by hand; criadm does not edit such a file.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/",
    }),
    "kubelet-flag-overrides-file": ({ flag, file, value }) => ({
      what: `The kubelet's flag ${flag} overrides its configuration file.`,
      why: `${file} says ${value}, and a flag counts more than the file.`,
      next: "Remove the flag, or make both say the same.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-instance-config-differs": ({ file, named, used }) => ({
      what: `kubeadm would lead the kubelet to ${named} at its next upgrade.`,
      why: `${file} names that endpoint, and the kubelet uses ${used}. kubeadm upgrade node puts what stands there into config.yaml.`,
      next: `criadm apply writes the endpoint in use there. By hand: containerRuntimeEndpoint: ${used}`,
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-upgrade/",
    }),
    "kubelet-flag-ends": ({ flag, file, since, version }) => ({
      what: `Kubelet ${since} will not start with ${flag}.`,
      why: `${file} passes it. This is kubelet ${version}, which still takes it.`,
      next: `Take it out before the upgrade to ${since}. What kubeadm wrote into kubeadm-flags.env, kubeadm upgrade takes out.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/",
    }),
    "kubelet-flag-refused": (args) => ({
      what: `The kubelet does not start with ${args.flag}${args.value === "" ? "" : `${args.why === "switch" ? " " : "="}${args.value}`}.`,
      why: `${args.file === "" ? "" : `${args.file} passes it. `}${because(whyFlagRefused, args)}`,
      next: `${args.meant === "" ? "Correct the value" : `Write ${args.meant}`}, then restart the kubelet.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/",
    }),
    "kubelet-driver-word": ({ word, file }) => ({
      what: `"${word}" is no cgroup driver, and the kubelet takes it for cgroupfs.`,
      why: `${file === "" ? "" : `${file} says it. `}The kubelet knows systemd by this name alone, takes every other word for cgroupfs, and logs nothing.`,
      next: "Write systemd or cgroupfs, as the runtime has it, then restart the kubelet: criadm apply brings both into agreement.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/configure-cgroup-driver/",
    }),
    "kubelet-configuration-missing": ({ file }) => ({
      what: `The kubelet does not start, because its configuration ${file} is not there.`,
      why: "The node has joined a cluster (its kubeconfig is there), and --config names that file.",
      next: "Let kubeadm write it again: kubeadm upgrade node phase kubelet-config. Or put the file back from a copy.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/",
    }),
    "kubelet-client-certificate": ({ kubeconfig, certificate, why, until }) => ({
      what:
        why === "missing"
          ? `The kubelet does not start, because its client certificate ${certificate} is not there.`
          : `The kubelet does not start, because its client certificate ${certificate} ended on ${until.slice(0, 10)}.`,
      why: `${kubeconfig} names it. Without a certificate that is valid the kubelet asks for a new one with a bootstrap kubeconfig, and there is none.`,
      next: "On a control plane: kubeadm kubeconfig user --org system:nodes --client-name system:node:NODE, put the result into its kubeconfig and restart the kubelet. On a worker: kubeadm reset, then join again.",
      link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/troubleshooting-kubeadm/#kubelet-client-cert",
    }),
    "kubelet-resolv-conf-missing": ({ path, file, isOfResolved, isLive }) => ({
      what: `No pod starts, because ${path} is not there.`,
      why: `${file === "" ? "It is the file that the kubelet takes" : `${file} names it as resolvConf`}: the kubelet reads it for every pod's DNS, and each start fails with "open ${path}: no such file or directory".`,
      next: isOfResolved
        ? `${isLive ? "Start the service that writes it: systemctl enable --now systemd-resolved" : "Install systemd-resolved, which writes it"}. Or set resolvConf: /etc/resolv.conf, then restart the kubelet.`
        : `Write ${path}, or let resolvConf name a file that is there; then restart the kubelet.`,
      link: "https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/#known-issues",
    }),
    "kubelet-files-not-passed": ({ service, flags, isAlone }) => ({
      what: `The kubelet does not read what kubeadm wrote for it: ${service} does not pass ${flags.join(" and ")}.`,
      why: isAlone
        ? "Without a kubeconfig it runs by itself, and this node never joins."
        : "It runs with built-in values in place of the cluster's.",
      next: "Put back kubeadm's drop-in 10-kubeadm.conf, which its package has, or add the flags to the command; then restart the kubelet.",
      link: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/kubelet-integration/",
    }),
    "kubelet-state-of-other-policy": ({ field, wanted, state, policy, file }) => ({
      what: `The kubelet does not start again: its ${field} is ${wanted}, and ${state} was written under ${policy}.`,
      why: `${file === "" ? "Nothing sets it, so the default counts." : `${file} sets it.`} The kubelet ends on a state of another policy, since running pods may hold what it says.`,
      next: `Drain the node, stop the kubelet, remove ${state}, and start the kubelet.`,
      link: "https://kubernetes.io/docs/tasks/administer-cluster/cpu-management-policies/#changing-the-cpu-manager-policy",
    }),
    "kubelet-manifests-not-read": ({ names, directory, usual, file }) => ({
      what: `The kubelet does not start the static pods in ${usual}.`,
      why:
        directory === ""
          ? `Nothing sets staticPodPath, and ${names.join(", ")} lie there.`
          : `${file === "" ? "It" : file} names ${directory} as staticPodPath, and ${names.join(", ")} lie in ${usual}.`,
      next: `Set staticPodPath: ${usual}, then restart the kubelet. Or move the files away, if they are of an earlier cluster.`,
      link: "https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/",
    }),
    "kubelet-swap-partition": ({ file, line }) => ({
      what: "There is a swap partition that systemd may switch on by itself at a boot.",
      why: `${file} says ${line}, and systemd takes swap partitions of a GPT disk without a line in /etc/fstab where the boot loader names the disk. The kubelet does not start then.`,
      next: "After a boot look at swapon --show. To be sure: systemctl mask swap.target",
      link: "https://www.freedesktop.org/software/systemd/man/latest/systemd-gpt-auto-generator.html",
    }),
    "kubelet-refuses-swap": ({ devices, file = "" }) => ({
      what: "The kubelet does not start while swap is on.",
      why: `${file === "" ? "In use" : `A boot switches on, by ${file}`}: ${devices.join(", ")}. Its configuration does not say failSwapOn: false.`,
      next: file.startsWith("/etc/cloud/")
        ? `Take it out of ${file}. Or set failSwapOn: false in the kubelet's configuration.`
        : "Switch it off, now and at boot: criadm apply --swap off. Or set failSwapOn: false in the kubelet's configuration.",
      link: "https://kubernetes.io/docs/concepts/cluster-administration/swap-memory-management/",
    }),
  }),
  reasons: () => ({
    "kubelet-asks-runtime-for-driver": ({ version }) =>
      `kubelet ${version} takes the driver from the runtime where the runtime tells it`,
    "kubelet-driver-word": ({ word }) => `the kubelet takes every word but systemd for cgroupfs, "${word}" too`,
    "kubelet-default-driver": () => "nothing sets it, and the kubelet's own default is cgroupfs",
    "kubelet-drop-in-not-read": () => "this kubelet does not read drop-ins",
    "kubelet-flag-not-passed": () => "not passed to the kubelet",
    "kubelet-image-flag": () => "sets nothing: it only kept the image from being removed as unused",
    "kubelet-instance-config-not-read": () =>
      "not read by the kubelet; kubeadm copies it into the configuration at its next upgrade",
    "kubelet-agrees-with-runtime": () => "the kubelet must agree with the runtime",
    "kubelet-not-configured": () => "the kubelet has no configuration yet; kubeadm writes it on init or join",
  }),
})
