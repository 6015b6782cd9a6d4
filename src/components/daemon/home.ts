// Where a service of each init system takes variables of its own from, without an edit of its script: drop-ins of a
// unit, a settings file that its script reads, or a directory of variables.
import { knownValue } from "../../model/facts/fact.ts"
import type { InitSystemId, ServiceFacts } from "../../model/service.ts"

export interface Home {
  readonly kind: "drop-ins" | "shell-file" | "directory-of-variables"
  readonly directory: string
  /** Of a shell-file. */
  readonly path: string
}

/** Undefined: it takes them from nowhere that is not a program of its own. */
export function homeOf(service: ServiceFacts, initSystem: InitSystemId): Home | undefined {
  const { name } = service
  const script = knownValue(service.files[0] ?? { state: "absent", source: { kind: "file", path: "" } })
  if (initSystem === "systemd") {
    const directory = `/etc/systemd/system/${name}.d`
    return { kind: "drop-ins", directory, path: directory }
  }
  // openrc-run.sh sources it before the script.
  if (initSystem === "openrc") return shellFile(`/etc/conf.d/${name}`)
  const text = script?.text ?? ""
  if (initSystem === "sysvinit") {
    const path = [`/etc/default/${name}`, `/etc/sysconfig/${name}`].find((one) => isSourced(text, one, name))
    return path === undefined ? undefined : shellFile(path)
  }
  if (initSystem !== "runit" || script === undefined) return undefined
  const directory = script.path.slice(0, script.path.lastIndexOf("/"))
  const named = /\bchpst\b[^\n]*[ \t]-e[ \t]*(\S+)/.exec(text)?.[1]
  if (named !== undefined) {
    const path = named.startsWith("/") ? named : `${directory}/${named.replace(/^\.\//, "")}`
    return { kind: "directory-of-variables", directory: path, path }
  }
  return /(?:^|\s)\.[ \t]+\.?\/?conf\b/m.test(text) ? shellFile(`${directory}/conf`) : undefined
}

function shellFile(path: string): Home {
  return { kind: "shell-file", directory: path.slice(0, path.lastIndexOf("/")), path }
}

/** Named as it is, or by the variable that LSB scripts keep the service's name in. */
function isSourced(text: string, path: string, name: string): boolean {
  const stem = path.slice(0, -name.length)
  return [path, `${stem}$BASE`, `${stem}$NAME`, `${stem}\${NAME}`].some((one) => text.includes(one))
}
