// The words of a label in a language.
import type { Label } from "../model/facts/label.ts"
import type { Catalogue } from "./catalogue.ts"

/** What a group of rows is about: the name of a component, or the node itself. */
export function groupText({ labels, screens }: Catalogue, group: string): string {
  return group === "node" ? labels.node : screens.fact(group)
}

export function labelText({ labels }: Catalogue, label: Label): string {
  if (typeof label === "string") return labels[label]
  return "term" in label ? label.term : labels[label.id](label.of)
}
