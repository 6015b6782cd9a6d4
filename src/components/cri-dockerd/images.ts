// Images of a Docker engine come in and go by its client. docker-load(1), docker-save(1), docker-rmi(1).
import type { ImageCommands } from "../runtime-part.ts"

export const dockerImages: ImageCommands = {
  areCalledByConfiguration: false,
  importFrom: (_endpoint, file) => ["docker", "load", "--input", file],
  list: () => ["docker", "images", "--format", "{{.Repository}}:{{.Tag}}"],
  saveTo: (_endpoint, image, file) => ["docker", "save", "--output", file, image],
  removeName: (_endpoint, image) => ["docker", "rmi", "--no-prune", image],
}
