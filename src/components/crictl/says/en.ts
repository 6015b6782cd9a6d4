// The English sentences about crictl.
import { lazily } from "../../../wording/lazily.ts"
import type { English, Nothing } from "../../../wording/texts.ts"
import type { CrictlReasons } from "./codes.ts"

export const english = lazily<English<Nothing, Nothing, CrictlReasons>>({
  faults: () => ({}),
  findings: () => ({}),
  reasons: () => ({
    "crictl-speaks-to-runtime": ({ endpoint }) => `crictl speaks to ${endpoint}`,
    "crictl-config-kept": () => "/etc/crictl.yaml is left as it is",
    "crictl-not-installed": () => "crictl is not on this node, so /etc/crictl.yaml is not written",
  }),
})
