/** Every finding of the catalogue with the evidence its sentences need. Codes are permanent. */
export interface FindingArguments {
  "kernel-ip-forward-off": { value: string; file: string }
}
