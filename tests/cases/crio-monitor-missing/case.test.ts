// conmon watches the containers of every handler of the type oci, and CRI-O asks each one's for its version when it
// starts. Each node was given to CRI-O 1.36.3, really started. Reports: NVIDIA/nvidia-container-toolkit#681 (a handler
// without monitor_path), cri-o/cri-o#3818 and #3776 (a path of another distribution), cri-o/cri-o#8307 (removed).
import { expect, test } from "bun:test"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Finding } from "../../../src/model/finding.ts"
import { CaseNode } from "../case.ts"

const handlerFile = "etc/crio/crio.conf.d/99-nvidia.conf"
const conmon = "/usr/libexec/crio/conmon"
const crun = "/usr/libexec/crio/crun"

function crioNode(files: Readonly<Record<string, string>> = {}): CaseNode {
  const node = new CaseNode("crio-policy-missing").write(
    "etc/containers/policy.json",
    '{"default": [{"type": "insecureAcceptAnything"}]}\n',
  )
  for (const [path, text] of Object.entries(files)) node.write(path, text)
  return node
}

const about = (node: CaseNode) =>
  node.findings().filter(({ code }) => /^crio-(?:program|monitor)|^handler-program/.test(code)) as readonly Finding[]

/** ELF for ARM 64: what uname -m calls aarch64. */
const ofArm = Buffer.from(`7f454c46020101${"00".repeat(9)}0200b700${"00".repeat(44)}`, "hex")
const ofAmd = Buffer.from(`7f454c46020101${"00".repeat(9)}02003e00${"00".repeat(44)}`, "hex")

test("the monitor of any handler stops CRI-O, and one that is on this node is named", () => {
  using node = crioNode({ [handlerFile]: `[crio.runtime.runtimes.nvidia]\nruntime_path = "${crun}"\n` })

  expect(about(node)).toMatchObject([
    {
      code: "crio-program-missing",
      severity: "failure",
      args: { what: "crio.runtime.runtimes.nvidia.monitor_path", wanted: "conmon", instead: conmon },
      place: { file: `/${handlerFile}`, line: 1 },
    },
  ])
  expect(node.say("check").text).toContain(`Set crio.runtime.runtimes.nvidia.monitor_path = "${conmon}"`)
  node.write(handlerFile, `${node.read(handlerFile)}monitor_path = "${conmon}"\n`)
  expect(about(node)).toEqual([])
})

test("a handler that CRI-O takes out for want of its own program needs no monitor", () => {
  using node = crioNode({ [handlerFile]: '[crio.runtime.runtimes.nvidia]\nruntime_path = "/usr/bin/nonesuch"\n' })

  expect(about(node)).toMatchObject([
    { code: "handler-program-unusable", severity: "note", args: { handler: "nvidia", why: "missing" } },
  ])
})

test("the key conmon counts for every handler, and is told once", () => {
  using node = crioNode({ "etc/crio/crio.conf.d/30.conf": '[crio.runtime]\nconmon = "/usr/bin/conmon"\n' })

  expect(about(node)).toMatchObject([
    {
      code: "crio-program-missing",
      args: { what: "crio.runtime.conmon", wanted: "/usr/bin/conmon" },
      place: { line: 2, column: 10 },
    },
  ])
})

test.each([
  ["a monitor of another architecture", conmon, "architecture"],
  ["a runtime of another architecture", crun, "architecture"],
  ["a monitor that may not be executed", conmon, "not-executable"],
  ["a runtime that may not be executed", crun, "not-executable"],
])("%s fails every pod", (_what, program, why) => {
  using node = crioNode()
  const path = join(node.root, program)
  for (const own of ["usr/lib/systemd/systemd", "usr/bin/sh"]) {
    node.write(own, "")
    writeFileSync(join(node.root, own), ofAmd)
  }
  if (why === "architecture") writeFileSync(path, ofArm)
  else chmodSync(path, 0o644)

  const found = about(node)
  expect(found[0]).toMatchObject({ code: "handler-program-unusable", severity: "failure", args: { program, why } })
  if (why === "not-executable") expect(node.say("check").text).toContain(`chmod +x ${node.root}${program}`)
})

test("a handler may take over the default one's program", () => {
  using node = crioNode({
    [handlerFile]: `[crio.runtime.runtimes.high]\ninherit_default_runtime = true\nmonitor_path = "${conmon}"\n`,
  })
  expect(about(node)).toEqual([])
})

test("pinns is a program that CRI-O needs as well", () => {
  using node = crioNode({ "etc/crio/crio.conf.d/30.conf": '[crio.runtime]\npinns_path = "/usr/libexec/crio/pinns"\n' })
  expect(about(node)).toMatchObject([{ code: "crio-program-missing", args: { what: "crio.runtime.pinns_path" } }])
})
