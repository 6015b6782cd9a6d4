// default_runtime_name is nvidia, and its BinaryName is not there: "fork/exec ...: no such file" (ctr run --runc-binary,
// 1.7.24 and 2.1.9). Reports: NVIDIA/nvidia-docker#686, NVIDIA/gpu-operator#413.
import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "handler-binary-missing"
const program = "usr/local/nvidia/toolkit/nvidia-container-runtime"
const why = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "handler-program-unusable" ? [one.args.why] : []))

/** The head of an ELF program: little-endian, e_machine as given; padded so that it is read as one. */
const elf = (machine: number) =>
  String.fromCharCode(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array(11).fill(0), machine, 0).padEnd(64, "\0")

test("no pod starts: a failure with the line", () => {
  using node = new CaseNode(name)

  const found = node.findings().find(({ code }) => code === "handler-program-unusable")
  expect(found).toMatchObject({ severity: "failure", place: { file: "/etc/containerd/config.toml", line: 13 } })
})

// containerd/containerd#11557, google/gvisor#144, moby/moby#22705: the program is there, and cannot be started.
test("a program that may not be executed, and one of another architecture", () => {
  using node = new CaseNode(name)
  node.write(program, "#!/bin/sh\n")
  expect(why(node)).toEqual(["not-executable"])

  chmodSync(join(node.root, program), 0o755)
  expect(why(node)).toEqual([])
})

test("a program for another processor", () => {
  using node = new CaseNode(name)
  node.write(program, elf(40)).write("usr/lib/systemd/systemd", elf(62)).write("usr/bin/sh", elf(62))
  chmodSync(join(node.root, program), 0o755)

  expect(why(node)).toEqual(["architecture"])
  node.write(program, elf(62))
  expect(why(node)).toEqual([])
})
