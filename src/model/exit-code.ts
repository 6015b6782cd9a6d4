/** What a command says with its exit code; the same for every command. */
export const exitCode = {
  done: 0,
  bug: 1,
  /** Unknown flags or commands, unusable answers. */
  usage: 2,
  /** Refused before anything was touched. */
  refused: 3,
  /** Failed; the node is as it was before. */
  rolledBack: 4,
  /** Failed; the node needs a person. */
  needsPerson: 5,
  /** The node is not as asked, nothing was changed: plan --detailed-exitcode, check, verify. */
  notAsAsked: 6,
  /** The person said no, before anything or at the question whether to keep it; the node is as it was before. */
  declined: 7,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
