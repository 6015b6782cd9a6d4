// Decides what `criadm watch` changes: the units, the link that enables the timer, and the timer's start; or that all of
// it is taken away. Pure.
import type { Change, FileVersion, ServiceChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { Expectation, Plan, Planned } from "../../model/plan.ts"
import type { InitSystemId, ServiceFacts } from "../../model/service.ts"
import { shellWord } from "../../model/shell-word.ts"
import { hiddenDirectories, textFor, timerLink, timerName, type Unit } from "./units.ts"

export interface UnitOfWatch extends Unit {
  readonly realPath: string
  /** As it stands; null: none. Undefined: what is there is no file that can be read. */
  readonly file: FileVersion | null | undefined
  /** Undefined: not there, or nothing runs that could be asked. */
  readonly state: ServiceFacts["state"] | undefined
}

/** What the plan depends on. */
export interface Watching {
  readonly root: string
  readonly isLive: boolean
  readonly initSystem: InitSystemId
  /** This program as the node sees it, with what it needs in front of a command's name. */
  readonly command: readonly string[]
  readonly hasProgram: boolean
  readonly units: readonly UnitOfWatch[]
  /** What is at the link's place; undefined: nothing. */
  readonly link: { readonly kind: string; readonly target?: string } | undefined
  /** Nothing else is in its directory. */
  readonly isLinkAlone: boolean
}

const component = "criadm"
/** As `install -m 644` has them. */
const ownership = { mode: 0o644, uid: 0, gid: 0 } as const

export function planWatch(
  what: "install" | "remove",
  watching: Watching,
  options: { readonly timeoutSeconds: number },
): Planned {
  const refusals = whyNot(what, watching)
  if (refusals.length > 0) return { ok: false, refusals }
  const { changes, expectations } = what === "install" ? installing(watching) : removing(watching)
  const [program = ""] = watching.command
  const isProgramMissed = what === "install" && !watching.hasProgram
  const plan: Plan = {
    kind: "Plan",
    version: 1,
    initSystem: watching.initSystem,
    root: watching.root,
    answers: { values: {}, chosenBy: {} },
    readings: [],
    judgements: [],
    changes,
    expectations: watching.isLive ? expectations : [],
    notes: isProgramMissed ? [{ code: "watch-program-absent", args: { program } }] : [],
    timeoutSeconds: options.timeoutSeconds,
  }
  return { ok: true, plan }
}

function whyNot(what: "install" | "remove", { initSystem, command, units, link }: Watching): readonly Fault[] {
  const [program = ""] = command
  if (what === "install" && initSystem !== "systemd") {
    // At a quarter past four: what is looked at daily is looked at when nobody works on it.
    // That line is for the node itself: with --quiet in front, no --root is put behind the command's name.
    const line = `15 4 * * * root ${command.map(shellWord).join(" ")} --quiet verify`
    return [{ code: "watch-needs-systemd", args: { line } }]
  }
  const directory = hiddenDirectories.find((hidden) => program.startsWith(`${hidden}/`))
  if (what === "install" && directory !== undefined) {
    return [{ code: "watch-program-hidden", args: { program, directory } }]
  }
  const others = units.filter(({ file }) => file === undefined).map(({ path }) => path)
  if (link !== undefined && link.kind !== "symlink") others.push(timerLink.path)
  return others.map((path): Fault => ({ code: "watch-in-the-way", args: { path } }))
}

interface Contents {
  readonly changes: readonly Change[]
  readonly expectations: readonly Expectation[]
}

function installing({ isLive, command, units, link }: Watching): Contents {
  const why: readonly Reason[] = [{ code: "watch-looks-daily", args: {} }]
  const { path, target } = timerLink
  const files = units.flatMap((unit): readonly Change[] => {
    const { path, realPath, file: before = null } = unit
    const after: FileVersion = { ...(before ?? ownership), text: textFor(unit, command) }
    if (before?.text === after.text) return []
    return [{ kind: "file", component, path, realPath, before, after, why }]
  })
  const links: readonly Change[] = link === undefined ? [{ kind: "link", component, path, target, why }] : []
  const isActive = units.find(({ name }) => name === timerName)?.state === "active"
  const isTimerNew = files.some((change) => change.kind === "file" && change.path === timerLink.target)
  const action: ServiceChange["action"] = isActive ? "restart" : "start"
  const start: Change = { kind: "service", component, service: timerName, action, wasActive: isActive, why }
  const isStarted = isLive && (!isActive || isTimerNew)
  return {
    changes: [...files, ...links, ...(isStarted ? [start] : [])],
    expectations: [{ kind: "service-active", component, service: timerName }],
  }
}

function removing({ isLive, units, link, isLinkAlone }: Watching): Contents {
  const why: readonly Reason[] = [{ code: "watch-no-more", args: {} }]
  // The timer first, or it would start the service meanwhile. A service that has failed is no failed unit any more.
  const stopped = units.toReversed().flatMap(({ name, state }): readonly Change[] => {
    if (!isLive || (state !== "active" && state !== "failed")) return []
    return [{ kind: "service", component, service: name, action: "stop", wasActive: state === "active", why }]
  })
  const links: readonly Change[] =
    link === undefined
      ? []
      : [{ kind: "link", component, path: timerLink.path, target: link.target ?? "", remove: true, why }]
  // As `systemctl disable` does it.
  const directories: readonly Change[] =
    link !== undefined && isLinkAlone
      ? [{ kind: "directory", component, path: timerLink.directory, mode: 0o755, remove: true, why }]
      : []
  const files = units.flatMap(({ path, realPath, file }): readonly Change[] =>
    file === null || file === undefined
      ? []
      : [{ kind: "file", component, path, realPath, before: file, after: null, why }],
  )
  return { changes: [...stopped, ...links, ...directories, ...files], expectations: [] }
}
