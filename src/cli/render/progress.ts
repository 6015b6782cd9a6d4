// Progress of apply and rollback, one line per step as it ends. Steps that print nothing return undefined.
import type { Change, ServiceChange } from "../../model/change.ts"
import type { Progress } from "../../model/progress.ts"
import type { Face } from "../face.ts"
import { printable } from "../text.ts"
import { sayLine } from "./say.ts"
import { renderVerified } from "./verified.ts"

export function renderProgress(face: Face, progress: Progress): string | undefined {
  const { catalogue, paint } = face
  switch (progress.event) {
    case "judging":
      return sayLine(catalogue, { code: "step-judge", args: { component: progress.judgement.component } })
    case "change-done": {
      const time = paint.quiet(`${(progress.milliseconds / 1000).toFixed(1)} s`)
      return `${sayChange(face, progress.change, progress.direction)} ${time}`
    }
    case "waiting":
      return face.isVerbose
        ? sayLine(catalogue, {
            code: "step-waiting",
            args: { component: progress.component, seconds: Math.round(progress.secondsLeft) },
          })
        : undefined
    case "log":
      // What a service logs while it starts well is nobody's business; a fault carries its last lines anyway.
      return face.isVerbose ? paint.quiet(`  ${printable(progress.line)}`) : undefined
    case "verified":
      return renderVerified(face, progress.verified)
    case "rolling-back":
      return paint.warn(sayLine(catalogue, { code: "step-rolling-back", args: {} }))
    default:
      return undefined
  }
}

/** Going back, a service that did not run before is stopped again, and one that was stopped is started. */
function actionDone({ action, wasActive, back }: ServiceChange, direction: "forward" | "back"): string {
  const isUndoing = (direction === "back") !== (back === true)
  if (!isUndoing) return action
  return wasActive ? (action === "stop" ? "start" : action) : "stop"
}

export function sayChange(face: Face, change: Change, direction: "forward" | "back"): string {
  const { catalogue } = face
  switch (change.kind) {
    case "file": {
      const isRemoved = (direction === "forward" ? change.after : change.before) === null
      return sayLine(catalogue, { code: isRemoved ? "step-remove" : "step-file", args: { path: change.path } })
    }
    case "directory": {
      // The undoing of a run goes forward as well, and removes what that run made.
      const isMade = (direction === "forward") === (change.remove === undefined)
      return sayLine(catalogue, { code: isMade ? "step-directory" : "step-remove", args: { path: change.path } })
    }
    case "live-value": {
      const value = direction === "forward" ? change.after : change.before
      return sayLine(catalogue, { code: "step-live-value", args: { path: change.path, value } })
    }
    case "image": {
      const isImported = (direction === "forward") === (change.remove === undefined)
      return sayLine(catalogue, {
        code: isImported ? "step-image" : "step-remove-image",
        args: { image: change.image },
      })
    }
    case "swap": {
      const isOff = (direction === "forward") === (change.back === undefined)
      return sayLine(catalogue, { code: isOff ? "step-swap-off" : "step-swap-on", args: { device: change.device } })
    }
    case "module": {
      const isLoaded = (direction === "forward") === (change.remove === undefined)
      return sayLine(catalogue, { code: isLoaded ? "step-module" : "step-no-module", args: { module: change.name } })
    }
    case "packages": {
      const isInstalled = (direction === "forward") === (change.remove === undefined)
      const packages = change.packages.map(({ name }) => name)
      return sayLine(catalogue, { code: isInstalled ? "step-packages" : "step-remove-packages", args: { packages } })
    }
    case "carried-images":
      return sayLine(catalogue, { code: "step-carry-images", args: { images: change.images.length } })
    case "pods":
      return sayLine(catalogue, { code: "step-end-pods", args: { pods: change.pods.length } })
    case "tree": {
      const isPlaced = (direction === "forward") === (change.remove === undefined)
      const projects = change.archives.map(({ project }) => project)
      return sayLine(catalogue, { code: isPlaced ? "step-tree" : "step-remove-tree", args: { projects } })
    }
    case "service":
      return sayLine(catalogue, {
        code: "step-service",
        args: { action: actionDone(change, direction), service: change.service },
      })
  }
}
