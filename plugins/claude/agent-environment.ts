/** What an agent may find in its environment: what any program needs, the way to its model, and what the operator adds. */
export function agentEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  added: readonly string[] = [],
): Record<string, string> {
  const passes = (name: string) => PASSED.test(name) || added.includes(name);
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && passes(name) ? [[name, value]] : [],
    ),
  );
}

/** Names that carry a secret of the model's, for a log that must not show it. */
export const secretsIn = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    value && /^(ANTHROPIC|CLAUDE_CODE)_.*(KEY|TOKEN)$/.test(name) ? [value] : [],
  );

/** Not a list of what is forbidden: a secret that this program has never heard of must stay out, too. */
const PASSED = new RegExp(
  `^(?:${[
    "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TERM|TZ|TMPDIR",
    "(?:HTTPS?|NO|ALL)_PROXY|(?:https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)",
    "ANTHROPIC_[A-Z0-9_]+|CLAUDE_CODE_[A-Z0-9_]+|IS_SANDBOX",
  ].join("|")})$`,
);
