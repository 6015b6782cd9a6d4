// The clause for the reason at hand, where a sentence has one clause for each reason.

/** `clauses`: by reason. */
export function because<Args extends { readonly why: string }>(
  clauses: Readonly<Record<string, (args: Args) => string>>,
  args: Args,
): string {
  return clauses[args.why]?.(args) ?? args.why
}
