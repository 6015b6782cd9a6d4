// What comes beside a runtime that serves no CRI by itself.
import { describe, expect, test } from "bun:test"
import { type KnownArchives, knownChecksums, withChecksums } from "../../src/components/archives/tables/checksums.ts"
import { components } from "../../src/components/loaded.ts"
import { chooseCompanion } from "../../src/decide/install/choose-companion.ts"
import { changesWithInstallation } from "../../src/decide/install/installing.ts"
import { inOwnDomain } from "../../src/decide/install/own-domain.ts"
import { orderChanges } from "../../src/decide/order.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { ComingPackages, ComingTree } from "../../src/model/install/packages.ts"
import { type Described, dockerNode } from "../components/docker/a-docker-node.ts"

const known = { checksums: knownChecksums(), given: new Map(), isThere: () => false }
const arch = { "/proc/sys/kernel/arch": "x86_64\n" }

async function choose(
  answers: Answers,
  { files, ...more }: Described = {},
  uid = 0,
  archives: Partial<KnownArchives> = {},
) {
  const node = await dockerNode({ criDockerdVersion: null, files: { ...arch, ...files }, ...more })
  const chosen = chooseCompanion({ ...node, uid }, { "kubernetes-version": "1.36.1", ...answers }, components, {
    ...known,
    ...archives,
  })
  if (!chosen.ok) return chosen.fault.code
  return chosen.value?.archives.map(({ project, version }) => `${project} ${version}`)
}

describe("Docker Engine without cri-dockerd", () => {
  test.each(["upstream", "distribution"] as const)("gets it from archives with --install %s", async (install) => {
    const all = ["cri-dockerd 0.3.26", "cni-plugins 1.9.1", "crictl 1.36.0"]

    expect(await choose({ install, runtime: "docker" })).toEqual(all)
    expect(await choose({ install })).toEqual(all)
  })

  test("gets nothing unasked, nothing where another runtime is asked for, and nothing twice", async () => {
    expect(await choose({ install: "no" })).toBeUndefined()
    expect(await choose({})).toBeUndefined()
    expect(await choose({ install: "upstream", runtime: "containerd" })).toBeUndefined()
    expect(await choose({ install: "upstream", runtime: "docker" }, { criDockerdVersion: "0.4.3" })).toBeUndefined()
  })

  test("is told where nothing can come: not root, another processor", async () => {
    expect(await choose({ install: "upstream", runtime: "docker" }, {}, 1000)).toBe("not-root")
    expect(
      await choose({ install: "upstream", runtime: "docker" }, { files: { "/proc/sys/kernel/arch": "riscv64\n" } }),
    ).toBe("no-archives-for")
  })
})

describe("a cri-dockerd that criadm placed", () => {
  const files = [{ path: "/usr/local/bin/cri-dockerd", mode: 0o755, bytes: 1, sha256: "0".repeat(64) }]
  const placed = (version: string) => {
    return { placed: { component: "cri-dockerd", archives: [{ project: "cri-dockerd", version }], files } }
  }
  const given = new Map([["cri-dockerd", [{ version: "0.4.4", sha256: { amd64: "1".repeat(64) } }]]])
  const named = { given, checksums: withChecksums(knownChecksums(), given) }
  const there = { criDockerdVersion: "0.3.20" }
  const asked = { install: "upstream", runtime: "docker" } as const

  test("gives way to a newer one that a person gave the checksum of", async () => {
    expect(await choose(asked, there, 0, { ...placed("0.3.20"), ...named })).toContain("cri-dockerd 0.4.4")
  })

  test("stays where only criadm's table has a newer one, where it is as new, and where nothing is asked for", async () => {
    expect(await choose(asked, there, 0, placed("0.3.20"))).toBeUndefined()
    expect(await choose(asked, there, 0, { ...placed("0.4.4"), ...named })).toBeUndefined()
    expect(await choose({ runtime: "docker" }, there, 0, { ...placed("0.3.20"), ...named })).toBeUndefined()
    expect(await choose(asked, there, 0, named)).toBeUndefined()
  })
})

test("packages and archives in one plan: the archives first, since their place is cleared with the packages; Docker starts before cri-dockerd", async () => {
  const coming = { services: [], contents: "/c", configuration: [], kept: [] }
  const beside: ComingTree = {
    ...coming,
    kind: "tree",
    component: "cri-dockerd",
    release: "0.3.26",
    source: "upstream",
    archives: [],
    files: [{ path: "/usr/local/bin/cri-dockerd", mode: 0o755, bytes: 1, sha256: "0".repeat(64) }],
    directories: [],
    main: "cri-docker.service",
    leftOut: [],
    services: ["cri-docker.service"],
  }
  const toBeInstalled: ComingPackages = {
    ...coming,
    kind: "packages",
    component: "docker",
    release: "26.1.5",
    manager: "apt",
    requested: ["docker.io"],
    packages: [],
    archiveDirectory: "/a",
    beside,
  }
  const willBe: NodeFacts = { ...(await dockerNode({})), toBeInstalled }

  const changes = orderChanges(changesWithInstallation([], willBe, components))

  expect(changes.map((one) => (one.kind === "service" ? `${one.action} ${one.service}` : one.kind))).toEqual([
    "tree",
    "packages",
    "start docker.service",
    "start cri-docker.service",
  ])
  const source = { kind: "file", path: "/sys/fs/selinux/enforce" } as const
  const selinux = { state: "known", value: "enforcing", source } as const
  expect(inOwnDomain(changes, { selinux })).toEqual([
    { kind: "selinux-domain", component: "cri-dockerd", service: "cri-docker.service" },
  ])
  expect(inOwnDomain(changes, willBe)).toEqual([])
  expect(changes.map(({ why }) => why[0]?.code)).toEqual([
    "companion-is-missing",
    "runtime-is-missing",
    "started-once",
    "started-once",
  ])
})
