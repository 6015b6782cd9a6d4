// The table of cases and releases, with every reason below it, as text.

export interface Row {
  readonly name: string
  readonly verdict: "effective" | "refused" | "wrong"
  readonly detail: string
}

export function asText(byRelease: ReadonlyMap<string, readonly Row[]>): string {
  const names = [...new Set([...byRelease.values()].flatMap((rows) => rows.map((row) => row.name)))]
  const columns = [...byRelease]
  const width = Math.max(...names.map((name) => name.length))
  const cells = (name: string) => columns.map(([, rows]) => rows.find((row) => row.name === name)?.verdict ?? "-")
  const line = (name: string, entries: readonly string[]) =>
    `${name.padEnd(width)}  ${entries.map((entry) => entry.padEnd(18)).join("")}`.trimEnd()
  const count = (verdict: Row["verdict"]) =>
    columns.map(([, rows]) => String(rows.filter((row) => row.verdict === verdict).length))
  const reasons = columns.flatMap(([release, rows]) =>
    rows.filter((row) => row.detail !== "").map((row) => `${row.verdict} on ${release}, ${row.name}: ${row.detail}`),
  )
  return [
    line(
      "",
      columns.map(([release]) => release),
    ),
    ...names.map((name) => line(name, cells(name))),
    "",
    ...(["effective", "refused", "wrong"] as const).map((verdict) => line(verdict, count(verdict))),
    "",
    ...reasons,
    "",
  ].join("\n")
}
