export interface Answer {
  readonly ok: boolean;
  /** The JSON of the answer; nothing if there was none. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** Asks the server for something. @throws when it has nothing to give. */
export async function read<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as T;
}

/** Has the server do something. What comes of it is mostly told by its events. */
export function ask(path: string, body: object = {}, method = "POST"): Promise<Answer> {
  const headers = { "Content-Type": "application/json" };
  return exchange(path, { method, headers, body: JSON.stringify(body) });
}

/** Gives the server the bytes of a file. */
export const upload = (path: string, file: Blob): Promise<Answer> => exchange(path, { method: "POST", body: file });

/** Why something was not done, to be told. */
export const problemOf = ({ value }: Answer): string =>
  typeof value.problem === "string" ? value.problem : "The playground did not take it.";

async function exchange(path: string, request: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(path, request);
    return { ok: response.ok, value: (await response.json()) as Answer["value"] };
  } catch {
    return { ok: false, value: { problem: "The playground is away." } };
  }
}
