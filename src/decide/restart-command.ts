// The command a person types to restart a service, for the advice of findings. What criadm itself runs is in
// init-systems/.
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { InitSystemId } from "../model/service.ts"

/** systemctl(1), rc-service(8), service(8), sv(8). An init system without a row is spoken of in plain words. */
const commands: Readonly<Record<InitSystemId, (service: string, action: "restart" | "start") => string>> = {
  systemd: (service, action) => `systemctl ${action} ${service}`,
  openrc: (service, action) => `rc-service ${service} ${action}`,
  sysvinit: (service, action) => `service ${service} ${action}`,
  runit: (service, action) => `sv ${action} ${service}`,
}

export function serviceCommand(node: NodeFacts, service: string, action: "restart" | "start"): string {
  return commands[knownValue(node.initSystem) ?? "none"]?.(service, action) ?? `${action} ${service}`
}
