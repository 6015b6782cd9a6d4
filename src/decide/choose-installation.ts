// Whether a runtime is to be installed, which one, and by which packages; or why it cannot be. Pure.
import type { Component } from "../components/component.ts"
import type { InstallPart } from "../components/install-part.ts"
import type { Answers } from "../model/answers.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { distributionOf } from "./distribution.ts"
import { kubeletsRuntime } from "./kubelets-runtime.ts"

export interface Installation {
  readonly component: string
  readonly names: readonly string[]
  readonly unfit: InstallPart["unfit"]
}

/** Undefined: nothing is to be installed. The runtime asked for, else the one the kubelet uses, else the first that can be. */
export function chooseInstallation(
  node: NodeFacts,
  { install, runtime: asked }: Pick<Answers, "install" | "runtime">,
  components: readonly Component[],
): Result<Installation | undefined> {
  if (install !== "distribution") return ok(undefined)
  const runtimes = components.filter(({ role }) => role === "runtime")
  const installed = runtimes.filter((one) => one.summarize(node).isInstalled)
  const id = asked ?? kubeletsRuntime(node, components)?.runtime
  if (installed.some((one) => id === undefined || one.id === id)) return ok(undefined)
  const os = knownValue(node.os)
  const name = os?.name ?? ""
  const [there] = installed
  if (there !== undefined) {
    return failed({ code: "another-runtime-there", args: { runtime: id ?? "", installed: there.id } })
  }
  const brought = distributionOf(node)
  if (brought !== undefined) {
    const args = { distribution: brought.id, path: brought.path, installed: [] }
    return failed({ code: "node-of-distribution", args })
  }
  if (!node.isLive) return failed({ code: "install-needs-live-node", args: {} })
  if (node.uid !== 0) return failed({ code: "not-root", args: { command: "criadm plan --install" } })
  const chosen = runtimes.find((one) => one.install !== undefined && (id === undefined || one.id === id))
  const names = os === undefined ? undefined : chosen?.install?.packages(os)
  if (chosen?.install === undefined || names === undefined) {
    return failed({ code: "install-not-known", args: { runtime: id ?? "", os: name } })
  }
  return ok({ component: chosen.id, names, unfit: chosen.install.unfit })
}
