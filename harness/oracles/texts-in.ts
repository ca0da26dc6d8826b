/** Every text in a value, at any depth; JSON in a text is opened, too, for that is how forms carry keyboards. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    yield value;
    if (/^\s*[[{]/.test(value)) yield* textsIn(parsed(value));
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) yield* textsIn(inner);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
