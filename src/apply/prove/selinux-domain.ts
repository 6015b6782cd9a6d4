// The SELinux domain of a running daemon against the label of its program: a policy names the label of a program that has
// a domain of its own NAME_exec_t and the domain NAME_t (refpolicy, init_daemon_domain; container-selinux, container.te).
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { ApplyContext } from "../context.ts"
import { processOf } from "./daemon.ts"
import type { Observation } from "./observation.ts"

/** stat(1) reads a label and ends. */
const statTimeoutSeconds = 10

export async function observeDomain(context: ApplyContext, service: string): Promise<Observation> {
  const { machine } = context
  const pid = await processOf(context, service)
  const program = pid === undefined ? undefined : machine.inspect(`/proc/${pid}/exe`)?.target
  const current = knownValue(toFileFact(machine.readFile(`/proc/${pid ?? 0}/attr/current`)))?.text
  if (program === undefined || current === undefined) {
    return { holds: false, observed: { code: "observed-no-domain", args: { service } } }
  }
  const ran = await machine.run({ argv: ["stat", "--format=%C", program], timeoutSeconds: statTimeoutSeconds })
  const label = typeIn(ran.state === "ran" && ran.exitCode === 0 ? ran.stdout : "")
  const domain = typeIn(current)
  // A label that could not be read says nothing about a domain.
  if (label === "" || domain === "")
    return { holds: false, observed: { code: "observed-no-domain", args: { service } } }
  const own = label.endsWith("_exec_t") ? label.replace(/_exec_t$/, "_t") : ""
  const args = { service, program, label, domain, wanted: own }
  return { holds: own === "" || own === domain, observed: { code: "observed-domain", args } }
}

/** USER:ROLE:TYPE:LEVEL, with a NUL behind it in /proc; selinux(8). Empty: it is none. */
function typeIn(context: string): string {
  return context.replaceAll("\0", "").trim().split(":")[2] ?? ""
}
