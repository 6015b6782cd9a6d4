import { expect, test } from "bun:test"
import { aptReleaseOf } from "../../src/packages/apt-suites.ts"

test("packages of a release come from its suites, those of security among them, each signed by its distribution", () => {
  expect(aptReleaseOf({ id: "debian", versionId: "13" }, "arm64", [])?.sources).toEqual([
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main",
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie-updates main",
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian-security trixie-security main",
  ])
})

test("they come from the mirror that this machine uses for the same archive, and from none with a password", () => {
  const own = [
    "# deb http://old.example/debian bookworm main\ndeb http://mirror.example/pub/debian/ bookworm main\n",
    "URIs: http://user:secret@mirror.example/debian-security\n",
  ]

  const sources = aptReleaseOf({ id: "debian", versionId: "13" }, "amd64", own)?.sources.join("\n")
  expect(sources).toContain("http://mirror.example/pub/debian trixie main")
  expect(sources).toContain("http://deb.debian.org/debian-security trixie-security main")
})

test.each([
  ["ubuntu", "24.04", "arm64", "http://ports.ubuntu.com/ubuntu-ports noble main universe"],
  ["ubuntu", "24.04", "amd64", "http://archive.ubuntu.com/ubuntu noble main universe"],
] as const)("%s %s for %s: %s", (id, versionId, architecture, line) => {
  expect(aptReleaseOf({ id, versionId }, architecture, [])?.sources[0]).toEndWith(line)
})

test("a release that is not known has none", () => {
  expect(aptReleaseOf({ id: "debian", versionId: "9" }, "amd64", [])).toBeUndefined()
  expect(aptReleaseOf({ id: "rocky", versionId: "9" }, "amd64", [])).toBeUndefined()
})
