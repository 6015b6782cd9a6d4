// The figures of docs/figures.json, from which the README's block is written: each part of scripts/bench notes its own,
// where it is asked to by CRIADM_FIGURES, the file.
import { existsSync, readFileSync, writeFileSync } from "node:fs"

/**
 * @param {string} part
 * @param {object} figures
 */
export function noteFigures(part, figures) {
  const file = process.env.CRIADM_FIGURES
  if (file === undefined) return
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
  const rounded = JSON.parse(JSON.stringify({ ...known, [part]: figures }), (_, value) =>
    typeof value === "number" ? Math.round(value * 100) / 100 : value,
  )
  writeFileSync(file, `${JSON.stringify(rounded, undefined, 2)}\n`)
}
