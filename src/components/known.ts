// Every component criadm knows, in the order in which services are acted upon: runtimes, what stands beside them,
// the kubelet, what asks the runtime, the kernel's settings. A new one is its file and a line here.
import type { Component } from "./component.ts"
import { containerd } from "./containerd/component.ts"
import { criDockerd } from "./cri-dockerd/component.ts"
import { crictl } from "./crictl/component.ts"
import { crio } from "./crio/component.ts"
import { docker } from "./docker/component.ts"
import { kernel } from "./kernel/component.ts"
import { kubelet } from "./kubelet/component.ts"
import { mcr } from "./mcr/component.ts"

export const components: readonly Component[] = [containerd, crio, docker, mcr, criDockerd, kubelet, crictl, kernel]
