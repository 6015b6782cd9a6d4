// Says whether a node survived what was done to it: it is its old self or its new self, whole, and every service runs
// on the text of that self. Counts, so that a campaign can print how much it tried.
import type { TestNode } from "./test-node.ts"

export interface Self {
  readonly tree: Readonly<Record<string, string>>
  readonly running: Readonly<Record<string, string>>
  readonly images: Readonly<Record<string, string>>
}

export function selfOf(node: TestNode): Self {
  return { tree: node.tree(), running: node.running(), images: Object.fromEntries(node.images) }
}

/**
 * Files must be those of one self, all of them; services must run as in it, on the text they ran on in it, or, after
 * a boot, on the text that their file has now. Nobody may run on what was put back.
 */
export function whichSelf(node: TestNode, old: Self, young: Self): "old" | "new" | "lost" {
  if (isSelf(node, old)) return "old"
  return isSelf(node, young) ? "new" : "lost"
}

function isSelf(node: TestNode, self: Self): boolean {
  if (!Bun.deepEquals(node.tree(), self.tree)) return false
  if (!Bun.deepEquals(Object.fromEntries(node.images), self.images)) return false
  return Object.entries(node.running()).every(([name, running]) => {
    const service = node.services.get(name)!
    const isOnItsFile = service.state === "active" && running === (node.machine.text(service.file) ?? "")
    return running === self.running[name] || (isOnItsFile && self.running[name] !== "inactive")
  })
}

export interface Tally {
  points: number
  tried: number
  old: number
  new: number
  readonly lost: string[]
}

export function newTally(): Tally {
  return { points: 0, tried: 0, old: 0, new: 0, lost: [] }
}

export function count(tally: Tally, self: "old" | "new" | "lost", what: string): void {
  tally.tried += 1
  if (self === "lost") tally.lost.push(what)
  else tally[self] += 1
}

export function printTally(title: string, plans: number, faults: number, tally: Tally): void {
  const survived = `${tally.old + tally.new} survived (${tally.old} old, ${tally.new} new)`
  console.log(
    `${title}: ${plans} plans, ${tally.points} points, ${faults} faults each, ${tally.tried} tries: ${survived}, ${tally.lost.length} lost`,
  )
}
