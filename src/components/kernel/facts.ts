// What detection learns about the kernel's variables, IPv4 forwarding and those that were asked for: live values, and the
// sysctl files that say something about them. Files that neither set one nor hide one that does are left out, so that
// the facts stay small.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Answers } from "../../model/answers.ts"
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import { type SysctlText, sysctlConf, sysctlDirectories, ufwSysctl } from "./effective.ts"
import { type AskedModules, lookAtModules } from "./modules/asked.ts"
import { type ModuleFacts, moduleFiles } from "./modules/files.ts"
import { type AskedSwap, lookAtSwap } from "./swap/look.ts"
import { forwarding, inotifyInstances, type KernelVariable, linesAbout } from "./sysctl-lines.ts"
import { askedValues, livePathOf, type WantedValue } from "./wanted-values.ts"

/** "1": the kernel forwards IPv4 packets. See Documentation/networking/ip-sysctl.rst, ip_forward. */
export const liveForwarding = "/proc/sys/net/ipv4/ip_forward"

/** Names of the file of our own, most wanted first: the later ones exist to sort behind a distribution's file. */
export const ownNames = ["99-criadm.conf", "99-zz-criadm.conf", "zz-criadm.conf"] as const

export interface KernelFacts extends ModuleFacts {
  /** The live value without its line break; absent with --root. */
  readonly ipForward: Fact<string>
  /** What else was asked for, by key: as the running kernel has it. Absent: nothing was. */
  readonly values?: readonly { readonly key: string; readonly live: Fact<string> }[]
  /** The modules that were asked for. Absent: none was. */
  readonly asked?: AskedModules
  /** Absent: nothing was said of swap. */
  readonly swap?: AskedSwap
  /** Files that set one of these, hide a file that does, are our own, or cannot be read. */
  readonly sysctlFiles: readonly FileFact[]
  /** Files beside those that set forwarding and are not read, because their name does not end in .conf. */
  readonly unreadFiles?: readonly FileContent[]
  /** Whether /etc/sysctl.d exists. */
  readonly hasSysctlDirectory: boolean
  /** Whether ufw is switched on and so writes its own sysctl values when it starts. */
  readonly ufwIsEnabled: boolean
}

/** `answers`: given now, or else to the last kept run. */
export function lookAtKernel(machine: ReadingMachine, answers: Answers): KernelFacts {
  const unreadFiles = readUnreadFiles(machine)
  const asked = askedValues(answers)
  const values = asked.map(({ key, variable }) => ({ key, live: readLiveValue(machine, livePathOf(variable)) }))
  const modules = lookAtModules(machine, answers)
  const swap = lookAtSwap(machine, answers)
  const variables = [forwarding, inotifyInstances, ...asked.map(({ variable }) => variable)]
  return {
    ...(unreadFiles.length === 0 ? {} : { unreadFiles }),
    ...moduleFiles(machine),
    ipForward: readLiveValue(machine, liveForwarding),
    ...(values.length === 0 ? {} : { values }),
    ...(modules === undefined ? {} : { asked: modules }),
    ...(swap === undefined ? {} : { swap }),
    sysctlFiles: readSysctlFiles(machine, variables),
    hasSysctlDirectory: machine.list("/etc/sysctl.d") !== undefined,
    ufwIsEnabled: readUfwSwitch(machine),
  }
}

/** Undefined: detection was not told of it. */
export function liveFactOf({ key, variable }: WantedValue, own: KernelFacts): Fact<string> | undefined {
  return variable === forwarding ? own.ipForward : own.values?.find((one) => one.key === key)?.live
}

/** The texts that could be read. */
export function readableTexts(facts: KernelFacts): readonly SysctlText[] {
  return facts.sysctlFiles.flatMap((file) =>
    file.state === "known" ? [{ path: file.value.path, realPath: file.value.realPath, text: file.value.text }] : [],
  )
}

function readLiveValue(machine: ReadingMachine, path: string): Fact<string> {
  const source = { kind: "file", path } as const
  if (!machine.isLive) return { state: "absent", source }
  const file = toFileFact(machine.readFile(path))
  // The kernel parts several numbers by tabs, and takes blanks as well.
  return file.state === "known" ? { state: "known", value: file.value.text.trim().replaceAll("\t", " "), source } : file
}

function readSysctlFiles(machine: ReadingMachine, variables: readonly KernelVariable[]): readonly FileFact[] {
  const paths = sysctlDirectories.flatMap((directory) =>
    // On merged-/usr systems /lib is /usr/lib; the same files must not count twice.
    directory === "/lib/sysctl.d" && machine.resolve(directory) === machine.resolve("/usr/lib/sysctl.d")
      ? []
      : (machine.list(directory) ?? []).filter((name) => name.endsWith(".conf")).map((name) => `${directory}/${name}`),
  )
  const files = [...paths, sysctlConf, ufwSysctl].map((path) => ({ path, fact: readSysctlFile(machine, path) }))
  const named = new Set(files.filter(({ fact }) => saysSomething(fact, variables)).map(({ path }) => nameOf(path)))
  return files.filter(({ path, fact }) => fact.state !== "absent" && named.has(nameOf(path))).map(({ fact }) => fact)
}

function readUnreadFiles(machine: ReadingMachine): readonly FileContent[] {
  return ["/etc/sysctl.d", "/usr/lib/sysctl.d"].flatMap((directory) =>
    (machine.list(directory) ?? [])
      .filter((name) => !name.endsWith(".conf") && !name.startsWith("README"))
      .flatMap((name) => knownValue(toFileFact(machine.readFile(`${directory}/${name}`))) ?? [])
      .filter(({ path, text }) => linesAbout(forwarding, path, text).length > 0),
  )
}

/** A link to /dev/null is an empty file to every program that loads sysctl files; see sysctl.d(5). */
function readSysctlFile(machine: ReadingMachine, path: string): FileFact {
  if (machine.inspect(path)?.target === "/dev/null") {
    const value = { path, realPath: "/dev/null", text: "", hash: "", mode: 0o666, uid: 0, gid: 0 }
    return { state: "known", value, source: { kind: "file", path } }
  }
  const fact = toFileFact(machine.readFile(path))
  // A directory named like a file is passed over by every program.
  return fact.state === "unreadable" && fact.reason === "directory" ? { state: "absent", source: fact.source } : fact
}

function saysSomething(fact: FileFact, variables: readonly KernelVariable[]): boolean {
  if (fact.state !== "known") return fact.state !== "absent"
  const isOwn = ownNames.some((name) => fact.value.path === `/etc/sysctl.d/${name}`)
  const { path, text } = fact.value
  return isOwn || variables.some((variable) => linesAbout(variable, path, text).length > 0)
}

function readUfwSwitch(machine: ReadingMachine): boolean {
  const file = toFileFact(machine.readFile("/etc/ufw/ufw.conf"))
  return file.state === "known" && /^[ \t]*ENABLED=["']?yes["']?[ \t\r]*$/im.test(file.value.text)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}
