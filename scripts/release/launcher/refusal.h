/* The one way in which the launcher gives up: a line that says what is in the way, and exit code 3, which for criadm
 * means "refused before touching anything". SPDX-License-Identifier: Apache-2.0 */
#ifndef CRIADM_REFUSAL_H
#define CRIADM_REFUSAL_H

/* Writes "criadm cannot start: REASON" to standard error and ends. */
__attribute__((noreturn)) void refuse(const char *reason);

/* Refuses for the reason behind a negative errno: lack of memory, a forbidden mapping, or `otherwise`. */
__attribute__((noreturn)) void refuse_for(long result, const char *otherwise);
#endif
