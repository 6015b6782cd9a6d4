// The migrations criadm knows. Pure: facts and wishes in, steps out; what each step does is done by apply/migration.
import type { Component } from "../components/component.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, type Result } from "../model/fault.ts"
import type { Migration, MigrationName } from "../model/migration/migration.ts"
import { cgroupDriverMigration, drivers } from "./cgroup-driver.ts"
import { releaseMigration, releasePattern, type Upgrade } from "./release.ts"
import { runtimeMigration, runtimes } from "./runtime.ts"
import { schemaMigration, schemas } from "./schema.ts"

/** What a person asks of a migration, and what is known of the pods that run. */
export interface Wish {
  /** The word of --to; absent: what suits the node. */
  readonly to?: string
  readonly stopPods: boolean
  readonly pods: readonly { readonly leftByDrain?: "static-pod" | "daemon-set" }[]
  /** What the node's own source has of the release; absent: the node has that release, or nobody asks for one. */
  readonly upgrade?: Upgrade
}

interface MigrationDefinition {
  /** What --to takes: words, or forms of a word with what it must be like. */
  targets(components: readonly Component[]): readonly string[]
  readonly pattern?: RegExp
  /** Nothing says what suits the node. */
  readonly needsTarget?: true
  /** Undefined: there is nothing to migrate. */
  make(node: NodeFacts, components: readonly Component[], wish: Wish): Result<Migration | undefined>
}

const migrations: { readonly [Name in MigrationName]: MigrationDefinition } = {
  "cgroup-driver": { targets: () => drivers, make: cgroupDriverMigration },
  runtime: { targets: runtimes, needsTarget: true, make: runtimeMigration },
  schema: { targets: () => schemas, needsTarget: true, make: schemaMigration },
  release: { targets: () => ["X.Y", "X.Y.Z"], pattern: releasePattern, needsTarget: true, make: releaseMigration },
}

export function migrationOf(
  name: MigrationName,
  node: NodeFacts,
  components: readonly Component[],
  wish: Wish,
): Result<Migration | undefined> {
  const { make, needsTarget, pattern, ...definition } = migrations[name]
  const targets = definition.targets(components)
  if (!node.isLive) return failed({ code: "migration-needs-live-node", args: {} })
  const isTaken = (word: string) => pattern?.test(word) ?? targets.includes(word)
  if (wish.to === undefined ? needsTarget : !isTaken(wish.to)) {
    return failed({ code: "migration-target", args: { migration: name, given: wish.to ?? "", accepted: targets } })
  }
  return make(node, components, wish)
}
