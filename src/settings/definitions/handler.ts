// Further runtime handlers for programs that take runc's place: crun, youki, nvidia-container-runtime. What has a shim or a
// virtual machine of its own (gVisor, Kata) is configured by its own installer.
import { clause } from "../../model/arguments/clause.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { HandlerBinary } from "../../model/setting.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-handler")

/** Programs that do not: gvisor.dev, katacontainers.io; shims of containerd speak another protocol. */
const others = /^(?:runsc|kata-runtime|containerd-shim-.*|wasmtime|wasmedge|kata-.*)$/

/** The handler of a RuntimeClass is a DNS label: kubernetes.io, "Runtime Class". runc's own is not redefined. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function parseHandler(given: unknown): Result<HandlerBinary> {
  if (typeof given !== "string") return refuse("handler", given, accepted)
  const equals = given.indexOf("=")
  const name = given.slice(0, equals)
  const binary = given.slice(equals + 1)
  const program = binary.slice(binary.lastIndexOf("/") + 1)
  const isPath = /^\/[^\s"'\\,=]+$/.test(binary) && !binary.endsWith("/")
  if (equals < 1 || !label.test(name) || name === "runc" || !isPath || others.test(program)) {
    return refuse("handler", given, accepted)
  }
  return ok({ name, binary })
}

export const handler: SettingDefinition<"handler"> = {
  id: "handler",
  aliases: [],
  form: "list",
  isRare: true,
  placeholder: "NAME=BINARY",
  choices: () => undefined,
  parse(given) {
    const handlers: HandlerBinary[] = []
    for (const one of Array.isArray(given) ? given : [given]) {
      const parsed = parseHandler(one)
      if (!parsed.ok) return parsed
      const same = handlers.find(({ name }) => name === parsed.value.name)
      if (same === undefined) handlers.push(parsed.value)
      else if (same.binary !== parsed.value.binary)
        return refuse("handler", one, clause("accepts-one-program", { name: same.name }))
    }
    return ok(handlers)
  },
  suggest: () => undefined,
  matters: () => false,
}
