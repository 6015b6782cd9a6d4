#!/usr/bin/python
# The facts of `criadm detect -o json` as ansible_facts.criadm.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
---
module: criadm_facts
short_description: What a node is, as criadm sees it
description:
  - Runs C(criadm detect -o json); changes nothing.
options:
  program:
    description: Where criadm is on the node.
    type: path
    default: /usr/local/bin/criadm
  root:
    description: The tree to look at; files only.
    type: path
    default: /
author: criadm
"""

EXAMPLES = r"""
- criadm.node.criadm_facts:
- ansible.builtin.debug:
    var: ansible_facts.criadm.initSystem.value
"""

RETURN = r"""
ansible_facts:
  description: The facts, each with its state, value and source.
  type: dict
  returned: always
"""

import json

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule(
        argument_spec={
            "program": {"type": "path", "default": "/usr/local/bin/criadm"},
            "root": {"type": "path", "default": "/"},
        },
        supports_check_mode=True,
    )
    code, output, error = module.run_command([module.params["program"], "detect", "-o", "json", "--root", module.params["root"]])
    if code != 0:
        module.fail_json(msg=(error or output).strip(), rc=code)
    module.exit_json(changed=False, ansible_facts={"criadm": json.loads(output)})


if __name__ == "__main__":
    main()
