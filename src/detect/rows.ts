// Facts as rows for `criadm detect` and for the wizard's first screen: label, text, source. The words
// of the labels are in messages/.

import type { Component } from "../components/component.ts"
import { type Fact, sourceToText } from "../model/facts/fact.ts"
import type { FactRow } from "../model/facts/fact-row.ts"
import type { Label } from "../model/facts/label.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"

/** Every row about the node and its installed components. */
export function factRows(node: NodeFacts, components: readonly Component[]): readonly FactRow[] {
  return [...nodeRows(node), ...components.flatMap((component) => componentRows(node, component))]
}

/** The rows about the node itself. */
export function nodeRows(node: NodeFacts): readonly FactRow[] {
  return [
    row("init-system", node.initSystem, (id) => id),
    row("cgroup-version", node.cgroup, (cgroup) => cgroup.version),
    row("cgroup-controllers", node.cgroup, ({ unread, available }) =>
      unread === undefined ? listed(available) : `not known: ${unread}`,
    ),
    row("cgroup-controllers-in-use", node.cgroup, (cgroup) => listed(cgroup.delegated)),
    row("os", node.os, (os) => os.name),
    row("kernel", node.kernel, (release) => release),
    row("architecture", node.architecture, (architecture) => architecture),
    row("container", node.containment, (containment) => containment.kind),
    row("selinux", node.selinux, (mode) => mode),
    row("apparmor", node.apparmor, (isOn) => (isOn ? "on" : "off")),
    row("swap", node.swap, ({ devices }) =>
      devices.length === 0
        ? "none"
        : devices.map(({ path, sizeBytes }) => (sizeBytes === 0 ? path : `${path} ${mebibytes(sizeBytes)}`)).join(", "),
    ),
  ]
}

/** The rows about one component, or about what a removed one left; one with the bug when its detection failed. */
export function componentRows(node: NodeFacts, component: Component): readonly FactRow[] {
  const bug = node.notDetected?.[component.id]
  if (bug !== undefined) return [{ ...row("detection", bug, () => ""), group: component.name }]
  return component.summarize(node).rows.map(({ label, text, source }) => ({
    group: component.name,
    label,
    text,
    source: source ?? "",
    state: "known",
  }))
}

function row<T>(label: Label, fact: Fact<T>, toText: (value: T) => string): FactRow {
  const text = fact.state === "known" ? toText(fact.value) : "reason" in fact ? fact.reason : ""
  return { group: "node", label, text, source: sourceToText(fact.source), state: fact.state }
}

/** An empty list is an answer too. */
function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(" ")
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MiB`
}
