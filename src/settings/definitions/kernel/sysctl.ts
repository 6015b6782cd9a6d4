// Variables of the kernel by their key, as many as wanted. IPv4 forwarding has a setting of its own.
import { clause } from "../../../model/arguments/clause.ts"
import { ok, type Result } from "../../../model/fault.ts"
import type { KernelValue } from "../../../model/setting.ts"
import { refuse } from "../../refuse.ts"
import type { SettingDefinition } from "../../setting-definition.ts"

const accepted = clause("accepts-sysctl")

/** The two names of IPv4 forwarding, one variable: net/ipv4/devinet.c. */
const forwarding = ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"]

/** Names below /proc/sys. A dot in a name, as of a VLAN's interface, is a slash here: sysctl.d(5). */
const name = "[A-Za-z0-9_:@-]+(?:/[A-Za-z0-9_:@-]+)*"
const dotted = new RegExp(`^${name}(?:\\.${name})+$`)

function parseValue(given: unknown): Result<KernelValue> {
  if (typeof given !== "string") return refuse("sysctl", given, accepted)
  const equals = given.indexOf("=")
  const written = given.slice(0, equals).trim()
  // With slashes, as below /proc/sys, they part the names and dots belong to them.
  const key = /^[^.]*\//.test(written) ? written.replace(/[./]/g, (one) => (one === "/" ? "." : "/")) : written
  const value = given
    .slice(equals + 1)
    .trim()
    .replace(/\t/g, " ")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would begin another line of the file
  const isLine = value !== "" && !/[\u0000-\u001f\u007f]/.test(value)
  if (equals < 1 || !dotted.test(key) || !isLine) return refuse("sysctl", given, accepted)
  if (forwarding.includes(key)) return refuse("sysctl", given, clause("accepts-ip-forward"))
  return ok({ key, value })
}

export const sysctl: SettingDefinition<"sysctl"> = {
  id: "sysctl",
  aliases: [],
  form: "list",
  isRare: true,
  concerns: "node",
  placeholder: "KEY=VALUE",
  choices: () => undefined,
  parse(given) {
    const values: KernelValue[] = []
    for (const one of Array.isArray(given) ? given : [given]) {
      const parsed = parseValue(one)
      if (!parsed.ok) return parsed
      const { key, value } = parsed.value
      const same = values.find((other) => other.key === key)
      if (same === undefined) values.push(parsed.value)
      else if (same.value !== value) return refuse("sysctl", one, clause("accepts-one-value", { key }))
    }
    return ok(values)
  },
  suggest: () => undefined,
  matters: () => false,
}
