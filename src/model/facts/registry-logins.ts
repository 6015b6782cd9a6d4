// By what a node is known to registries, as a file of credentials has it. What is secret stands under names that are
// redacted wherever facts are printed.
import type { Registry } from "../setting.ts"

export interface RegistryLogin {
  /** Without scheme and path; Docker Hub is "docker.io". */
  readonly host: string
  /** Value of an Authorization header: "Basic dXNlcjpwYXNzd29yZA==". */
  readonly authorization: string
}

/** A file of the form that `docker login` and `podman login` write: containers-auth.json(5). */
export interface CredentialsFile {
  /** SHA-256 of its bytes. */
  readonly hash: string
  readonly logins: readonly RegistryLogin[]
}

/** What Docker Hub is called in files of credentials, in image names and by those who ask it. */
const dockerHub = ["docker.io", "index.docker.io", "registry-1.docker.io"]

/** Host and port of "https://index.docker.io/v1/" or "registry.example.com:5000/team"; Docker Hub is "docker.io". */
export function hostOfRegistry(name: string): string {
  const host = name
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/s, "")
    .toLowerCase()
  return dockerHub.includes(host) ? "docker.io" : host
}

/** Hosts that are asked for what is in a registry: its mirrors, or it itself. */
export function askedOf({ host, mirrors }: Registry): readonly string[] {
  return mirrors.length === 0 ? [host] : mirrors.map(hostOfRegistry)
}
