// Sentences of coded values, made from the catalogue. The casts are here and nowhere else: a code and its arguments
// come from the same row of the same table, which the compiler cannot follow through a union.
import type { Catalogue, FaultText, FindingText } from "../messages/catalogue.ts"
import { withShortWords } from "../messages/short-words.ts"
import { isClause } from "../model/arguments/clause.ts"
import type { LineArguments } from "../model/arguments/line.ts"
import type { Change, ExchangeChange, ReleaseOf, ServiceChange } from "../model/change.ts"
import type { Fault } from "../model/fault.ts"
import type { Coded, CodedFinding, Reason } from "../model/message.ts"
import type { Verified } from "../model/run.ts"
import { redactText, redactValue } from "../model/secrets/redact.ts"

/** The arguments of a sentence, with every clause among them said. */
function spoken(args: object, { clauses }: Catalogue): object {
  const said = Object.entries(args).map(([name, value]) => [
    name,
    isClause(value) ? clauses[value.code](value.args as never) : value,
  ])
  return Object.fromEntries(said)
}

export function reasonText(reason: Reason, catalogue: Catalogue): string {
  return withShortWords(catalogue.reasons[reason.code](spoken(reason.args, catalogue) as never))
}

export function faultText(fault: Fault, catalogue: Catalogue): FaultText {
  const text = withShortWords(redactValue(catalogue.faults[fault.code](spoken(fault.args, catalogue) as never)))
  if (fault.startsOver !== true || text.next.includes("--reset-config")) return text
  return { ...text, next: `${text.next} ${catalogue.lines["or-start-over"]({})}` }
}

export function findingText(finding: CodedFinding, catalogue: Catalogue): FindingText {
  return withShortWords(catalogue.findings[finding.code](spoken(finding.args, catalogue) as never))
}

/** In brackets behind something else. */
export function asideText(text: string, catalogue: Catalogue): string {
  return catalogue.lines.aside({ text })
}

/** What a face says beside findings, faults and reasons. */
export function lineText(line: Coded<LineArguments>, catalogue: Catalogue): string {
  return withShortWords(catalogue.lines[line.code](spoken(line.args, catalogue) as never))
}

export function expectationText(expectation: Verified["expectation"], catalogue: Catalogue): string {
  const { lines } = catalogue
  switch (expectation.kind) {
    case "cri":
      return lines["expect-cri"](expectation)
    case "cgroup-driver":
      return lines["expect-cgroup-driver"](expectation)
    case "sandbox-image":
      return lines["expect-sandbox-image"](expectation)
    case "pods-start":
      return lines["expect-pods-start"]({})
    case "kubelet-health":
      return lines["expect-kubelet-health"](expectation)
    case "image":
      return lines["expect-image"](expectation)
    case "service-active":
      return lines["expect-service-active"](expectation)
    case "open-files": {
      const { service, soft, hard } = expectation
      return lines["expect-open-files"]({ service, limit: `${soft}:${hard}` })
    }
    case "proxy": {
      const { service, proxy } = expectation
      return lines["expect-proxy"]({ service, proxy: redactText(proxy) })
    }
    case "selinux-domain":
      return lines["expect-selinux-domain"](expectation)
    case "swap-off":
      return lines["expect-swap-off"]({})
    case "module-loaded":
      return lines["expect-module"]({ module: expectation.name })
    case "live-value":
      return lines["expect-live-value"](expectation)
    case "sandbox":
      return lines["expect-sandbox"](expectation)
    case "sandbox-removed":
      return lines["expect-sandbox-removed"]({})
  }
}

/** What is done with a change in a direction. */
export function changeText(change: Change, direction: "forward" | "back", catalogue: Catalogue): string {
  const { lines } = catalogue
  const isForward = direction === "forward"
  switch (change.kind) {
    case "file":
      return (isForward ? change.after : change.before) === null
        ? lines["step-remove"](change)
        : lines["step-file"](change)
    case "directory": {
      // The undoing of a run goes forward as well, and removes what that run made.
      const isMade = isForward === (change.remove === undefined)
      return isMade ? lines["step-directory"](change) : lines["step-remove"](change)
    }
    case "link": {
      const isMade = isForward === (change.remove === undefined)
      return isMade ? lines["step-link"](change) : lines["step-remove"](change)
    }
    case "live-value":
      return lines["step-live-value"]({ path: change.path, value: isForward ? change.after : change.before })
    case "image": {
      const isImported = isForward === (change.remove === undefined)
      return isImported ? lines["step-image"](change) : lines["step-remove-image"](change)
    }
    case "swap": {
      const isOff = isForward === (change.back === undefined)
      return lines[isOff ? "step-swap-off" : "step-swap-on"]({ device: change.device })
    }
    case "module": {
      const isLoaded = isForward === (change.remove === undefined)
      return lines[isLoaded ? "step-module" : "step-no-module"]({ module: change.name })
    }
    case "packages": {
      const isInstalled = isForward === (change.remove === undefined)
      const packages = change.packages.map(({ name }) => name)
      return isInstalled ? lines["step-packages"]({ packages }) : lines["step-remove-packages"]({ packages })
    }
    case "carried-images":
      return lines["step-carry-images"]({ images: change.images.length })
    case "pods":
      return lines["step-end-pods"]({ pods: change.pods.length })
    case "tree": {
      const isPlaced = isForward === (change.remove === undefined)
      const projects = change.archives.map(({ project }) => project)
      return isPlaced ? lines["step-tree"]({ projects }) : lines["step-remove-tree"]({ projects })
    }
    case "exchange": {
      const isNew = isForward === (change.back === undefined)
      return lines["step-exchange"]({ releases: releasesAfter(change, isNew) })
    }
    case "service":
      return lines["step-service"]({ service: change.service, action: actionDone(change, direction) })
  }
}

/** What is there of each project when the newer release is in place, or when the older one is back. */
export function releasesAfter({ archives, was }: ExchangeChange, isNew: boolean): readonly string[] {
  const after: readonly ReleaseOf[] = isNew ? archives : was
  return after.map(({ project, version }) => `${project} ${version}`)
}

/** A service that did not run before is stopped again, and one that was stopped is started. */
function actionDone({ action, wasActive, back }: ServiceChange, direction: "forward" | "back"): string {
  const isUndoing = (direction === "back") !== (back === true)
  if (!isUndoing) return action
  return wasActive ? (action === "stop" ? "start" : action) : "stop"
}
