// crictl's own file: written or corrected when that is asked for and crictl is there, and otherwise left.
import { describe, expect, test } from "bun:test"
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { crictl } from "../../../src/components/crictl/component.ts"
import { detectNode } from "../../../src/detect/node.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"
import { temporaryDirectory } from "../../machine/temporary-directory.ts"
import { configurations } from "./configuration-cases.ts"

const endpoint = "unix:///run/containerd/containerd.sock"
const program = { "/usr/local/bin/crictl": "" }

function look(files: Readonly<Record<string, string>>): Promise<NodeFacts> {
  return detectNode(memoryMachine({ files }), { initSystems: [], components: [crictl] })
}

async function contribution(
  files: Readonly<Record<string, string>>,
  more: Partial<Wanted> = {},
): Promise<Contribution> {
  const wanted: Wanted = {
    runtime: "containerd",
    endpoint,
    registryMirrors: [],
    kubelet: false,
    resetConfig: false,
    runtimeTellsDriver: true,
    crictlConfig: true,
    ...more,
  }
  return crictl.contribute(wanted, await look(files))
}

/** The file after the plan; undefined: it is not touched. */
async function written(config: string | undefined, more: Partial<Wanted> = {}): Promise<string | undefined> {
  const files = { ...program, ...(config === undefined ? {} : { "/etc/crictl.yaml": config }) }
  const { changes } = await contribution(files, more)
  expect(changes.length).toBeLessThan(2)
  const [change] = changes
  return change?.kind === "file" ? change.after?.text : undefined
}

describe("with --crictl-config", () => {
  test("a missing file is written with both endpoints", async () => {
    expect(await written(undefined)).toBe(
      `# Written by criadm: the CRI endpoint of this node's runtime.\nruntime-endpoint: ${endpoint}\nimage-endpoint: ${endpoint}\n`,
    )
  })

  test("only the endpoints of a file that is there are corrected", async () => {
    const before = `# CRI-O was here
runtime-endpoint: "unix:///var/run/crio/crio.sock"  # of 2023
image-endpoint: "unix:///var/run/crio/crio.sock"
timeout: 10
debug:   false
`
    const after = before.replaceAll("/var/run/crio/crio.sock", "/run/containerd/containerd.sock")

    expect(await written(before)).toBe(after)
  })

  test("an endpoint that is missing is added", async () => {
    expect(await written(`runtime-endpoint: ${endpoint}\ntimeout: 2\n`)).toBe(
      `runtime-endpoint: ${endpoint}\ntimeout: 2\nimage-endpoint: ${endpoint}\n`,
    )
  })

  test("the same socket under another spelling is left as it is, so a second run writes nothing", async () => {
    const other =
      "runtime-endpoint: /var/run/containerd/containerd.sock\nimage-endpoint: unix:///run/containerd/containerd.sock\n"

    expect(await written(other)).toBeUndefined()
    expect(await written((await written("debug: true\n")) ?? "")).toBeUndefined()
  })

  test("a file that is no YAML is refused with the line, and nothing is changed", async () => {
    const { changes, refusals } = await contribution({
      ...program,
      "/etc/crictl.yaml": "timeout: 2\nruntime-endpoint: [unix\n",
    })

    expect(changes).toEqual([])
    expect(refusals).toMatchObject([{ code: "document-broken", place: { file: "/etc/crictl.yaml" } }])
  })

  test("where there is no crictl the plan says so and writes nothing", async () => {
    const { changes, notes } = await contribution({ "/etc/crictl.yaml": "debug: true\n" })

    expect(changes).toEqual([])
    expect(notes).toEqual([{ code: "crictl-not-installed", args: {} }])
  })
})

test("unless it is asked for, the file is left alone", async () => {
  const files = { ...program, "/etc/crictl.yaml": "runtime-endpoint: unix:///var/run/crio/crio.sock\n" }

  expect((await contribution(files, { crictlConfig: false })).changes).toEqual([])
})

test("detect says where crictl looks", async () => {
  const node = await look({ ...program, "/etc/crictl.yaml": `runtime-endpoint: ${endpoint}\n` })

  expect(crictl.summarize(node).rows).toEqual([
    { label: "program", text: "/usr/local/bin/crictl" },
    { label: "endpoint", text: endpoint, source: "/etc/crictl.yaml" },
  ])
})

const directory = temporaryDirectory()
const isRoot = process.geteuid?.() === 0

describe("criadm itself", () => {
  const asRoot = isRoot ? test : test.skip
  const before = "timeout: 10\nruntime-endpoint: unix:///var/run/dockershim.sock\n"
  const criadm = (root: string, ...words: readonly string[]) => {
    const argv = [process.execPath, join(import.meta.dir, "../../../src/main.ts"), ...words, "--root", root]
    const ran = Bun.spawnSync(argv, { stdin: "ignore" })
    return { exitCode: ran.exitCode, out: ran.stdout.toString() + ran.stderr.toString() }
  }

  asRoot(`corrects the file, and rollback puts it back${isRoot ? "" : " (needs root)"}`, () => {
    const root = directory.root()
    for (const path of ["usr/bin/containerd", "usr/bin/crictl"]) directory.file(join(root, path), "")
    mkdirSync(join(root, "etc"))
    const config = join(root, "etc/crictl.yaml")
    directory.file(config, before)
    const answers = join(root, "answers.toml")
    directory.file(answers, "crictl-config = true\nip-forward = false\n")

    const applied = criadm(root, "apply", "--yes", "--runtime-version", "2.3.4", "--answers", answers)

    expect(applied).toMatchObject({ exitCode: 0 })
    expect(readFileSync(config, "utf8")).toBe(
      `timeout: 10\nruntime-endpoint: ${endpoint}\nimage-endpoint: ${endpoint}\n`,
    )
    expect(criadm(root, "rollback", "--yes")).toMatchObject({ exitCode: 0 })
    expect(readFileSync(config, "utf8")).toBe(before)
  })
})

describe("a file that crictl does not take", () => {
  test.each(configurations)("is told with what is wrong: %j", async (text, key) => {
    const node = await look({ ...program, "/etc/crictl.yaml": text })
    const [first, ...others] = crictl.findings(node)

    expect(others).toEqual([])
    expect(first?.args).toEqual(key === undefined ? undefined : expect.objectContaining({ key }))
    expect(first?.place?.file).toBe(key === undefined ? undefined : "/etc/crictl.yaml")
  })

  test("is nobody's business where crictl is not installed", async () => {
    expect(crictl.findings(await look({ "/etc/crictl.yaml": "retries: 3\n" }))).toEqual([])
  })

  test("is told at the line and the value", async () => {
    const node = await look({ ...program, "/etc/crictl.yaml": "debug: false\ntimeout: 2s\n" })

    expect(crictl.findings(node)).toMatchObject([
      { args: { key: "timeout", value: "2s", takes: "number" }, place: { line: 2, column: 10 } },
    ])
  })
})
