// Example evidence for every finding of the catalogue; the compiler names a code that has none.

import type { FindingArguments } from "../../model/arguments/finding.ts"
import { once } from "../../model/once.ts"
import type { FindingExamples } from "../../wording/texts.ts"
import { ownedExamples } from "../owned.ts"
import { checkExamples } from "./check.ts"
import { unitExamples } from "./units.ts"

export const findingExamples = once(
  (): FindingExamples<FindingArguments> => ({
    ...checkExamples(),
    ...unitExamples(),
    ...ownedExamples(),
    "cgroup-drivers-differ": {
      usually: "failure",
      args: { runtime: "containerd", runtimeDriver: "systemd", kubeletDriver: "cgroupfs" },
    },
    "cgroup-driver-follows-runtime": {
      usually: "warning",
      args: { runtime: "containerd", runtimeDriver: "cgroupfs", kubeletDriver: "systemd" },
    },
    "kubelet-refuses-cgroup-v1": { usually: "failure", args: { version: "1.36.4", cgroup: "hybrid" } },
    "kubelet-endpoint-without-runtime": {
      usually: "failure",
      args: { endpoint: "unix:///run/containerd/containerd.socks" },
    },
    "kubelet-endpoint-of-no-runtime": {
      usually: "failure",
      args: { endpoint: "unix:///run/crio/crio.sock", installed: ["containerd"], isVacant: true },
    },
    "not-looked-at": {
      usually: "failure",
      args: { name: "Docker Engine", reason: "no such table" },
    },
    "no-runtime": {
      usually: "failure",
      args: {
        looked: ["containerd", "CRI-O", "Docker Engine", "Mirantis Container Runtime"],
        install: "apt-get install containerd",
        snap: "",
      },
    },
  }),
)

export type FindingCode = keyof FindingArguments & string

/** Every code, in alphabetical order. */
export const findingCodes = once((): readonly FindingCode[] =>
  (Object.keys(findingExamples()) as FindingCode[]).toSorted(),
)
