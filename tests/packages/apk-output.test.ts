// What apk-tools 2.14 and 3.0 print on Alpine, and their record. apk itself is not to be had where these tests run.
import { expect, test } from "bun:test"
import { readInstalled, readPolicy, readSteps } from "../../src/packages/output/apk.ts"

test("the steps of a simulation", () => {
  const said = `(1/4) Installing libseccomp (2.6.0-r0)
(2/4) Installing runc (1.3.3-r1)
(3/4) Upgrading musl (1.2.5-r9 -> 1.2.5-r10)
(4/4) Purging docker-engine (29.1.3-r0)
OK: 512 MiB in 71 packages
`
  const one = (name: string, version: string) => ({ name, version, architecture: "x86_64", origin: "", bytes: 0 })

  expect(readSteps(said, "x86_64")).toEqual({
    installed: [one("libseccomp", "2.6.0-r0"), one("runc", "1.3.3-r1")],
    upgraded: ["musl 1.2.5-r9 -> 1.2.5-r10"],
    removed: ["docker-engine"],
  })
})

test("what the repositories offer; the record of what is installed is none", () => {
  const said = `containerd policy:
  2.2.0-r1:
    lib/apk/db/installed
    https://dl-cdn.alpinelinux.org/alpine/v3.23/community
  2.3.7-r0:
    @edge https://dl-cdn.alpinelinux.org/alpine/edge/community
`
  expect(readPolicy(said)).toEqual([
    { version: "2.2.0-r1", origin: "https://dl-cdn.alpinelinux.org/alpine/v3.23/community" },
    { version: "2.3.7-r0", origin: "https://dl-cdn.alpinelinux.org/alpine/edge/community" },
  ])
})

test("the names in its record", () => {
  const record = "C:Q1x=\nP:musl\nV:1.2.5-r9\n\nC:Q1y=\nP:containerd\nV:2.2.0-r1\nF:usr/bin\nR:containerd\n"

  expect([...readInstalled(record)]).toEqual(["musl", "containerd"])
})
