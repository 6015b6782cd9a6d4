// A plan for a person: every file as a unified diff, every service action, what will be verified afterwards.

import { sizeText } from "../../messages/size.ts"
import type { Change, FileChange, PackagesChange, TreeChange } from "../../model/change.ts"
import type { Plan } from "../../model/plan.ts"
import { expectationText, reasonText } from "../../pages/sentences.ts"
import type { Face } from "../face.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { renderDiff } from "./diff.ts"
import { sayChange } from "./progress.ts"

export function renderPlan(face: Face, plan: Plan): string {
  const { catalogue, paint } = face
  const parts: string[] = []
  const isAsItShouldBe = plan.notes.every(({ code }) => code !== "failures-elsewhere")
  if (plan.changes.length === 0)
    parts.push(sayLine(catalogue, { code: isAsItShouldBe ? "plan-is-empty" : "plan-changes-nothing", args: {} }))
  else {
    parts.push(paint(sayLine(catalogue, { code: "plan-heading", args: { changes: plan.changes.length } }), "strong"))
    parts.push(...plan.changes.map((change) => renderChange(face, change)))
    if (plan.expectations.length > 0) {
      parts.push(sayLine(catalogue, { code: "plan-verifies", args: {} }))
      parts.push(...plan.expectations.map((one) => `  ${printable(expectationText(one, catalogue))}`))
      parts.push(sayLine(catalogue, { code: "plan-timeout", args: { seconds: plan.timeoutSeconds } }))
    }
  }
  parts.push(...plan.notes.map((note) => paint(printable(reasonText(note, catalogue)), "quiet")))
  return parts.join("\n")
}

/** One line per change; empty where there is none. */
export function listPlan(face: Face, { changes }: Plan): string {
  return changes.map((change) => sayChange(face, change, "forward")).join("\n")
}

function renderChange(face: Face, change: Change): string {
  const { catalogue, paint } = face
  const why = change.why.map((reason) => paint(`  # ${printable(reasonText(reason, catalogue))}`, "quiet"))
  switch (change.kind) {
    case "file":
      return renderFile(face, change, why)
    case "directory":
      return [...why, `  ${sayLine(catalogue, { code: "plan-directory", args: { path: change.path } })}`].join("\n")
    case "live-value": {
      const { path, before: was, after, withModule } = change
      const before = withModule ?? was
      return [...why, `  ${sayLine(catalogue, { code: "plan-live-value", args: { path, before, after } })}`].join("\n")
    }
    case "image":
      return [...why, `  ${sayChange(face, change, "forward")}`].join("\n")
    case "swap":
      return [...why, `  ${sayChange(face, change, "forward")}`].join("\n")
    case "module":
      return [...why, `  ${sayLine(catalogue, { code: "step-module", args: { module: change.name } })}`].join("\n")
    case "packages":
      return [...why, ...renderPackages(face, change)].join("\n")
    case "carried-images": {
      const { from, images } = change
      const args = { from: from.component, images }
      return [...why, `  ${sayLine(catalogue, { code: "plan-carry-images", args })}`].join("\n")
    }
    case "pods":
      return [...why, `  ${sayLine(catalogue, { code: "plan-end-pods", args: { pods: change.pods } })}`].join("\n")
    case "tree":
      return [...why, ...renderTree(face, change)].join("\n")
    case "service": {
      const { action, service } = change
      return [...why, `  ${sayLine(catalogue, { code: "plan-service", args: { action, service } })}`].join("\n")
    }
  }
}

/** What a package brings and is written anew is shown against the package's text; every byte of it is new here. */
function renderFile(face: Face, { path, before, after, shipped }: FileChange, why: readonly string[]): string {
  const { catalogue, paint } = face
  if (shipped === undefined || after === null) return [...why, renderDiff(path, before, after, paint)].join("\n")
  const note = paint(`  # ${sayLine(catalogue, { code: "plan-against-package", args: { path } })}`, "quiet")
  return [...why, note, renderDiff(path, { ...after, text: shipped }, after, paint)].join("\n")
}

function renderPackages({ catalogue }: Face, change: PackagesChange): readonly string[] {
  const { packages, manager, services, remove } = change
  const names = packages.map(({ name }) => name)
  if (remove === true) return [`  ${sayLine(catalogue, { code: "plan-remove-packages", args: { packages: names } })}`]
  const size = sizeText(packages.reduce((sum, { bytes }) => sum + bytes, 0))
  return [
    `  ${sayLine(catalogue, { code: "plan-packages", args: { manager, count: packages.length, size } })}`,
    ...packages.map((one) => `    ${printable(sayLine(catalogue, { code: "plan-package", args: one }))}`),
    ...(services.length === 0 ? [] : [`  ${sayLine(catalogue, { code: "plan-starts", args: { services } })}`]),
  ]
}

function renderTree({ catalogue }: Face, change: TreeChange): readonly string[] {
  const { archives, files, main, remove, source } = change
  const projects = archives.map(({ project }) => project)
  if (remove === true) return [`  ${sayLine(catalogue, { code: "plan-remove-tree", args: { projects } })}`]
  const size = sizeText(archives.reduce((sum, { bytes }) => sum + bytes, 0))
  const directories = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))))]
  const places = { directories, files: files.length }
  return [
    `  ${sayLine(catalogue, { code: "plan-tree", args: { source, count: archives.length, size } })}`,
    ...archives.map((args) => `    ${printable(sayLine(catalogue, { code: "plan-archive", args }))}`),
    `    ${sayLine(catalogue, { code: "plan-tree-places", args: places })}`,
    `  ${sayLine(catalogue, { code: "plan-starts", args: { services: [main] } })}`,
  ]
}
