// Files that look meant for a service and that nothing hands to it: its variables under another distribution's path, a
// drop-in whose name or directory systemd does not look at. Only files that say something count, so a distribution's
// empty templates are none.
import { environmentFile } from "../documents/assignments/key-values.ts"
import { isCopyName } from "../documents/copy-names.ts"
import { isNear } from "../documents/units/near.ts"
import { unitFile } from "../documents/units/unit-file.ts"
import { splitWords } from "../documents/units/words.ts"
import { findUnit } from "../init-systems/systemd/unit-files.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { FileContent } from "../model/file-content.ts"
import type { InitSystemId, ServiceFacts, UnreadFile } from "../model/service.ts"

/** Debian and Alpine's sysvinit, Red Hat and SUSE, OpenRC: each has its own place for a service's variables. */
const variableDirectories = ["/etc/default", "/etc/sysconfig", "/etc/conf.d"] as const

/** kubeadm writes it for the kubelet's service, whatever that is; see kubeadm's kubelet integration page. */
const writtenForService: Readonly<Record<string, readonly string[]>> = {
  kubelet: ["/var/lib/kubelet/kubeadm-flags.env"],
}

/** Where people put units. */
const unitParent = "/etc/systemd/system"

export function withUnreadFiles(
  machine: ReadingMachine,
  service: ServiceFacts,
  initSystem: InitSystemId,
): ServiceFacts {
  const files = [
    ...unreadVariables(machine, service),
    ...ofLogins(machine, service),
    ...(initSystem === "systemd" ? [...unreadDropIns(machine, service), ...elsewhere(machine, service)] : []),
  ]
  return files.length === 0 ? service : { ...service, unreadFiles: files }
}

function unreadVariables(machine: ReadingMachine, service: ServiceFacts): readonly UnreadFile[] {
  const stem = stemOf(service.name)
  const own = variableDirectories.filter((directory) => machine.list(directory)?.includes(stem) === true)
  const paths = [...own.map((directory) => `${directory}/${stem}`), ...(writtenForService[stem] ?? [])]
  const texts = service.files.flatMap((fact) => knownValue(fact)?.text ?? [])
  const isRead = (path: string, file: FileContent) =>
    service.files.some((fact) => [path, file.realPath].includes(knownValue(fact)?.realPath ?? "")) ||
    texts.some((text) => text.includes(path))
  return paths.flatMap((path): UnreadFile[] => {
    const file = read(machine, path)
    if (file === undefined || isRead(path, file) || !setsMore(file, service.command)) return []
    return [{ file, why: "variables" }]
  })
}

/** pam_env(8): read when a person logs in, whatever starts services. */
const loginVariables = "/etc/environment"

function ofLogins(machine: ReadingMachine, service: ServiceFacts): readonly UnreadFile[] {
  const isNamed = service.files.some((fact) => knownValue(fact)?.text.includes(loginVariables) === true)
  const file = isNamed ? undefined : read(machine, loginVariables)
  return file === undefined || !/^[ \t]*(?:export[ \t]+)?https?_proxy=/im.test(file.text)
    ? []
    : [{ file, why: "logins" }]
}

/** Whether it has a value that the service's command line has not got from somewhere else as well. */
function setsMore({ path, text }: FileContent, command: readonly string[]): boolean {
  const parsed = environmentFile.parse(path, text)
  return (
    parsed.ok &&
    parsed.value.keys.some(({ value }) => splitWords(String(value)).some((word) => !command.includes(word)))
  )
}

/** Files in the unit's own directory of drop-ins whose name does not end in .conf; copies are meant to be off. */
function unreadDropIns(machine: ReadingMachine, { name }: ServiceFacts): readonly UnreadFile[] {
  const directory = `${unitParent}/${name}.d`
  return (machine.list(directory) ?? [])
    .filter((entry) => !entry.endsWith(".conf") && !isCopyName(entry))
    .flatMap((entry) => asDropIn(machine, `${directory}/${entry}`, "suffix"))
}

/** Drop-ins of a unit that is not there and has nearly the same name. */
function elsewhere(machine: ReadingMachine, { name }: ServiceFacts): readonly UnreadFile[] {
  const stem = stemOf(name)
  return (machine.list(unitParent) ?? [])
    .filter((entry) => entry.endsWith(".d") && entry !== `${name}.d` && isMeant(entry.slice(0, -2), stem))
    .filter((entry) => !entry.endsWith(".service.d") || findUnit(machine, entry.slice(0, -2)) === undefined)
    .flatMap((entry) =>
      (machine.list(`${unitParent}/${entry}`) ?? [])
        .filter((file) => file.endsWith(".conf"))
        .flatMap((file) => asDropIn(machine, `${unitParent}/${entry}/${file}`, "directory")),
    )
}

function asDropIn(machine: ReadingMachine, path: string, why: UnreadFile["why"]): readonly UnreadFile[] {
  const file = read(machine, path)
  const parsed = file === undefined ? undefined : unitFile.parse(path, file.text)
  return file === undefined || parsed?.ok !== true || parsed.value.keys.length === 0 ? [] : [{ file, why }]
}

/** "kubelet" for kubelet.service; "cri-dockerd.service" and "contianerd.service" for their neighbours. */
function isMeant(written: string, stem: string): boolean {
  const other = stemOf(written)
  // "docker.d" has no type; "docker.socket" has another one.
  if (other.includes(".") || (other === stem && written.endsWith(".service"))) return false
  return other === stem || plain(other) === plain(stem) || isNear(other, stem)
}

/** Names of daemons differ in a final d and in dashes. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[-_]/g, "").replace(/d$/, "")

const stemOf = (name: string) => name.replace(/\.service$/, "")

const read = (machine: ReadingMachine, path: string) => knownValue(toFileFact(machine.readFile(path)))
