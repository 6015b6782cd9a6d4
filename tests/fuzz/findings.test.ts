// What fuzzing found, each as small as it was made: the text, and what must be said or done about it.
import { describe, expect, test } from "bun:test"
import { findFlags, readFlags, withoutFlag } from "../../src/components/service-flags.ts"
import { environmentFile, sysctlConf } from "../../src/documents/assignments/key-values.ts"
import { toml } from "../../src/documents/toml/toml.ts"
import { unitFile } from "../../src/documents/units/unit-file.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import type { FileFact } from "../../src/model/file-content.ts"
import { redactText } from "../../src/model/secrets/redact.ts"
import { brokenAt, edited, remove, set } from "../documents/edited.ts"
import { checkNode } from "./fuzz-detection.ts"

/** Milliseconds of processor time. */
function timeOf(act: () => unknown): number {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe("flat files", () => {
  test.each([
    ["sysctl.d", sysctlConf, "net.ipv4.conf.all.rp_filter=\n\uFEFFx = 1\n", "net.ipv4.conf.all.rp_filter"],
    ["environment", environmentFile, "A=9\n\uFEFFB=1\n", "A"],
  ])(
    "a line of a %s file does not go when a stray byte-order mark would come to stand first",
    (_, language, text, key) => {
      expect(edited(language, text, remove(key))).toBe("refused: the smallest edit would change other settings too")
    },
  )
})

describe("TOML", () => {
  test("a table that was added before blank lines at the end is gone without a trace", () => {
    const text = '[a]\nx = 1\n\n[s]\n\n[p.q]\nt = [""]\n\n'
    const added = edited(toml, text, set(["p", "q", "new"], { a: "b" }))

    expect(added).not.toBe(text)
    expect(edited(toml, added, remove("p", "q", "new"))).toBe(text)
  })

  test("an element that is there as a whole number and with a point goes in both forms", () => {
    expect(edited(toml, "a = [1, 1000, 1e3, 2]\n", { edit: "remove-element", path: ["a"], value: 1000 })).toBe(
      "a = [1, 2]\n",
    )
  })
})

describe("YAML", () => {
  const parse = (file: string, text: string) => yaml.parse(file, text)

  test.each(["<<: |\n n\n", "<<: n\n", "<<: [n]\n", "<<:\na: 1\n"])("%j merges no table and is refused", (text) => {
    expect(brokenAt(parse, text)).toContain("a table, or a list of tables, was expected after <<.")
  })

  test.each([": a\n", "~: a\n", "a: {null: b}\n"])("%j has a key without a name, which Go refuses", (text) => {
    expect(brokenAt(parse, text)).toContain("a key of plain text was expected.")
  })
})

describe("a row of one character", () => {
  const blanks = " ".repeat(58_000)
  const damaged: readonly (readonly [what: string, base: string, path: string, text: string])[] = [
    ["blanks in a broken TOML", "trixie", "/etc/containerd/config.toml", `disabled_plugins = ["cri"]${blanks}x`],
    ["brackets in a broken TOML", "trixie", "/etc/containerd/config.toml", "[".repeat(58_000)],
    ["brackets in YAML", "bookworm", "/var/lib/kubelet/config.yaml", `a: ${"]".repeat(58_000)} x\n`],
    ["quotes in YAML", "bookworm", "/var/lib/kubelet/config.yaml", '"'.repeat(58_000)],
    ["blanks in a sysctl file", "trixie", "/etc/sysctl.d/99-x.conf", `x = 1${blanks}y\n`],
    ["blanks in os-release", "trixie", "/etc/os-release", `ID=debian${blanks}x\n`],
    ["line breaks in ufw.conf", "trixie", "/etc/ufw/ufw.conf", `${"\n".repeat(58_000)}x`],
    ["line breaks in an init script", "bookworm-openrc", "/etc/init.d/containerd", `${"\n".repeat(58_000)}x`],
    ["dashes before a secret", "Docker", "/var/lib/kubelet/kubeadm-flags.env", `A="--x ${"-".repeat(58_000)}"\n`],
    ["backslashes in a secret", "trixie", "/etc/containerd/config.toml", `token = "${"\\".repeat(58_000)}\n`],
  ]

  test.each(damaged)("%s takes no time that grows with the square of its length", async (_, base, path, text) => {
    const damages = [{ kind: "file", path, text, encoding: "utf8" }] as const

    expect(await checkNode({ base, damages, answers: [] })).toBeUndefined()
  })

  test("a secret whose quote is never closed is redacted soon, whatever stands in it", () => {
    const text = `token = "${"\\".repeat(1000)}\nx = 1\n`

    expect(timeOf(() => redactText(text))).toBeLessThan(200)
    expect(redactText(text)).toBe(`token = "${"x".repeat(1000)}\nx = 1\n`)
    // A unit file escapes a quote so, TOML does not: rather too much than too little.
    expect(redactText("password = 'abc\\'\n")).toBe("password = 'xxxxx\n")
  })
})

describe("unit files", () => {
  test.each([
    ["backslashes", `[Service]\nA=${"\\".repeat(60_000)}x\n`],
    ["carriage returns", `[Service]\nA=${"\r".repeat(60_000)}x\n`],
  ])("a line of %s takes no time that grows with the square of its length", (_, text) => {
    expect(timeOf(() => unitFile.parse("f", text))).toBeLessThan(200)
  })
})

describe("flags", () => {
  const fileOf = (text: string): FileFact => {
    const path = "/etc/default/kubelet"
    const value = { path, realPath: path, text, hash: "", mode: 0o644, uid: 0, gid: 0 }
    return { state: "known", value, source: { kind: "file", path } }
  }

  test("a flag does not go when the word behind it would become the value of another", () => {
    expect(readFlags(["--x", "p"])).toMatchObject([{ name: "x", value: "p" }])
    const [home] = findFlags([fileOf("A=--x --config= p\n")], "config")

    expect(home && withoutFlag(home)).toMatchObject({ ok: false, fault: { code: "edit-refused" } })
  })

  test("a flag behind a long row of blanks is found soon", () => {
    const [home] = findFlags([fileOf(`A="--x${" ".repeat(60_000)}y --config=a"\n`)], "config")

    expect(home).toBeDefined()
    expect(timeOf(() => home && withoutFlag(home))).toBeLessThan(200)
  })
})

describe("detection", () => {
  test("a control character in an answer over CRI is escaped in JSON", async () => {
    const answer = { state: "not-grpc", message: "\u007FELF\u009B31m\u202E" } as const
    const socket = "/run/containerd/containerd.sock"
    const damages = [{ kind: "answers", socket, answer, base64: "" }] as const

    expect(await checkNode({ base: "bookworm-v1", damages, answers: [] })).toBeUndefined()
  })

  test("a control character in a live value is shown as text", async () => {
    const path = "/proc/sys/net/ipv4/ip_forward"
    const damages = [{ kind: "file", path, text: "\u007F\u001B[2J", encoding: "utf8" }] as const

    expect(await checkNode({ base: "trixie", damages, answers: [] })).toBeUndefined()
  })

  test.each(["/etc/containerd/[z-a]*.toml", `/etc/containerd/${"*a".repeat(40)}x`])(
    "an import of %j is followed and comes to an end",
    async (pattern) => {
      const config = { path: "/etc/containerd/config.toml", text: `version = 2\nimports = ["${pattern}"]\n` }
      const other = { path: `/etc/containerd/${"a".repeat(200)}.toml`, text: "" }
      const damages = [config, other].map((file) => ({ kind: "file", encoding: "utf8", ...file }) as const)

      expect(await checkNode({ base: "trixie", damages, answers: [] })).toBeUndefined()
    },
  )
})
