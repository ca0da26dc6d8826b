/** What looks like a secret by its name, whoever's it is, for a log that must not show it. */
export const secretsIn = (environment: Readonly<Record<string, string | undefined>>): string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    value && value.length >= SHORTEST && /(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(name) ? [value] : [],
  );

/** What is shorter would hide words that mean something else. */
const SHORTEST = 8;
