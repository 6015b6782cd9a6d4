/** Notes figures of one part of scripts/bench in the file that CRIADM_FIGURES names; nothing without it. */
export function noteFigures(part: string, figures: object): void
