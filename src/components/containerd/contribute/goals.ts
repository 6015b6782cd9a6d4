// What criadm brings about in containerd's own files, each as a test of the simulation and the ways to get there.
import type { Edit, KeyPath } from "../../../documents/document.ts"
import type { Reason } from "../../../model/message.ts"
import type { CgroupDriver, HandlerBinary } from "../../../model/setting.ts"
import type { Effective } from "../effective.ts"
import type { Handler } from "../simulate/handlers.ts"
import type { Leaf } from "../simulate/tree.ts"
import { layouts, legacyLinuxType, runcType, runcTypes } from "../tables/layout.ts"
import { type Attempt, type Draft, type Failed, setEdit, tryAll } from "./draft.ts"
import { spotsFor } from "./places.ts"

export interface Goal {
  /** What it is about, for a refusal: "SystemdCgroup of runc". */
  readonly what: string
  readonly why: Reason
  holds(found: Effective): boolean
  attempts(found: Effective): readonly Attempt[]
  /** Keys that it is about, where they are none of those that criadm always sets. */
  isAbout?(path: KeyPath): boolean
}

/** Brings one goal about, or says why not. */
export function reach(draft: Draft, goal: Goal): { readonly draft: Draft } | { readonly failed: Failed } {
  if (goal.holds(draft.found)) return { draft }
  const isMeant = goal.isAbout === undefined ? {} : { isMeant: goal.isAbout }
  return tryAll(draft, goal.attempts(draft.found), goal.holds, { mayAdd: false, ...isMeant })
}

function attemptOf(edits: readonly { readonly file: string; readonly edit: Edit }[]): Attempt {
  const files = [...new Set(edits.map(({ file }) => file))]
  return files.map((file) => ({ file, edits: edits.filter((one) => one.file === file).map(({ edit }) => edit) }))
}

function removals(leaves: readonly Leaf[]): readonly { readonly file: string; readonly edit: Edit }[] {
  return leaves.map(({ at }) => ({ file: at.file, edit: { edit: "remove", path: at.path } }))
}

export function enableCri(): Goal {
  return {
    what: "CRI",
    why: { code: "containerd-enable-cri", args: {} },
    holds: (found) => !found.criProblems.some(({ code }) => code === "disabled"),
    attempts: (found) => [
      attemptOf(
        found.criProblems
          .filter(({ code, file }) => code === "disabled" && file !== undefined)
          .map(({ file, what }) => ({
            file: file ?? "",
            edit: { edit: "remove-element", path: ["disabled_plugins"], value: what } as const,
          })),
      ),
    ],
  }
}

/** The key that was for the shim before runc.v2; with any other handler it keeps CRI from loading before 2.0. */
export function dropLegacyKey(): Goal {
  const isSet = (found: Effective) => found.criProblems.find(({ code }) => code === "systemd-cgroup")
  return {
    what: "systemd_cgroup",
    why: { code: "containerd-drop-systemd-cgroup", args: {} },
    holds: (found) => isSet(found) === undefined,
    attempts: (found) => {
      const file = isSet(found)?.file
      if (file === undefined) return []
      return [layouts[2], layouts[1]].map((layout) => [
        { file, edits: [setEdit([...layout.containerd.slice(0, -1), "systemd_cgroup"], false)] },
      ])
    },
  }
}

export function sandboxImage(image: string): Goal {
  return {
    what: "sandbox_image",
    why: { code: "containerd-set-sandbox-image", args: { image } },
    holds: (found) => found.sandboxImage?.value === image,
    attempts: (found) => [
      ...(found.sandboxImage?.at === undefined
        ? []
        : [[{ file: found.sandboxImage.at.file, edits: [setEdit(found.sandboxImage.at.path, image)] }]]),
      ...spotsFor(found, "images").map(
        ({ file, layout }): Attempt => [{ file, edits: [setEdit(layout.sandboxImage, image)] }],
      ),
    ],
  }
}

export function registryPath(directory: string): Goal {
  return {
    what: "registry.config_path",
    why: { code: "containerd-set-registry-path", args: { directory } },
    holds: (found) => found.registryPath?.value === directory,
    attempts: (found) =>
      spotsFor(found, "images").map(
        ({ file, layout }): Attempt => [{ file, edits: [setEdit([...layout.registry, "config_path"], directory)] }],
      ),
  }
}

/** Handlers that take a cgroup driver: runc's, the legacy shim's, and those that only lack their type. */
export function isDriven(found: Effective, handler: Handler): boolean {
  if (runcTypes.has(handler.type)) return true
  if (handler.type === legacyLinuxType) return found.release.runsLegacyShims
  return handler.type === "" && (handler.name === "runc" || handler.hasRuncOptions)
}

function handlerIn(found: Effective, name: string): Handler | undefined {
  return found.handlers.find((handler) => handler.name === name)
}

function isRight(handler: Handler | undefined, driver: CgroupDriver): boolean {
  if (handler === undefined || handler.driver !== driver || handler.type === "") return false
  if (handler.brokenOption !== undefined) return false
  // Another spelling may count today and stop to count with another release; the right one decides.
  return handler.otherCase.length === 0 && (handler.misplaced.length === 0 || driver === "cgroupfs")
}

function keysOf(handler: Handler, table: KeyPath, isDefaultType: boolean, driver: CgroupDriver): readonly Edit[] {
  const isSystemd = driver === "systemd"
  if (handler.type === legacyLinuxType) return []
  const type =
    handler.type === "" || !isDefaultType ? [setEdit([...table, "runtime_type"], handler.type || runcType)] : []
  const isReadable = handler.systemdCgroup === null || typeof handler.systemdCgroup === "boolean"
  const isKeyRight = handler.driver === driver && handler.otherCase.length === 0 && isReadable
  const isTypeOnly = isKeyRight && !isSystemd
  return [...type, ...(isTypeOnly ? [] : [setEdit([...table, "options", "SystemdCgroup"], isSystemd)])]
}

/** The path of a handler's table as seen from a key in it. */
function tablePathOf(handler: Handler): KeyPath | undefined {
  return handler.at?.path ?? handler.optionsAt?.path.slice(0, -1) ?? handler.driverAt?.path.slice(0, -2)
}

export function cgroupDriver(name: string, driver: CgroupDriver): Goal {
  return {
    what: `SystemdCgroup of ${name}`,
    why: { code: "containerd-set-driver", args: { handler: name, driver } },
    holds: (found) => isRight(handlerIn(found, name), driver),
    attempts: (found) => {
      const handler = handlerIn(found, name)
      if (handler === undefined) return []
      const stale = removals([...handler.otherCase, ...(driver === "systemd" ? handler.misplaced : [])])
      if (handler.type === legacyLinuxType) return legacyAttempts(found, driver)
      const isTyped = handler.at !== undefined || found.release.handlers === "merges"
      const own = tablePathOf(handler)
      const ownFile = (handler.driverAt ?? handler.optionsAt ?? handler.at)?.file
      const spots: { readonly file: string; readonly table: KeyPath }[] = []
      if (own !== undefined && ownFile !== undefined) spots.push({ file: ownFile, table: own })
      for (const { file, layout } of spotsFor(found, "runtime")) {
        const last = handler.origin === "runtimes" ? ["runtimes", name] : [handler.origin]
        spots.push({ file, table: [...layout.containerd, ...last] })
      }
      return spots.map(({ file, table }) =>
        attemptOf([...stale, ...keysOf(handler, table, isTyped, driver).map((edit) => ({ file, edit }))]),
      )
    },
  }
}

/** A further handler of runc's shim with another program, and the cgroup driver that belongs to it. */
export function handlerProgram({ name, binary }: HandlerBinary, driver: CgroupDriver): Goal {
  return {
    what: `BinaryName of ${name}`,
    why: { code: "handler-as-asked", args: { handler: name, binary } },
    isAbout: (path) => path.some((key, at) => key === "runtimes" && path[at + 1] === name),
    holds: (found) => {
      const handler = handlerIn(found, name)
      return handler?.binaryName?.value === binary && runcTypes.has(handler.type) && isRight(handler, driver)
    },
    attempts: (found) => {
      const handler = handlerIn(found, name)
      const own = handler === undefined ? undefined : tablePathOf(handler)
      const ownFile = (handler?.driverAt ?? handler?.optionsAt ?? handler?.at)?.file
      const spots = [
        ...(own === undefined || ownFile === undefined ? [] : [{ file: ownFile, table: own }]),
        ...spotsFor(found, "runtime").map(({ file, layout }) => ({
          file,
          table: [...layout.containerd, "runtimes", name],
        })),
      ]
      return spots.map(({ file, table }) => [
        {
          file,
          edits: [
            setEdit([...table, "runtime_type"], runcType),
            setEdit([...table, "options", "BinaryName"], binary),
            setEdit([...table, "options", "SystemdCgroup"], driver === "systemd"),
          ],
        },
      ])
    },
  }
}

function legacyAttempts(found: Effective, driver: CgroupDriver): readonly Attempt[] {
  return spotsFor(found, "runtime").map(
    ({ file, layout }): Attempt => [
      { file, edits: [setEdit([...layout.containerd.slice(0, -1), "systemd_cgroup"], driver === "systemd")] },
    ],
  )
}
