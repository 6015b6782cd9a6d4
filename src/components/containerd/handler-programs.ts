// The programs behind containerd's handlers: the shim that runtime_type names, and what runc's shim starts. As containerd
// pkg/shim/util.go, BinaryName and core/runtime/v2/shim_manager.go, resolveRuntimePath look for them: in PATH, then beside
// containerd itself.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { type HandlerProgram, troubleWith } from "../handler-programs.ts"
import type { NeededProgram } from "../runtime-part.ts"
import type { Effective } from "./effective.ts"
import { directoryOf } from "./simulate/glob.ts"
import { runcTypes } from "./tables/layout.ts"

/** "io.containerd.kata.v2" → "containerd-shim-kata-v2"; a path is the shim itself. Undefined: no name of a shim. */
export function shimOf(type: string): string | undefined {
  if (type.startsWith("/")) return type
  const parts = type.split(".")
  return parts.length < 2 ? undefined : `containerd-shim-${parts.at(-2)}-${parts.at(-1)}`
}

export function lookAtHandlerPrograms(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  program: string | undefined,
  found: Effective,
): readonly HandlerProgram[] {
  const besides = program === undefined ? [] : [directoryOf(machine.resolve(program) ?? program)]
  return found.handlers.flatMap(({ name, type, binaryName }): HandlerProgram[] => {
    // What containerd's own package brings is taken to be there with it.
    const shim = runcTypes.has(type) ? undefined : shimOf(type)
    const started = runcTypes.has(type) && binaryName !== undefined ? String(binaryName.value) : undefined
    const needs = [
      ...(shim === undefined ? [] : [{ key: "runtime_type", program: shim, isNamed: type.startsWith("/") }]),
      ...(started === undefined ? [] : [{ key: "BinaryName", program: started, isNamed: true }]),
    ]
    return needs.flatMap(({ key, program: needed, isNamed }) => {
      const trouble = troubleWith(machine, service, needed, isNamed, key === "runtime_type" ? besides : [])
      return trouble === undefined ? [] : [{ handler: name, key, program: needed, ...trouble }]
    })
  })
}

/** With the line that names each, and whether the default handler needs it. */
export function neededPrograms(programs: readonly HandlerProgram[], found: Effective): readonly NeededProgram[] {
  return programs.map((one): NeededProgram => {
    const handler = found.handlers.find(({ name }) => name === one.handler)
    const at = one.key === "BinaryName" ? (handler?.binaryName?.at ?? handler?.at) : (handler?.typeAt ?? handler?.at)
    const isDefault = found.defaultRuntimeName?.value === one.handler
    return at === undefined ? { ...one, isDefault } : { ...one, isDefault, place: at.place }
  })
}
