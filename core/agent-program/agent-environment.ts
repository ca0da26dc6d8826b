/**
 * What an agent may find in its environment: what any program needs, and what is meant for it. Not a list of what is
 * forbidden: a secret that this program has never heard of must stay out, too.
 *
 * @param meant names, or what they look like.
 */
export function agentEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  meant: readonly (string | RegExp)[] = [],
): Record<string, string> {
  const isMeant = (name: string) => meant.some((each) => (typeof each === "string" ? each === name : each.test(name)));
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && (NEEDED_BY_ANY.test(name) || isMeant(name)) ? [[name, value]] : [],
    ),
  );
}

const NEEDED_BY_ANY = new RegExp(
  `^(?:${[
    "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TERM|TZ|TMPDIR",
    "(?:HTTPS?|NO|ALL)_PROXY|(?:https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)",
  ].join("|")})$`,
);
