// Where a Docker engine keeps each setting; one under another name keeps them in the same places.
import { notOfRuntimes, ofAnother, type Places } from "../places.ts"

export const placesOfEngines: Places = {
  ...notOfRuntimes,
  "cgroup-driver": { file: "/etc/docker/daemon.json", key: "exec-opts" },
  "sandbox-image": ofAnother,
  proxy: { file: "/etc/docker/daemon.json", key: "proxies.http-proxy; proxies.https-proxy" },
  "open-files": { file: "/etc/docker/daemon.json", key: "default-ulimits.nofile" },
  "no-proxy": { file: "/etc/docker/daemon.json", key: "proxies.no-proxy" },
  "registry-mirror": { file: "/etc/docker/daemon.json", key: "registry-mirrors" },
  handler: { file: "/etc/docker/daemon.json", key: "runtimes.NAME.path" },
  registry: { file: "/etc/docker/daemon.json", key: "registry-mirrors; insecure-registries" },
  "reset-config": { file: "/etc/docker/daemon.json", key: "every key" },
}
