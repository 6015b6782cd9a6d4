// Whether a package manager would still do what was planned.
import type { Result } from "../model/fault.ts"
import type { Transaction } from "./package-manager.ts"

export function isSameTransaction(now: Result<Transaction>, planned: Transaction): boolean {
  return now.ok && exact(now.value) === exact(planned)
}

function exact({ packages }: Transaction): string {
  return packages
    .map(({ name, version }) => `${name}=${version}`)
    .toSorted()
    .join(" ")
}
