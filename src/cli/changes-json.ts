// Changes as scripts and engines read them: what is touched, why, and a file's difference in the form of diff -u, with
// credentials redacted and nothing in it that only criadm itself needs.
import { unifiedDiff } from "../documents/diff.ts"
import type { Change, FileVersion } from "../model/change.ts"
import { redactText } from "../model/secrets/redact.ts"
import type { Face } from "./face.ts"
import { reasonToJson } from "./json.ts"

/** In the order in which they are made. */
export function changesToJson(face: Face, changes: readonly Change[]): readonly unknown[] {
  return changes.map((change) => ({
    kind: change.kind,
    component: change.component,
    ...touched(change),
    why: change.why.map((reason) => reasonToJson(face, reason)),
  }))
}

function touched(change: Change): Readonly<Record<string, unknown>> {
  switch (change.kind) {
    case "file": {
      const { path, before, after } = change
      const action = before === null ? "create" : after === null ? "remove" : "write"
      return { action, path, diff: unifiedDiff(path, textOf(before), textOf(after)) }
    }
    case "directory":
      return { action: change.remove === true ? "remove" : "create", path: change.path }
    case "link": {
      const { path, target, remove } = change
      return { action: remove === true ? "remove" : "create", path, target }
    }
    case "live-value":
      return { action: "set", path: change.path, before: change.before, after: change.after }
    case "image": {
      const { image, archive, remove } = change
      return { action: remove === true ? "remove" : "import", image, archive }
    }
    case "swap":
      return { action: change.back === true ? "swapon" : "swapoff", device: change.device }
    case "module":
      return { action: change.remove === true ? "unload" : "load", module: change.name }
    case "packages": {
      const packages = change.packages.map(({ name, version }) => ({ name, version }))
      return { action: change.remove === true ? "remove" : "install", manager: change.manager, packages }
    }
    case "carried-images":
      return { action: "import", from: change.from.component, images: change.images }
    case "pods":
      return { action: "end", endpoint: change.endpoint, pods: change.pods }
    case "tree": {
      const { source, archives, files, remove } = change
      const placed = files.map(({ path, sha256 }) => ({ path, sha256 }))
      return { action: remove === true ? "remove" : "install", source, archives, files: placed }
    }
    case "exchange": {
      const { source, archives, was, files, replaced, back } = change
      const named = (these: typeof files) => these.map(({ path, sha256 }) => ({ path, sha256 }))
      const isBack = back === true
      const placed = { files: named(isBack ? replaced : files), replaced: named(isBack ? files : replaced) }
      return { action: isBack ? "restore" : "replace", source, archives, was, ...placed }
    }
    case "service":
      return { action: change.action, service: change.service }
  }
}

function textOf(version: FileVersion | null): string | null {
  return version === null ? null : redactText(version.text)
}
