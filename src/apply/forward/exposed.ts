// Whether somebody else could exchange a file under our hands: judged when the plan is made, and again before it is begun.
import type { Exposure } from "../../machine/exposure.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"

/** A place the plan read from or writes to, where somebody else could exchange the file under our hands. */
export function findExposed(machine: ReadingMachine, plan: Plan): Fault | undefined {
  const changed = plan.changes.flatMap((change) => {
    if (change.kind === "image") return change.remove === true ? [] : [change.archive]
    return "path" in change ? [change.path] : []
  })
  for (const path of new Set([...plan.readings.map((reading) => reading.path), ...changed])) {
    const exposure = machine.exposure(path)
    if (exposure !== undefined) return exposedFault(exposure, pathBelowRoot(machine.root, exposure.path))
  }
  return undefined
}

function exposedFault({ path: directory, to, id }: Exposure, onHost: string): Fault {
  const at = { directory, onHost }
  if (to === "everybody") return { code: "directory-open", args: at }
  if (to === "group") return { code: "directory-open-to-group", args: { ...at, group: String(id) } }
  return { code: "directory-of-another-user", args: { ...at, user: String(id) } }
}

/** As a person must name it on the machine where criadm runs. */
function pathBelowRoot(root: string, path: string): string {
  if (root === "/") return path
  return path === "/" ? root : `${root}${path}`
}
