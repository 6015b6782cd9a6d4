// Another release of a runtime that criadm placed from archives: when it comes, what comes with it, and what is planned.
import { describe, expect, test } from "bun:test"
import { knownChecksums, withChecksums } from "../../src/components/archives/tables/checksums.ts"
import { components } from "../../src/components/loaded.ts"
import { chooseInstallation } from "../../src/decide/install/choose-installation.ts"
import { changesWithInstallation, readingsWithInstallation } from "../../src/decide/install/installing.ts"
import { orderChanges } from "../../src/decide/order.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { Change, TreeFile } from "../../src/model/change.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { ComingTree } from "../../src/model/install/packages.ts"
import type { PlacedArchives } from "../../src/model/install/placed.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const file = (path: string, sha256 = "old"): TreeFile => ({ path, mode: 0o755, bytes: 1, sha256 })
const unit = "/usr/local/lib/systemd/system/containerd.service"
const placed: PlacedArchives = {
  component: "containerd",
  archives: [
    { project: "containerd", version: "2.1.9" },
    { project: "runc", version: "1.3.6" },
    { project: "cni-plugins", version: "1.9.1" },
    { project: "crictl", version: "1.34.0" },
  ],
  files: [
    "/usr/local/bin/containerd",
    "/usr/local/bin/ctr",
    "/usr/local/sbin/runc",
    "/opt/cni/bin/loopback",
    "/usr/local/bin/crictl",
    unit,
  ].map((path) => file(path)),
}

async function choose(
  given: Answers,
  { uid = 0, before = placed, more = {} }: { uid?: number; before?: PlacedArchives | null; more?: object } = {},
) {
  const files = {
    "/etc/os-release": 'ID=debian\nVERSION_ID="13"\n',
    "/proc/sys/kernel/arch": "x86_64\n",
    "/proc/1/comm": "systemd\n",
    "/run/systemd/system/.keep": "",
    ...Object.fromEntries(placed.files.map(({ path }) => [path, ""])),
  }
  const node = await detectNode(memoryMachine({ uid, isLive: true, files }), { initSystems, components })
  const chosen = chooseInstallation(node, { install: "upstream", "kubernetes-version": "1.36", ...given }, components, {
    checksums: withChecksums(knownChecksums(), new Map()),
    given: new Map(),
    isThere: (path) => path in files,
    ...(before === null ? {} : { placed: before }),
    ...more,
  })
  if (!chosen.ok) return chosen.fault
  return chosen.value?.kind === "archives" ? chosen.value : undefined
}

const archivesOf = (chosen: Awaited<ReturnType<typeof choose>>) =>
  chosen !== undefined && "archives" in chosen
    ? chosen.archives.map(({ project, version }) => `${project} ${version}`)
    : chosen

describe("where criadm placed a runtime from archives", () => {
  test("a newer release comes with the companions that are newer too, and only their files give way", async () => {
    const chosen = await choose({ "runtime-release": "2.3" })

    expect(archivesOf(chosen)).toEqual(["containerd 2.3.4", "runc 1.4.3", "crictl 1.36.0"])
    expect(chosen).toMatchObject({ leftOut: [] })
    const old = chosen !== undefined && "placed" in chosen ? chosen.placed : undefined
    expect(old?.archives.map(({ project }) => project)).toEqual(["containerd", "runc", "crictl"])
    expect(old?.files.map(({ path }) => path)).not.toContain("/opt/cni/bin/loopback")
    expect(old?.files).toHaveLength(5)
  })

  test("a companion that was placed newer than this release goes with stays", async () => {
    const archives = placed.archives.map((one) => (one.project === "runc" ? { ...one, version: "1.5.0" } : one))

    expect(archivesOf(await choose({ "runtime-release": "2.3" }, { before: { ...placed, archives } }))).toEqual([
      "containerd 2.3.4",
      "crictl 1.36.0",
    ])
  })

  test.each(["2.1", "2.1.9"])("%s, which is there, is not placed anew", async (release) => {
    expect(await choose({ "runtime-release": release })).toBeUndefined()
  })

  test("nothing comes where no release is asked for", async () => {
    expect(await choose({})).toBeUndefined()
  })

  test("the release in a bundle is asked for by the bundle", async () => {
    const bundle = { path: "/mnt/bundle", runtime: "containerd", release: "2.3.4" }

    expect(archivesOf(await choose({ install: "/mnt/bundle" }, { more: { bundle } }))).toContain("containerd 2.3.4")
  })

  test("an older release is refused", async () => {
    expect(await choose({ "runtime-release": "2.0" })).toMatchObject({
      code: "older-release-asked",
      args: { runtime: "containerd", installed: "2.1.9", release: "2.0.11" },
    })
  })

  test("packages are not installed over it, and who may not read what was placed is told to be root", async () => {
    expect(await choose({ install: "distribution", "runtime-release": "2.3" })).toMatchObject({
      code: "another-release-there",
    })
    expect(await choose({ "runtime-release": "2.3" }, { uid: 1000, before: null })).toMatchObject({ code: "not-root" })
  })

  test("archives are not placed over a runtime that came by other means", async () => {
    expect(await choose({ "runtime-release": "2.3" }, { before: null })).toMatchObject({
      code: "another-release-there",
    })
  })
})

describe("a plan that puts another release in place", () => {
  const config = "/etc/crio/crio.conf.d/10-crio.conf"
  const crio = components.find(({ id }) => id === "crio")
  const runs = { name: "crio.service", state: "active" }
  const runtime = { ...crio, summarize: () => ({ isInstalled: true, service: runs }) } as unknown as NonNullable<
    typeof crio
  >
  const coming: ComingTree = {
    kind: "tree",
    component: "crio",
    release: "1.36.3",
    source: "upstream",
    archives: [{ project: "cri-o", version: "1.36.3", url: "https://example.org/", bytes: 1 }],
    files: [file("/usr/local/bin/crio", "new"), file(config, "new")],
    directories: [],
    main: "crio.service",
    leftOut: [],
    services: ["crio.service"],
    contents: "/var/cache/criadm/contents-1",
    configuration: [],
    kept: [],
    givesWay: {
      was: [{ project: "cri-o", version: "1.35.6" }],
      files: [file("/usr/local/bin/crio"), file(config)],
      kept: "/var/lib/criadm/replaced/1",
      texts: [{ path: config, text: "older\n" }],
    },
  }
  const willBe = { toBeInstalled: coming } as unknown as NodeFacts
  const version = (text: string) => ({ text, mode: 0o644, uid: 0, gid: 0 })
  const written: Change = {
    kind: "file",
    component: "crio",
    path: config,
    realPath: config,
    before: version("newer\n"),
    after: version("newer, edited\n"),
    why: [],
  }
  const reload: Change = {
    kind: "service",
    component: "crio",
    service: "crio.service",
    action: "reload",
    wasActive: true,
    why: [],
  }

  test("restarts what runs, also where nothing else asks for it or a reload would do", () => {
    for (const changes of [[], [reload]]) {
      const planned = orderChanges(changesWithInstallation(changes, willBe, [runtime]))

      expect(planned).toMatchObject([
        { kind: "exchange", was: [{ version: "1.35.6" }], kept: "/var/lib/criadm/replaced/1" },
        { kind: "service", action: "restart", wasActive: true },
      ])
    }
  })

  test("writes a file of the older release itself where it changes it, from the text that is there", () => {
    const planned = orderChanges(changesWithInstallation([written], willBe, [runtime]))

    expect(planned[0]).toMatchObject({ kind: "file", before: { text: "older\n" }, after: { text: "newer, edited\n" } })
    expect(planned[1]).toMatchObject({
      files: [{ path: "/usr/local/bin/crio" }],
      replaced: [{ path: "/usr/local/bin/crio" }],
    })
  })

  test("relies on what gives way being there as it was placed", () => {
    const readings = [config, "/etc/other"].map((path) => ({ path, hash: "as it will be" }))

    expect(readingsWithInstallation(readings, willBe)).toEqual([
      { path: config, hash: "old" },
      { path: "/etc/other", hash: "as it will be" },
    ])
  })
})
