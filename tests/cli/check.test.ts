// `criadm check` with its flags: what is shown, what counts, and the exit code.
import { describe, expect, test } from "bun:test"
import { check } from "../../src/cli/commands/check.ts"
import type { Face } from "../../src/cli/face.ts"
import { noPaint } from "../../src/cli/paint.ts"
import { parseArguments } from "../../src/cli/parse.ts"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { Criadm } from "../../src/criadm/interface.ts"
import type { Catalogue } from "../../src/messages/catalogue.ts"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { failed, ok } from "../../src/model/fault.ts"
import { configToml, factsOf, joining, machineOf, type NodeOptions, withOptions } from "../decide/a-node.ts"

const swap: NodeOptions = withOptions(joining, {
  files: {
    "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 1048576 0 -2\n",
    "/proc/sys/net/ipv4/ip_forward": "0\n",
  },
})

async function run(
  args: readonly string[],
  node: NodeOptions = swap,
  texts: Readonly<Record<string, string>> = {},
  catalogue: Catalogue = en,
) {
  const out: string[] = []
  const err: string[] = []
  let opened = 0
  const machine = machineOf(node)
  const face: Face = {
    print: (text) => out.push(text),
    warn: (text) => err.push(text),
    ask: undefined,
    catalogue,
    paint: noPaint,
    isQuiet: false,
    isVerbose: false,
    columns: 80,
    isRoot: true,
    interrupted: new AbortController().signal,
    open: async (): Promise<Criadm> => {
      opened += 1
      return criadmOn(machine, machine, {
        components,
        statedVersion: undefined,
        timeoutSeconds: 1,
        criadmVersion: "test",
        criadmCommand: [],
      })
    },
    listDirectory: async () => undefined,
    checkDownload: async (file) => failed({ code: "file-missing", args: { file } }),
    readText: async (file) => {
      const text = texts[file]
      return text === undefined ? failed({ code: "file-unreadable", args: { file, why: "ENOENT" } }) : ok(text)
    },
    writeText: async () => ok(undefined),
  }
  const parsed = parseArguments(["check", ...args])
  if (!parsed.ok) throw new Error(parsed.fault.code)
  return { code: await check(face, parsed.value), out: out.join("\n"), err: err.join("\n"), opened }
}

const codesIn = (out: string) => [...out.matchAll(/^(?:failure|warning|note) (\S+)$/gm)].map(([, code]) => code)

describe("check in Chinese", () => {
  test("ends as in English, and its JSON differs in nothing but the sentences", async () => {
    const [english, chinese] = [await run(["-o", "json"]), await run(["-o", "json"], swap, {}, zh)]
    const data = (out: string) =>
      (JSON.parse(out) as { findings: { message: unknown }[] }).findings.map(({ message: _, ...finding }) => finding)

    expect(chinese.code).toBe(english.code)
    expect(data(chinese.out)).toEqual(data(english.out))
    expect(chinese.out).toContain("IPv4 转发处于关闭状态。")
  })

  test("names severity, code and what to do", async () => {
    const { out } = await run(["--only", "kernel-ip-forward-off"], swap, {}, zh)

    expect(out).toStartWith("失败 kernel-ip-forward-off\n  IPv4 转发处于关闭状态。\n")
    expect(out).toContain("  解决办法：criadm apply --ip-forward\n")
    expect(out).toContain("1 项失败，0 项警告，0 项提示")
  })
})

describe("check", () => {
  test("ends with 6 when there is a failure", async () => {
    const { code, out } = await run([])

    expect(code).toBe(6)
    expect(codesIn(out)).toEqual(["kernel-ip-forward-off", "kubeadm-swap"])
  })

  test("--ignore counts a failure as a warning and says so", async () => {
    const { code, out } = await run(["--ignore", "kernel-ip-forward-off"])

    expect(code).toBe(0)
    expect(codesIn(out)).toEqual(["kernel-ip-forward-off", "kubeadm-swap"])
    expect(out).toContain("0 failures, 2 warnings, 0 notes")
    expect(out).toContain("1 failure counted as warnings because of --ignore")
  })

  test("--only shows one code and judges by it", async () => {
    const { code, out } = await run(["--only", "kubeadm-swap"])

    expect(code).toBe(0)
    expect(codesIn(out)).toEqual(["kubeadm-swap"])
  })

  test("both may be repeated, and a code as argument is --only", async () => {
    const repeated = ["--ignore", "kubeadm-swap", "--ignore", "kernel-ip-forward-off"]

    expect((await run(repeated)).code).toBe(0)
    expect(codesIn((await run(["kernel-ip-forward-off"])).out)).toEqual(["kernel-ip-forward-off"])
    expect((await run(["kubelet-refuses-swap"])).out).toContain("No findings of kubelet-refuses-swap.")
  })

  test("--explain prints the page of a code and looks at no node", async () => {
    const { code, out, opened } = await run(["containerd-cri-disabled", "--explain"])

    expect([code, opened]).toEqual([0, 0])
    expect(out).toContain("disabled_plugins")
    expect(JSON.parse((await run(["kubeadm-swap", "--explain", "-o", "json"])).out)).toMatchObject({
      kind: "FindingPage",
      version: 1,
      code: "kubeadm-swap",
      usually: "warning",
    })
  })

  test.each([
    [["--only", "kubeadm-swpa"], "kubeadm-swap"],
    [["--ignore", "cri-disabled"], "containerd-cri-disabled"],
    [["kubeadm-swpa", "--explain"], "kubeadm-swap"],
  ])("a code that is none ends with 2 and the right name: %p", async (args, name) => {
    const { code, err, opened } = await run(args)

    expect([code, opened]).toEqual([2, 0])
    expect(err).toContain(`Did you mean ${name}?`)
  })

  test("--facts judges what was printed elsewhere, whatever this node is", async () => {
    const facts = JSON.stringify(await factsOf(swap))

    const { code, out } = await run(["--facts", "node.json"], {}, { "node.json": facts })

    expect(code).toBe(6)
    expect(codesIn(out)).toEqual(["kernel-ip-forward-off", "kubeadm-swap"])
  })

  test("--facts with something else ends with 2, also where only a component's part is wrong", async () => {
    const node = await factsOf(swap)
    const broken = JSON.stringify({ ...node, components: { ...node.components, containerd: { files: 7 } } })

    expect((await run(["--facts", "x"], {}, { x: "[]" })).code).toBe(2)
    const { code, err } = await run(["--facts", "x"], {}, { x: broken })
    expect(code).toBe(2)
    expect(err).toContain("a component's facts are not as")
  })
})

describe("check with a release that this node has not", () => {
  const files = {
    // A shim of 1.x that 2.0 took out.
    [configToml]: `version = 2
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.old]
  runtime_type = "io.containerd.runc.v1"
`,
  }
  const withRelease = (release: string) => run(["--runtime-version", release], { containerd: "1.7.24", files })

  test("tells what would come with it, says which one is there, and leaves out what is found with both", async () => {
    const [now, then] = [await run([], { containerd: "1.7.24", files }), await withRelease("2.3.7")]

    expect(then.err).toContain("This node has containerd 1.7.24. What follows would come with 2.3.7")
    expect(codesIn(then.out).length).toBeGreaterThan(0)
    expect(codesIn(then.out).filter((code) => codesIn(now.out).includes(code))).toEqual([])
  })

  test("says nothing of the kind for the release that is there", async () => {
    expect((await withRelease("1.7.24")).err).toBe("")
  })
})
