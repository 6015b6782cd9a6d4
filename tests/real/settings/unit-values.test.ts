// What systemd takes as a value of each key, asked of systemd itself: every key of the table with every value of a pool
// stands in one unit, and systemd-analyze names the lines that it skips. With CRIADM_CAMPAIGN=1 on nodes of each release.
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { takenValues } from "../../../src/documents/units/value-table.ts"
import { isFatalValue, refusedValue } from "../../../src/documents/units/values.ts"
import { parseVersion } from "../../../src/model/version.ts"
import { type Kind, needsOfNodes, node } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"

/** Right for some keys, wrong for others, and nearly right. */
const pool = `
yes|Yes|on|TRUE|maybe|enabled|0|1|2|-1|+5|007|0x10|0b11|08|1.5|5|64|65|100|255|256|1024|65536|10001|1048576|4294967296
infinity|Infinity|unlimited|max|none|auto|always|allways|"always"|Always|no|on-failure|on_failure|never|unless-stopped
simple|notify|notfy|Notify|forking|oneshot|main|all|mixed|process|proces|control-group|continue|kill|ignore|strict|full
tmpfs|read-only|shared|rshared|slave|private|inherit|invisible|pid|abort|restart|best-effort|reboot|reboot-forced
inactive|exec|dbus|idle|closed|omit|avoid|halt-force
5s|5 s|5sec|5secs|5 secs|1min 30s|1min30s|1m|1M|90S|5h|5hr|5hrs|2days|10ms|0.5|.5|5.|5 5|5x|1h5|ms
512M|512MB|512Mi|512m|512 M|1.5G|1G 500M|500M 1G|1M5|1K1|10B|1T|1Gb|50%|50.5%|50.555%|101%|200%|0%|%|5 %
1024:2048|2048:1024|1024:infinity|infinity:1024|1024:|:1024|1024 : 2048|1024:2048:4096|64K:lots|512M:1G|5s:1min|1,024|1_024
SIGTERM|TERM|sigterm|SIGKIL|SIG9|RTMIN+3|SIGRTMIN+3|RTMIN+31|RTMAX-2|RTMAX+2|143 SIGTERM|143,SIGTERM|143 0x10|DATAERR|SUCCESS|success
0755|755|0888|u=rwx|07777|077777|/etc/default/x|-/etc/default/x|etc/default/x|--/x|~|./x
cpu|cpu memory|cpu,memory|cpu cpuset io memory pids|hugetlb|memory pids devices|bpf-devices
foo|foo.slice|system.slice|foo.Slice|containerd|containerd.service|network.target, containerd.service|containerd.service docker.socket|dev-sda.device|docker.sock|a b.service|getty@.service|getty@tty1.service|Network-online.target|x.mount
HTTP_PROXY NO_PROXY|HTTP_PROXY=x|HTTP-PROXY|1A|_x|HTTP_PROXY,NO_PROXY
`
  .trim()
  .split(/[|\n]/)

const lines = Object.entries(takenValues()).flatMap(([section, keys]) =>
  [...keys.keys()].flatMap((key) =>
    pool.filter((value) => !isFatalValue(section, key, value)).map((value) => ({ section, key, value })),
  ),
)

/** Sections in the order of the lines; systemd-analyze names lines from 1 on. */
function unitOf(): { readonly text: string; readonly first: number; readonly gap: number } {
  const text = (section: string) =>
    lines.filter((line) => line.section === section).map(({ key, value }) => `${key}=${value}`)
  const [unit, service] = [text("Unit"), text("Service")]
  const head = [
    "[Unit]",
    ...unit,
    "[Service]",
    "ExecStart=/bin/true",
    ...service,
    "[Service]",
    "Type=simple",
    "Slice=system.slice",
  ]
  return { text: `${head.join("\n")}\n`, first: 2, gap: 2 }
}

/** What is only advice, or about what the host has. */
const advice = /^Unit uses|please use|Standard output type|obsolete|^Unknown key|deprecated|Support for option/

/** Numbers of lines, from 1 on, that systemd says it skips. */
function skipped(said: string): ReadonlySet<number> {
  const told = [...said.matchAll(/probe\.service:(\d+): (.*)/g)].filter(([, , text = ""]) => !advice.test(text))
  return new Set(told.map(([, line]) => Number(line)))
}

/** Each line where systemd and the table are of two minds; keys that this release has not, or no more, are left out. */
function differences(said: string, release: string): readonly string[] {
  const version = parseVersion(`${release}.0`)
  const gone = /probe\.service:(\d+): (?:Unknown key|Support for option)/g
  const unknown = new Set([...said.matchAll(gone)].map(([, line]) => Number(line)))
  const told = skipped(said)
  const sections = Object.keys(takenValues)
  return sections
    .flatMap((section, index) => lines.filter((line) => line.section === section).map((line) => ({ ...line, index })))
    .flatMap(({ section, key, value, index }, at) => {
      const number = at + 2 + index * 2
      if (unknown.has(number)) return []
      const isRefused = refusedValue(section, key, value, version) !== undefined
      return isRefused === told.has(number) ? [] : [`${key}=${value}: ${isRefused ? "is taken" : "is skipped"}`]
    })
}

const verify = "systemd-analyze verify --man=no"
const releaseIn = (said: string) => /^systemd (\d+)/m.exec(said)?.[1] ?? ""

describe("this machine's systemd", () => {
  const directory = mkdtempSync(join(tmpdir(), "criadm-units-"))
  afterAll(() => rmSync(directory, { recursive: true }))
  const isHere = Bun.which("systemd-analyze") !== null

  test.skipIf(!isHere)(`takes and skips ${lines.length} values as the table says`, () => {
    writeFileSync(join(directory, "probe.service"), unitOf().text)
    const asked = Bun.spawnSync(["sh", "-c", `${verify} ./probe.service`], { cwd: directory })
    const release = releaseIn(Bun.spawnSync(["systemd-analyze", "--version"]).stdout.toString())

    const said = asked.stderr.toString()
    expect(skipped(said).size).toBeGreaterThan(1000)
    expect(differences(said, release)).toEqual([])
  })
})

const kinds: readonly Kind[] = isCampaign ? ["bullseye", "trixie", "forky"] : []

describeReal("the systemd of nodes", needsOfNodes, () => {
  for (const kind of kinds) {
    test(`of ${kind} takes and skips values as the table says`, async () => {
      const machine = await node(kind, { way: "container", tools: [] })
      try {
        await machine.put("/root/probe.service", unitOf().text)
        const { stdout, stderr } = await machine.run(`systemctl --version; cd /root; ${verify} ./probe.service 2>&1`)

        expect(skipped(stdout + stderr).size).toBeGreaterThan(1000)
        expect(differences(stdout + stderr, releaseIn(stdout))).toEqual([])
      } finally {
        await machine.stop()
      }
    })
  }
})
