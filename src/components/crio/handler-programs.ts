// The programs behind CRI-O's handlers: the OCI runtime, or the shim of a virtual machine, and the monitor that watches its
// containers. As CRI-O looks for them: what no file names, in its PATH; cri-o pkg/config/config.go, ValidateRuntimePath,
// TranslateMonitorFieldsForHandler and validateExecutablePath.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { Started } from "../oci-runtimes/facts.ts"
import { type HandlerProgram, placeOf, troubleWith } from "../oci-runtimes/handler-programs.ts"
import { askRelease } from "../program-asker.ts"
import type { NeededProgram } from "../runtime-part.ts"
import type { Effective } from "./effective.ts"
import type { CrioFacts } from "./facts.ts"
import { packetFilters, pinnsOf } from "./findings/start.ts"
import { filesOfValues } from "./findings/values.ts"
import { readOverrides } from "./flags.ts"
import { type Handler, monitorOf, runtimeOf } from "./handlers.ts"

type Looked = Pick<CrioFacts, "absentPrograms" | "handlerPrograms" | "absentFiles">

export function lookAtPrograms(machine: ReadingMachine, { service }: CrioFacts, found: Effective): Looked {
  const needs = found.handlers.flatMap((handler) => programsOf(handler, found))
  const troubles = needs.flatMap((need): readonly HandlerProgram[] => {
    const trouble = troubleWith(machine, service, need.program, true)
    return trouble === undefined ? [] : [{ ...need, ...trouble }]
  })
  // What is looked for in PATH must be executable to be found.
  const isAbsent = ({ why, program }: HandlerProgram) =>
    why === "missing" || (why === "not-executable" && !program.includes("/"))
  const isMapping = !(service?.command ?? []).some((word) => /^--?disable-hostport-mapping(=true)?$/.test(word))
  const pinns = pinnsOf(found.files, readOverrides(service))
  const others = [...(isMapping ? packetFilters : []), ...(pinns === undefined ? [] : [pinns.path])]
  const absent = [
    ...troubles.filter(isAbsent).map(({ program }) => program),
    ...others.filter((program) => troubleWith(machine, service, program, false) !== undefined),
  ]
  const handlerPrograms = troubles.filter((one) => !isAbsent(one))
  const needed = filesOfValues(found.files, found.handlers)
  const absentFiles = [
    ...needed.files.filter((path) => machine.resolve(path) === undefined),
    // What a tree has in /dev is not what is there when it runs. A link is no device: runc libcontainer/devices.
    ...needed.devices.filter((path) => machine.isLive && machine.inspect(path)?.kind !== "other"),
    ...needed.programs.filter((program) => troubleWith(machine, service, program, false) !== undefined),
  ]
  return {
    absentPrograms: [...new Set(absent)],
    ...(absentFiles.length === 0 ? {} : { absentFiles: [...new Set(absentFiles)] }),
    ...(handlerPrograms.length === 0 ? {} : { handlerPrograms }),
  }
}

/** What conmon says of itself, `conmon version 2.1.12`, is the third word that CRI-O reads; conmonmgr.go, New. */
const conmonSays = /^\S+\s+\S+\s+\d+\.\d+\.\d+(?:[-+]\S*)?(?:\s|$)/

/** conmon-rs prints one line for each of its parts, which is no release. cri-o/cri-o#8214. */
export async function lookAtMonitors(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  { handlers, scalars }: Effective,
): Promise<Pick<CrioFacts, "unfitMonitors">> {
  const monitors = handlers.flatMap((one) => (one.hasMonitor ? (monitorOf(one, scalars.conmon.value) ?? []) : []))
  const unfit = await Promise.all(
    [...new Set(monitors)].map(async (monitor) => {
      const place = placeOf(machine, service, monitor)
      const real = place === undefined ? undefined : machine.resolve(place)
      if (place === undefined || real === undefined) return []
      if (!machine.isLive) return real.endsWith("/conmonrs") ? [monitor] : []
      const ran = await askRelease(machine, [place, "--version"], askSeconds)
      return ran.state !== "ran" || conmonSays.test(`${ran.stdout}${ran.stderr}`.trim()) ? [] : [monitor]
    }),
  )
  return unfit.flat().length === 0 ? {} : { unfitMonitors: unfit.flat() }
}

/** It prints at once; a cold disk or an emulated machine needs more. */
const askSeconds = 5

/** The OCI runtimes behind the handlers that conmon watches. */
export function startedBy({ handlers, scalars }: Effective): readonly Started[] {
  return handlers
    .filter(({ hasMonitor }) => hasMonitor)
    .map((one) => ({ handler: one.name, program: runtimeOf(one, handlers, scalars.defaultRuntime.value) }))
}

function programsOf(handler: Handler, { handlers, scalars }: Effective): readonly Omit<HandlerProgram, "why">[] {
  const { name } = handler
  const monitor = monitorOf(handler, scalars.conmon.value)
  return [
    { handler: name, key: "runtime_path", program: runtimeOf(handler, handlers, scalars.defaultRuntime.value) },
    ...(monitor === undefined ? [] : [{ handler: name, key: "monitor_path", program: monitor }]),
  ]
}

/**
 * With the line that names each. What is not there at all and keeps CRI-O from starting is told with its configuration;
 * of another handler it takes the handler out. A monitor that cannot be run keeps CRI-O from starting, whosever it is.
 */
export function neededPrograms(programs: readonly HandlerProgram[], found: Effective): readonly NeededProgram[] {
  const standard = found.scalars.defaultRuntime.value || found.release.defaultRuntime
  return programs.map((one): NeededProgram => {
    const handler = found.handlers.find(({ name }) => name === one.handler)
    const isDefault = one.handler === standard || (one.key === "monitor_path" && handler?.hasMonitor === true)
    const place = handler?.places[one.key] ?? handler?.place
    return place === undefined ? { ...one, isDefault } : { ...one, isDefault, place }
  })
}

/** Programs of handlers that CRI-O takes out, since they are not there. */
export function absentOfOthers({ absentPrograms }: CrioFacts, found: Effective): readonly HandlerProgram[] {
  const standard = found.scalars.defaultRuntime.value || found.release.defaultRuntime
  return found.handlers
    .filter(({ name }) => name !== standard)
    .flatMap((handler) => programsOf(handler, found))
    .filter(({ handler, key, program }) => {
      const isFatal = key === "monitor_path" && found.handlers.some((one) => one.name === handler && one.hasMonitor)
      return !isFatal && absentPrograms.includes(program)
    })
    .map((one) => ({ ...one, why: "missing" as const }))
}
