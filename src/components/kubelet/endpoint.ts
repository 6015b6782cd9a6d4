// CRI endpoints as the kubelet takes them: compared by the socket they lead to, whichever way they are written.

/** The socket of "unix:///run/x.sock"; a bare path is an old spelling of the same. Undefined: not a unix socket. */
export function socketOf(endpoint: string): string | undefined {
  const path = endpoint.replace(/^unix:(\/\/)?/, "")
  // /var/run is a link to /run on every distribution Kubernetes runs on; see file-hierarchy(7).
  return path.startsWith("/") ? path.replace(/^\/var\/run\//, "/run/") : undefined
}

/** Whether two endpoints are one socket. */
export function isSameEndpoint(a: string, b: string): boolean {
  return a === b || (socketOf(a) !== undefined && socketOf(a) === socketOf(b))
}
