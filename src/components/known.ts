// Every component criadm knows, in the order in which services are acted upon: runtimes, what stands beside them,
// the kubelet, what asks the runtime, the kernel's settings. A new one is its file and a line here.
import type { Component } from "./component.ts"
import { containerd } from "./containerd.ts"
import { criDockerd } from "./cri-dockerd.ts"
import { crictl } from "./crictl.ts"
import { crio } from "./crio.ts"
import { docker } from "./docker.ts"
import { kernel } from "./kernel.ts"
import { kubelet } from "./kubelet.ts"
import { mcr } from "./mcr.ts"

export const components: readonly Component[] = [containerd, crio, docker, mcr, criDockerd, kubelet, crictl, kernel]
