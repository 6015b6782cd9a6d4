import { expect, test } from "bun:test"
import { readChecksums } from "../../src/components/archives/given-checksums.ts"
import { archiveUrl, cniPlugins, crictl, namedArchive, runc } from "../../src/components/archives/projects.ts"
import { knownChecksums, withChecksums } from "../../src/components/archives/tables/checksums.ts"
import { components } from "../../src/components/loaded.ts"
import { chooseInstallation } from "../../src/decide/install/choose-installation.ts"
import { installNotes } from "../../src/decide/install/installing.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import type { Answers } from "../../src/model/answers.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const rocky = 'ID=rocky\nID_LIKE="rhel"\nVERSION_ID="9"\n'
const node = async (os = rocky, architecture = "x86_64", init = "systemd") =>
  detectNode(
    memoryMachine({
      uid: 0,
      isLive: true,
      files: {
        "/etc/os-release": os,
        "/proc/sys/kernel/arch": `${architecture}\n`,
        "/proc/1/comm": `${init}\n`,
        ...(init === "systemd" ? { "/run/systemd/system/.keep": "" } : {}),
      },
    }),
    { initSystems, components },
  )

const containerd = components.find(({ id }) => id === "containerd")
const projects = containerd?.install?.archives?.projects({ id: "", name: "" }) ?? []

async function choose(
  given: Answers,
  how: { os?: string; architecture?: string; init?: string; sums?: string; there?: readonly string[] } = {},
) {
  const sums = readChecksums("/root/sums", how.sums ?? "", projects)
  if (!sums.ok) return sums.fault
  const chosen = chooseInstallation(
    await node(how.os, how.architecture, how.init),
    { install: "upstream", ...given },
    components,
    {
      checksums: withChecksums(knownChecksums(), sums.value),
      given: sums.value,
      isThere: (path) => how.there?.includes(path) === true,
    },
  )
  if (!chosen.ok) return chosen.fault
  return chosen.value?.kind === "archives" ? chosen.value : undefined
}

const releasesOf = (chosen: Awaited<ReturnType<typeof choose>>) =>
  chosen !== undefined && "archives" in chosen
    ? chosen.archives.map(({ project, version }) => `${project} ${version}`)
    : chosen

test("for a Kubernetes minor, the newest release in the table of the series that its project tested with it, and what goes with it", async () => {
  expect(releasesOf(await choose({ "kubernetes-version": "1.36.2" }))).toEqual([
    "containerd 2.3.4",
    "runc 1.4.3",
    "cni-plugins 1.9.1",
    "crictl 1.36.0",
  ])
  expect(releasesOf(await choose({ "kubernetes-version": "1.34" }))).toEqual([
    "containerd 2.1.9",
    "runc 1.3.6",
    "cni-plugins 1.9.1",
    "crictl 1.34.0",
  ])
})

test("a minor for which the table has nothing that was tested is told, and its last release is only named", async () => {
  expect(await choose({ "kubernetes-version": "1.37" })).toMatchObject({
    code: "no-tested-set",
    args: { runtime: "containerd", kubernetes: "1.37", newest: "2.3.4", tableOf: "2026-08" },
  })
  expect(releasesOf(await choose({ "kubernetes-version": "1.37", "runtime-release": "2.3" }))).toEqual(
    expect.arrayContaining(["containerd 2.3.4", "crictl 1.36.0"]),
  )
})

test("any release in the table can be asked for, by series or exactly; another needs a checksum", async () => {
  expect(releasesOf(await choose({ "runtime-release": "1.7" }))).toContain("containerd 1.7.34")
  expect(releasesOf(await choose({ "runtime-release": "2.0.7" }))).toEqual(
    expect.arrayContaining(["containerd 2.0.7", "runc 1.3.6"]),
  )
  expect(await choose({ "runtime-release": "2.4.2" })).toMatchObject({
    code: "checksum-unknown",
    args: { project: "containerd", version: "2.4.2", file: "v2.4.2/containerd-2.4.2-linux-amd64.tar.gz" },
  })
  const [a, b] = ["a".repeat(64), "b".repeat(64)]
  const sums = `${a}  containerd-2.4.2-linux-amd64.tar.gz\n${b} *https://example.org/v1.6.0/runc.amd64\n`
  const chosen = await choose({ "runtime-release": "2.4" }, { sums })
  expect(chosen).toMatchObject({ archives: [{ version: "2.4.2", sha256: a }, { version: "1.6.0", sha256: b }, {}, {}] })
  expect(await choose({ "runtime-release": "2.4" }, { sums, architecture: "aarch64" })).toMatchObject({
    code: "checksum-unknown",
  })
})

test("archives are of the node's processor and C library", async () => {
  expect(await choose({ "runtime-release": "2.3.4" }, { architecture: "aarch64" })).toMatchObject({
    architecture: "arm64",
    archives: [
      {
        url: "https://github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-arm64.tar.gz",
        sha256: "a985fbb7e18fc0362d31a055338f5d7b0e087a3e27f14c70d1c5965399a29f95",
      },
      {},
      {},
      {},
    ],
  })
  expect(releasesOf(await choose({ "runtime-release": "2.3" }, { os: "ID=alpine\n" }))).toContain(
    "containerd-static 2.3.4",
  )
  expect(await choose({}, { architecture: "riscv64" })).toMatchObject({ code: "no-archives-for" })
})

test("a companion that the node has already stays, whoever brought it", async () => {
  const chosen = await choose({ "kubernetes-version": "1.36" }, { there: ["/usr/bin/crictl", "/opt/cni/bin/loopback"] })

  expect(releasesOf(chosen)).toEqual(["containerd 2.3.4", "runc 1.4.3"])
  expect(chosen).toMatchObject({
    leftOut: [
      { project: "cni-plugins", path: "/opt/cni/bin/loopback" },
      { project: "crictl", path: "/usr/bin/crictl" },
    ],
  })
})

test("network plugins of a distribution are none for a runtime from an archive, which does not look there", async () => {
  const chosen = await choose({ "kubernetes-version": "1.36" }, { there: ["/usr/lib/cni/loopback"] })

  expect(releasesOf(chosen)).toContain("cni-plugins 1.9.1")
})

test("what starts it is of the node's init system, and a unit is not in /etc", async () => {
  const chosen = await choose({ "kubernetes-version": "1.36" })

  expect(chosen).toMatchObject({
    main: "containerd.service",
    services: [{ path: "/usr/local/lib/systemd/system/containerd.service", mode: 0o644 }],
  })
})

test("a release with a known defect is told with it, and the one after it is not", async () => {
  const facts = await node()
  const notes = (release: string) =>
    installNotes(
      {
        ...facts,
        toBeInstalled: {
          kind: "tree",
          component: "containerd",
          release,
          source: "upstream",
          archives: [],
          files: [],
          directories: [],
          main: "",
          leftOut: [],
          services: [],
          contents: "",
          configuration: [],
          kept: [],
        },
      },
      "1.36",
      components,
    ).map((one) => one.code)

  for (const release of ["2.3.0", "2.3.4"]) expect(notes(release)).toContain("containerd-defect-newer-drop-in")
  for (const release of ["2.2.7", "2.3.5"]) expect(notes(release)).not.toContain("containerd-defect-newer-drop-in")
})

test("CRI-O's release is of the node's Kubernetes minor, and a minor that the table does not have is told", async () => {
  expect(releasesOf(await choose({ runtime: "crio", "kubernetes-version": "1.35" }))).toEqual([
    "cri-o 1.35.6",
    "cni-plugins 1.9.1",
    "crictl 1.35.0",
  ])
  expect(await choose({ runtime: "crio", "kubernetes-version": "1.37" })).toMatchObject({
    code: "no-tested-set",
    args: { runtime: "CRI-O", newest: "1.36.3" },
  })
})

test("a runtime without such archives is told", async () => {
  expect(await choose({ runtime: "docker" })).toMatchObject({ code: "no-archives-of", args: { runtime: "docker" } })
})

test.each([
  ["not a checksum", "form", 1],
  [`${"0".repeat(63)}  runc.amd64`, "form", 1],
  [`# by hand\n\n${"0".repeat(64)}  kubelet`, "unknown-name", 3],
  [`${"0".repeat(64)}  runc.amd64`, "unknown-name", 1],
  [`${"0".repeat(64)}  v1.6.0/runc.amd64\n${"1".repeat(64)}  v1.6.0/runc.amd64`, "twice", 2],
])("a list of checksums that is none is refused where it is wrong: %p", async (sums, why, line) => {
  expect(await choose({}, { sums })).toMatchObject({ code: "checksums-broken", args: { why }, place: { line } })
})

test("every archive's name says again which release it is of", () => {
  for (const project of [...projects, runc, cniPlugins, crictl]) {
    for (const architecture of ["amd64", "arm64"] as const) {
      const url = archiveUrl(project, "1.22.333", architecture)
      expect(namedArchive(project, url)).toEqual({ version: "1.22.333", architecture })
    }
  }
})

test("the table has a checksum of every architecture for every release, and its newest first", () => {
  const table = knownChecksums()
  expect([...table.keys()]).toEqual(
    expect.arrayContaining(["containerd", "containerd-static", "runc", "cni-plugins", "crictl"]),
  )
  for (const releases of table.values()) {
    for (const { sha256 } of releases) {
      expect(Object.keys(sha256).toSorted()).toEqual(["amd64", "arm64"])
      for (const sum of Object.values(sha256)) expect(sum).toMatch(/^[0-9a-f]{64}$/)
    }
  }
  expect(table.get("containerd")?.length).toBe(70)
  const own = [...table].map(([id, releases]) => [id, withChecksums(new Map(), new Map([[id, releases]])).get(id)])
  expect(own).toEqual([...table])
})
