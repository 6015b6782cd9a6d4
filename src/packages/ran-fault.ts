// A fault of a package manager with what its program said last.
import { ranOf } from "../machine/programs/program-end.ts"
import type { Ran } from "../machine/reading.ts"
import type { Fault } from "../model/fault.ts"
import type { CodedFault } from "../model/message.ts"

export function faultWith(ran: Ran, coded: CodedFault): Fault {
  return { ...coded, ran: ranOf(ran) }
}
