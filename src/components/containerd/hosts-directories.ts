// Where containerd looks for a registry's hosts.toml: the directories of registry.config_path, a list with colons.

/** containerd docs/hosts.md and docs/cri/registry.md. */
export const standardHostsDirectory = "/etc/containerd/certs.d"

/** The directories of a config_path, in order; the usual one where none is configured. */
export function hostsDirectories(configPath: string | undefined): readonly string[] {
  const directories = (configPath ?? "").split(":").filter((directory) => directory !== "")
  return directories.length === 0 ? [standardHostsDirectory] : directories
}
