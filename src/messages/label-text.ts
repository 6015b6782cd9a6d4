// The words of a label in a language.
import type { Label } from "../model/facts/label.ts"
import type { Catalogue } from "./catalogue.ts"

export function labelText({ labels }: Catalogue, label: Label): string {
  if (typeof label === "string") return labels[label]
  return "term" in label ? label.term : labels[label.id](label.of)
}
