// The table of kinds of nodes, runtimes, kubelets and steps that a run of the real tests leaves, see tests/real/support/cells.ts.
import { existsSync, readFileSync } from "node:fs"

/** Lines of the table of this file of cells, and below them why what did not pass did not; none, where no cell was recorded. */
export function tableOfCells(file) {
  if (!existsSync(file)) return []
  const cells = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
  if (cells.length === 0) return []
  const order = (cell) => [cell.story, cell.runtime, cell.kubelet ?? "", cell.kind].join("\0")
  cells.sort((one, other) => order(one).localeCompare(order(other), "en", { numeric: true }))
  const rows = cells.map(({ story, kind, runtime, kubelet = "none", outcome, steps, note }) => [
    story,
    kind,
    runtime,
    kubelet,
    outcome,
    [...steps.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)}`), ...(note === "" ? [] : [note])].join(", "),
  ])
  const all = [["story", "kind", "runtime", "kubelet", "outcome", "steps, seconds"], ...rows]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const count = (outcome) => cells.filter((cell) => cell.outcome === outcome).length
  return [
    ...all.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    ),
    `${cells.length} cells: ${count("passed")} passed, ${count("failed")} failed, ${count("not run")} not run`,
  ]
}
