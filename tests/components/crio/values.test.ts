// What criadm says of values in crio.conf is what the real CRI-O does with them: tests/real/runtimes/crio-other-files.test.ts starts
// one with each.
import { describe, expect, test } from "bun:test"
import { effectiveOf } from "../../../src/components/crio/facts.ts"
import { findings } from "../../../src/components/crio/findings.ts"
import { lookAtMonitors, lookAtPrograms } from "../../../src/components/crio/handler-programs.ts"
import { memoryMachine, succeeding } from "../../machine/memory-machine.ts"
import { configPath, factsOf, nodeOf } from "./a-node.ts"
import { refusedValues, takenValues } from "./value-cases.ts"

const conmon = () => succeeding("conmon version 2.1.12\ncommit: unknown\n")
/** conmonrs --version of containers/conmon-rs 0.7. */
const conmonrs = () => succeeding("version: 0.7.0\ntag: none\ncommit: 1\nbuild: 2026\ntarget: x86_64\n")

/** As the node has it: programs in PATH and in /opt/bin, nothing below /dev that the cases take for missing. */
async function problemsOn(text: string, isLive = true, version = "1.36.3") {
  const programs = ["crio", "conmon", "crun", "pinns", "iptables", "taskset"].map((name) => `/usr/bin/${name}`)
  const files = [...programs, "/opt/bin/conmonrs", "/opt/bin/crun"].map((path) => [path, "#!/bin/sh\n"] as const)
  const machine = memoryMachine({
    isLive,
    files: { ...Object.fromEntries(files), "/etc/hosts": "" },
    programs: { conmon, conmonrs },
  })
  for (const [path] of files) machine.put(path, "#!/bin/sh\n", { mode: 0o755, uid: 0, gid: 0 })
  const facts = factsOf(version, { [configPath]: text })
  const found = effectiveOf(facts)
  if (found === undefined) throw new Error("the release is known")
  const looked = lookAtPrograms(machine, facts, found)
  const absentFiles = looked.absentFiles?.filter((path) => !/^\/dev\/(?:null|zero|full)$/.test(path)) ?? []
  const monitors = await lookAtMonitors(machine, undefined, found)
  const all = { ...facts, ...looked, absentFiles, ...monitors }
  return { problems: effectiveOf(all)?.problems ?? [], findings: findings(all, nodeOf(all)) }
}

test.each(refusedValues.map((one) => [one.text, one] as const))("%s", async (_text, { text, rule, line }) => {
  const { problems } = await problemsOn(text)

  expect(problems.map((one) => [one.code, one.rule, one.place?.line])).toEqual([["crio-value-refused", rule, line]])
})

test("what CRI-O takes is nothing to tell of, and another handler of an unknown type is only taken out", async () => {
  const { problems, findings: told } = await problemsOn(takenValues)

  expect(problems).toEqual([])
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning crio-handler-taken-out"])
})

describe("in a tree", () => {
  test("devices are nobody's to judge, and conmonrs is told by its name", async () => {
    const devices = await problemsOn('[crio.runtime]\nadditional_devices = ["/dev/fuse"]\n', false)
    expect(devices.problems).toEqual([])
    const monitor = await problemsOn('[crio.runtime]\nconmon = "/opt/bin/conmonrs"\n', false)
    expect(monitor.problems.map(({ rule }) => rule)).toEqual(["not-conmon"])
  })
})

// cri-o pkg/config/config.go, ValidateWebsocketStreaming: it asks conmon-rs for its release.
test("without conmon-rs a default handler of the type pod keeps CRI-O from starting", async () => {
  const pod = (monitor: string) => `[crio.runtime.runtimes.crun]\nruntime_type = "pod"\n${monitor}`
  const codes = async (text: string) => (await problemsOn(text)).problems.map(({ code, place }) => [code, place?.line])

  expect(await codes(pod('monitor_path = "/opt/bin/nobody"\n'))).toEqual([["crio-program-missing", 3]])
  expect(await codes(pod(""))).toEqual([["crio-program-missing", 1]])
  expect(await codes(pod('monitor_path = "/opt/bin/conmonrs"\n'))).toEqual([])
})

test("a release that does not know a key does not end on its value", async () => {
  const rules = async (version: string, text: string) =>
    (await problemsOn(text, true, version)).problems.map(({ rule }) => rule)
  const mode = '[crio.image]\nshort_name_mode = "permissive"\n'

  expect(await rules("1.33.9", mode)).toEqual([])
  expect(await rules("1.34.0", mode)).toEqual(["short-name-mode"])
})
