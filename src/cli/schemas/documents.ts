// Every document that `-o json` prints: its version and its schema. What prints one names its kind by this table, so a
// document without a schema does not compile; tests/cli/schemas.test.ts holds what is printed against it.
import { once } from "../../model/once.ts"
import {
  about,
  anything,
  byName,
  eitherOf,
  list,
  object,
  oneOf,
  type Schema,
  text,
  time,
  whole,
  yesOrNo,
} from "./schema.ts"

const place = object({ file: text }, { line: whole, column: whole, length: whole, text })
const code = about("permanent: people search for it, and scripts compare it", text)
const args = about("what the sentence is made of", byName(anything))
const reason = object({ code, args, message: about("for people, by --lang", text) })
const message = object({ what: text }, { why: text, next: text })

const faultMembers = { code, args, kind: text, message } as const
const fault: Schema = object(faultMembers, {
  place,
  because: object(faultMembers),
  ran: object({ command: list(text), exit: text, lastLines: list(text) }),
})

const sentences = object({ what: text }, { why: text, fix: text, link: text, next: text })

const finding = object(
  { code, args, severity: oneOf("failure", "warning", "note"), component: text },
  { place, message: sentences },
)

const fact = object(
  { state: oneOf("known", "absent", "unreadable", "not-understood"), source: byName(anything) },
  { value: anything, reason: text, text },
)

const change = object(
  {
    kind: about("file, directory, live-value, packages, service and others; more may come", text),
    action: text,
    component: text,
    why: list(reason),
  },
  {
    path: text,
    diff: about("as diff -u has it, credentials redacted", eitherOf(text, { type: "null" })),
    service: text,
  },
)

const verified = object({ expectation: object({ kind: text }), holds: yesOrNo, observed: reason })

const answers = byName(anything)

interface DocumentSchema {
  /** Raised when a member is renamed, taken away, or holds something else than before. */
  readonly version: number
  readonly about: string
  readonly body: Schema
}

export const documents = once(
  () =>
    ({
      NodeFacts: {
        version: 1,
        about: "what a node is: criadm detect",
        body: object(
          {
            root: text,
            isLive: yesOrNo,
            platform: oneOf("linux", "windows"),
            uid: whole,
            initSystem: fact,
            cgroup: fact,
            os: fact,
            kernel: fact,
            architecture: fact,
            containment: fact,
            selinux: fact,
            apparmor: fact,
            swap: fact,
            components: about("each component's own facts, by its id", byName(anything)),
          },
          {
            observedAt: about("milliseconds since the epoch", whole),
            running: byName(anything),
            owners: list(anything),
          },
        ),
      },
      Findings: {
        version: 1,
        about: "what keeps a node from working: criadm check",
        body: object({ findings: list(finding) }),
      },
      FindingPage: {
        version: 1,
        about: "one finding explained: criadm check CODE --explain",
        body: object({ code, usually: text, example: sentences }),
      },
      Fleet: {
        version: 1,
        about: "many nodes: criadm check --facts DIR",
        body: object({
          nodes: list(object({ name: text }, { failure: whole, warning: whole, note: whole })),
          findings: list(object({ example: finding, nodes: list(text) })),
          differences: list(object({ component: anything, fact: text, usual: anything, others: anything })),
          faults: list(fault),
        }),
      },
      Explanations: {
        version: 1,
        about: "which file and line sets a value: criadm explain",
        body: object({
          explanations: list(
            object(
              {
                setting: text,
                component: text,
                others: list(object({ why: reason }, { place, source: byName(anything) })),
              },
              {
                value: anything,
                source: byName(anything),
                place,
                why: reason,
                leftOut: list(object({ file: text, lines: anything })),
              },
            ),
          ),
        }),
      },
      Answers: {
        version: 1,
        about: "every setting with its value here: criadm answers",
        body: object({ values: answers, why: byName(reason) }),
      },
      Plan: {
        version: 1,
        about: "what would be done: criadm plan",
        body: object(
          {
            initSystem: text,
            root: text,
            answers: object({ values: answers, chosenBy: byName(object({ who: text })) }),
            readings: list(object({ path: text, hash: eitherOf(text, { type: "null" }) })),
            judgements: list(object({ component: text, command: list(text) })),
            changes: list(object({ kind: text, component: text, why: list(object({ code, args })) })),
            expectations: list(object({ kind: text, component: text })),
            notes: list(object({ code, args })),
            timeoutSeconds: whole,
          },
          { isBlotted: about("credentials in it are redacted, so it cannot be applied", yesOrNo) },
        ),
      },
      Outcome: {
        version: 2,
        about: "how a run ended: criadm apply, rollback, uninstall",
        body: object(
          {
            outcome: oneOf(
              "applied",
              "would-apply",
              "nothing-to-do",
              "refused",
              "rolled-back",
              "rollback-failed",
              "interrupted",
            ),
            changed: yesOrNo,
            verified: list(verified),
          },
          {
            changes: list(change),
            run: whole,
            fault,
            confirmBefore: time,
            confirmSeconds: whole,
            recovered: object({ run: whole, direction: oneOf("forward", "back") }),
            edited: list(object({ path: text })),
            left: list(text),
          },
        ),
      },
      Verified: {
        version: 1,
        about: "what the running node answers: criadm verify",
        body: object({ holds: yesOrNo, verified: list(verified) }),
      },
      Runs: {
        version: 2,
        about: "the runs on a node: criadm history",
        body: object({
          runs: list(
            object(
              { number: whole, at: time, outcome: text },
              { undoes: whole, undoneBy: whole, files: list(text), services: list(text), others: list(text) },
            ),
          ),
        }),
      },
      Kept: { version: 1, about: "the run that is kept: criadm confirm", body: object({ run: whole }) },
      Migration: {
        version: 1,
        about: "a joined node's way to another state: criadm migrate",
        body: eitherOf(
          object({ migration: { type: "null" } }),
          object(
            {
              name: text,
              to: text,
              node: text,
              steps: list(object({ id: text, what: reason, done: yesOrNo })),
              next: eitherOf(text, { type: "null" }),
            },
            {
              number: whole,
              at: time,
              direction: text,
              ended: eitherOf(text, { type: "null" }),
              outcome: text,
              fault,
              findings: list(finding),
            },
          ),
        ),
      },
      Bundle: {
        version: 1,
        about: "what a node without a network needs: criadm bundle",
        body: object(
          {
            path: text,
            runtime: text,
            release: text,
            arch: text,
            files: list(object({ name: text, version: text })),
          },
          {
            kubernetes: text,
            packages: about(
              "of a distribution, for its own package manager",
              object({ manager: text, requested: list(text) }),
            ),
          },
        ),
      },
      Version: {
        version: 1,
        about: "this program: criadm version",
        body: object({ release: text, commit: text, target: text, bun: text, form: text }, { datesCheckedOn: text }),
      },
      CheckedDownload: {
        version: 1,
        about: "a download and its checksum: criadm version --check FILE",
        body: object({ file: text, sha256: text }, { signer: text }),
      },
      Faults: {
        version: 1,
        about: "why nothing was done; printed by any command",
        body: object({ faults: list(fault) }),
      },
    }) as const satisfies Readonly<Record<string, DocumentSchema>>,
)

export type DocumentKind = keyof ReturnType<typeof documents>

/** The kinds with their words, in the order of the commands. */
export const documentKinds = once(() => Object.keys(documents()) as readonly DocumentKind[])

/** The schema of one kind as it is published. */
export function publishedSchema(kind: DocumentKind): Schema {
  const { version, about: title, body } = documents()[kind]
  const head = {
    type: "object",
    required: ["kind", "version"],
    properties: { kind: { const: kind }, version: { const: version } },
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:criadm:${kind}:${version}`,
    title,
    allOf: [head, body],
  }
}
