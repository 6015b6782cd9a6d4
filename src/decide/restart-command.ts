// The command a person types to restart a service, for the advice of findings. What criadm itself runs is in
// init-systems/.
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { InitSystemId, ServiceFacts } from "../model/service.ts"
import { shellWord } from "../model/shell-word.ts"

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

/** How a service is made to start at boot; systemctl(1), rc-update(8), update-rc.d(8), runit's ln(1). */
const enabling: Readonly<Record<InitSystemId, (service: string) => string>> = {
  openrc: (service) => `rc-update add ${service} default`,
  sysvinit: (service) => `update-rc.d ${service} defaults`,
  runit: (service) => `ln -s /etc/sv/${service} /var/service/`,
}

/** Empty: there is no command for it. */
export function enableCommand(node: NodeFacts, service: string): string {
  const initSystem = knownValue(node.initSystem) ?? "none"
  if (initSystem === "systemd") return unitCommand(node, "enable", service)
  const command = enabling[initSystem]?.(service) ?? ""
  return node.isLive || command === "" ? command : `chroot ${shellWord(node.root)} ${command}`
}

/** How a service is stopped for good; systemctl(1), rc-update(8), update-rc.d(8), sv(8). */
const disabling: Readonly<Record<InitSystemId, (service: string) => readonly string[]>> = {
  openrc: (service) => [`rc-service ${service} stop`, `rc-update del ${service} default`],
  sysvinit: (service) => [`service ${service} stop`, `update-rc.d ${service} disable`],
  runit: (service) => [`sv down ${service}`, `rm /var/service/${service}`],
}

/** One after the other, on the node itself. With its sockets: the first who connects would start it again. */
export function disableCommands(node: NodeFacts, { name, startedBySockets = [] }: ServiceFacts): readonly string[] {
  const commands = disabling[knownValue(node.initSystem) ?? "none"]?.(name)
  return commands ?? [`systemctl disable --now ${[...startedBySockets, name].join(" ")}`]
}

/** What takes those back. */
export function enableCommands(node: NodeFacts, { name, startedBySockets = [] }: ServiceFacts): readonly string[] {
  const initSystem = knownValue(node.initSystem) ?? "none"
  if (enabling[initSystem] === undefined) return [`systemctl enable --now ${[...startedBySockets, name].join(" ")}`]
  return [enableCommand(node, name), serviceCommand(node, name, "start")]
}

/** systemctl changes the links of a tree by itself. */
export function unitCommand(node: NodeFacts, action: "enable" | "unmask" | "unmask --runtime", unit: string): string {
  return `systemctl ${node.isLive ? "" : `--root=${shellWord(node.root)} `}${action} ${unit}`
}
