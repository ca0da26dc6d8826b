/** Asks the server for something. @returns the JSON of its answer. @throws when there is none. */
export async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

/** Has the server do something. @returns the JSON of its answer, also if that says why it did not. */
export async function ask(path, body = {}) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return await response.json();
  } catch {
    return {};
  }
}

/** Has the server do something; what comes of it is told by its events. @returns whether it took it. */
export async function order(path, body = {}) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    return response.ok;
  } catch {
    return false;
  }
}
