#!/usr/bin/python
# Runs `criadm apply` on a node: as the answers say, proven over CRI, put back by criadm itself where it fails.
# criadm's own document decides what changed; this module adds nothing to it.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
---
module: criadm
short_description: Bring a node's container runtime to a right state
description:
  - Runs C(criadm apply) with the answers given, or C(criadm apply --check) in check mode.
  - A run that fails is put back by criadm before this module fails.
options:
  answers:
    description: Settings as in an answers file, see C(criadm answers). Empty is what criadm suggests.
    type: dict
    default: {}
  program:
    description: Where criadm is on the node.
    type: path
    default: /usr/local/bin/criadm
  root:
    description: The tree to work on, for images; files only.
    type: path
    default: /
  runtime_version:
    description: With I(root), the runtime's release where it cannot be asked.
    type: str
  timeout:
    description: How long the runtime may take to be healthy, in seconds.
    type: int
    default: 60
  lock_timeout:
    description: How long to wait for another run on this node to end, in seconds.
    type: int
    default: 0
  allow_running_pods:
    description: Change the cgroup driver even while pods run.
    type: bool
    default: false
author: criadm
"""

EXAMPLES = r"""
- name: The container runtime is ready for Kubernetes
  criadm.node.criadm:
    answers:
      cgroup-driver: systemd
      sandbox-image: registry.k8s.io/pause:3.10.2
"""

RETURN = r"""
outcome:
  description: How the run ended, such as applied, nothing-to-do, would-apply or rolled-back.
  type: str
  returned: always
run:
  description: Number of the run, for C(criadm rollback).
  type: int
  returned: when something was changed
exit_code:
  description: Exit code of criadm; 6 is a node that is as answered, of which C(criadm check) tells a failure of another kind.
  type: int
  returned: always
changes:
  description: Each change with its kind, what it touches, and why.
  type: list
  elements: dict
  returned: always
verified:
  description: What the running node was asked, and what it said.
  type: list
  elements: dict
  returned: always
"""

import json
import os
import tempfile

from ansible.module_utils.basic import AnsibleModule

# Exit codes of criadm: 0 done, 6 nothing left to change and check still fails about something else. It is no C(rc) in what
# is returned: a task with another rc than 0 counts as failed, whatever its module says (executor/task_executor.py).
FINE = (0, 6)


def answers_text(answers):
    """TOML of one level; JSON writes its strings and lists as TOML reads them."""
    return "".join("%s = %s\n" % (key, json.dumps(value)) for key, value in sorted(answers.items()))


def command_of(module, answers_file):
    params = module.params
    command = [params["program"], "apply", "-o", "json", "--answers", answers_file]
    command += ["--timeout", str(params["timeout"]), "--lock-timeout", str(params["lock_timeout"])]
    if params["root"] != "/":
        command += ["--root", params["root"]]
    if params["runtime_version"]:
        command += ["--runtime-version", params["runtime_version"]]
    if params["allow_running_pods"]:
        command.append("--allow-running-pods")
    command.append("--check" if module.check_mode else "--yes")
    return command


def diff_of(changes):
    return [{"prepared": change["diff"]} for change in changes if "diff" in change]


# What became of the node, where a run did not do what it was asked.
BECAME = {
    "rolled-back": "criadm put everything back: the node is as it was before.",
    "rollback-failed": "Not everything could be put back: this node needs a person. criadm history tells what was done.",
    "interrupted": "The run was interrupted; the next run of criadm on this node finishes or undoes it.",
}


def sentences_of(fault):
    """What happened, why, what the program said, and what to do next, in criadm's own words."""
    message = fault.get("message", {})
    said = [message.get("what", ""), message.get("why", "")]
    said += fault.get("ran", {}).get("lastLines", [])[-3:]
    if "because" in fault:
        said.append(sentences_of(fault["because"]))
    said.append(message.get("next", ""))
    return " ".join(part.strip() for part in said if part.strip())


def reason_of(document, error):
    faults = document.get("faults") or ([document["fault"]] if "fault" in document else [])
    said = [sentences_of(fault) for fault in faults] + [BECAME.get(document.get("outcome"), "")]
    return " ".join(part for part in said if part) or error.strip() or "criadm said nothing"


def main():
    module = AnsibleModule(
        argument_spec={
            "answers": {"type": "dict", "default": {}},
            "program": {"type": "path", "default": "/usr/local/bin/criadm"},
            "root": {"type": "path", "default": "/"},
            "runtime_version": {"type": "str"},
            "timeout": {"type": "int", "default": 60},
            "lock_timeout": {"type": "int", "default": 0},
            "allow_running_pods": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    if not os.path.exists(module.params["program"]):
        why = "; check mode copies nothing to a node" if module.check_mode else ""
        module.fail_json(msg="criadm is not on this node: %s%s" % (module.params["program"], why))
    # Readable by root alone: answers may name private registries.
    descriptor, answers_file = tempfile.mkstemp(prefix="criadm-answers-", dir=module.tmpdir)
    try:
        with os.fdopen(descriptor, "w") as answers:
            answers.write(answers_text(module.params["answers"]))
        code, output, error = module.run_command(command_of(module, answers_file))
    finally:
        os.unlink(answers_file)
    try:
        document = json.loads(output)
    except ValueError:
        module.fail_json(msg="criadm ended with %d: %s" % (code, (error or output).strip()), exit_code=code)
    if document.get("kind") != "Outcome":
        module.fail_json(msg=reason_of(document, error), exit_code=code, outcome="refused", changes=[], verified=[])
    result = {
        "changed": document["changed"],
        "outcome": document["outcome"],
        "changes": [{key: value for key, value in one.items() if key != "diff"} for one in document["changes"]],
        "verified": document["verified"],
        "diff": diff_of(document["changes"]),
        "exit_code": code,
    }
    if "run" in document:
        result["run"] = document["run"]
    if code not in FINE:
        module.fail_json(msg=reason_of(document, error), **result)
    if code == 6:
        module.warn("criadm check fails about something else on this node: criadm check")
    module.exit_json(**result)


if __name__ == "__main__":
    main()
