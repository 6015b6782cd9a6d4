// criadm check --facts DIR: the facts of many nodes, one file of `criadm detect -o json` each, judged together. One
// table, worst first; the same findings once with the nodes that have them; and what a few nodes have unlike the rest.

import type { Criadm } from "../../criadm/interface.ts"
import { labelText } from "../../messages/label-text.ts"
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { Finding } from "../../model/finding.ts"
import { faultLines } from "../../pages/fault.ts"
import { countSpans, sharedFindingLines } from "../../pages/finding.ts"
import { line, textOf } from "../../pages/lines.ts"
import type { Face } from "../face.ts"
import { readFacts } from "../facts-file.ts"
import { type Fleet, type FleetNode, gatherFleet } from "../gather-fleet.ts"
import { faultToJson, findingToJson, jsonDocument } from "../json.ts"
import type { Invocation } from "../parse.ts"
import { printed, sayLine } from "../print.ts"
import { columnsOf, printable } from "../text.ts"
import { stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

/** How many names of nodes stand on a line before the rest is counted. */
const mostNames = 5

/** `names`: the files of the directory. `choose`: what of a node's findings counts, and as what. */
export async function checkFleet(
  face: Face,
  invocation: Invocation,
  directory: string,
  names: readonly string[],
  choose: (findings: readonly Finding[]) => readonly Finding[],
): Promise<ExitCode> {
  const { output } = invocation.flags
  if (output === "prometheus" || output === "npd") {
    const args = { setting: "--output", given: output, accepted: "text, json" }
    return stop(face, invocation, [{ code: "bad-answer", args }])
  }
  const opened = await openNode(face, invocation)
  if (!opened.ok) return stop(face, invocation, [opened.fault])
  const gathering = gatherFleet()
  const unread: Fault[] = []
  for (const name of names) {
    const added = await addNode(face, opened.value, `${directory.replace(/\/$/, "")}/${name}`, name)
    if (added.ok) gathering.add({ ...added.value, findings: choose(added.value.findings) })
    else unread.push(added.fault)
  }
  const fleet = gathering.result()
  if (fleet.nodes.length === 0) {
    const why = "it holds no facts: one file NAME.json for each node, from criadm detect -o json"
    return stop(
      face,
      invocation,
      unread.length > 0 ? unread : [{ code: "facts-file-broken", args: { file: directory, why } }],
    )
  }
  if (wantsJson(invocation)) face.print(fleetToJson(face, fleet, unread))
  else print(face, fleet, unread)
  // What could not be read was not looked at, and is not well.
  const isFine = unread.length === 0 && fleet.nodes.every(({ counts }) => counts.failure === 0)
  return isFine ? exitCode.done : exitCode.notAsAsked
}

async function addNode(face: Face, criadm: Criadm, file: string, name: string): Promise<Result<FleetNode>> {
  const text = await face.readText(file)
  if (!text.ok) return text
  const node = readFacts(file, text.value)
  if (!node.ok) return node
  try {
    const findings = criadm.findings(node.value)
    return ok({ name: name.replace(/\.json$/, ""), findings, rows: criadm.rows(node.value) })
  } catch {
    const why = "a component's facts are not as this release of criadm prints them"
    return failed({ code: "facts-file-broken", args: { file, why } })
  }
}

function fleetToJson(face: Face, fleet: Fleet, unread: readonly Fault[]): string {
  return jsonDocument("Fleet", {
    nodes: fleet.nodes.map(({ name, counts }) => ({ name, ...counts })),
    findings: fleet.findings.map(({ example, nodes }) => ({ example: findingToJson(face, example), nodes })),
    differences: fleet.differences.map(({ group, label, usual, others }) => ({
      component: group,
      fact: labelText(face.catalogue, label),
      usual,
      others,
    })),
    faults: unread.map((fault) => faultToJson(face, fault)),
  })
}

function print(face: Face, { nodes, findings, differences }: Fleet, unread: readonly Fault[]): void {
  const { catalogue, paint } = face
  const failing = nodes.filter(({ counts }) => counts.failure > 0)
  face.print(sayLine(catalogue, { code: "fleet-counted", args: { nodes: nodes.length, failing: failing.length } }))
  const shown = face.isVerbose ? nodes : failing
  if (shown.length > 0) {
    const rows = shown.map(({ name, counts }): readonly [string, string] => {
      return [printable(name), textOf(line(countSpans(counts, catalogue)))]
    })
    face.print(columnsOf(rows, face.columns, 40))
  }
  const told = findings.filter(({ example }) => example.severity !== "note" || face.isVerbose)
  for (const { example, nodes: having } of told) {
    face.print(`\n${printed(face, sharedFindingLines(example, having.length, namesText(face, having), catalogue))}`)
  }
  if (differences.length > 0)
    face.print(`\n${paint(sayLine(catalogue, { code: "fleet-differs", args: {} }), "strong")}`)
  for (const { group, label, usual, others } of differences) {
    face.print(`  ${group}, ${labelText(catalogue, label)}: ${printable(usual)}`)
    for (const { value, nodes: having } of others) {
      face.print(`    ${having.length} × ${printable(value)}: ${namesText(face, having)}`)
    }
  }
  for (const fault of unread) face.warn(printed(face, faultLines(fault, face.catalogue)))
}

function namesText({ isVerbose }: Face, names: readonly string[]): string {
  const most = isVerbose ? names.length : mostNames
  const more = names.length > most ? ` (+${names.length - most})` : ""
  return `${names.slice(0, most).map(printable).join(", ")}${more}`
}
