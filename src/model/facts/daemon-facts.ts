/** What is looked at of a runtime's service where its environment or its limits are asked for. */
export interface DaemonFacts {
  /** Of the directories in which a file of ours would lie, those that are there. */
  readonly directories: readonly string[]
  /** Of the running process; absent: it does not run, or may not be read. */
  readonly environment?: Readonly<Record<string, string>>
}

/** What a proxy is not to be asked for, as far as this node knows it. */
export interface DirectAddresses {
  /** This node's own. */
  readonly own: readonly string[]
  /** Addresses and ranges of the cluster: its DNS, services, pods, the API server. */
  readonly cluster: readonly string[]
}
