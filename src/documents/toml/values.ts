// The values of a TOML text that a program printed: no places, no edits, and a tenth of the time.
import { parse } from "smol-toml"
import type { Table } from "../document.ts"

/** Undefined: it is not TOML. */
export function tomlValues(text: string): Table | undefined {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" }) as Table
  } catch {
    // smol-toml throws for every text that it does not read.
    return undefined
  }
}
