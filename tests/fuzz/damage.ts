// What can be wrong with a node: pieces of damage, each a value that can be printed, put on a node and left out again.
import type { GrpcAnswer, Ran } from "../../src/machine/reading.ts"
import type { MemoryMachine } from "../machine/memory-machine.ts"
import { type EditorTarget, editorTargets } from "./editors.ts"
import { aText } from "./fuzz-editor.ts"
import { mutated, mutatedBytes, tokenSoup } from "./mutate.ts"
import { listedDirectories, programNames, programOf, readPaths } from "./nodes.ts"
import type { Chance } from "./random.ts"

export type Damage =
  /** `encoding`: base64 for bytes that are no UTF-8. */
  | { readonly kind: "file"; readonly path: string; readonly text: string; readonly encoding: "utf8" | "base64" }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "gone"; readonly path: string }
  | { readonly kind: "program"; readonly name: string; readonly ran: Ran }
  | { readonly kind: "answers"; readonly socket: string; readonly answer: GrpcAnswer; readonly base64: string }

export function put(machine: MemoryMachine, damage: Damage): void {
  switch (damage.kind) {
    case "file":
      machine.put(damage.path, Buffer.from(damage.text, damage.encoding))
      return
    case "link":
      machine.putLink(damage.path, damage.target)
      return
    case "directory":
      machine.take(damage.path)
      machine.putDirectory(damage.path)
      return
    case "gone":
      machine.take(damage.path)
      return
    case "program":
      for (const line of [...machine.programs.keys()]) {
        if (programOf(line) === damage.name) machine.programs.delete(line)
      }
      machine.programs.set(damage.name, () => damage.ran)
      return
    case "answers": {
      const answer: GrpcAnswer =
        damage.answer.state === "answered"
          ? { state: "answered", response: Buffer.from(damage.base64, "base64") }
          : damage.answer
      const methods = ["Version", "Status", "RuntimeConfig", "ListPodSandbox", "ImageStatus"]
      const server = methods.map((method) => [`/runtime.v1.RuntimeService/${method}`, () => answer] as const)
      machine.servers.set(damage.socket, Object.fromEntries(server))
    }
  }
}

const words: readonly string[] = [
  ...["MemTotal:", " kB\n", "0A000002:1F90", "/dev/sda2", "partition", "LoadState=loaded\n", "ActiveState=active\n"],
  ...["MainPID=612\n", "containerd github.com/containerd/containerd/v2 v2.1.4 x\n", "Kubernetes v1.34.1\n", "v1.34.1"],
  ...[
    "crio version 1.34\n",
    "Docker version 28.5.1, build x\n",
    "99999.0.0-rc.1",
    "name=systemd:/",
    "0::/\n",
    "12:cpu:/x\n",
  ],
  ...[
    "--config",
    "--config=/etc/x",
    "/usr/bin/containerd\0--config\0/x\0",
    "Package: containerd\n",
    "Version: 1:2~3-4\n",
  ],
  ...[
    "CONFIG_CGROUPS=y\n",
    "NAME=",
    "export A=",
    "exec containerd",
    "command=",
    "/var/run/crio/crio.sock",
    "unix://",
    "\u007fELF",
  ],
]

const languages = Object.keys(editorTargets) as readonly EditorTarget[]

const byPath: readonly (readonly [RegExp, EditorTarget])[] = [
  [/\.toml$|crio\.conf|registries/, "toml"],
  [/\.json$|\.conflist$/, "json"],
  [/config\.yaml$|crictl\.yaml$|kubelet\.conf$/, "yaml"],
  [/sysctl|\.env$|\/default\/|\/sysconfig\/|conf\.d\/|os-release/, "key-values"],
  [/\.service$|\.socket$|systemd/, "unit-file"],
]

function textFor(path: string, own: string | undefined, chance: Chance): string {
  if (own !== undefined && own.length < 30_000 && chance.happens(2, 3)) return mutated(own, words, [own], chance)
  if (chance.happens(1, 5)) return tokenSoup(words, chance)
  const fitting = byPath.find(([pattern]) => pattern.test(path))?.[1]
  const target = fitting !== undefined && chance.happens(4, 5) ? fitting : chance.pick(languages)
  return aText(chance.pick(editorTargets[target]), chance)
}

const oddNames: readonly string[] = [
  "\u001B[2J.conf",
  "a\nb.toml",
  "\u009B31m.conf",
  "\u202Efnoc.conf",
  "..conf",
  " .conf",
  "é.toml",
  "99-z.conf",
  "zz.toml",
  `${"x".repeat(240)}.conf`,
  "-rf",
  "1",
  "612",
]

function fileDamage(path: string, machine: MemoryMachine, chance: Chance): Damage {
  const text = textFor(path, machine.text(path), chance)
  if (chance.happens(4, 5)) return { kind: "file", path, text, encoding: "utf8" }
  return {
    kind: "file",
    path,
    text: Buffer.from(mutatedBytes(Buffer.from(text), chance)).toString("base64"),
    encoding: "base64",
  }
}

function programDamage(machine: MemoryMachine, chance: Chance): Damage {
  const lines = [...machine.programs.keys()]
  const line = chance.happens(2, 3) && lines.length > 0 ? chance.pick(lines) : chance.pick(programNames)
  const name = programOf(line)
  const state = chance.below(10)
  const command = [name]
  if (state === 0) return { kind: "program", name, ran: { state: "not-found", command } }
  if (state === 1) return { kind: "program", name, ran: { state: "not-possible", command, why: "ENOEXEC" } }
  const stdout = textFor("", undefined, chance)
  const stderr = chance.happens(1, 3) ? tokenSoup(words, chance) : ""
  if (state === 2) return { kind: "program", name, ran: { state: "timed-out", command, stdout, stderr } }
  if (state === 3)
    return { kind: "program", name, ran: { state: "killed", command, signal: "SIGSEGV", stdout, stderr } }
  return {
    kind: "program",
    name,
    ran: { state: "ran", command, exitCode: chance.pick([0, 0, 0, 1, 255]), stdout, stderr },
  }
}

function answerDamage(machine: MemoryMachine, chance: Chance): Damage {
  const sockets = [...machine.servers.keys(), "/run/containerd/containerd.sock"]
  const socket = chance.pick(sockets)
  const server = machine.servers.get(socket)
  const real = server === undefined ? [] : Object.values(server).map((answer) => answer(new Uint8Array()))
  const bytes = real.flatMap((answer) => (answer.state === "answered" ? [answer.response] : []))
  const base = bytes.length > 0 ? chance.pick(bytes) : Buffer.from([0x0a, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f])
  const base64 = Buffer.from(mutatedBytes(base, chance)).toString("base64")
  const message = tokenSoup(words, chance)
  const answer = chance.pick<GrpcAnswer>([
    { state: "answered", response: new Uint8Array() },
    { state: "answered", response: new Uint8Array() },
    { state: "answered", response: new Uint8Array() },
    { state: "refused", status: chance.pick([2, 12, 14]), message },
    { state: "unreachable", errno: "ECONNREFUSED", message },
    { state: "timed-out" },
    { state: "not-grpc", message },
  ])
  return { kind: "answers", socket, answer, base64 }
}

/** Something wrong with this node. */
export function damageOf(machine: MemoryMachine, chance: Chance): Damage {
  const path = chance.pick(readPaths)
  switch (chance.below(16)) {
    case 0:
    case 1:
      return programDamage(machine, chance)
    case 2:
    case 3:
      return answerDamage(machine, chance)
    case 4: {
      const odd = `${chance.pick(listedDirectories)}/${chance.pick(oddNames)}`
      return fileDamage(odd, machine, chance)
    }
    case 5:
      return {
        kind: "link",
        path,
        target: chance.pick([path, "/", "/nowhere", chance.pick(readPaths), "../../..", "\u001B[2J"]),
      }
    case 6:
      return chance.happens(1, 2) ? { kind: "directory", path } : { kind: "gone", path }
    default:
      return fileDamage(path, machine, chance)
  }
}
