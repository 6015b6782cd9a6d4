// What choosing an item means: the way from screen to screen. Pure.
import { exitCode } from "../../model/exit-code.ts"
import type { SettingId } from "../../model/setting.ts"
import type { Context } from "../context.ts"
import { nextNodeCommand } from "../screens/end.ts"
import { obstaclesOf } from "../screens/obstacles.ts"
import type { Intent } from "./event.ts"
import { answerStep, isMigrating, leaveMigration, makeMigration, takeSteps } from "./migrating.ts"
import { runBack, runOf } from "./progress.ts"
import { answered, isSameValue, questionsOf, unanswered } from "./questions.ts"
import { goTo, initialState, type Obstacle, type State, shown, underHelp, visitTo, withVisit } from "./state.ts"

export function perform(state: State, intent: Intent, context: Context): State {
  switch (intent.intent) {
    case "go-on":
      return goOn(state, context)
    case "take-suggested":
      return takeSuggested(state, context)
    case "start-over":
      return takeSuggested({ ...state, given: answered(state.given, "reset-config", true) }, context)
    case "go-back":
      return goBack(state)
    case "toggle":
      return toggle(state, intent.item)
    case "look-again":
      return lookAgain(state)
    case "leave":
      return { ...state, outbox: [{ effect: "leave", code: intent.code }] }
    case "answer":
      return takeAnswer(state, intent.setting, intent.value, context)
    case "type-answer":
      return goTo(state, { name: "type-answer", setting: intent.setting })
    case "open-question":
      return goTo(state, { name: "question", setting: intent.setting })
    case "install":
      return fetch(state, intent)
    case "change-answers":
      return toAnswers(state)
    case "apply":
      return apply(state, context)
    case "apply-despite-pods":
      return apply({ ...state, allowsRunningPods: true }, context)
    case "switch-keep":
      return { ...state, asksToKeep: !state.asksToKeep }
    case "prove-sandbox":
      return state.isProving || state.resolved === undefined
        ? state
        : {
            ...state,
            isProving: true,
            proofRefused: undefined,
            outbox: [{ effect: "prove-sandbox", answers: state.resolved }],
          }
    case "copy":
      return copy(state, context)
    case "save":
      return goTo(state, { name: "save", what: intent.what })
    case "migrate":
      return makeMigration(state, intent.offer)
    case "take-steps":
      return takeSteps(state, intent.turn)
    case "answer-step":
      return answerStep(state, intent.yes)
    case "keep":
      return keep(state, state.outcome?.run)
    case "put-back":
      return putBack(state, state.outcome?.run, "asked")
    case "put-back-unfinished":
      return putBack(state, state.looked?.unfinished?.number, undefined)
    case "keep-unfinished":
      return keep(state, state.looked?.unfinished?.number)
  }
}

/** Said at once; a second Enter meant the same. */
function keep(state: State, run: number | undefined): State {
  return state.isKeeping ? state : { ...state, isKeeping: true, outbox: [{ effect: "keep", run }] }
}

function copy(state: State, context: Context): State {
  const text = nextNodeCommand(state, context)
  if (text === undefined) return state
  const notice = { tone: "ok", text: context.catalogue.screens.end.copied } as const
  return { ...state, notice, outbox: [{ effect: "copy", text }] }
}

export function goBack(state: State): State {
  const { name } = shown(state).screen
  if (state.visits.length === 1 || state.isKeeping || isMigrating(state) || name === "run" || name === "keep")
    return state
  return { ...state, visits: state.visits.slice(0, -1), search: undefined }
}

/** q or Ctrl-C. Before anything was changed: out. While changes are made: back first. */
export function leaveWith(state: State): State {
  const { name } = underHelp(state).screen
  // What is being kept is kept first.
  if (state.isKeeping) return { ...state, isLeaving: true }
  if (isMigrating(state)) return leaveMigration(state)
  if (name === "run") {
    const { run } = state
    // What goes back already is not stopped; then one only leaves as soon as it has ended.
    if (run === undefined || run.purpose === "put-back" || run.isInterrupted) return { ...state, isLeaving: true }
    return { ...state, run: { ...run, isInterrupted: true }, outbox: [{ effect: "interrupt" }] }
  }
  if (name === "keep") return state.wentBack === undefined ? putBack(state, state.outcome?.run, "asked") : state
  return { ...state, outbox: [{ effect: "leave", code: state.endedWith ?? exitCode.interrupted }] }
}

function goOn(state: State, context: Context): State {
  const { name } = shown(state).screen
  switch (name) {
    case "node":
      return state.looked === undefined ? { ...state, goesOnWhenLooked: true } : toNextObstacle(state)
    case "unfinished":
    case "migration":
    case "not-root":
    case "several-runtimes":
    case "not-systemd":
      return toNextObstacle({ ...state, obstaclesPassed: [...state.obstaclesPassed, name] })
    case "findings":
      return toNextQuestion(state, undefined, context)
    case "answers":
      return toReview(state)
    case "review":
      return goTo(state, { name: "choose" })
    default:
      return state
  }
}

export function toNextObstacle(state: State): State {
  const next = state.looked === undefined ? undefined : obstaclesOf(state.looked).find((one) => isAhead(one, state))
  return goTo(state, { name: next ?? "findings" })
}

function isAhead(obstacle: Obstacle, { obstaclesPassed }: State): boolean {
  return !obstaclesPassed.includes(obstacle)
}

/** The first question asked after this one, else the answers. */
function toNextQuestion(state: State, after: SettingId | undefined, { settings }: Context): State {
  if (state.looked === undefined) return state
  const questions = questionsOf(state.looked.situation, state.given, settings)
  const from = questions.findIndex((one) => one.id === after) + 1
  const next = questions.slice(from).find((one) => one.isAsked)
  return goTo(state, next === undefined ? { name: "answers" } : { name: "question", setting: next.id })
}

/** What nothing is suggested for, and what must be known, is asked all the same. */
function takeSuggested(state: State, { settings }: Context): State {
  if (state.looked === undefined) return state
  const questions = questionsOf(state.looked.situation, state.given, settings)
  const open = questions.find(
    ({ isAsked, value, setting }) => isAsked && value === undefined && setting.isNeeded === true,
  )
  return open === undefined ? toReview(state) : goTo(state, { name: "question", setting: open.id })
}

/** Takes an answer; the suggestion is not written down as a person's own, so that it follows other answers. */
export function takeAnswer(state: State, id: SettingId, value: unknown, context: Context): State {
  if (state.looked === undefined) return state
  const question = questionsOf(state.looked.situation, state.given, context.settings).find((one) => one.id === id)
  const isSuggestion = question?.suggested !== undefined && isSameValue(question.suggested.value, value)
  const isUnchanged = question?.chosenBy?.who !== "person" && isSameValue(question?.value, value)
  const given = isUnchanged
    ? state.given
    : isSuggestion
      ? unanswered(state.given, id)
      : answered(state.given, id, value)
  const visits = shown(state).screen.name === "type-answer" ? state.visits.slice(0, -1) : state.visits
  const taken = { ...withVisit({ ...state, visits }, { focus: undefined }), given }
  const cameFromAnswers = visits.at(-2)?.screen.name === "answers"
  return cameFromAnswers ? { ...taken, visits: visits.slice(0, -1) } : toNextQuestion(taken, id, context)
}

/** Nothing is installed by this: it is fetched, so that the node can be looked at as it will be. */
function fetch(state: State, { runtime, source }: Extract<Intent, { intent: "install" }>): State {
  const bare = state.bare ?? state.looked
  if (bare === undefined || state.fetching !== undefined) return state
  const given = answered(answered(state.given, "runtime", runtime), "install", source)
  return {
    ...withVisit(state, { problem: undefined }),
    bare,
    given,
    fetching: runtime,
    outbox: [{ effect: "fetch", node: bare.node, given }],
  }
}

function toggle(state: State, item: string): State {
  const { opened } = shown(state)
  return withVisit(state, {
    focus: item,
    opened: opened.includes(item) ? opened.filter((one) => one !== item) : [...opened, item],
  })
}

function toAnswers(state: State): State {
  const at = state.visits.findLastIndex((visit) => visit.screen.name === "answers")
  return at < 0 ? goTo(state, { name: "answers" }) : { ...state, visits: state.visits.slice(0, at + 1) }
}

function toReview(state: State): State {
  if (state.looked === undefined) return state
  return {
    ...goTo({ ...state, planned: undefined, outcome: undefined }, { name: "review" }),
    outbox: [{ effect: "plan", node: state.looked.node, given: state.given }],
  }
}

/** Everything that was found out is forgotten; what was answered is kept, but for what was meant once: to start over. */
function lookAgain(state: State): State {
  const { size, asksToKeep, allowsRunningPods, now, endedWith, answersFile, planFile } = state
  const isOnce = state.given.chosenBy["reset-config"]?.who === "person"
  const given = isOnce ? unanswered(state.given, "reset-config") : state.given
  const fresh = initialState({ ...size, given, asksToKeep, allowsRunningPods, now })
  return { ...fresh, endedWith, answersFile, planFile, outbox: [{ effect: "look", given }] }
}

function apply(state: State, context: Context): State {
  if (state.planned?.ok !== true) return state
  const { plan } = state.planned
  const isLive = state.looked?.node.isLive === true
  const before = shown(state).screen.name === "refused" ? { ...state, visits: state.visits.slice(0, -1) } : state
  return {
    ...goTo(before, { name: "run" }),
    run: runOf(plan, state.now),
    outcome: undefined,
    progress: [],
    outbox: [
      {
        effect: "apply",
        plan,
        confirmSeconds: state.asksToKeep && isLive ? context.confirmSeconds : undefined,
        allowRunningPods: state.allowsRunningPods,
      },
    ],
  }
}

/** Puts a run back; `wentBack` says why, undefined for an earlier run. */
export function putBack(state: State, run: number | undefined, wentBack: State["wentBack"]): State {
  return {
    ...state,
    visits: [visitTo({ name: "run" })],
    search: undefined,
    run: runBack(state.now),
    progress: [],
    wentBack,
    outbox: [{ effect: "put-back", run, runtime: state.resolved?.values.runtime }],
  }
}
