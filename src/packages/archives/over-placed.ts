// Which files of a release that criadm placed give way to those that come, which stay, and what is in the way.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { TreeFile } from "../../model/change.ts"
import { isAsPlaced } from "./as-placed.ts"

export type Fitted =
  | {
      readonly isFree: true
      /** New, or in place of an older one. */
      readonly comes: readonly TreeFile[]
      /** Older ones that go, or in whose place another comes. */
      readonly goes: readonly TreeFile[]
    }
  /** There is something at this path that criadm did not place so. */
  | { readonly isFree: false; readonly taken: string }

/** `older`: as they were placed. Below /etc what is there and was not placed so stays, as package managers leave it. */
export function fitOver(machine: ReadingMachine, files: readonly TreeFile[], older: readonly TreeFile[]): Fitted {
  const placed = new Map(older.filter((one) => isAsPlaced(machine, one)).map((one) => [one.path, one]))
  const isThere = ({ path }: TreeFile) => machine.inspect(path) !== undefined
  const others = files.filter((one) => isThere(one) && !placed.has(one.path))
  const taken = others.find(({ path }) => older.length === 0 || !path.startsWith("/etc/"))
  if (taken !== undefined) return { isFree: false, taken: taken.path }
  const stays = new Set(others.map(({ path }) => path))
  for (const { path, sha256, mode } of files) {
    const old = placed.get(path)
    if (old?.sha256 === sha256 && old.mode === mode) stays.add(path)
  }
  return {
    isFree: true,
    comes: files.filter(({ path }) => !stays.has(path)),
    goes: [...placed.values()].filter(({ path }) => !stays.has(path)),
  }
}
