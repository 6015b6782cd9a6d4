// English. Plain, short and kind; no exclamation marks. What happened, where, why, and what to do next.
import type { Catalogue } from "./catalogue.ts"

export const en: Catalogue = {
  faults: {
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
    "unknown-flag": ({ flag, hint }) => ({ what: `There is no flag ${flag}.`, next: hint }),
    "unknown-command": ({ command, hint }) => ({ what: `There is no command "${command}".`, next: hint }),
    "bad-answer": ({ setting, given, accepted }) => ({
      what: `${setting} cannot be "${given}".`,
      next: `Accepted: ${accepted}.`,
    }),
    "answers-file-broken": ({ file, why }) => ({
      what: `The answers file ${file} cannot be used: ${why}`,
      next: "Correct it and run the same command again. Nothing was changed.",
    }),
    interrupted: () => ({ what: "Interrupted.", next: "The node is as it was before." }),
  },
  findings: {
    "kernel-ip-forward-off": ({ value, file }) => ({
      what: "IPv4 forwarding is off.",
      why: `net.ipv4.ip_forward is ${value} (${file}). Pods on this node cannot reach other nodes, and kubeadm stops.`,
      next: "criadm apply --ip-forward",
      link: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/#prerequisite-ipv4-forwarding-optional",
    }),
  },
  reasons: {
    "in-effect": () => "in effect",
    "overridden-by": ({ file }) => `overridden by ${file}`,
  },
  settings: {
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
      help: "ask a mirror first: HOST=URL, may be repeated",
    },
    restart: {
      question: "Shall services be restarted?",
      help: "restart or reload services whose configuration changed",
    },
    "reset-config": {
      question: "Shall the runtime's configuration start over from its own default?",
      help: "start the configuration over from the release's own default",
    },
  },
}
