import type { Label } from "./label.ts"

/** One row of `criadm detect`, ready to be shown. */
export interface FactRow {
  /** What the row is about: "node", or the name of a component. */
  readonly group: string
  readonly label: Label
  readonly text: string
  readonly source: string
  readonly state: "known" | "absent" | "unreadable" | "not-understood"
}
