// What stood in a file that starts over is kept beside it, under a name that nothing has and no program reads.
import type { Contribution } from "../components/component.ts"
import type { Change } from "../model/change.ts"

/** The changes with the copy before what replaces its original; `freePath` names a path that nothing has yet. */
export function withOldBeside(
  { changes, startsOver }: Contribution,
  freePath: (path: string) => string,
): readonly Change[] {
  return changes.flatMap((change): readonly Change[] => {
    if (change.kind !== "file" || change.path !== startsOver || change.before === null) return [change]
    const path = freePath(change.path)
    const { component, before } = change
    const why = [{ code: "kept-beside" as const, args: { file: change.path } }]
    return [{ kind: "file", component, path, realPath: path, before: null, after: before, why }, change]
  })
}
