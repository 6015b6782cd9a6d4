// Where containerd looks for a registry's hosts.toml: the directories of registry.config_path.
import { type Platform, treePath } from "./tables/platforms.ts"

/** The directories of a config_path, in order, as the node's tree has them; the usual one where none is configured. */
export function hostsDirectories(platform: Platform, configPath: string | undefined): readonly string[] {
  const written = (configPath ?? "").split(platform.listSeparator).filter((directory) => directory !== "")
  const directories = written.length === 0 ? [platform.hostsDirectory] : written
  return directories.map((directory) => treePath(platform, directory))
}
