/** A build of the Docker engine under its own name: same program, same files, same rules. */
export interface Engine {
  /** The component's id. */
  readonly id: string
  /** Its name in sentences. */
  readonly name: string
}
