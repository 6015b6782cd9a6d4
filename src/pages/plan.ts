// A plan in full: every change with its reasons, files as a diff, what reads the staged copies before, what is asked from
// the running node afterwards.
import type { Catalogue } from "../messages/catalogue.ts"
import { sizeText } from "../messages/size.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { Change, ExchangeChange, FileChange, PackagesChange, TreeChange } from "../model/change.ts"
import type { Coded } from "../model/message.ts"
import type { Plan } from "../model/plan.ts"
import { diffLines } from "./diff.ts"
import { indented, type Line, line, quiet, strong } from "./lines.ts"
import { changeText, expectationText, lineText, reasonText, releasesAfter } from "./sentences.ts"

export function planLines(plan: Plan, catalogue: Catalogue): readonly Line[] {
  const { changes, judgements, expectations, notes, timeoutSeconds } = plan
  const say = (coded: Coded<LineArguments>) => line(lineText(coded, catalogue), 2)
  const said = notes.map((note) => quiet(reasonText(note, catalogue), 2))
  if (changes.length === 0) {
    const isAsItShouldBe = notes.every(({ code }) => code !== "failures-elsewhere")
    return [say({ code: isAsItShouldBe ? "plan-is-empty" : "plan-changes-nothing", args: {} }), ...said]
  }
  return [
    strong(lineText({ code: "plan-heading", args: { changes: changes.length } }, catalogue)),
    ...changes.flatMap((change) => changeLines(change, catalogue)),
    ...(judgements.length === 0 ? [] : [say({ code: "plan-judges", args: {} })]),
    ...judgements.map(({ command }) => line(`  ${stagedCommand(command)}`, 4)),
    ...(expectations.length === 0
      ? []
      : [
          say({ code: "plan-verifies", args: {} }),
          ...expectations.map((one) => line(`  ${expectationText(one, catalogue)}`, 4)),
          say({ code: "plan-timeout", args: { seconds: timeoutSeconds } }),
        ]),
    ...said,
  ]
}

/** One line per change. */
export function stepLines({ changes }: Plan, catalogue: Catalogue): readonly Line[] {
  return changes.map((change) => line(changeText(change, "forward", catalogue), 2))
}

/** Where the copies will lie has a number that only the run knows. */
function stagedCommand(command: readonly string[]): string {
  return command.join(" ").replaceAll("{staged}", "…/staged")
}

function changeLines(change: Change, catalogue: Catalogue): readonly Line[] {
  const why = change.why.map((reason) => asideLine(reasonText(reason, catalogue)))
  const say = (coded: Coded<LineArguments>) => line(`  ${lineText(coded, catalogue)}`, 4)
  switch (change.kind) {
    case "file":
      return [...why, ...fileLines(change, catalogue)]
    case "live-value": {
      const { path, before, after, withModule } = change
      return [
        ...why,
        say({ code: "plan-live-value", args: { path, before: withModule ?? before.trim(), after: after.trim() } }),
      ]
    }
    case "packages":
      return [...why, ...packagesLines(change, catalogue)]
    case "tree":
      return [...why, ...treeLines(change, catalogue)]
    case "exchange":
      return [...why, ...exchangeLines(change, catalogue)]
    case "carried-images":
      return [...why, say({ code: "plan-carry-images", args: { from: change.from.component, images: change.images } })]
    case "pods":
      return [...why, say({ code: "plan-end-pods", args: { pods: change.pods } })]
    case "service": {
      const isIdle = !change.wasActive && change.action !== "start"
      const aside = isIdle ? lineText({ code: "plan-not-running", args: {} }, catalogue) : ""
      return [...why, line(`  ${changeText(change, "forward", catalogue)}${aside}`, 4)]
    }
    default:
      return [...why, line(`  ${changeText(change, "forward", catalogue)}`, 4)]
  }
}

function asideLine(text: string): Line {
  return quiet(`  # ${text}`, 4)
}

/** What a package brings and is written anew is shown against the package's text; every byte of it is new here. */
function fileLines(change: FileChange, { lines }: Catalogue): readonly Line[] {
  const { path, realPath, before, after, shipped } = change
  const hasOtherMode = before !== null && after !== null && before.mode !== after.mode
  const modes = { before: octal(before?.mode), after: octal(after?.mode) }
  const isAgainstPackage = shipped !== undefined && after !== null
  return [
    ...(realPath === path ? [] : [asideLine(lines["plan-followed"]({ real: realPath }))]),
    ...(hasOtherMode ? [asideLine(lines["plan-mode"](modes))] : []),
    ...(isAgainstPackage ? [asideLine(lines["plan-against-package"]({ path }))] : []),
    ...diffLines(path, isAgainstPackage ? { ...after, text: shipped } : before, after),
  ]
}

function octal(mode = 0): string {
  return mode.toString(8).padStart(4, "0")
}

function packagesLines(change: PackagesChange, { lines }: Catalogue): readonly Line[] {
  const { packages, manager, services, remove } = change
  const names = packages.map(({ name }) => name)
  if (remove === true) return [line(`  ${lines["plan-remove-packages"]({ packages: names })}`, 4)]
  const size = sizeText(packages.reduce((sum, { bytes }) => sum + bytes, 0))
  return indented(
    [
      line(lines["plan-packages"]({ manager, count: packages.length, size }), 2),
      ...packages.map((one) => line(`  ${lines["plan-package"](one)}`, 4)),
      ...(services.length === 0 ? [] : [line(lines["plan-starts"]({ services }), 2)]),
    ],
    2,
  )
}

function treeLines(change: TreeChange, { lines }: Catalogue): readonly Line[] {
  const { archives, files, main, remove, source } = change
  const projects = archives.map(({ project }) => project)
  if (remove === true) return [line(`  ${lines["plan-remove-tree"]({ projects })}`, 4)]
  const size = sizeText(archives.reduce((sum, { bytes }) => sum + bytes, 0))
  const directories = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))))]
  return indented(
    [
      line(lines["plan-tree"]({ source, count: archives.length, size }), 2),
      ...archives.map((one) => line(`  ${lines["plan-archive"](one)}`, 4)),
      line(`  ${lines["plan-tree-places"]({ directories, files: files.length })}`, 4),
      line(lines["plan-starts"]({ services: [main] }), 2),
    ],
    2,
  )
}

/** What comes for what, and where what gives way is kept. */
function exchangeLines(change: ExchangeChange, { lines }: Catalogue): readonly Line[] {
  const { archives, was, files, replaced, kept, source, back } = change
  const releases = releasesAfter(change, back === undefined)
  if (back === true) return [line(`  ${lines["step-exchange"]({ releases })}`, 4)]
  const size = sizeText(archives.reduce((sum, { bytes }) => sum + bytes, 0))
  const before = new Map(was.map(({ project, version }) => [project, version]))
  const directories = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))))]
  const gone = replaced.filter(({ path }) => !files.some((one) => one.path === path)).map(({ path }) => path)
  return indented(
    [
      line(lines["plan-exchange"]({ source, count: archives.length, size }), 2),
      ...archives.map(({ project, version, url }) => {
        return line(`  ${lines["plan-exchanged"]({ project, version, url, before: before.get(project) ?? "" })}`, 4)
      }),
      line(`  ${lines["plan-tree-places"]({ directories, files: files.length })}`, 4),
      ...(gone.length === 0 ? [] : [line(`  ${lines["plan-exchange-gone"]({ files: gone })}`, 4)]),
      line(`  ${lines["plan-exchange-kept"]({ directory: kept })}`, 4),
    ],
    2,
  )
}
