// Tells Mirantis Container Runtime from Docker Engine: program, service and files have the same names, so packages,
// licences and what the engine calls itself decide. Source: docs.mirantis.com/mcr, Install; Mirantis/launchpad
// pkg/configurer/linux.go (packages docker-ee and docker-ee-cli, licence docker.lic in the data directory).
import { knownValue } from "../../model/facts/fact.ts"
import type { EngineFacts } from "../docker/facts.ts"

export function isMirantis({ program, marks }: EngineFacts): boolean {
  return program !== undefined && whyMirantis(marks) !== undefined
}

/** What shows it; undefined: nothing. */
export function whyMirantis({
  platformName,
  packages,
  documentation,
  licences,
}: EngineFacts["marks"]): string | undefined {
  const name = knownValue(platformName)
  if (name !== undefined && name !== "") return name.includes("Mirantis") ? "docker version" : undefined
  if (packages["docker-ee"] !== undefined) return "/var/lib/dpkg/status"
  const document = documentation.find((path) => /\/docker-ee(-\d.*)?$/.test(path))
  return document ?? licences.find((path) => path.endsWith("/docker.lic"))
}
