// The words of a label in a language.
import type { Label } from "../model/facts/label.ts"
import type { Catalogue } from "./catalogue.ts"

/** With the component it is about, where it is not the node itself. */
export function detectedText(row: { readonly group: string; readonly label: Label }, catalogue: Catalogue): string {
  const label = labelText(catalogue, row.label)
  return row.group === "node" ? label : `${row.group} ${label}`
}

export function labelText({ labels }: Catalogue, label: Label): string {
  if (typeof label === "string") return labels[label]
  return "term" in label ? label.term : labels[label.id](label.of)
}
