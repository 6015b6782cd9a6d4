// What is wrong with cri-dockerd by itself: a release that no kubelet of today can talk to, or that cannot tell the
// cgroup driver; and a second one that belongs to somebody else. How it gets on with Docker is judged in docker/.
import type { Finding } from "../../model/finding.ts"
import { type CriDockerdFacts, versionOf } from "./facts.ts"
import { servesCriV1, tellsDriver } from "./tables/releases.ts"

const component = "cri-dockerd"

export function criDockerdFindings(own: CriDockerdFacts): readonly Finding[] {
  const { foreignService: service } = own
  const foreign: readonly Finding[] =
    service === undefined ? [] : [{ code: "cri-dockerd-of-mke", args: { service }, severity: "note", component }]
  const version = versionOf(own)
  if (own.program === undefined || version === undefined) return foreign
  const release = version.text
  if (!servesCriV1(version)) {
    return [{ code: "cri-dockerd-without-cri-v1", args: { release }, severity: "failure", component }, ...foreign]
  }
  if (tellsDriver(version)) return foreign
  return [{ code: "cri-dockerd-tells-no-driver", args: { release }, severity: "note", component }, ...foreign]
}
