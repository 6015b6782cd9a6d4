// The account that userns-remap names: dockerd looks for its user and group, then for its ranges in /etc/subuid and
// /etc/subgid, and ends at its start where one is not there. moby daemon/daemon_unix.go, parseRemappedRoot, and
// pkg/idtools; asked of dockerd 20.10.24, 26.1.5 and 28.5.2.
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"

export interface RemapFacts {
  /** As userns-remap says it: USER or USER:GROUP, names or numbers. */
  readonly account: string
  readonly lack?: RemapLack
}

export interface RemapLack {
  readonly lacks: "user" | "group" | "ids" | "number"
  /** The user or group; for ids the name with the file: "dockremap, /etc/subuid". */
  readonly what: string
  /** The line that would give it ids that nobody has. */
  readonly line?: string
}

/** dockerd makes this one with useradd and gives it ids, where it is not there. */
const madeByDocker = { stated: "default", name: "dockremap" } as const

/** The account of userns-remap; undefined: nothing is remapped. */
export async function lookAtRemap(machine: ReadingMachine, stated: unknown): Promise<RemapFacts | undefined> {
  if (typeof stated !== "string" || stated === "" || stated.split(":").length > 2) return undefined
  const lack = await lackOf(machine, stated)
  return { account: stated, ...(lack === undefined ? {} : { lack }) }
}

async function lackOf(machine: ReadingMachine, account: string): Promise<RemapLack | undefined> {
  const [statedUser = "", statedGroup] = account.split(":")
  const userName = statedUser === madeByDocker.stated ? madeByDocker.name : statedUser
  const user = await find(machine, "passwd", userName)
  if (user === "unknown") return undefined
  if (user === undefined) {
    return statedUser === madeByDocker.stated ? undefined : { lacks: "user", what: userName }
  }
  const groupName = statedGroup ?? userName
  const group = await find(machine, "group", groupName)
  if (group === undefined) return { lacks: "group", what: groupName }
  // It stays as it is, which dockerd only logs.
  return user.name === "root" ? undefined : idsOf(machine, user)
}

interface Entry {
  readonly name: string
  readonly id: string
}

/** Undefined: nobody knows it; "unknown": a source that cannot be asked here may. */
async function find(
  machine: ReadingMachine,
  database: "passwd" | "group",
  wanted: string,
): Promise<Entry | "unknown" | undefined> {
  const isNumber = /^-?\d+$/.test(wanted)
  for (const line of textOf(machine, `/etc/${database}`).split("\n")) {
    const [name = "", , id = ""] = line.split(":")
    if (name !== "" && (isNumber ? id : name) === wanted) return { name, id }
  }
  if (!hasOtherSources(machine, database)) return undefined
  if (!machine.isLive) return "unknown"
  // As dockerd does: getent(1); 2: the key is in none of the sources.
  const ran = await machine.run({ argv: ["getent", database, wanted], timeoutSeconds: askSeconds })
  if (ran.state !== "ran") return "unknown"
  const [name = "", , id = ""] = ran.stdout.split("\n")[0]?.split(":") ?? []
  return ran.exitCode === 2 ? undefined : ran.exitCode === 0 && name !== "" ? { name, id } : "unknown"
}

/** A directory service answers within it, or not at all. */
const askSeconds = 5

/** nsswitch.conf(5). Accounts of the sources named here are in the two files, or are no accounts of daemons. */
function hasOtherSources(machine: ReadingMachine, database: string): boolean {
  const line = new RegExp(`^${database}:(.*)$`, "m").exec(textOf(machine, "/etc/nsswitch.conf"))?.[1] ?? "files"
  const sources = line.replace(/\[[^\]]*\]|#.*/g, " ").match(/\S+/g) ?? []
  return sources.some((source) => !["files", "compat", "systemd", "altfiles", "db"].includes(source))
}

/** Its lines by number count before those by name; subuid(5). */
function idsOf(machine: ReadingMachine, user: Entry): RemapLack | undefined {
  for (const file of ["/etc/subuid", "/etc/subgid"]) {
    const lines = textOf(machine, file)
      .split("\n")
      .map((line) => line.trim())
    const own = lines.map((line) => line.split(":")).filter(([owner]) => owner === user.name || owner === user.id)
    const broken = own.find(
      (parts) => parts.length !== 3 || !/^\d+$/.test(parts[1] ?? "") || !/^\d+$/.test(parts[2] ?? ""),
    )
    const what = `${user.name}, ${file}`
    const line = `${user.name}:${freeFrom(machine)}:65536`
    if (broken !== undefined) return { lacks: "number", what: `${broken.join(":")}, ${file}`, line }
    if (own.length === 0) return { lacks: "ids", what, line }
  }
  return undefined
}

/** The first number behind everybody's ids, as useradd(8) would take it: from SUB_UID_MIN on. */
function freeFrom(machine: ReadingMachine): number {
  const taken = ["/etc/subuid", "/etc/subgid"].flatMap((file) =>
    [...textOf(machine, file).matchAll(/^[^:\s#]+:(\d+):(\d+)\s*$/gm)].map(
      ([, first, count]) => Number(first) + Number(count),
    ),
  )
  return Math.max(100_000, ...taken)
}

const textOf = (machine: ReadingMachine, path: string) => knownValue(toFileFact(machine.readFile(path)))?.text ?? ""
