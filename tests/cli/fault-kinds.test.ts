// Which exit code a fault has follows from its kind, and every code has one.
import { expect, test } from "bun:test"
import { exitCodeOfFault } from "../../src/cli/exit-code-of.ts"
import { en } from "../../src/messages/en/en.ts"
import { faultKinds } from "../../src/messages/owned.ts"
import type { Fault } from "../../src/model/fault.ts"

const codes = Object.keys(en.faults) as Fault["code"][]
const ofKind = (kind: string) => codes.filter((code) => faultKinds[code] === kind).toSorted()

test("every fault that can be said has a kind, and every kind is of a fault that can be said", () => {
  expect(Object.keys(faultKinds).toSorted()).toEqual(codes.toSorted())
})

test("exit code 2 is for what was given, 3 for the node", () => {
  const exitCode = (code: Fault["code"]) => exitCodeOfFault({ code, args: {} } as Fault)

  expect(ofKind("usage").map(exitCode)).toEqual(ofKind("usage").map(() => 2))
  expect([...ofKind("refused"), ...ofKind("failed")].every((code) => exitCode(code) === 3)).toBe(true)
  expect(ofKind("not-as-asked").map((code) => [code, exitCode(code)])).toEqual([
    ["download-differs", 6],
    ["download-not-listed", 6],
    ["download-not-signed", 6],
    ["failures-left", 6],
  ])
  expect(ofKind("interrupted").map((code) => [code, exitCode(code)])).toEqual([["interrupted", 130]])
})

test("the faults of usage are these", () => {
  expect(ofKind("usage")).toEqual([
    "answers-file-broken",
    "bad-answer",
    "bundle-place-taken",
    "bundle-system-unknown",
    "checksums-broken",
    "configmap-not-understood",
    "facts-file-broken",
    "file-missing",
    "flag-given-twice",
    "flag-needs-value",
    "flag-takes-no-value",
    "flags-exclude",
    "migration-target",
    "missing-argument",
    "needs-yes",
    "no-terminal",
    "plan-file-broken",
    "plan-for-other-root",
    "release-needs-install",
    "root-missing",
    "script-for-windows-alone",
    "secret-on-terminal",
    "standard-input-twice",
    "too-many-arguments",
    "unknown-answer",
    "unknown-command",
    "unknown-finding",
    "unknown-flag",
    "version-not-understood",
    "watch-which",
  ])
})
