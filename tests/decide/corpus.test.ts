// Real configuration files from the wild: `check` on a tree that holds one of them never crashes, is fast, and agrees
// with what the real programs made of that file. The files are not part of the project; they lie beside the checkout or
// where CRIADM_SHARED says.
import { describe, expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../src/components/loaded.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import { en } from "../../src/messages/en/en.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Finding } from "../../src/model/finding.ts"
import type { ExplainedSetting } from "../../src/model/setting.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../shared")
const corpus = join(shared, "corpus")
const isHere = existsSync(join(corpus, "index.tsv"))

/** Milliseconds of processor time for one file; the clock would also count what other programs take. */
const longest = 300

interface Row {
  readonly file: string
  readonly category: string
  readonly expect: Json
}
type Json = Readonly<Record<string, unknown>>

const rows: readonly Row[] = isHere
  ? readFileSync(join(corpus, "index.tsv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"))
      .map(([file = "", category = "", , , , , , expected = "{}"]) => ({
        file,
        category,
        expect: JSON.parse(expected),
      }))
  : []

interface Looked {
  readonly node: NodeFacts
  readonly findings: readonly Finding[]
  readonly milliseconds: number
}

async function look(
  path: string,
  file: string,
  statedVersion?: string,
  written: (text: string) => string = (text) => text,
): Promise<Looked> {
  const machine = memoryMachine({
    isLive: false,
    files: {
      "/etc/os-release": "ID=debian\n",
      "/usr/lib/systemd/systemd": "",
      "/usr/bin/containerd": "",
      "/usr/bin/kubelet": "",
      "/var/lib/dpkg/status": "Package: kubelet\nStatus: install ok installed\nVersion: 1.37.0-1.1\n",
    },
    links: { "/sbin/init": "/usr/lib/systemd/systemd" },
  })
  const read = readFileSync(join(corpus, file))
  const text = written(read.toString())
  const bytes = text === read.toString() ? read : Buffer.from(text)
  machine.put(path, bytes)
  // The specifications that a file names were there when it was measured.
  for (const [, named] of bytes.toString().matchAll(/base_runtime_spec = ["'](\/[^"']+)["']/gi)) {
    if (named !== undefined) machine.put(named, "{}")
  }
  if (path.startsWith("/etc/crio/")) machine.put("/usr/bin/crio", "")
  if (path.startsWith("/etc/docker/")) machine.put("/usr/bin/dockerd", "")
  const began = process.cpuUsage()
  const node = await detectNode(machine, {
    initSystems,
    components,
    ...(statedVersion === undefined ? {} : { statedVersion }),
  })
  const findings = findingsOf(node, components)
  for (const { code, args } of findings) (en.findings[code] as (args: unknown) => unknown)(args)
  const used = process.cpuUsage(began)
  return { node, findings, milliseconds: (used.user + used.system) / 1000 }
}

const value = (node: NodeFacts, id: string, setting: ExplainedSetting, subject?: string) =>
  components
    .find((component) => component.id === id)
    ?.explain(setting, node)
    .find((one) => one.component === id && (subject === undefined || one.subject === subject))?.value
const summary = (node: NodeFacts, id: string) => components.find((component) => component.id === id)?.summarize(node)

/** How often each question was asked and answered alike; what was answered differently. */
const table = new Map<string, { asked: number; agreed: number }>()
const differences: string[] = []

function compare(question: string, where: string, ours: unknown, theirs: unknown): void {
  const row = table.get(question) ?? { asked: 0, agreed: 0 }
  row.asked += 1
  if (JSON.stringify(ours) === JSON.stringify(theirs)) row.agreed += 1
  else differences.push(`${question}, ${where}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`)
  table.set(question, row)
}

/** One value for all releases, or one per release. */
const at = (expected: unknown, release: string): unknown =>
  typeof expected === "object" && expected !== null && release in expected ? (expected as Json)[release] : expected
const isPerRelease = (expected: unknown) =>
  typeof expected === "object" && expected !== null && Object.keys(expected).every((key) => /^\d+\.\d+/.test(key))

async function containerd(row: Row): Promise<number> {
  const { cri, SystemdCgroup_effective: drivers, sandbox_effective: image } = row.expect
  let slowest = 0
  for (const release of ["1.6.20", "1.7.34", "2.0.11", "2.2.7", "2.3.4"]) {
    const { node, milliseconds } = await look("/etc/containerd/config.toml", row.file, release)
    slowest = Math.max(slowest, milliseconds)
    const where = `${row.file} on ${release}`
    const served = isPerRelease(cri) ? (cri as Json)[release] : cri
    // A device that the measuring machine did not have says nothing about the file.
    if (typeof served !== "string" || served.includes("environment")) continue
    const isServed = served === "ok"
    compare("containerd: CRI", where, summary(node, "containerd")?.servesCri, isServed)
    if (!isServed) continue
    const own = isPerRelease(drivers) ? (drivers as Json)[release] : drivers
    for (const [handler, isSystemd] of Object.entries((own ?? {}) as Json)) {
      if (typeof isSystemd !== "boolean") continue
      const driver = value(node, "containerd", "cgroup-driver", handler)
      // Handlers that are not of runc have no driver of their own.
      if (driver !== undefined) {
        compare("containerd: cgroup driver", `${where}, ${handler}`, driver, isSystemd ? "systemd" : "cgroupfs")
      }
    }
    const sandbox = at(image, release)
    if (typeof sandbox === "string") {
      compare("containerd: sandbox image", where, value(node, "containerd", "sandbox-image"), sandbox)
    }
  }
  return slowest
}

async function crio(row: Row): Promise<number> {
  const all = row.expect["crio"] as Json
  const releases = isPerRelease(all) ? Object.keys(all) : ["1.30.14", "1.36.3"]
  let slowest = 0
  for (const release of releases) {
    const { node, findings, milliseconds } = await look("/etc/crio/crio.conf", row.file, release)
    slowest = Math.max(slowest, milliseconds)
    const where = `${row.file} on ${release}`
    const expected = at(all, release) as Json
    const isRefused = expected["refused"] !== undefined
    // Measured with "crio config", which looks neither for the programs that a file names nor at the monitor's cgroup.
    const stops = findings.filter(
      ({ code, severity }) =>
        severity === "failure" && /^crio-/.test(code) && !/-missing$|^crio-monitor-cgroup|^crio-policy/.test(code),
    )
    compare("crio: valid", where, stops.length === 0, !isRefused)
    if (isRefused) continue
    const plain = (key: string) => String(expected[key]).replace(/ \(default\)$/, "")
    compare("crio: cgroup driver", where, value(node, "crio", "cgroup-driver"), plain("cgroup_manager"))
    compare("crio: pause image", where, value(node, "crio", "sandbox-image"), plain("pause_image"))
  }
  return slowest
}

async function docker(row: Row): Promise<number> {
  const { node, findings, milliseconds } = await look("/etc/docker/daemon.json", row.file, "26.1.5")
  const isValid = row.expect["dockerd_26.1.5_validate"] === "ok"
  const isRefused = findings.some(({ code, severity }) => code.startsWith("docker-") && severity === "failure")
  compare("docker: valid", row.file, !isRefused, isValid)
  const driver = row.expect["cgroupdriver"]
  if (isValid && typeof driver === "string") {
    compare("docker: cgroup driver", row.file, value(node, "docker", "cgroup-driver"), driver)
  }
  return milliseconds
}

/** kubeadm takes several documents and writes the kubelet's own into its file; the kubelet itself reads the first only. */
function asKubeadmWrites(text: string): string {
  const documents = text.split(/^---.*\n/m)
  return documents.find((one) => /^["']?kind["']?: *["']?KubeletConfiguration/m.test(one)) ?? text
}

async function kubelet(row: Row): Promise<number> {
  const { node, milliseconds } = await look("/var/lib/kubelet/config.yaml", row.file, undefined, asKubeadmWrites)
  const theirs = row.expect["cgroupDriver_effective"]
  if (typeof theirs === "string") {
    compare("kubelet: cgroup driver", row.file, value(node, "kubelet", "cgroup-driver"), theirs)
  }
  return milliseconds
}

async function kubeletFlags(row: Row): Promise<number> {
  return (await look("/var/lib/kubelet/kubeadm-flags.env", row.file)).milliseconds
}

async function sysctl(row: Row): Promise<number> {
  const { node, milliseconds } = await look("/etc/sysctl.d/50-x.conf", row.file)
  const stated = ((row.expect["values"] ?? {}) as Json)["net.ipv4.ip_forward"]
  // The kernel takes the number and passes over a comment behind it.
  const theirs = typeof stated === "string" ? (/^\d+/.exec(stated)?.[0] ?? "0") : "0"
  compare("sysctl: ip_forward at boot", row.file, value(node, "kernel", "ip-forward"), theirs)
  return milliseconds
}

const only =
  (path: string) =>
  async (row: Row): Promise<number> =>
    (await look(path, row.file, "2.1.9")).milliseconds

const categories: Readonly<Record<string, (row: Row) => Promise<number>>> = {
  containerd,
  crio,
  docker,
  kubelet,
  "kubelet-env": kubeletFlags,
  sysctl,
  systemd: only("/etc/systemd/system/kubelet.service.d/20-x.conf"),
  hosts: only("/etc/containerd/certs.d/docker.io/hosts.toml"),
  "modules-load": only("/etc/modules-load.d/k8s.conf"),
}

describe("files from the wild", () => {
  if (!isHere) {
    console.log(`the corpus is not here (${corpus}); set CRIADM_SHARED to look at it`)
    test.skip("are looked at", () => {})
    return
  }

  test("every category is looked at", () => {
    expect([...new Set(rows.map(({ category }) => category))].filter((name) => categories[name] === undefined)).toEqual(
      [],
    )
  })

  for (const [category, see] of Object.entries(categories)) {
    test(`${category}: check never crashes and takes less than ${longest} ms of processor time per file`, async () => {
      const slow: string[] = []
      for (const row of rows.filter((one) => one.category === category)) {
        const milliseconds = await see(row)
        if (milliseconds >= longest) slow.push(`${row.file}: ${milliseconds.toFixed(0)} ms`)
      }

      expect(slow).toEqual([])
    }, 120_000)
  }

  test("criadm says what the real programs made of each file", () => {
    for (const [question, { asked, agreed }] of table) console.log(`${question.padEnd(30)} ${agreed} of ${asked}`)

    expect(differences).toEqual([])
  })
})
