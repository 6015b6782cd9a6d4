// What a unit cannot be started without and what is not there: its programs, environment files, working directory,
// account, and the units and sockets that it requires. systemd gives up before the program runs, with a status of its
// own (systemd.exec(5), PROCESS EXIT CODES: 200/CHDIR, 203/EXEC, 216/GROUP, 217/USER).
import { elfMachine, elfTableBytes, isCutOff } from "../../documents/elf.ts"
import { mergeUnits, type UnitSections } from "../../documents/units/unit-file.ts"
import { splitWords, stripPrefix } from "../../documents/units/words.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { StartTrouble } from "../../model/service.ts"
import { parsedUnits } from "./unit-command.ts"
import { findUnit, isDefined } from "./unit-files.ts"

/** systemd.exec(5), ExecSearchPath=; /sbin and /bin where they are not merged. */
const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

/** What is there only while a node runs: a tree says nothing about it. */
const passing = /^\/(?:run|var\/run|tmp|var\/tmp|dev|proc|sys)(?:\/|$)/

/** The databases of accounts; the second is that of image-based systems (nss-altfiles). */
const accounts = {
  user: ["/etc/passwd", "/usr/lib/passwd", "/lib/passwd"],
  group: ["/etc/group", "/usr/lib/group", "/lib/group"],
} as const

/** sysusers.d(5): accounts that are made at the next boot. */
const accountsAtBoot = ["/etc/sysusers.d", "/run/sysusers.d", "/usr/lib/sysusers.d"] as const

/** Shells, env, modprobe and the like come with every system. */
const systemDirectories = /^\/(?:usr\/)?s?bin\/[^/]+$/

interface Unit {
  readonly name: string
  /** The program that is meant, behind shells and the like. */
  readonly program: string
  readonly sections: UnitSections
  readonly needs: readonly string[]
  expand(text: string): string
}

export function findStartTroubles(machine: ReadingMachine, unit: Unit): readonly StartTrouble[] {
  const { name, program, sections, needs, expand } = unit
  const values = (key: string) => (sections.get("Service")?.get(key) ?? []).map(expand)
  // Another root: what it has is not looked at.
  if (["RootDirectory", "RootImage"].some((key) => values(key).length > 0)) return []
  const isToCome = (path: string) => !machine.isLive && passing.test(path)
  const account = (key: "User" | "Group") =>
    values("DynamicUser").some((value) => /^(?:1|yes|true|on)$/i.test(value)) ? [] : missing(machine, key, values(key))
  return [
    ...["ExecStartPre", "ExecStart"].flatMap((key) =>
      values(key).flatMap((line) =>
        programTrouble(machine, key, line, (path) => isToCome(path) || (path !== program && isOfSystem(path))),
      ),
    ),
    ...values("EnvironmentFile").flatMap((path): StartTrouble[] => {
      const isOptional = !path.startsWith("/") || /[*?[%]/.test(path) || isToCome(path)
      if (isOptional || machine.readFile(path).state !== "absent") return []
      return [{ why: "environment-file", key: "EnvironmentFile", what: path }]
    }),
    ...values("WorkingDirectory")
      .slice(-1)
      .flatMap((path): StartTrouble[] => {
        const isOwn = ["StateDirectory", "RuntimeDirectory", "CacheDirectory"].some((key) => values(key).length > 0)
        if (!path.startsWith("/") || path.includes("%") || isOwn || isToCome(path)) return []
        return machine.resolve(path) === undefined ? [{ why: "directory", key: "WorkingDirectory", what: path }] : []
      }),
    ...account("User"),
    ...account("Group"),
    ...needs.flatMap((need) => needTroubles(machine, name, need)),
    ...socketByFlag(machine, name, values("ExecStart"), needs),
  ]
}

function isOfSystem(path: string): boolean {
  return !path.includes("/") || systemDirectories.test(path)
}

function programTrouble(
  machine: ReadingMachine,
  key: string,
  line: string,
  isPassedOver: (path: string) => boolean,
): readonly StartTrouble[] {
  const [first = ""] = splitWords(line)
  const program = stripPrefix(first)
  const isIgnored = key === "ExecStartPre" && first.slice(0, -program.length).includes("-")
  if (program === "" || isIgnored || /[$%]/.test(program) || isPassedOver(program)) return []
  const places = program.includes("/") ? [program] : searchPath.map((directory) => `${directory}/${program}`)
  const real = places.map((place) => machine.resolve(place)).find((place) => place !== undefined)
  if (real === undefined) return [{ why: "program", key, what: program }]
  const entry = machine.inspect(real)
  if (entry === undefined) return []
  if (entry.kind !== "file" || (entry.mode & 0o111) === 0) return [{ why: "not-executable", key, what: program }]
  return contentTrouble(machine, real, entry.size).map((trouble) => ({ key, what: program, ...trouble }))
}

/** execve(2): ELF for this processor, or a script with its interpreter. The rest of an ELF file is not looked at. */
function contentTrouble(
  machine: ReadingMachine,
  path: string,
  size: number,
): readonly Pick<StartTrouble, "why" | "madeFor">[] {
  // A file without a byte is a place holder of whoever makes a tree.
  const read = size === 0 ? undefined : machine.readFile(path, { headBytes: elfTableBytes })
  if (read?.state !== "read") return []
  const head = read.bytes
  if (!startsAs(head, "\x7fELF")) return startsAs(head, "#!") ? [] : [{ why: "no-program" }]
  if (isCutOff(head, size)) return [{ why: "cut-off" }]
  const madeFor = elfMachine(head)
  return typeof madeFor === "string" ? [{ why: "architecture", madeFor }] : []
}

const startsAs = (head: Uint8Array, text: string) =>
  Buffer.from(head.subarray(0, text.length)).toString("latin1") === text

/** Accounts from elsewhere (LDAP, systemd-userdbd) are not seen in files, so only a plain set of sources is judged. */
function missing(machine: ReadingMachine, key: "User" | "Group", values: readonly string[], unit?: string) {
  const name = values.at(-1) ?? ""
  const why = key === "User" ? "user" : "group"
  if (name === "" || !/^[A-Za-z_][\w.-]*$/.test(name) || hasOtherSources(machine, why)) return []
  const texts = accounts[why].flatMap((path) => textOf(machine, path) ?? [])
  if (texts.length === 0 || texts.some((text) => text.split("\n").some((line) => line.startsWith(`${name}:`))))
    return []
  const toCome = accountsAtBoot.flatMap((directory) =>
    (machine.list(directory) ?? []).flatMap((file) => textOf(machine, `${directory}/${file}`) ?? []),
  )
  if (toCome.some((text) => new RegExp(`^[ugmr]!?\\s+"?${RegExp.escape(name)}(?!\\S)`, "m").test(text))) return []
  const trouble: StartTrouble = { why, key: unit === undefined ? key : `Socket${key}`, what: name }
  return [unit === undefined ? trouble : { ...trouble, unit }]
}

function hasOtherSources(machine: ReadingMachine, database: "user" | "group"): boolean {
  const text = textOf(machine, "/etc/nsswitch.conf") ?? ""
  const sources = new RegExp(`^\\s*${database === "user" ? "passwd" : "group"}:(.*)$`, "m").exec(text)?.[1] ?? ""
  const words = sources
    .replace(/#.*/, "")
    .replace(/\[[^\]]*\]/g, "")
    .trim()
    .split(/\s+/)
  return words.some((word) => word !== "" && !["files", "compat", "altfiles", "systemd"].includes(word))
}

function textOf(machine: ReadingMachine, path: string): string | undefined {
  const file = machine.readFile(path)
  return file.state === "read" ? new TextDecoder().decode(file.bytes) : undefined
}

/** Units of other types are made by systemd itself or from /etc/fstab. */
function needTroubles(machine: ReadingMachine, name: string, need: string): readonly StartTrouble[] {
  if (!/\.(?:service|socket)$/.test(need) || need.includes("%") || need === name) return []
  if (!isDefined(machine, need)) {
    const template = need.replace(/@.*\./, "@.")
    const script = `/etc/init.d/${need.replace(/\.service$/, "")}`
    const isThere = isDefined(machine, template) || machine.inspect(script) !== undefined
    return isThere ? [] : [{ why: "unit", key: "Requires", what: need }]
  }
  const unit = need.endsWith(".socket") ? findUnit(machine, need) : undefined
  if (unit === undefined) return []
  const socket = mergeUnits(parsedUnits(unit.files)).get("Socket")
  return [
    ...missing(machine, "User", socket?.get("SocketUser") ?? [], need),
    ...missing(machine, "Group", socket?.get("SocketGroup") ?? [], need),
  ]
}

/** `-H fd://` and the like: the program takes its sockets from systemd, and ends where it gets none. */
function socketByFlag(machine: ReadingMachine, name: string, lines: readonly string[], needs: readonly string[]) {
  const socket = name.replace(/\.service$/, ".socket")
  const isAsked = lines.some((line) => splitWords(line).some((word) => /^(?:--?[\w-]+=)?fd:\/\/$/.test(word)))
  if (!isAsked || needs.includes(socket) || isDefined(machine, socket)) return []
  const trouble: StartTrouble = { why: "socket", key: "ExecStart", what: socket }
  return [trouble]
}
