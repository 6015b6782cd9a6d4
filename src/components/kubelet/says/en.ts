// The English sentences about the kubelet.
import { because } from "../../../wording/because.ts"
import type { English } from "../../../wording/texts.ts"
import type { KubeletFaults, KubeletFindings, KubeletReasons } from "./codes.ts"

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

export const english: English<KubeletFaults, KubeletFindings, KubeletReasons> = {
  faults: {
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
  },
  findings: {
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
    "kubelet-flag-ends": ({ flag, file, since, version }) => ({
      what: `Kubelet ${since} will not start with ${flag}.`,
      why: `${file} passes it. This is kubelet ${version}, which still takes it.`,
      next: `Take it out before the upgrade to ${since}. What kubeadm wrote into kubeadm-flags.env, kubeadm upgrade takes out.`,
      link: "https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/",
    }),
    "kubelet-refuses-swap": ({ devices, file = "" }) => ({
      what: "The kubelet does not start while swap is on.",
      why: `${file === "" ? "In use" : `A boot switches on, by ${file}`}: ${devices.join(", ")}. Its configuration does not say failSwapOn: false.`,
      next:
        file === ""
          ? "Switch swap off: swapoff -a, and take it out of /etc/fstab. Or set failSwapOn: false in the kubelet's configuration."
          : `Take it out of ${file}. Or set failSwapOn: false in the kubelet's configuration.`,
      link: "https://kubernetes.io/docs/concepts/cluster-administration/swap-memory-management/",
    }),
  },
  reasons: {
    "kubelet-asks-runtime-for-driver": ({ version }) =>
      `kubelet ${version} takes the driver from the runtime where the runtime tells it`,
    "kubelet-default-driver": () => "nothing sets it, and the kubelet's own default is cgroupfs",
    "kubelet-drop-in-not-read": () => "this kubelet does not read drop-ins",
    "kubelet-flag-not-passed": () => "not passed to the kubelet",
    "kubelet-image-flag": () => "sets nothing: it only kept the image from being removed as unused",
    "kubelet-instance-config-not-read": () =>
      "not read by the kubelet; kubeadm copies it into the configuration at its next upgrade",
    "kubelet-agrees-with-runtime": () => "the kubelet must agree with the runtime",
    "kubelet-not-configured": () => "the kubelet has no configuration yet; kubeadm writes it on init or join",
  },
}
