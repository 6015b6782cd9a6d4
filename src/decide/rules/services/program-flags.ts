// Flags in the command of a runtime's service that its program does not have: it ends with "unknown flag" or "flag provided
// but not defined". A name that a release newer than the tables may have is left alone; one that differs by a slip from a
// flag that there is, or that is the kubelet's, is told. The kubelet's own flags: components/kubelet/findings/flags.ts.
import type { Component, ProgramFlags } from "../../../components/component.ts"
import { findFlags, readFlags } from "../../../components/service-flags.ts"
import { isNear } from "../../../documents/units/near.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding } from "../../../model/finding.ts"
import type { ServiceFacts } from "../../../model/service.ts"
import { serviceCommand } from "../../restart-command.ts"
import { concerned } from "../concerned.ts"

export function judgeProgramFlags(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const ofKubelet = components.find(({ role }) => role === "kubelet")?.programFlags?.names() ?? new Set()
  return concerned(node, components).flatMap(({ component: { id, role, programFlags: own }, service }) =>
    own === undefined || role === "kubelet" ? [] : unknownFlags(node, id, service, own, ofKubelet),
  )
}

function unknownFlags(
  node: NodeFacts,
  component: string,
  service: ServiceFacts,
  { program: ownProgram, names: namesOf }: ProgramFlags,
  ofKubelet: ReadonlySet<string>,
): readonly Finding[] {
  const [program = "", ...words] = service.command
  // A wrapper has flags of its own.
  if (!program.slice(program.lastIndexOf("/") + 1).startsWith(ownProgram)) return []
  const names = namesOf()
  return readFlags(words).flatMap(({ name }): Finding[] => {
    if (names.has(name)) return []
    const meant = [...names].find((one) => isNear(one, name))
    if (meant === undefined && !ofKubelet.has(name)) return []
    const home = findFlags(service.files, name).at(-1)
    const isUnit = /\.(?:service|conf)$/.test(home?.file.path ?? "") && knownValue(node.initSystem) === "systemd"
    const args = {
      service: service.name,
      program,
      flag: `--${name}`,
      meant: meant === undefined ? "" : `--${meant}`,
      file: home?.file.path ?? "",
      command: `${isUnit ? "systemctl daemon-reload && " : ""}${serviceCommand(node, service.name, "restart")}`,
    }
    const place = home === undefined ? {} : { place: home.place }
    return [{ code: "service-flag-unknown", args, severity: "failure", component, ...place }]
  })
}
