// What changes a node, and what proves that it is as asked. Loaded when it is asked for: whoever only looks does not wait
// for it.
import { rollBackRun } from "../apply/back/roll-back-run.ts"
import { uninstall } from "../apply/back/uninstall.ts"
import { apply } from "../apply/forward/apply.ts"
import { findMovedSince } from "../apply/forward/preconditions.ts"
import { migrate } from "../apply/migration/migrate.ts"
import { planOfAct } from "../apply/migration/plan-of-act.ts"
import { provePods } from "../apply/prove/pods.ts"
import { verifySandbox } from "../apply/prove/sandbox.ts"
import { verify } from "../apply/prove/verify.ts"
import { confirmRun } from "../apply/run/confirm.ts"
import { guardRun } from "../apply/run/guard.ts"
import { history } from "../apply/run/history.ts"
import { isToBeKeptAfter, keepAnswers } from "../apply/run/keep-answers.ts"
import { recoverUnfinished } from "../apply/run/under-lock.ts"

export const acting = {
  apply,
  confirmRun,
  findMovedSince,
  guardRun,
  history,
  isToBeKeptAfter,
  keepAnswers,
  migrate,
  planOfAct,
  provePods,
  recoverUnfinished,
  rollBackRun,
  uninstall,
  verify,
  verifySandbox,
}
