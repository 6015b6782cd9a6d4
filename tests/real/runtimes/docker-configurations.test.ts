// Every daemon.json, on three Docker releases that Debian ships: criadm makes it right, and the real dockerd, started
// with the result, says so itself; or criadm refuses with a reason, and dockerd does not start on that file either.
import { expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { say } from "../support/cache.ts"
import { needsOfPackages } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { type DockerNode, type DockerRelease, daemonJson, dockerNode, dockerReleases } from "./docker-daemon.ts"

/** Fetching packages on a slow network, then some sixty starts of a daemon. */
setDefaultTimeout(15 * 60 * 1000)

interface Case {
  readonly name: string
  /** Undefined: no file. */
  readonly config: Uint8Array | string | undefined
  /** Releases on which dockerd starts on this file, while criadm leaves it to a person; with the reason. */
  readonly stricter?: string
}

/** The driver that this machine's dockerd does not choose by itself, so that it is seen to be set. */
const driver = "systemd"

const ownCases: readonly Case[] = [
  { name: "no file", config: undefined },
  { name: "empty file", config: "" },
  { name: "blanks only", config: " \n\t\n" },
  { name: "empty object", config: "{}" },
  { name: "byte-order mark", config: '\uFEFF{"exec-opts": ["native.cgroupdriver=cgroupfs"]}' },
  {
    name: "other driver",
    config: '{\n  "exec-opts": [\n    "native.cgroupdriver=cgroupfs"\n  ],\n  "debug": false\n}\n',
  },
  { name: "as asked already", config: '{"exec-opts": ["native.cgroupdriver=systemd"]}' },
  {
    name: "two drivers",
    config: '{"exec-opts": ["native.cgroupdriver=systemd", "native.cgroupdriver=cgroupfs"]}',
  },
  {
    name: "two drivers the other way",
    config: '{"exec-opts": ["native.cgroupdriver=cgroupfs", "native.cgroupdriver=systemd"]}',
  },
  { name: "blanks and capitals", config: '{"exec-opts": ["Native.CgroupDriver = cgroupfs"]}' },
  { name: "driver without a value", config: '{"exec-opts": ["native.cgroupdriver="]}' },
  { name: "driver that does not exist", config: '{"exec-opts": ["native.cgroupdriver=bogus"]}' },
  { name: "flag spelling", config: '{"exec-opt": ["native.cgroupdriver=systemd"]}' },
  { name: "nested", config: '{"linux": {"exec-opts": ["native.cgroupdriver=systemd"]}}' },
  { name: "other exec-opt", config: '{"exec-opts": ["foo=bar"]}' },
  { name: "text for a list", config: '{"exec-opts": "native.cgroupdriver=systemd"}' },
  { name: "null for a list", config: '{"exec-opts": null, "debug": true}' },
  { name: "number in the list", config: '{"exec-opts": [1]}' },
  {
    name: "key twice",
    config: '{"exec-opts": ["native.cgroupdriver=systemd"], "exec-opts": ["native.cgroupdriver=cgroupfs"]}',
    stricter: "which of the two lines was meant, only a person knows",
  },
  { name: "unknown directive", config: '{"cgroup-driver": "systemd"}' },
  { name: "wrong kind of value", config: '{"log-opts": {"max-file": 3}}' },
  { name: "a proxy that is not there", config: '{"userland-proxy-path": "/none"}' },
  { name: "a word for a seccomp profile", config: '{"seccomp-profile": "unconfined"}' },
  { name: "log option's value", config: '{"log-opts": {"mode": "nonblocking"}}' },
  { name: "log option without its mode", config: '{"log-opts": {"max-buffer-size": "4m"}}' },
  { name: "log option that containers fail at", config: '{"log-opts": {"max-size": "10 apples"}}' },
  { name: "log option of the driver none", config: '{"log-driver": "none", "log-opts": {"max-size": "10m"}}' },
  { name: "log driver without what it needs", config: '{"log-driver": "gelf", "log-opts": {"tag": "a"}}' },
  { name: "account that nobody has", config: '{"userns-remap": "ghost"}' },
  { name: "mirror with a path", config: '{"registry-mirrors": ["https://m.example.com/v2/"]}' },
  { name: "log driver that there is not", config: '{"log-driver": "jsonfile"}' },
  {
    name: "storage option of another driver",
    config: '{"storage-driver": "overlay2", "storage-opts": ["dm.basesize=20G"]}',
  },
  { name: "seccomp profile that is not there", config: '{"seccomp-profile": "/etc/docker/seccomp.json"}' },
  { name: "size with a unit that there is not", config: '{"default-shm-size": "64X"}' },
  { name: "no attempt at a download", config: '{"max-download-attempts": 0}' },
  { name: "insecure registry with a path", config: '{"insecure-registries": ["r.example.com:5000/team"]}' },
  { name: "insecure registry with an underscore", config: '{"insecure-registries": ["r_1:5000"]}' },
  { name: "gateway that is no address", config: '{"default-gateway": "10.0.0.999"}' },
  { name: "resource without a value", config: '{"node-generic-resources": ["gpu"]}' },
  { name: "label twice", config: '{"labels": ["a=1", "a=2"]}' },
  { name: "label without a value", config: '{"labels": ["a"]}' },
  { name: "address that is none", config: '{"ip": "1.2.3"}' },
  {
    name: "runtime with path and type",
    config: '{"runtimes": {"x": {"path": "/bin/x", "runtimeType": "io.containerd.runc.v2"}}}',
  },
  { name: "insecure registry with a scheme", config: '{"insecure-registries": ["http://r.example.com:5000"]}' },
  { name: "insecure registry with another scheme", config: '{"insecure-registries": ["ftp://r.example.com"]}' },
  { name: "certificate that is not there", config: '{"tls": true, "tlscert": "/etc/docker/none.pem"}' },
  { name: "comment", config: '{\n  // for Kubernetes\n  "debug": true\n}' },
  { name: "comma at the end", config: '{\n  "debug": true,\n}' },
  { name: "not UTF-8", config: new Uint8Array([0x7b, 0xff, 0x7d]) },
]

/** More observed files, where such a folder lies beside the checkout. They are judged, not started. */
const furtherCases = join(process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared"), "corpus/docker")

type Result = "effective" | "refused" | "wrong"

interface Row {
  readonly name: string
  readonly result: Result
  readonly detail: string
}

/** The part of criadm's plan that this test acts upon. */
interface Planned {
  readonly plan?: {
    readonly changes: readonly {
      readonly kind: string
      readonly path?: string
      readonly after?: { readonly text: string }
    }[]
  }
}

describeReal("dockerd with the daemon.json that criadm writes", needsOfPackages, () => {
  for (const release of dockerReleases) {
    test(`every daemon.json becomes effective on Docker ${release.version}, or is refused as dockerd refuses it`, async () => {
      const further = release.canValidate ? readFurtherCases() : []
      const tried = [
        ...ownCases.map((one) => ({ one, judge: judgeByStart })),
        ...further.map((one) => ({ one, judge: judgeByValidation })),
      ]

      const rows = await inPairs(release, tried, (node, { one, judge }) => tryOut(node, one, judge))

      for (const { name, result, detail } of rows)
        say(`Docker ${release.version}: ${result}: ${name} ${detail}`.trimEnd())
      expect(rows.filter(({ result }) => result === "wrong")).toEqual([])
      expect(rows.filter(({ result }) => result === "effective").length).toBeGreaterThan(rows.length / 3)
    })
  }

  for (const release of dockerReleases.filter(({ canValidate }) => canValidate)) {
    test(`what flags and daemon.json say together is judged as dockerd --validate of ${release.version} judges it`, async () => {
      const verdicts = await inPairs(release, flagCases, async (node, one) => {
        node.configure(one.config)
        node.setFlags(one.flags)
        const planned = await node.planFromOutside("--cgroup-driver", driver)
        const text = planned.exitCode === 0 ? newTextIn(planned.stdout) : undefined
        if (text !== undefined) node.configure(text)
        const validated = await node.validate("-H", "fd://", ...one.flags.split(" ").filter(Boolean))
        return { ...one, plans: [0, 6].includes(planned.exitCode), validates: validated.exitCode === 0 }
      })

      expect(verdicts.map(({ plans, validates }) => ({ plans, validates }))).toEqual(
        flagCases.map(({ plans, validates }) => ({ plans, validates })),
      )
    })
  }
})

/** Flags in DOCKER_OPTS of /etc/default/docker, beside the packaged unit's own -H fd://. */
const flagCases: readonly {
  readonly flags: string
  readonly config: string
  readonly plans: boolean
  readonly validates: boolean
}[] = [
  { flags: "--debug --log-opt max-size=1m", config: '{"storage-driver": "vfs"}', plans: true, validates: true },
  { flags: "", config: '{"hosts": ["fd://"]}', plans: false, validates: false },
  { flags: "--live-restore", config: '{"live-restore": true}', plans: false, validates: false },
  { flags: "--exec-opt=native.cgroupdriver=systemd", config: "{}", plans: true, validates: true },
  {
    flags: "--exec-opt=native.cgroupdriver=systemd",
    config: '{"exec-opts": ["native.cgroupdriver=systemd"]}',
    plans: false,
    validates: false,
  },
  // dockerd takes it, and the driver is not the one asked for: only a person may change the flag.
  { flags: "--exec-opt native.cgroupdriver=cgroupfs", config: "{}", plans: false, validates: true },
]

function readFurtherCases(): readonly Case[] {
  if (existsSync(furtherCases)) {
    return readdirSync(furtherCases).map((name) => ({ name, config: readFileSync(join(furtherCases, name)) }))
  }
  say(`no further cases: ${furtherCases} does not exist (CRIADM_SHARED)`)
  return []
}

type Judge = (node: DockerNode, one: Case) => Promise<string | undefined>

/** On two nodes at a time, because a start mostly waits; made one after the other, the first may fetch the packages. */
async function inPairs<T, R>(
  release: DockerRelease,
  all: readonly T[],
  act: (node: DockerNode, each: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const work = async (node: DockerNode) => {
    try {
      for (let at = next++; at < all.length; at = next++) results[at] = await act(node, all[at] as T)
    } finally {
      node.remove()
    }
  }
  const first = await dockerNode(release)
  const second = await dockerNode(release)
  await Promise.all([work(first), work(second)])
  return results
}

async function tryOut(node: DockerNode, one: Case, judge: Judge): Promise<Row> {
  const row = (result: Result, detail: string): Row => ({ name: one.name, result, detail })
  node.configure(one.config)
  const planned = await node.plan("--cgroup-driver", driver)
  const reason = planned.stderr.trim().split("\n")[0] ?? ""
  if (planned.exitCode === 3) {
    if (one.stricter !== undefined) return row("refused", one.stricter)
    // What --validate lets pass, a start may refuse.
    const starts = (await judge(node, one)) ?? (await judgeByStart(node))
    return starts === undefined ? row("wrong", `refused, and dockerd takes it: ${reason}`) : row("refused", starts)
  }
  // 6: nothing is left to change, and check fails about something else on this node.
  if (planned.exitCode !== 0 && planned.exitCode !== 6)
    return row("wrong", `plan ended with ${planned.exitCode}: ${reason}`)
  const text = newTextIn(planned.stdout)
  if (text !== undefined) node.configure(text)
  const fault = (await judge(node, one)) ?? lostLine(one, text)
  if (fault !== undefined) return row("wrong", fault)
  const again = await node.plan("--cgroup-driver", driver)
  return newTextIn(again.stdout) === undefined ? row("effective", "") : row("wrong", "a second plan changes it again")
}

/** Undefined: the file stays as it is. */
function newTextIn(stdout: string): string | undefined {
  const document = JSON.parse(stdout) as Planned & Partial<NonNullable<Planned["plan"]>>
  const changes = document.plan?.changes ?? document.changes ?? []
  return changes.find(({ kind, path }) => kind === "file" && path === daemonJson)?.after?.text
}

/** Undefined: it starts and uses the driver. */
async function judgeByStart(node: DockerNode): Promise<string | undefined> {
  const verdict = await node.start()
  if (!verdict.starts) return verdict.says
  return verdict.driver === driver ? undefined : `the driver is ${verdict.driver}`
}

/** Undefined: dockerd would start with it. What it starts with may need devices and directories that are not here. */
async function judgeByValidation(node: DockerNode): Promise<string | undefined> {
  const { exitCode, stderr } = await node.validate()
  return exitCode === 0 ? undefined : (stderr.trimEnd().split("\n").at(-1) ?? "")
}

/** Only our key may change: every line without exec-opts is still there, but for a comma at its end. */
function lostLine({ config }: Case, text: string | undefined): string | undefined {
  if (text === undefined || config === undefined) return undefined
  const before = typeof config === "string" ? config : new TextDecoder().decode(config)
  const kept = new Set(text.split("\n").map(withoutComma))
  const lost = before.split("\n").filter((line) => !/exec-opt|cgroupdriver/.test(line) && !kept.has(withoutComma(line)))
  return before.trim().split("\n").length < 3 || lost.length === 0 ? undefined : `lost: ${lost.join(" | ")}`
}

function withoutComma(line: string): string {
  return line.replace(/,?[ \t\r]*$/, "")
}
