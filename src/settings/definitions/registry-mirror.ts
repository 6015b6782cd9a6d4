// Registries that have a mirror, which is asked first: HOST=URL, as many as wanted.
import { clause } from "../../model/arguments/clause.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { RegistryMirror } from "../../model/setting.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-mirror")
/** A name with a port where it has one; for every registry it is _default. */
export const registryHost = /^(?:_default|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?)$/

/** With credentials it would show them wherever it stands. */
export function isMirrorUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:\/\/[^\s"'\\]+$/.test(url) && new URL(url).username === ""
}

function parseMirror(given: unknown): Result<RegistryMirror> {
  if (typeof given !== "string") return refuse("registry-mirror", given, accepted)
  const equals = given.indexOf("=")
  // What a shell and other tools write for all; containerd's own name for it is _default.
  const name = given.slice(0, equals) === "*" ? "_default" : given.slice(0, equals)
  const url = given.slice(equals + 1).replace(/\/+$/, "")
  if (equals < 1 || !registryHost.test(name) || !isMirrorUrl(url)) return refuse("registry-mirror", given, accepted)
  return ok({ host: name, url })
}

export const registryMirror: SettingDefinition<"registry-mirror"> = {
  id: "registry-mirror",
  aliases: [],
  form: "list",
  placeholder: "HOST=URL",
  choices: () => undefined,
  parse(given) {
    const mirrors: RegistryMirror[] = []
    for (const one of Array.isArray(given) ? given : [given]) {
      const mirror = parseMirror(one)
      if (!mirror.ok) return mirror
      const same = mirrors.find((other) => other.host === mirror.value.host)
      if (same !== undefined) {
        if (same.url === mirror.value.url) continue
        return refuse("registry-mirror", one, clause("accepts-one-mirror", { host: same.host }))
      }
      mirrors.push(mirror.value)
    }
    return ok(mirrors)
  },
  suggest: () => ({ value: [], by: "suggestion", why: { code: "no-mirror", args: {} } }),
  matters: () => false,
}
