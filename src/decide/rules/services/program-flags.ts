// Flags in the command of a runtime's service that its program does not have: it ends with "unknown flag" or "flag provided
// but not defined". One that differs by a slip from a flag that there is, or that is the kubelet's, is a failure in every
// release. Any other name is a warning while the service does not run, of the releases whose flags are all in the tables: a
// vendor's build may have more. The kubelet's slips: components/kubelet/findings/flags.ts.
import type { Component } from "../../../components/component.ts"
import { findFlags, readFlags } from "../../../components/service-flags.ts"
import { isNear } from "../../../documents/units/near.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding } from "../../../model/finding.ts"
import type { ServiceFacts } from "../../../model/service.ts"
import { holds } from "../../../model/since.ts"
import { parseVersion } from "../../../model/version.ts"
import { serviceCommand } from "../../restart-command.ts"
import { concerned } from "../concerned.ts"

export function judgeProgramFlags(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const ofKubelet = components.find(({ role }) => role === "kubelet")?.programFlags?.names() ?? new Set()
  return concerned(node, components).flatMap(({ component, service }) => {
    const own = component.programFlags
    const [program = ""] = service.command
    // A wrapper has flags of its own.
    if (own === undefined || !program.slice(program.lastIndexOf("/") + 1).startsWith(own.program)) return []
    const names = own.names()
    const release = component.summarize(node).version
    return unknownFlags(service, names).flatMap((name): readonly Finding[] => {
      const meant = [...names].find((known) => isNear(known, name))
      const ofOther = component.role !== "kubelet" && ofKubelet.has(name)
      if (meant === undefined && !ofOther) return doubtfulFlag(node, component, service, name, release)
      return component.role === "kubelet" ? [] : [refusedFlag(node, component.id, service, name, meant)]
    })
  })
}

/** Each once. */
function unknownFlags({ command }: ServiceFacts, names: ReadonlySet<string>): readonly string[] {
  const written = readFlags(command.slice(1)).map(({ name }) => name)
  return [...new Set(written)].filter((name) => !names.has(name))
}

/** `meant`: undefined: it is one of the kubelet's. */
function refusedFlag(
  node: NodeFacts,
  component: string,
  service: ServiceFacts,
  name: string,
  meant: string | undefined,
): Finding {
  const { args, place } = flagOf(node, service, name)
  const told = { ...args, meant: meant === undefined ? "" : `--${meant}` }
  return { code: "service-flag-unknown", args: told, severity: "failure", component, ...place }
}

/** A flag that no release has of which all are known. A running program has taken it. */
function doubtfulFlag(
  node: NodeFacts,
  { id: component, programFlags }: Component,
  service: ServiceFacts,
  name: string,
  release: string | undefined,
): readonly Finding[] {
  const version = parseVersion(release ?? "")
  const range = programFlags?.complete
  if (service.state === "active" || version === undefined || range === undefined || !holds(range, version)) return []
  const { args, place } = flagOf(node, service, name)
  return [
    {
      code: "service-flag-doubtful",
      args: { ...args, release: version.text },
      severity: "warning",
      component,
      ...place,
    },
  ]
}

function flagOf(node: NodeFacts, service: ServiceFacts, name: string) {
  const home = findFlags(service.files, name).at(-1)
  const file = home?.file.path ?? ""
  const isUnit = /\.(?:service|conf)$/.test(file) && knownValue(node.initSystem) === "systemd"
  const command = `${isUnit ? "systemctl daemon-reload && " : ""}${serviceCommand(node, service.name, "restart")}`
  const args = { service: service.name, program: service.command[0] ?? "", flag: `--${name}`, file, command }
  return { args, place: home === undefined ? {} : { place: home.place } }
}
