// The three-way verdict on cgroup drivers: init system, runtime with every handler, kubelet. What each is by itself its
// own component judges.

import type { Component, Summary } from "../../components/component.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import { kubeletsRuntime } from "../kubelets-runtime.ts"

export function judgeCgroupDrivers(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const kubelet = components.find((component) => component.role === "kubelet")
  const summary = kubelet?.summarize(node)
  const used = kubeletsRuntime(node, components)
  const isUsed = ({ id }: Component) => used === undefined || used.isVacant || used.runtime === id
  return components
    .filter((component) => component.role === "runtime" && component.summarize(node).servesCri === true)
    .flatMap((runtime) => {
      const handlers = driversOf(runtime, node)
      return [
        ...againstInitSystem(node, runtime, handlers),
        ...amongHandlers(runtime, handlers),
        ...(kubelet === undefined || !isUsed(runtime)
          ? []
          : againstKubelet(node, runtime, handlers, kubelet.id, summary)),
      ]
    })
}

interface HandlerDriver {
  /** Undefined: the runtime has one driver for all its handlers. */
  readonly handler: string | undefined
  readonly driver: CgroupDriver
}

function driversOf(runtime: Component, node: NodeFacts): readonly HandlerDriver[] {
  return runtime
    .explain("cgroup-driver", node)
    .flatMap(({ subject, value }) =>
      value === "systemd" || value === "cgroupfs" ? [{ handler: subject, driver: value }] : [],
    )
}

/** Without systemd as PID 1 nobody makes the slices that the systemd driver asks for. */
function againstInitSystem(
  node: NodeFacts,
  runtime: Component,
  handlers: readonly HandlerDriver[],
): readonly Finding[] {
  const initSystem = knownValue(node.initSystem)
  if (initSystem === undefined || initSystem === "systemd" || initSystem === "none") return []
  if (!handlers.some(({ driver }) => driver === "systemd")) return []
  const args = { runtime: runtime.name, initSystem }
  return [{ code: "systemd-driver-without-systemd", args, severity: "failure", component: runtime.id }]
}

function amongHandlers(runtime: Component, handlers: readonly HandlerDriver[]): readonly Finding[] {
  const named = (driver: CgroupDriver) =>
    handlers.filter((one) => one.driver === driver).flatMap(({ handler }) => handler ?? [])
  const [systemd, cgroupfs] = [named("systemd"), named("cgroupfs")]
  if (systemd.length === 0 || cgroupfs.length === 0) return []
  const args = { runtime: runtime.name, systemd, cgroupfs }
  return [{ code: "cgroup-handlers-differ", args, severity: "warning", component: runtime.id }]
}

function againstKubelet(
  node: NodeFacts,
  runtime: Component,
  handlers: readonly HandlerDriver[],
  component: string,
  kubelet: Summary | undefined,
): readonly Finding[] {
  const kubeletDriver = kubelet?.cgroupDriver
  if (kubeletDriver === undefined || kubelet?.hasConfiguration !== true) return []
  const others = handlers.filter(({ driver }) => driver !== kubeletDriver)
  const [first] = others
  if (first === undefined) return []
  const names = others.flatMap(({ handler }) => handler ?? [])
  const isWhole = others.length === handlers.length
  const args = {
    runtime: isWhole || names.length === 0 ? runtime.name : `${runtime.name} (${names.join(", ")})`,
    runtimeDriver: first.driver,
    kubeletDriver,
  }
  // A kubelet that asks gets one answer for the runtime as a whole; handlers that differ from the others stay apart.
  const follows = isWhole && kubelet.asksRuntimeForDriver === true && (runtime.runtime?.tellsDriver(node) ?? false)
  return [
    follows
      ? { code: "cgroup-driver-follows-runtime", args, severity: "warning", component }
      : { code: "cgroup-drivers-differ", args, severity: "failure", component },
  ]
}
