// What `cri-dockerd --help` of 0.4.3 prints.
// Those of other releases are among them, so that none of these is taken for a slip.
import type { Range } from "../../../model/since.ts"
import { namesIn } from "../../flag-names.ts"

/** Of these releases they are all there are. */
export const flagsKnownOf: Range = { since: "0.4.3", until: "0.4.4" }

export const flagNames: () => ReadonlySet<string> = namesIn(`
  buildinfo cni-bin-dir cni-cache-dir cni-conf-dir container-runtime-endpoint cri-dockerd-root-directory
  docker-endpoint hairpin-mode help image-pull-progress-deadline ipv6-dual-stack log-level network-plugin
  network-plugin-mtu pod-cidr pod-infra-container-image runtime-cgroups runtime-request-timeout
  streaming-bind-addr version
`)
