// What a setting is where nobody gives it now: what the last kept run was asked for, else what its definition suggests.
// The runtime is the exception: the one that the kubelet uses comes first, so its definition reads the run itself.
import type { Answers } from "../model/answers.ts"
import type { AnySetting } from "./known.ts"
import type { Situation, Suggested } from "./setting-definition.ts"

export function suggestionFor(
  setting: AnySetting,
  situation: Situation,
  soFar: Answers,
): Suggested<NonNullable<Answers[AnySetting["id"]]>> | undefined {
  const { asked } = situation.node
  const answer = asked?.answers[setting.id]
  if (setting.id === "runtime" || asked === undefined || answer === undefined) return setting.suggest(situation, soFar)
  return { value: answer, by: "node", why: { code: "asked-by-run", args: { run: asked.run } } }
}
