// The script for a Windows node, as text: no PowerShell is at hand to run it, and the script says so itself.
import { expect, test } from "bun:test"
import { windowsScript } from "../../src/cli/windows-script.ts"
import type { Change } from "../../src/model/change.ts"
import type { Plan } from "../../src/model/plan.ts"

const version = (text: string, mode = 0o644) => ({ text, mode, uid: 0, gid: 0 })
const file = (path: string, before: string | null, after: string | null, mode?: number): Change => ({
  kind: "file",
  component: "containerd",
  path,
  realPath: path,
  before: before === null ? null : version(before, mode),
  after: after === null ? null : version(after, mode),
  why: [],
})

function scriptOf(changes: readonly Change[], readings: Plan["readings"] = []): readonly string[] {
  return windowsScript({ changes, readings } as unknown as Plan).split("\r\n")
}

test("every file is looked at before the first one is written, and the order of the plan is kept", () => {
  const lines = scriptOf(
    [
      { kind: "directory", component: "containerd", path: "/etc/cni", mode: 0o755, why: [] },
      file("/Program Files/containerd/config.toml", "version = 2\r\n", "version = 3\r\n"),
    ],
    [
      { path: "/Program Files/containerd/config.toml", hash: "ab" },
      { path: "/etc/cni", hash: null },
    ],
  )
  const acts = lines.filter((line) => /^ {2}(?:Test-AsPlanned|New-Item|Write-Whole) /.test(line))

  expect(acts.slice(0, 3)).toEqual([
    "  Test-AsPlanned 'C:\\Program Files\\containerd\\config.toml' 'ab'",
    "  Test-AsPlanned 'C:\\etc\\cni' $null",
    "  New-Item -ItemType Directory -Force -Path 'C:\\etc\\cni' | Out-Null",
  ])
  const written = /^ {2}Write-Whole '(.+)' '(.+)'$/.exec(acts[3] ?? "")
  expect(written?.[1]).toBe("C:\\Program Files\\containerd\\config.toml")
  expect(Buffer.from(written?.[2] ?? "", "base64").toString()).toBe("version = 3\r\n")
  expect(lines.at(-2)).toBe("Restart-Named 'containerd'")
})

test("what a person reads is the change; a file that its owner alone may read is not shown", () => {
  expect(scriptOf([file("/a.toml", "old\n", "new\n")])).toContain("  # +new")
  expect(scriptOf([file("/a.toml", "old\n", "secret\n", 0o600)]).join()).not.toContain("# +secret")
})

test("undoing goes backwards: what was there comes back, what was not goes", () => {
  const lines = scriptOf([file("/one", "1", "2"), file("/two", null, "2")])

  expect(lines.filter((line) => line.startsWith("  Restore-File"))).toEqual([
    "  Restore-File 'C:\\two' $false",
    "  Restore-File 'C:\\one' $true",
  ])
})

test("a name cannot end the word that it stands in", () => {
  expect(scriptOf([file("/it's; Remove-Item x", "1", null)]).join("\n")).toContain("'C:\\it''s; Remove-Item x'")
})
