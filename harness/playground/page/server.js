/** Asks the server for something. @returns the JSON of its answer. @throws when there is none. */
export async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
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
