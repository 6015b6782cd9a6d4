// The English sentences about cri-dockerd.
import { lazily } from "../../../wording/lazily.ts"
import type { English } from "../../../wording/texts.ts"
import type { CriDockerdFaults, CriDockerdFindings, CriDockerdReasons } from "./codes.ts"

const criDockerdLink = "https://mirantis.github.io/cri-dockerd/"
const byHand = "Nothing was changed."

export const english = lazily<English<CriDockerdFaults, CriDockerdFindings, CriDockerdReasons>>({
  faults: () => ({
    "cri-dockerd-flag-by-hand": ({ flag, file }) => ({
      what: `cri-dockerd takes its sandbox image only as a flag, and how it is started here is not something criadm edits${file === "" ? "" : ` (${file})`}.`,
      next: `Start cri-dockerd with ${flag}, and run the same command again; or use --sandbox-image keep. ${byHand}`,
    }),
    "cri-dockerd-drop-in-out-of-reach": ({ file }) => ({
      what: `${file} sets the command line of cri-dockerd after every file that criadm may write.`,
      next: `Put a file of the same name below /etc/systemd/system instead, and run the same command again. ${byHand}`,
    }),
  }),
  findings: () => ({
    "cri-dockerd-without-cri-v1": ({ release }) => ({
      what: "cri-dockerd serves only the old CRI v1alpha2.",
      why: `cri-dockerd ${release} is older than 0.3.0. A kubelet of 1.26 or later needs CRI v1.`,
      next: "Upgrade cri-dockerd to 0.3.17 or later.",
      link: criDockerdLink,
    }),
    "cri-dockerd-tells-no-driver": ({ release }) => ({
      what: "cri-dockerd cannot tell the kubelet Docker's cgroup driver.",
      why: `RuntimeConfig came with cri-dockerd 0.3.17; this is ${release}. Kubernetes plans to require it from 1.38 on.`,
      next: "Keep cgroupDriver of the kubelet equal to Docker's, and upgrade cri-dockerd.",
      link: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/configure-cgroup-driver/",
    }),
    "cri-dockerd-of-mke": ({ service }) => ({
      what: "Mirantis Kubernetes Engine runs a cri-dockerd of its own here.",
      why: `${service} belongs to it. criadm leaves it alone.`,
      next: "Configure it through Mirantis Kubernetes Engine.",
      link: "https://docs.mirantis.com/mke/current/",
    }),
  }),
  reasons: () => ({
    "cri-dockerd-set-sandbox-image": ({ image }) => `sandbox image ${image}`,
    "cri-dockerd-asks-driver-once": () => "cri-dockerd asks Docker for its cgroup driver only when it starts",
    "cri-dockerd-speaks-no-v1": ({ release }) => `cri-dockerd ${release} is older than 0.3.0 and speaks no CRI v1`,
    "cri-dockerd-release-not-told": () => "the release of cri-dockerd is not known",
    "cri-dockerd-later-flag-counts": () => "a later flag of the same name counts",
    "cri-dockerd-line-replaced": ({ file }) => `replaced by the line in ${file}`,
  }),
})
