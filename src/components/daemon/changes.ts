// Changes of a service's own files as a contribution: the directory where it is missing, the files, the restart.
import type { Change } from "../../model/change.ts"
import type { DaemonFacts } from "../../model/facts/daemon-facts.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { NewText } from "./texts.ts"

/** `secret`: the mode of files that only root may read. */
export function serviceChanges(
  component: string,
  service: ServiceFacts,
  node: NodeFacts,
  {
    texts,
    secret,
    why,
  }: { readonly texts: readonly NewText[]; readonly secret?: number | undefined; readonly why: Reason },
): { readonly changes: readonly Change[]; readonly readings: readonly Reading[] } {
  return {
    changes: [
      ...directoryFor(texts, node.daemons?.[service.name], component, why),
      ...texts.map((text) => changeOf(text, component, secret, why)),
      restart(component, service),
    ],
    readings: readingsOf(service, texts),
  }
}

function directoryFor(
  texts: readonly NewText[],
  daemon: DaemonFacts | undefined,
  component: string,
  why: Reason,
): readonly Change[] {
  const path = texts.find(({ before, text }) => before === undefined && text !== null)?.path
  const directory = path?.slice(0, path.lastIndexOf("/"))
  if (directory === undefined || daemon?.directories.includes(directory) === true) return []
  return [{ kind: "directory", component, path: directory, mode: 0o755, why: [why] }]
}

function changeOf({ path, before, text }: NewText, component: string, secret: number | undefined, why: Reason): Change {
  const { uid, gid } = before ?? { uid: 0, gid: 0 }
  // Whatever somebody else kept it as: a file with a password in it is its owner's alone.
  const mode = secret ?? before?.mode ?? 0o644
  return {
    kind: "file",
    component,
    path,
    realPath: before?.realPath ?? path,
    before: before === undefined ? null : { text: before.text, mode: before.mode, uid, gid },
    after: text === null ? null : { text, mode, uid, gid },
    why: [why],
  }
}

function restart(component: string, { name, state }: ServiceFacts): Change {
  const why: Reason = { code: "restart-makes-effective", args: {} }
  return { kind: "service", component, service: name, action: "restart", wasActive: state === "active", why: [why] }
}

function readingsOf({ files }: ServiceFacts, texts: readonly NewText[]): readonly Reading[] {
  const read = files.flatMap((fact) => knownValue(fact) ?? []).map(({ path, hash }): Reading => ({ path, hash }))
  const created = texts.filter(({ before }) => before === undefined)
  return [...read, ...created.map(({ path }): Reading => ({ path, hash: null }))]
}
