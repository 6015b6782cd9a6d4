// What criadm says of a file beside crio.conf is what the real CRI-O does with it: tests/real/runtimes/crio-other-files.test.ts
// starts one with each. Reports: cri-o/cri-o#10191 and usernetes#30 (policies), cri-o/cri-o#2032 (the two forms of
// registries.conf), kubevirt/kubevirtci#1845 (the old form and the newest CRI-O).
import { describe, expect, test } from "bun:test"
import { policyTrouble } from "../../../src/components/crio/findings/policy.ts"
import { troubleInRegistries } from "../../../src/components/crio/findings/registries-conf.ts"
import { seccompTrouble } from "../../../src/components/crio/findings/seccomp.ts"
import { storageTrouble } from "../../../src/components/crio/findings/storage-conf.ts"
import { releaseOf } from "../../../src/components/crio/tables/releases.ts"
import { known } from "../../../src/model/facts/fact.ts"
import { parseVersion, type Version } from "../../../src/model/version.ts"
import { type OtherFileCase, otherFileCases } from "./other-file-cases.ts"

const fact = (path: string, text: string) =>
  known({ path, text, attributes: { mode: 0o644, uid: 0, gid: 0 } } as never, { kind: "file", path }) as never

const version = parseVersion("1.36.3") as Version

function outcome({ path, text }: OtherFileCase): string {
  if (path.endsWith("policy.json")) return policyTrouble(fact(path, text), version).length === 0 ? "fine" : "pulls fail"
  if (path.endsWith("storage.conf")) return storageTrouble(fact(path, text)).length === 0 ? "fine" : "stops"
  return troubleInRegistries(path, text, { isDropIn: path.includes(".d/"), readsOld: true }) === undefined
    ? "fine"
    : "stops"
}

test.each(otherFileCases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
  expect(outcome(one)).toBe(one.outcome)
})

describe("a seccomp profile, by the source of CRI-O 1.36.3", () => {
  test.each([
    ["{", "not-json"],
    ["", "empty"],
    ["[]", "not-json"],
    ['{"defaultAction": 1}', "wrong-type"],
    ['{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": {}}', "wrong-type"],
    ['{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": "read", "action": "SCMP_ACT_ALLOW"}]}', "wrong-type"],
    ['{"defaultAction": "SCMP_ACT_ERRNO", "nobody": 1}', undefined],
    ["{}", undefined],
    ["null", undefined],
  ])("%p: %p", (text, why) => {
    expect(seccompTrouble(fact("/etc/seccomp.json", text)).map((one) => one.why)).toEqual(
      why === undefined ? [] : [why as never],
    )
  })
})

describe("a seccomp profile that is decoded and fails each container, by containers/common pkg/seccomp and runc", () => {
  const rule = (more: string) => `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{${more}}]}`
  test.each([
    [rule('"name": "read", "names": ["write"], "action": "SCMP_ACT_ALLOW"'), "name-twice", "read"],
    [rule('"names": ["write"], "action": "ALLOW"'), "action", "ALLOW"],
    ['{"defaultAction": "SCMP_ACT_BLOCK", "syscalls": []}', "action", "SCMP_ACT_BLOCK"],
    [
      '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "archMap": [{"architecture": "SCMP_ARCH_X86_64"}]}',
      "arch-twice",
      "archMap",
    ],
  ])("%p: %p", (text, why, what) => {
    expect(seccompTrouble(fact("/etc/seccomp.json", text))).toMatchObject([{ breaks: "containers", why, what }])
  })

  test.each([
    rule('"name": "read", "names": [], "action": "SCMP_ACT_ALLOW"'),
    rule('"names": ["read"], "action": "SCMP_ACT_NOTIFY"'),
    '{"defaultAction": "SCMP_ACT_KILL_PROCESS", "architectures": [], "archMap": [{"architecture": "SCMP_ARCH_X86_64"}]}',
    '{"syscalls": []}',
  ])("%p is fine", (text) => {
    expect(seccompTrouble(fact("/etc/seccomp.json", text))).toEqual([])
  })
})

test("the place is that of the line", () => {
  const text =
    '[[registry]]\nlocation = "a.example"\n\n[[registry.mirror]]\nlocation = "m.example"\npull-from-mirror = "often"\n'
  expect(
    troubleInRegistries("/etc/containers/registries.conf", text, { isDropIn: false, readsOld: true }),
  ).toMatchObject({
    why: "pull-unknown",
    what: "often",
    place: { line: 6, column: 1 },
  })
})

test("the old form alone is read up to 1.36, and no more since", () => {
  const text = '[registries.search]\nregistries = ["a.example"]\n'
  const why = (readsOld: boolean) =>
    troubleInRegistries("/etc/containers/registries.conf", text, { isDropIn: false, readsOld })?.why
  expect(why(true)).toBeUndefined()
  expect(why(false)).toBe("old-registries")
  expect(releaseOf("1.36.3")?.readsOldRegistries).toBe(true)
  expect(releaseOf("1.37.0")?.readsOldRegistries).toBe(false)
})

// kubernetes/website#40834: containers-common had brought a newer policy than CRI-O reads.
test.each([
  ["1.24.6", "signedBy", "keyPaths", "unknown-key"],
  ["1.25.2", "signedBy", "keyPaths", undefined],
  ["1.24.6", "sigstoreSigned", "keyPath", "unknown-type"],
  ["1.26.1", "sigstoreSigned", "fulcio", "unknown-key"],
  ["1.33.0", "sigstoreSigned", "pki", "unknown-key"],
  ["1.34.1", "sigstoreSigned", "pki", undefined],
])("CRI-O %s on a policy with %s by %s: %p", (release, type, key, why) => {
  const keyType = type === "signedBy" ? ', "keyType": "GPGKeys"' : ""
  const text = `{"default": [{"type": "${type}"${keyType}, "${key}": ["/etc/key"]}]}`
  const found = policyTrouble(fact("/etc/containers/policy.json", text), parseVersion(release) as Version)
  expect(found.map((one) => one.why)).toEqual(why === undefined ? [] : [why as never])
})
