import { describe, expect, onTestFinished, test, vi } from "vitest";
import { readConfig } from "./config.ts";

describe("TRANSCRIBER", () => {
  test("is none by default", () => {
    expect(readConfig({}).transcriber).toEqual({ kind: "none" });
  });

  test("takes a service, of OpenAI with a key, or of one's own", () => {
    const { transcriber, openai } = readConfig({ TRANSCRIBER: "openai", TRANSCRIBER_KEY: "sk-1" });
    expect(transcriber).toEqual({ kind: "openai" });
    expect(openai).toMatchObject({ baseUrl: "https://api.openai.com/v1", model: "whisper-1", key: "sk-1" });
    const own = { TRANSCRIBER_URL: "http://127.0.0.1:8000/v1/", TRANSCRIBER_MODEL: "base", TRANSCRIBER_LANGUAGE: "de" };
    const { openai: mine } = readConfig({ TRANSCRIBER: "openai", ...own });
    expect(mine).toEqual({ baseUrl: "http://127.0.0.1:8000/v1", model: "base", language: "de", key: undefined });
  });

  test("takes a program with its arguments, quoted as in a shell", () => {
    const { transcriber } = readConfig({ TRANSCRIBER: `command:${process.execPath} -m "my model.bin" -f {file}` });
    expect(transcriber).toEqual({ kind: "command", command: [process.execPath, "-m", "my model.bin", "-f", "{file}"] });
    expect(readConfig({ TRANSCRIBER: "command:sh" }).transcriber).toEqual({ kind: "command", command: ["sh"] });
  });

  test.each([
    ["whisper", "TRANSCRIBER is neither none, openai nor command:PROGRAM"],
    ["command: ", "TRANSCRIBER names no program behind command:"],
    ["command:/no/such/program -x", "TRANSCRIBER names the program /no/such/program, which is not there"],
    ["openai", "TRANSCRIBER_KEY is missing, and TRANSCRIBER=openai needs it, unless TRANSCRIBER_URL names a service"],
  ])("says what is wrong with %s", (text, message) => {
    expect(() => readConfig({ TRANSCRIBER: text })).toThrow(message);
  });

  test("says so when {wav} is asked for, and ffmpeg is not there", () => {
    vi.stubEnv("PATH", "/nowhere");
    onTestFinished(() => void vi.unstubAllEnvs());
    const command = `command:${process.execPath} -f`;
    expect(readConfig({ TRANSCRIBER: `${command} {file}` }).transcriber.kind).toBe("command");
    expect(() => readConfig({ TRANSCRIBER: `${command} {wav}` })).toThrow(
      "TRANSCRIBER has {wav}, which needs ffmpeg, and that is not there",
    );
  });

  test("says what is wrong with a language", () => {
    expect(() => readConfig({ TRANSCRIBER_LANGUAGE: "German" })).toThrow(
      'TRANSCRIBER_LANGUAGE is no language such as "en"',
    );
  });

  test("gives a program the environment without the bot's secrets", () => {
    const secrets = { TELEGRAM_TOKEN: "1:a", WEBHOOK_SECRET: "w", SESSION_STORE: "memory:", TRANSCRIBER_KEY: "sk-1" };
    const { transcriberEnvironment } = readConfig({ ...secrets, PATH: "/bin", CUDA_VISIBLE_DEVICES: "" });
    expect(transcriberEnvironment).toEqual({ PATH: "/bin", CUDA_VISIBLE_DEVICES: "" });
  });

  test("gives no agent its key", () => {
    expect(() => readConfig({ CLAUDE_ENVIRONMENT: "TRANSCRIBER_KEY" })).toThrow("which an agent can't get");
  });
});
