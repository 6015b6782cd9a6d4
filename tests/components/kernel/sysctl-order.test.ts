import { describe, expect, test } from "bun:test"
import { sysctlOutcome } from "../../../src/components/kernel/effective.ts"
import { forwarding } from "../../../src/components/kernel/sysctl-lines.ts"

function node(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([path, text]) => ({ path, realPath: path, text }))
}

function outcomes(files: Readonly<Record<string, string>>, ufwIsEnabled = false) {
  const texts = node(files)
  return {
    systemd: sysctlOutcome(forwarding, "systemd-sysctl", texts, ufwIsEnabled).value,
    procps: sysctlOutcome(forwarding, "procps", texts, ufwIsEnabled).value,
  }
}

const one = (text: string) => outcomes({ "/etc/sysctl.d/50-a.conf": text })

describe("what the two programs make of a file, as seen with systemd 247 to 262 and procps 3.3.17 to 4.0.7", () => {
  const on = { systemd: "1", procps: "1" }
  const off = { systemd: "0", procps: "0" }
  const untouched = { systemd: undefined, procps: undefined }
  const rows: readonly [string, string, { systemd: string | undefined; procps: string | undefined }][] = [
    ["a plain assignment counts", "net.ipv4.ip_forward=1", on],
    ["white space around the parts and CRLF count for nothing", "  net.ipv4.ip_forward =  1 \r\n", on],
    ["slashes are as good as dots", "net/ipv4/ip_forward = 1\n", on],
    ["a leading dash only forgives a failed write", "-net.ipv4.ip_forward=1\n", on],
    ["conf.all.forwarding is the same variable", "net.ipv4.conf.all.forwarding=0\n", off],
    ["conf.default.forwarding is another variable", "net.ipv4.conf.default.forwarding=0\n", untouched],
    ["a pattern takes in conf.all", "net.ipv4.conf.*.forwarding=1\n", on],
    [
      "a key of its own beats a pattern before it",
      "net.ipv4.conf.*.forwarding=1\nnet.ipv4.conf.all.forwarding=0\n",
      off,
    ],
    [
      "a key of its own beats a pattern after it",
      "net.ipv4.conf.all.forwarding=0\nnet.ipv4.conf.*.forwarding=1\n",
      off,
    ],
    [
      "a key taken out is not set by a pattern",
      "net.ipv4.conf.*.forwarding=1\n-net.ipv4.conf.all.forwarding\n",
      untouched,
    ],
    [
      "systemd leaves a repeated value where it stood first, procps writes it again",
      "net.ipv4.ip_forward=1\nnet.ipv4.conf.all.forwarding=0\nnet.ipv4.ip_forward=1\n",
      { systemd: "0", procps: "1" },
    ],
    [
      "another value goes to the end for both",
      "net.ipv4.ip_forward=0\nnet.ipv4.conf.all.forwarding=0\nnet.ipv4.ip_forward=1\n",
      on,
    ],
    ["a remark after white space is ignored by the kernel", "net.ipv4.ip_forward = 1  # on\n", on],
    ["a remark glued to the value spoils it", "net.ipv4.ip_forward = 1#on\n", untouched],
    ["a word is refused by the kernel", "net.ipv4.ip_forward=yes\n", untouched],
    ["quotes are refused by the kernel", 'net.ipv4.ip_forward="1"\n', untouched],
    ["an empty value is refused by the kernel", "net.ipv4.ip_forward=\n", untouched],
    ["2 is written as it stands", "net.ipv4.ip_forward=2\n", { systemd: "2", procps: "2" }],
    ["a plus sign is refused by the kernel", "net.ipv4.ip_forward=+1\n", untouched],
    ["hexadecimal is understood", "net.ipv4.ip_forward=0x1\n", on],
    ["a line without an equals sign is nothing", "net.ipv4.ip_forward 1\n", untouched],
    ["comments begin with # or ;", "#net.ipv4.ip_forward=1\n ; net.ipv4.ip_forward=1\n", untouched],
    ["a byte-order mark spoils the first line", "\uFEFFnet.ipv4.ip_forward=1\n", untouched],
  ]
  test.each(rows)("%s", (_name, text, expected) => {
    expect(one(text)).toEqual(expected)
  })

  test("procps before 4.0 knows no patterns", () => {
    const texts = node({ "/etc/sysctl.d/a.conf": "net.ipv4.ip_forward=0\nnet.ipv4.conf.*.forwarding=1\n" })

    expect(sysctlOutcome(forwarding, "procps", texts, false).value).toBe("1")
    expect(sysctlOutcome(forwarding, "procps-without-patterns", texts, false).value).toBe("0")
  })

  test("a bad value after a good one leaves systemd with nothing and procps with the good one", () => {
    expect(one("net.ipv4.ip_forward=1\nnet.ipv4.ip_forward=yes\n")).toEqual({ systemd: undefined, procps: "1" })
  })
})

describe("which file wins", () => {
  test("file names are sorted by bytes across directories", () => {
    const files = {
      "/etc/sysctl.d/K.conf": "net.ipv4.ip_forward=1",
      "/usr/lib/sysctl.d/a.conf": "net.ipv4.ip_forward=0",
    }

    expect(outcomes(files)).toEqual({ systemd: "0", procps: "0" })
  })

  test("a file in /etc hides one of the same name elsewhere, an empty one too", () => {
    const files = { "/usr/lib/sysctl.d/q.conf": "net.ipv4.ip_forward=1", "/etc/sysctl.d/q.conf": "" }

    expect(outcomes(files)).toEqual({ systemd: undefined, procps: undefined })
  })

  test("/etc hides /run", () => {
    const files = { "/run/sysctl.d/q.conf": "net.ipv4.ip_forward=0", "/etc/sysctl.d/q.conf": "net.ipv4.ip_forward=1" }

    expect(outcomes(files)).toEqual({ systemd: "1", procps: "1" })
  })

  test("/etc/sysctl.conf is the last file for procps and no file for systemd", () => {
    const files = { "/etc/sysctl.d/zz.conf": "net.ipv4.ip_forward=1", "/etc/sysctl.conf": "net.ipv4.ip_forward=0" }

    expect(outcomes(files)).toEqual({ systemd: "1", procps: "0" })
  })

  test("ufw has the last word where it is switched on", () => {
    const files = { "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward=1", "/etc/ufw/sysctl.conf": "net/ipv4/ip_forward=0" }

    expect(outcomes(files, true)).toEqual({ systemd: "0", procps: "0" })
    expect(outcomes(files, false)).toEqual({ systemd: "1", procps: "1" })
  })

  test("every other line is named with the reason why it does not decide", () => {
    const texts = node({
      "/etc/sysctl.d/10-a.conf": "net.ipv4.ip_forward = 0\n",
      "/etc/sysctl.d/20-b.conf": "\nnet.ipv4.ip_forward = 1\n",
      "/usr/lib/sysctl.d/10-a.conf": "net.ipv4.ip_forward = 1\n",
      "/etc/sysctl.conf": "net.ipv4.ip_forward = yes\n",
    })

    const { winner, losers } = sysctlOutcome(forwarding, "systemd-sysctl", texts, false)

    expect(winner?.place).toMatchObject({ file: "/etc/sysctl.d/20-b.conf", line: 2, column: 23, length: 1 })
    expect(losers.map(({ line, why, by }) => [line.place.file, why, by])).toEqual([
      ["/etc/sysctl.d/10-a.conf", "overridden", "/etc/sysctl.d/20-b.conf"],
      ["/usr/lib/sysctl.d/10-a.conf", "hidden", "/etc/sysctl.d/10-a.conf"],
      ["/etc/sysctl.conf", "not-read", undefined],
    ])
  })
})
