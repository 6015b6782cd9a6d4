// The programs behind containerd's handlers: the shim that runtime_type names, and what runc's shim starts. As containerd
// pkg/shim/util.go, BinaryName and core/runtime/v2/shim_manager.go, resolveRuntimePath look for them: in PATH, then beside
// containerd itself.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { Started } from "../oci-runtimes/facts.ts"
import { type HandlerProgram, shimOf, troubleWith } from "../oci-runtimes/handler-programs.ts"
import type { HandlerInForce, NeededProgram } from "../runtime-part.ts"
import type { Effective } from "./effective.ts"
import { directoryOf } from "./simulate/glob.ts"
import { goneTypes, runcTypes } from "./tables/layout.ts"

/** The OCI runtimes that runc's shim starts: runc itself, or what BinaryName says. */
export function startedBy(found: Effective): readonly Started[] {
  return found.handlers.flatMap(({ name, type, binaryName }) =>
    runcTypes.has(type) ? [{ handler: name, program: String(binaryName?.value || "runc") }] : [],
  )
}

export function lookAtHandlerPrograms(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  program: string | undefined,
  found: Effective,
): readonly HandlerProgram[] {
  const own = ownPrograms(machine, service, program)
  const besides = program === undefined ? [] : [directoryOf(machine.resolve(program) ?? program)]
  return found.handlers.flatMap(({ name, type, binaryName, shimPath }): HandlerProgram[] => {
    const isRunc = runcTypes.has(type)
    // internal/cri/config/config.go, Runtime: a path counts more than the type's name.
    const named = shimPath === undefined ? undefined : String(shimPath.value)
    const shim = named ?? (isRunc ? undefined : shimOf(type))
    const lacking = own.filter(
      ({ key }) => isRunc && (key === "runtime_type" ? named === undefined : binaryName === undefined),
    )
    const started = runcTypes.has(type) && binaryName !== undefined ? String(binaryName.value) : undefined
    const needs = [
      ...(shim === undefined
        ? []
        : [
            {
              key: named === undefined ? "runtime_type" : "runtime_path",
              program: shim,
              isNamed: shim.startsWith("/"),
            },
          ]),
      ...(started === undefined ? [] : [{ key: "BinaryName", program: started, isNamed: true }]),
    ]
    return [
      ...lacking.map((one) => ({ handler: name, ...one })),
      ...needs.flatMap(({ key, program: needed, isNamed }) => {
        const trouble = troubleWith(machine, service, needed, isNamed, key === "runtime_type" ? besides : [])
        if (trouble === undefined) return []
        const elsewhere = trouble.why === "missing" ? elsewhereIn(machine, needed) : undefined
        return [{ handler: name, key, program: needed, ...trouble, ...(elsewhere === undefined ? {} : { elsewhere }) }]
      }),
    ]
  })
}

/** Where archives such as Kata's put their programs, and containerd does not look. */
function elsewhereIn(machine: ReadingMachine, program: string): string | undefined {
  if (program.includes("/")) return undefined
  const directories = ["/opt/bin", ...(machine.list("/opt") ?? []).map((name) => `/opt/${name}/bin`)]
  return directories.map((directory) => `${directory}/${program}`).find((path) => machine.resolve(path) !== undefined)
}

const runcShim = "containerd-shim-runc-v2"

/**
 * What every handler of runc needs and is not there: its shim, which comes with containerd, or runc itself, which
 * the project's archive does not bring. A tree that has neither holds no programs to speak of.
 */
function ownPrograms(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  program: string | undefined,
): readonly Omit<HandlerProgram, "handler">[] {
  if (program === undefined) return []
  const besides = [directoryOf(machine.resolve(program) ?? program)]
  const lacking = [
    { key: "runtime_type", program: runcShim, trouble: troubleWith(machine, service, runcShim, false, besides) },
    { key: "BinaryName", program: "runc", trouble: troubleWith(machine, service, "runc", false) },
  ].flatMap(({ trouble, ...one }) => (trouble === undefined ? [] : [{ ...one, ...trouble }]))
  return lacking.length === 2 ? [] : lacking
}

/** As the release reads them: the type of the shim, and the program in the place of runc. */
export function handlersInForce(found: Effective | undefined): readonly HandlerInForce[] {
  if (found === undefined) return []
  const standard = found.defaultRuntimeName
  const configured = found.handlers.map(({ name, type, binaryName, at, typeAt }): HandlerInForce => {
    const binary = binaryName === undefined ? "" : String(binaryName.value)
    const place = (typeAt ?? at)?.place
    const isGone = !found.release.runsLegacyShims && goneTypes.has(type)
    return {
      name,
      runs: `${type}${binary === "" ? "" : ` with ${binary}`}`,
      isDefault: standard?.value === name,
      program: runcTypes.has(type) ? binary || "runc" : undefined,
      ...(isGone ? { trouble: "type-gone" as const } : {}),
      ...(place === undefined ? {} : { place }),
    }
  })
  const isThere = standard === undefined || configured.some(({ isDefault }) => isDefault)
  if (isThere || standard.value === "" || standard.at === undefined) return configured
  const absent = { name: standard.value, runs: "", isDefault: true, program: undefined, trouble: "absent" } as const
  return [{ ...absent, place: standard.at.place }, ...configured]
}

/** With the line that names each, and whether the default handler needs it. */
export function neededPrograms(programs: readonly HandlerProgram[], found: Effective): readonly NeededProgram[] {
  return programs.map((one): NeededProgram => {
    const handler = found.handlers.find(({ name }) => name === one.handler)
    const stated = one.key === "BinaryName" ? handler?.binaryName?.at : handler?.shimPath?.at
    const at = stated ?? (one.key === "BinaryName" ? undefined : handler?.typeAt) ?? handler?.at
    const isDefault = found.defaultRuntimeName?.value === one.handler
    return at === undefined ? { ...one, isDefault } : { ...one, isDefault, place: at.place }
  })
}
