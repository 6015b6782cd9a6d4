// A plan for the tree of a Windows node as a PowerShell script that a person reads and runs on that node: it looks whether
// every file is still as the plan was made on, keeps each one it replaces, and takes itself back with -Undo. Not run by
// criadm's tests: services and named pipes are Windows' own. What it writes and in which order is tested.

import { build } from "../model/build.ts"
import type { Change, FileVersion } from "../model/change.ts"
import type { Plan } from "../model/plan.ts"
import { diffLines } from "../pages/diff.ts"
import { textOf } from "../pages/lines.ts"

/** Kinds of changes that it can do; others are not planned for such a tree. */
type Scripted = Extract<Change, { readonly kind: "file" | "directory" }>

export function windowsScript(plan: Plan): string {
  const changes = plan.changes.filter((change): change is Scripted => ["file", "directory"].includes(change.kind))
  const files = changes.flatMap((change) => (change.kind === "file" ? [change] : []))
  // A service has the name under which `containerd --register-service` and the recipes of sig-windows-tools register it.
  const services = [...new Set(files.map(({ component }) => component))]
  const lines = [
    `# Written by criadm ${build.version}. Read it before you run it: nothing of criadm has run it on Windows.`,
    "# It stops, with nothing changed, where a file is not as it was when the plan was made. -Undo takes it back.",
    "#Requires -RunAsAdministrator",
    "param([switch]$Undo)",
    "Set-StrictMode -Version Latest",
    "$ErrorActionPreference = 'Stop'",
    "",
    ...functions,
    "",
    "if (-not $Undo) {",
    ...plan.readings.map(
      ({ path, hash }) => `  Test-AsPlanned ${quoted(path)} ${hash === null ? "$null" : `'${hash}'`}`,
    ),
    ...changes.flatMap(done),
    "} else {",
    ...files.toReversed().map(({ path, before }) => `  Restore-File ${quoted(path)} $${before !== null}`),
    "}",
    ...services.map((service) => `Restart-Named '${service}'`),
  ]
  return `${lines.join("\r\n")}\r\n`
}

function done(change: Scripted): readonly string[] {
  const path = quoted(change.path)
  if (change.kind === "directory") return [`  New-Item -ItemType Directory -Force -Path ${path} | Out-Null`]
  const { before, after } = change
  const kept = quoted(`${change.path}.criadm-before`)
  if (after === null) return [`  Move-Item -Force -LiteralPath ${path} -Destination ${kept}`]
  return [...shown(change.path, before, after), `  Write-Whole ${path} '${Buffer.from(after.text).toString("base64")}'`]
}

/** What a person reads, since the bytes are no text; not of a file that its owner alone may read. */
function shown(path: string, before: FileVersion | null, after: FileVersion): readonly string[] {
  if ((after.mode & 0o077) === 0) return []
  return diffLines(path, before, after).map((row) => `  # ${textOf(row).replace(/\r$/, "")}`)
}

const functions = [
  "function Test-AsPlanned([string]$Path, $Hash) {",
  "  $now = if (Test-Path -LiteralPath $Path) { (Get-FileHash -Algorithm SHA256 -LiteralPath $Path).Hash.ToLower() }",
  '  if ($now -ne $Hash) { throw "$Path is not as it was when the plan was made. Make the plan again; nothing was changed." }',
  "}",
  "function Write-Whole([string]$Path, [string]$Base64) {",
  '  if (Test-Path -LiteralPath $Path) { Copy-Item -Force -LiteralPath $Path -Destination "$Path.criadm-before" }',
  '  [IO.File]::WriteAllBytes("$Path.criadm-new", [Convert]::FromBase64String($Base64))',
  '  Move-Item -Force -LiteralPath "$Path.criadm-new" -Destination $Path',
  "}",
  "function Restore-File([string]$Path, [bool]$WasThere) {",
  '  if ($WasThere) { Move-Item -Force -LiteralPath "$Path.criadm-before" -Destination $Path }',
  "  else { Remove-Item -LiteralPath $Path }",
  "}",
  "function Restart-Named([string]$Name) {",
  "  if (Get-Service -Name $Name -ErrorAction SilentlyContinue) { Restart-Service -Force -Name $Name }",
  "}",
]

/** The tree's root is the drive C:. Single quotes, which typographic ones are too, are doubled (about_Quoting_Rules). */
function quoted(path: string): string {
  return `'${`C:${path.replaceAll("/", "\\")}`.replace(/['\u2018-\u201b]/g, "$&$&")}'`
}
