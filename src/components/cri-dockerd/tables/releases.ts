// What differs between releases of cri-dockerd, as rows. 0.3 and 0.4 went on side by side; every row
// holds for both lines. A release newer than the last row behaves like it.
import { lookUp, rows } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"

/** Per fact its rows. */
export const tables = {
  /** CRI v1; before it v1alpha2 only, which no kubelet since 1.26 speaks. */
  servesCriV1: rows<boolean>([
    { since: "0.0", value: false, source: "cri-dockerd 0.2.6" },
    { since: "0.3.0", value: true, source: "cri-dockerd, release notes of 0.3.0" },
  ]),
  /** RuntimeConfig, with the driver that Docker had when cri-dockerd started. */
  tellsDriver: rows<boolean>([
    { since: "0.0", value: false, source: "cri-dockerd 0.3.16 core/" },
    { since: "0.3.17", value: true, source: "cri-dockerd 0.3.17, 0.4.0 core/" },
  ]),
  /** The sandbox image without --pod-infra-container-image; undefined for releases before the table. */
  defaultSandboxImage: rows<string | undefined>([
    { since: "0.0", value: undefined, source: "not seen" },
    { since: "0.3.0", value: "registry.k8s.io/pause:3.6", source: "cri-dockerd 0.3.0 core/sandbox_helpers.go" },
    { since: "0.3.10", value: "registry.k8s.io/pause:3.9", source: "cri-dockerd 0.3.10 core/sandbox_helpers.go" },
    { since: "0.3.17", value: "registry.k8s.io/pause:3.10", source: "cri-dockerd 0.3.17 core/sandbox_helpers.go" },
  ]),
  /**
   * The newest Docker API that the client inside speaks, for the releases that do not settle on an older or newer one
   * with the daemon; undefined: new enough for every Docker so far.
   */
  newestApi: rows<string | undefined>([
    { since: "0.0", value: "1.43", source: "cri-dockerd go.mod up to 0.3.11, github.com/docker/docker" },
    { since: "0.3.12", value: undefined, source: "cri-dockerd 0.3.12 go.mod" },
    { since: "0.3.13", value: "1.43", source: "cri-dockerd 0.3.13 to 0.3.15 go.mod; docker/for-win#14997" },
    { since: "0.3.16", value: undefined, source: "cri-dockerd 0.3.16 go.mod" },
  ]),
}

export function servesCriV1(version: Version): boolean {
  return lookUp(tables.servesCriV1, version)
}

export function tellsDriver(version: Version): boolean {
  return lookUp(tables.tellsDriver, version)
}

export function defaultSandboxImage(version: Version): string | undefined {
  return lookUp(tables.defaultSandboxImage, version)
}

export function newestApiOf(version: Version): string | undefined {
  return lookUp(tables.newestApi, version)
}
