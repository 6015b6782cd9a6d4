// What must change so that the kubelet agrees with the runtime: its cgroup driver, its endpoint, and flags that its
// release has removed. Works on the facts as if they were the files: each step gives facts with new texts, and the
// difference at the end is the contribution. Pure.
import type { Change, FileVersion } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { Reason } from "../../model/message.ts"
import type { Reading } from "../../model/plan.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import { bringDriver, bringEndpoint, dropRemovedFlags } from "./agreement.ts"
import { featureGates, versionOf } from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"
import { healthUrl } from "./health.ts"
import { asksRuntimeForDriver } from "./tables/releases.ts"

const component = "kubelet"

export function contributeKubelet(wanted: Wanted, given: KubeletFacts): Contribution {
  if (!wanted.kubelet) return nothingToContribute
  if (given.config.state === "absent") {
    return { ...nothingToContribute, notes: [{ code: "kubelet-not-configured", args: {} }] }
  }
  const version = versionOf(given, wanted.kubernetesVersion)
  const asks = wanted.runtimeTellsDriver && version !== undefined && asksRuntimeForDriver(version, featureGates(given))
  const steps: readonly ((own: KubeletFacts) => Result<KubeletFacts>)[] = [
    (own) => (wanted.cgroupDriver === undefined ? ok(own) : bringDriver(own, wanted.cgroupDriver, asks)),
    (own) => (wanted.endpoint === "" ? ok(own) : bringEndpoint(own, wanted.endpoint, version)),
    (own) => (version === undefined ? ok(own) : dropRemovedFlags(own, version)),
  ]
  let final = given
  for (const step of steps) {
    const next = step(final)
    if (!next.ok) return { ...nothingToContribute, refusals: [next.fault] }
    final = next.value
  }
  const files = fileChanges(given, final)
  const mustAskAgain = asks && wanted.runtimeDriverChanges === true
  const restart = files.length > 0 || mustAskAgain ? restartOf(given) : []
  const name = given.service?.name
  const url = healthUrl(final)
  const healthy = url === undefined ? [] : [{ kind: "kubelet-health", component, url } as const]
  return {
    ...nothingToContribute,
    changes: [...files, ...restart],
    readings: readingsOf(given, files),
    expectations:
      isRunning(given) && name !== undefined ? [{ kind: "service-active", component, service: name }, ...healthy] : [],
  }
}

/** A kubelet that is not running is not started: before kubeadm join it would only fail over and over. */
function restartOf(own: KubeletFacts): readonly Change[] {
  if (own.service === undefined || !isRunning(own)) return []
  const why: Reason = { code: "restart-makes-effective", args: {} }
  return [{ kind: "service", component, service: own.service.name, action: "restart", wasActive: true, why: [why] }]
}

function isRunning(own: KubeletFacts): boolean {
  return own.service?.state === "active"
}

function fileChanges(given: KubeletFacts, final: KubeletFacts): readonly Change[] {
  const before = new Map(allFiles(given).map((file) => [file.realPath, file]))
  const after = new Map(allFiles(final).map((file) => [file.realPath, file]))
  return [...after.values()].flatMap((file): Change[] => {
    const old = before.get(file.realPath)
    if (old?.text === file.text) return []
    return [
      {
        kind: "file",
        component,
        path: file.path,
        realPath: file.realPath,
        before: old === undefined ? null : versionOfFile(old),
        after: versionOfFile(file),
        why: [{ code: "kubelet-agrees-with-runtime", args: {} }],
      },
    ]
  })
}

function versionOfFile({ text, mode, uid, gid }: FileContent): FileVersion {
  return { text, mode, uid, gid }
}

/** Everything the decision rests on, and the absence of what is created. */
function readingsOf(given: KubeletFacts, changes: readonly Change[]): readonly Reading[] {
  const read = allFiles(given).map((file): Reading => ({ path: file.path, hash: file.hash }))
  const created = changes.flatMap((change): Reading[] =>
    change.kind === "file" && change.before === null ? [{ path: change.path, hash: null }] : [],
  )
  return [...read, ...created]
}

function allFiles(own: KubeletFacts): readonly FileContent[] {
  const facts: readonly FileFact[] = [own.config, ...own.dropIns, own.instanceConfig, ...own.flagsFiles]
  return facts.flatMap((fact) => knownValue(fact) ?? [])
}
