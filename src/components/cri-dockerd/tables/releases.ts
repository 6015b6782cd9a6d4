// What differs between releases of cri-dockerd, as rows, newest first. 0.3 and 0.4 went on side by side; every row
// holds for both lines. A release newer than the last row behaves like it.
import { compareVersions, isAtLeast, parseVersion, type Version } from "../../../model/version.ts"

/** CRI v1; before it v1alpha2 only, which no kubelet since 1.26 speaks. Source: cri-dockerd, release notes of 0.3.0. */
export function servesCriV1(version: Version): boolean {
  return isAtLeast(version, "0.3.0")
}

/** RuntimeConfig, with the driver that Docker had when cri-dockerd started. Source: cri-dockerd 0.3.17, 0.4.0, core/. */
export function tellsDriver(version: Version): boolean {
  return isAtLeast(version, "0.3.17")
}

/** Source: cri-dockerd core/sandbox_helpers.go (defaultSandboxImage) of the tags named. */
const defaultImages = [
  { since: "0.3.17", image: "registry.k8s.io/pause:3.10" },
  { since: "0.3.10", image: "registry.k8s.io/pause:3.9" },
  { since: "0.3.0", image: "registry.k8s.io/pause:3.6" },
] as const

/** The sandbox image without --pod-infra-container-image; undefined for releases before the table. */
export function defaultSandboxImage(version: Version): string | undefined {
  return defaultImages.find(({ since }) => isAtLeast(version, since))?.image
}

/**
 * The newest Docker API that the client inside speaks, for the releases that do not settle on an older or newer one
 * with the daemon. Source: the version of github.com/docker/docker in go.mod of the tags named; docker/for-win#14997.
 */
const oldClients = [
  { from: "0.3.13", to: "0.3.15", api: "1.43" },
  { from: "0.0.0", to: "0.3.11", api: "1.43" },
] as const

/** Undefined: new enough for every Docker so far. */
export function newestApiOf(version: Version): string | undefined {
  const isWithin = ({ from, to }: { readonly from: string; readonly to: string }) => {
    const last = parseVersion(to)
    return last !== undefined && isAtLeast(version, from) && compareVersions(version, last) <= 0
  }
  return oldClients.find(isWithin)?.api
}
