import { get } from "node:http";

const answerTimeoutMs = 1_000;

/** Asks a bot's idle probe. Anything but JSON with `"idle": true` counts as busy. */
export async function saysIdle(probe: string): Promise<boolean> {
  try {
    const answer: unknown = JSON.parse(await body(probe));
    return typeof answer === "object" && answer !== null && "idle" in answer && answer.idle === true;
  } catch {
    return false;
  }
}

function body(url: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // No agent, no kept connection: a bot that stops must not have to wait for one.
  const request = get(url, { agent: false, timeout: answerTimeoutMs }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => {
      text += chunk;
    });
    response.on("end", () => resolve(text));
    response.on("error", reject);
  });
  request.on("timeout", () => request.destroy(new Error("timeout")));
  request.on("error", reject);
  return promise;
}
