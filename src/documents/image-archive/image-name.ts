// Names of images and where their registries answer. The whole name of an image: what people leave out, the registry and "library", is written out, as containerd and
// Docker do. Source: distribution/reference, normalize.go, splitDockerDomain.

/** "docker.io/library/pause:3.10" of "pause:3.10"; a name with its registry stays as it is. */
export function fullImageName(name: string): string {
  const [first = "", ...rest] = name.split("/")
  if (rest.length === 0) return `docker.io/library/${name}`
  const isHost = first.includes(".") || first.includes(":") || first === "localhost" || first !== first.toLowerCase()
  return isHost ? name : `docker.io/${name}`
}

/** Docker Hub answers at another host than its images name; containerd remotes/docker/registry.go. */
export function registryUrl(host: string): string {
  return `https://${host === "docker.io" ? "registry-1.docker.io" : host}`
}
