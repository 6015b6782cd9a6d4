// What the answers of a running runtime mean: "unknown service runtime.v1.RuntimeService" told apart into its causes,
// not ready, no answer at all, not even running. Where a component knows the cause from the files, it says so itself.
import type { Component } from "../../components/component.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { RunningRuntime } from "../../model/facts/running-runtime.ts"
import type { Finding } from "../../model/finding.ts"
import { hasJoined } from "../has-joined.ts"
import { serviceCommand } from "../restart-command.ts"
import { type RuntimeInUse, runtimesInUse } from "../runtime-in-use.ts"

export function judgeCriAnswers(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  return runtimesInUse(node, components).flatMap((runtime) => {
    const running = node.running?.[runtime.component.id]
    return running === undefined
      ? judgeStopped(node, runtime)
      : judgeAnswers(runtime, running, hasJoined(node, components), node)
  })
}

/** Only root may connect to a runtime's socket, so nobody else can tell whether it listens. */
function judgeStopped(node: NodeFacts, { component, summary }: RuntimeInUse): readonly Finding[] {
  const { service, startsWhenAsked, endpoint, isListening } = summary
  if (startsWhenAsked !== undefined) {
    const { name } = startsWhenAsked
    const command = serviceCommand(node, name, "start")
    const args = { runtime: component.name, service: name, endpoint: endpoint ?? "", command }
    return [{ code: "runtime-starts-when-asked", args, severity: "note", component: component.id }]
  }
  const isStopped = service?.state === "inactive" || service?.state === "failed"
  if (!node.isLive || isListening !== false || service === undefined || !isStopped) return []
  const args = {
    runtime: component.name,
    service: service.name,
    state: service.state,
    endpoint: endpoint ?? "",
    command: serviceCommand(node, service.name, "start"),
  }
  return [{ code: "runtime-not-running", args, severity: "failure", component: component.id }]
}

/** containerd 1.7 and later: a condition whose message is JSON, from the code of a warning to its text. */
function deprecations(component: string, runtime: string, message: string): readonly Finding[] {
  let told: unknown
  try {
    told = JSON.parse(message)
  } catch {
    told = message
  }
  const warnings =
    typeof told === "object" && told !== null ? Object.values(told).map(String).toSorted() : [String(told)]
  return [{ code: "runtime-deprecations", args: { runtime, warnings }, severity: "note", component }]
}

function withoutUserNamespaces(handler: string | undefined, { id, name }: Component): readonly Finding[] {
  if (handler === undefined) return []
  const args = { runtime: name, handler }
  return [{ code: "cri-handler-without-user-namespaces", args, severity: "note", component: id }]
}

function judgeAnswers(
  { component, summary }: RuntimeInUse,
  { endpoint, version, speaksV1alpha2, conditions, handlersWithoutType, ...told }: RunningRuntime,
  isMember: boolean,
  node: NodeFacts,
): readonly Finding[] {
  const common = { severity: "failure", component: component.id } as const
  const runtime = component.name
  if (!version.ok) {
    const { cause, message } = version.failure
    if (cause === "no-permission") return []
    if (cause !== "unimplemented") return [{ code: "cri-no-answer", args: { runtime, endpoint, message }, ...common }]
    if (speaksV1alpha2 === true) return [{ code: "cri-v1alpha2-only", args: { runtime, endpoint }, ...common }]
    // By its files it serves none: the component has said why.
    if (summary.servesCri === false) return []
    const command = serviceCommand(node, summary.service?.name ?? component.id, "restart")
    return [{ code: "cri-not-served", args: { runtime, endpoint, command }, ...common }]
  }
  const failed = conditions.ok ? conditions.value.filter(({ status }) => !status) : []
  return [
    ...failed.flatMap(({ type, reason, message }): readonly Finding[] => {
      const args = { runtime, reason, message }
      if (type.endsWith("HasNoDeprecationWarnings")) return deprecations(component.id, runtime, message)
      if (type === "RuntimeReady") return [{ code: "cri-not-ready", args, ...common }]
      // Before the node joins there is no network add-on, and no harm in that.
      if (type !== "NetworkReady" || !isMember) return []
      return [{ code: "cri-network-not-ready", args, severity: "warning", component: component.id }]
    }),
    ...(handlersWithoutType.length === 0
      ? []
      : [{ code: "cri-handler-without-type", args: { runtime, handlers: handlersWithoutType }, ...common } as const]),
    ...withoutUserNamespaces(told.defaultWithoutUserNamespaces, component),
  ]
}
