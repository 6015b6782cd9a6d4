// Judges whether a runtime serves CRI: API v1 answered, RuntimeReady true, and a handler that can run pods. Says apart
// what an operator must do differently: nobody there, CRI switched off, only the old API, not ready.
import type { CriReport } from "../../model/facts/cri-report.ts"
import type { Asked, Observation } from "./observation.ts"

export function observeCri({ cri, report }: Asked): Observation {
  const unanswered = whyUnanswered(cri)
  if (unanswered !== undefined) return unanswered
  const { version, status } = cri
  const ready = status.ok ? status.value.conditions.find((one) => one.type === "RuntimeReady") : undefined
  // A bool that is false is left out on the wire; NetworkReady false is normal before a CNI plugin is there.
  if (ready?.status !== true) {
    const message = status.ok ? (ready?.message ?? "") : status.failure.message
    return { holds: false, observed: { code: "observed-not-ready", args: { reason: ready?.reason ?? "", message } } }
  }
  const { defaultHandler, handlersWithoutType } = report
  const typeless = handlersWithoutType.find((name) => defaultHandler === undefined || name === defaultHandler)
  if (typeless !== undefined) {
    return { holds: false, observed: { code: "observed-handler-without-type", args: { handler: typeless } } }
  }
  const { runtimeName, runtimeVersion } = version.ok ? version.value : { runtimeName: "", runtimeVersion: "" }
  return { holds: true, observed: { code: "observed-cri", args: { runtime: runtimeName, version: runtimeVersion } } }
}

/** Undefined: it speaks CRI v1. */
export function whyUnanswered({ endpoint, version, speaksV1alpha2 }: CriReport): Observation | undefined {
  if (version.ok) return undefined
  const { cause, message } = version.failure
  if (cause !== "unimplemented") {
    return { holds: false, observed: { code: "observed-no-answer", args: { endpoint, cause, message } } }
  }
  // gRPC status 12, "unknown service runtime.v1.RuntimeService": the plugin is disabled or did not load, or only the
  // API of before Kubernetes 1.26 is served. See kubernetes/cri-api, releases v0.26.
  const code = speaksV1alpha2 === true ? "observed-v1alpha2-only" : "observed-no-cri-service"
  return { holds: false, observed: { code, args: { endpoint } } }
}
