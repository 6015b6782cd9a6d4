// The English sentences about crictl.
import { lazily } from "../../../wording/lazily.ts"
import type { English, Nothing } from "../../../wording/texts.ts"
import type { CrictlFindings, CrictlReasons } from "./codes.ts"

export const english = lazily<English<Nothing, CrictlFindings, CrictlReasons>>({
  faults: () => ({}),
  findings: () => ({
    "crictl-config-refused": ({ key, value, takes }) => ({
      what: "crictl ends with an error, whatever it is asked.",
      why:
        takes === "yaml"
          ? "/etc/crictl.yaml is no YAML."
          : takes === "nothing"
            ? `/etc/crictl.yaml has an option "${key}", and crictl knows none of that name.`
            : `/etc/crictl.yaml sets ${key} to "${value}", and crictl takes ${takes === "number" ? "a whole number" : "true or false"}.`,
      next:
        takes === "yaml"
          ? "Put this line right."
          : takes === "nothing"
            ? "Take the line out, or give the option its right name: runtime-endpoint, image-endpoint, timeout, debug, pull-image-on-create, disable-pull-on-run."
            : `Write such a value, or take the line out.`,
      link: "https://github.com/kubernetes-sigs/cri-tools/blob/master/docs/crictl.md",
    }),
  }),
  reasons: () => ({
    "crictl-speaks-to-runtime": ({ endpoint }) => `crictl speaks to ${endpoint}`,
    "crictl-config-kept": () => "/etc/crictl.yaml is left as it is",
    "crictl-not-installed": () => "crictl is not on this node, so /etc/crictl.yaml is not written",
  }),
})
