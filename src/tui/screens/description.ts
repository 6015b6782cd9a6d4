// What a screen says, before it is drawn or spoken: text, items that can be chosen, and what choosing each means.
// frame.ts turns it into the rows of a terminal, accessible.ts into numbered prompts; both can do all of it.

import type { Line, Span, Tone } from "../../pages/lines.ts"
import type { Intent } from "../state/event.ts"

export type StepName = "node" | "findings" | "answers" | "review" | "apply"

export interface Item {
  readonly id: string
  /** The item itself, then explanations of it. */
  readonly lines: readonly Line[]
  /** What Enter does. */
  readonly intent: Intent
  /** Shown below while the item is opened. */
  readonly detail?: readonly Line[]
}

export type Block =
  | { readonly block: "lines"; readonly lines: readonly Line[] }
  | { readonly block: "item"; readonly item: Item }

export interface Description {
  readonly step: StepName
  readonly title: string
  readonly tone: Tone
  /** The last step is behind: there is nothing more to be done on this way. */
  readonly isAtEnd?: true
  /** A word at the right of the title, for example "2 of 3". */
  readonly aside?: readonly Span[]
  /** Scrolls when it is longer than the screen. */
  readonly blocks: readonly Block[]
  /** Always in view, below the body. */
  readonly actions: readonly Item[]
  /** Id of the item that Enter chooses at first. */
  readonly preferred: string | undefined
  /** Up and Down scroll the body instead of moving from item to item. */
  readonly isPager: boolean
  /** The end of the body stays in view while it grows. */
  readonly followsEnd: boolean
  /** Something is typed here; what stands before the field, and what is offered. */
  readonly field?: { readonly label: string; readonly offered: string }
  /** What this screen is for, in the help. */
  readonly about: readonly string[]
}

export function linesBlock(lines: readonly Line[]): Block {
  return { block: "lines", lines }
}

export function itemBlock(item: Item): Block {
  return { block: "item", item }
}

/** Every item in the order in which they are reached and numbered. */
export function itemsOf(description: Description): readonly Item[] {
  const inBody = description.blocks.flatMap((one) => (one.block === "item" ? [one.item] : []))
  return [...inBody, ...description.actions]
}

/** What most screens are: nothing scrolls by itself, nothing is typed. */
export const plainScreen = { tone: "strong", isPager: false, followsEnd: false, actions: [] } as const
