/** Whether it can be a path of the node, whatever directory criadm was started in. */
export function isAbsolutePath(given: unknown): given is string {
  return typeof given === "string" && given.startsWith("/") && !given.includes("\0")
}
