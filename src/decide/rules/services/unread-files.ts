// Files that look meant for a service and that nothing hands to it: what they would set, and where it must stand to
// count on this node.
import type { Component } from "../../../components/component.ts"
import { environmentFile } from "../../../documents/assignments/key-values.ts"
import { unitFile } from "../../../documents/units/unit-file.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding } from "../../../model/finding.ts"
import type { ServiceFacts, UnreadFile } from "../../../model/service.ts"
import { serviceCommand } from "../../restart-command.ts"
import { concerned } from "../concerned.ts"

export function judgeUnreadFiles(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  return concerned(node, components).flatMap(({ component, service }) =>
    // That people have a proxy, and a runtime has none, may be as it should be: explain tells.
    (service.unreadFiles ?? []).flatMap((unread) =>
      unread.why === "logins" ? [] : judge(node, component, service, { ...unread, why: unread.why }),
    ),
  )
}

type Meant = UnreadFile & { readonly why: Exclude<UnreadFile["why"], "logins"> }

function judge(node: NodeFacts, component: Component, service: ServiceFacts, unread: Meant): readonly Finding[] {
  const { path, text } = unread.file
  const language = unread.why === "variables" ? environmentFile : unitFile
  const parsed = language.parse(path, text)
  const first = parsed.ok ? parsed.value.keys[0] : undefined
  if (first === undefined) return []
  const what = first.path.at(-1) ?? ""
  const restart = serviceCommand(node, service.name, "restart")
  const isSystemd = knownValue(node.initSystem) === "systemd"
  const args = {
    service: service.name,
    file: path,
    what,
    ...remedy(node, component, service, unread, what),
    command: isSystemd && unread.why !== "variables" ? `systemctl daemon-reload && ${restart}` : restart,
  }
  const finding = { code: "file-not-read", args, severity: "warning", component: component.id } as const
  return [{ ...finding, place: first.keyPlace }]
}

type Remedy = Pick<Extract<Finding, { code: "file-not-read" }>["args"], "why" | "meant">

/** Where it must stand instead. */
function remedy(
  node: NodeFacts,
  component: Component,
  service: ServiceFacts,
  { file, why }: Meant,
  variable: string,
): Remedy {
  if (why === "suffix") return { why, meant: `${file.path}.conf` }
  if (why === "directory") return { why, meant: `/etc/systemd/system/${service.name}.d/` }
  const named = variableFileOf(node, service)
  const texts = service.files.flatMap((fact) => knownValue(fact)?.text ?? [])
  const isUsed = texts.some((text) => new RegExp(`\\$\\{?${RegExp.escape(variable)}\\b`).test(text))
  if (isUsed && named !== undefined) return { why: "other-file", meant: named }
  if (isUsed) return { why: "not-named", meant: "" }
  const place = component.places["cgroup-driver"]
  return { why: "not-used", meant: "file" in place && place.file.startsWith("/") ? place.file : "" }
}

/** The file of variables that a person writes and the service reads: named by the unit, whether it is there or not. */
function variableFileOf(node: NodeFacts, service: ServiceFacts): string | undefined {
  const initSystem = knownValue(node.initSystem)
  if (initSystem === "openrc") return `/etc/conf.d/${service.name}`
  const named = service.files.flatMap((fact) => {
    const text = knownValue(fact)?.text ?? ""
    const lines = text.matchAll(/^\s*(?:EnvironmentFile\s*=\s*-?|(?:\.|source)\s+|\[ -[rf] )"?(\/[^\s"\]]+)/gm)
    return [...lines].flatMap(([, path]) => path ?? [])
  })
  return named.findLast((path) => /^\/etc\/(?:default|sysconfig|conf\.d)\//.test(path)) ?? named.at(-1)
}
