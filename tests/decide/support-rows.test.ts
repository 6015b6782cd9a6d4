// Until when releases are mended, and what is said when that day has passed.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { ociRuntimes } from "../../src/components/oci-runtimes/known.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import type { Ran } from "../../src/machine/reading.ts"
import { en } from "../../src/messages/en/en.ts"
import { supportDates } from "../../src/messages/support-dates.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { datesCheckedOn } from "../../src/model/since.ts"
import { factsOf as crioFacts, packaged } from "../components/crio/a-node.ts"
import { dockerNode } from "../components/docker/a-docker-node.ts"
import { failing, succeeding } from "../machine/memory-machine.ts"
import { factsOf } from "./a-node.ts"

const mended = [
  ...components.map(({ id, support }) => ({ id, ends: support?.ends ?? [] })),
  ...ociRuntimes.map(({ name, support }) => ({ id: name, ends: support.ends })),
]
const supportRows = mended.flatMap(({ id, ends }) => ends.map(([series, until]) => ({ runtime: id, series, until })))

test("every row has a day that exists, and no series has two", () => {
  expect(
    supportRows.filter(({ until }) => new Date(`${until}T00:00:00Z`).toISOString().slice(0, 10) !== until),
  ).toEqual([])
  const names = supportRows.map(({ runtime, series }) => `${runtime} ${series}`)
  expect(names).toEqual([...new Set(names)])
})

describe("on 22 November 2026", () => {
  const now = Date.UTC(2026, 10, 22)
  const ends = async (own: Readonly<Record<string, unknown>>, kubelet = "1.36.4") => {
    const { components: facts, ...node } = await factsOf({ now, kubelet })
    const { containerd: _, ...others } = facts
    return findingsOf({ ...node, components: { ...others, ...own } }, components).flatMap((finding) =>
      finding.code === "runtime-end-of-life"
        ? [`${finding.args.series} ${finding.args.date} ${finding.args.successor}`]
        : [],
    )
  }
  const crio = (release: string) =>
    ends({ crio: crioFacts(release, { "/etc/crio/crio.conf.d/10-crio.conf": packaged }) })
  const docker = async (version: string, platformName = "") => {
    const { components: own } = await dockerNode({ version, platformName })
    return ends(own)
  }

  test("CRI-O ends with the Kubernetes minor of its number, and the cluster's minor comes next", async () => {
    expect(await crio("1.34.11")).toEqual(["1.34 2026-10-27 1.36"])
    expect(await crio("1.36.3")).toEqual([])
  })

  test("Docker 27 and 26.1 are over, and of 28 nobody has said when it ends", async () => {
    expect(await docker("27.5.1")).toEqual(["27 2025-05-03 29"])
    expect(await docker("26.1.5")).toEqual(["26.1 2025-02-17 29"])
    expect(await docker("28.5.2")).toEqual([])
  })

  test("Mirantis Container Runtime 23.0 is over, and 25.0 is not", async () => {
    expect(await docker("23.0.18", "Mirantis Container Runtime")).toEqual(["23.0 2025-05-19 25.0"])
    expect(await docker("25.0.14", "Mirantis Container Runtime")).toEqual([])
  })
})

test("the end of a release is told ninety days ahead, and not a moment earlier", async () => {
  const end = Date.parse("2026-11-06T23:59:59Z")
  const day = 24 * 60 * 60 * 1000
  const told = async (now: number) => {
    const node = await factsOf({ now, containerd: "2.2.7" })
    return findingsOf(node, components).some(({ code }) => code === "runtime-end-of-life-soon")
  }

  expect(await told(end - 90 * day - 1)).toBe(false)
  expect(await told(end - 90 * day)).toBe(true)
})

test("findings that speak of dates say when those were looked at, and all of them stand in one table", () => {
  const args = { runtime: "containerd", series: "1.7", date: "2026-09-30", successor: "2.3", page: "" }
  const planned = { runtime: "containerd", release: "1.7.24", kubernetes: "1.37", ends: "1.38", isOver: false }
  for (const { findings } of [en, zh]) {
    expect(findings["runtime-end-of-life"](args).why).toContain(datesCheckedOn)
    expect(findings["runtime-end-of-life-soon"](args).why).toContain(datesCheckedOn)
    expect(findings["runtime-without-runtime-config"](planned).why).toContain(datesCheckedOn)
  }
  // What has no changelog yet is a plan.
  expect(en.findings["runtime-without-runtime-config"](planned).what).toContain("is planned not to start")
  expect(supportDates.flatMap(({ ends }) => ends).length).toBe(supportRows.length)
  expect(new Date(`${datesCheckedOn}T00:00:00Z`).toISOString().slice(0, 10)).toBe(datesCheckedOn)
})

describe("the runc that starts the containers, on 30 November 2026", () => {
  const runc = (told: string) => succeeding(`runc version ${told}\ncommit: v1\nspec: 1.2.1\n`)
  const ends = async (at: string, told: Ran, more: Parameters<typeof factsOf>[0] = {}) => {
    const files = { [at]: "#!/bin/sh\n" }
    const programs = { [`${at} --version`]: () => told }
    const node = await factsOf({ now: Date.UTC(2026, 10, 30), files, programs, ...more })
    return findingsOf(node, components).flatMap((finding) =>
      finding.code === "oci-runtime-end-of-life" || finding.code === "oci-runtime-end-of-life-soon"
        ? [
            `${finding.severity} ${finding.args.name} ${finding.args.release} ${finding.args.series} ${finding.args.date}`,
          ]
        : [],
    )
  }

  // github.com/opencontainers/runc/releases/tag/v1.6.0, of 2026-11-27.
  test("1.3 and older are over: a warning where nobody but their project would mend them, a note where a package brings it", async () => {
    expect(await ends("/usr/local/sbin/runc", runc("1.3.3"))).toEqual(["warning runc 1.3.3 1.3 2026-11-27"])
    expect(await ends("/usr/sbin/runc", runc("1.1.15+ds1"))).toEqual(["note runc 1.1.15 1.1 2025-04-29"])
  })

  test("1.4 ends with April 2027, and is told of from February on; 1.5 and 1.6 go on", async () => {
    const at = "/usr/local/sbin/runc"
    expect(await ends(at, runc("1.4.3"))).toEqual([])
    const march = { now: Date.UTC(2027, 2, 1) }
    expect(await ends(at, runc("1.4.3"), march)).toEqual(["note runc 1.4.3 1.4 2027-04-30"])
    expect(await ends(at, runc("1.5.1"), march)).toEqual([])
    expect(await ends(at, runc("1.6.0"), march)).toEqual([])
  })

  test("another program under its name has no end, and one that cannot be asked is of its package's release", async () => {
    expect(await ends("/usr/sbin/runc", succeeding("crun version 1.26\ncommit: a\n"))).toEqual([])
    const record = "Package: runc\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.3.3-0ubuntu1~24.04.3\n"
    const files = { "/usr/sbin/runc": "#!/bin/sh\n", "/var/lib/dpkg/status": record }
    expect(await ends("/usr/sbin/runc", failing("exec format error"), { files })).toEqual([
      "note runc 1.3.3 1.3 2026-11-27",
    ])
  })
})

// packages.ubuntu.com/noble-updates/containerd, /jammy-updates/containerd: the package of both is of containerd 2.2.
test("Ubuntu's containerd 2.2.1 is over since 6 November 2026, and a recorded package is enough to tell", async () => {
  const record =
    "Package: containerd\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.2.1-0ubuntu1~24.04.3\n"
  const node = await factsOf({
    now: Date.UTC(2026, 10, 30),
    files: { "/var/lib/dpkg/status": record },
    programs: { "/usr/bin/containerd --version": () => failing("exec format error") },
  })
  const found = findingsOf(node, components).find(({ code }) => code === "runtime-end-of-life")
  expect(found?.args).toMatchObject({ series: "2.2", date: "2026-11-06", successor: "2.3" })
})
