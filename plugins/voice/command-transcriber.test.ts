import { execFileSync } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Recording, TranscriptionFailed } from "#core";
import { RecordedLog } from "../../core/testing/recorded-log.fixture.ts";
import { oneSecondOfSilence } from "../../harness/people/one-second-of-silence.ts";
import { CommandTranscriber } from "./command-transcriber.ts";
import { describeWithPrograms } from "./with-programs.fixture.ts";

const recording: Recording = { name: "voice.ogg", mime: "audio/ogg", bytes: Buffer.from("OggS and more") };
const never = new AbortController().signal;

function transcriberOf(script: string, args: readonly string[] = [], timeoutMs?: number) {
  const log = new RecordedLog();
  const command = [process.execPath, "-e", script, "--", ...args] as const;
  return { log, transcriber: new CommandTranscriber({ command, environment: process.env, log, timeoutMs }) };
}

const shout = "process.stdout.write(require('fs').readFileSync(process.argv.at(-1), 'utf8').toUpperCase())";

describe("a transcription by a program", () => {
  test("is what it writes to stdout, given the file as its last argument", async () => {
    const { transcriber } = transcriberOf(shout);
    expect(await transcriber.transcribe(recording, never)).toBe("OGGS AND MORE");
  });

  test("is given the file where the command says {file}", async () => {
    const { transcriber } = transcriberOf("process.stdout.write(process.argv.slice(1).join(' '))", [
      "-f",
      "{file}",
      "-nt",
    ]);
    expect(await transcriber.transcribe(recording, never)).toMatch(/^-f \/.*\/holdfast-voice-[\w-]+\/voice\.ogg -nt$/);
  });

  test("leaves no file behind", async () => {
    const { transcriber } = transcriberOf("process.stdout.write(process.argv.at(-1))");
    const file = await transcriber.transcribe(recording, never);
    const { transcriber: looker } = transcriberOf(
      "process.stdout.write(String(require('fs').existsSync(process.argv[1])))",
      [file],
    );
    expect(await looker.transcribe(recording, never)).toBe("false");
  });

  test("that fails is told in one sentence, and the log has what the program said", async () => {
    const { transcriber, log } = transcriberOf("console.error('no model'); process.exit(3)");
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow(
      new TranscriptionFailed("The transcription program failed."),
    );
    expect(log.of("transcriber failed")[0]?.fields).toMatchObject({ reason: "ended with 3", stderr: "no model" });
  });

  test("by a program that is not there fails as well", async () => {
    const log = new RecordedLog();
    const transcriber = new CommandTranscriber({ command: ["/no/such/program"], environment: {}, log });
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow("The transcription program failed.");
    expect(log.of("transcriber failed")[0]?.fields?.reason).toContain("ENOENT");
  });

  test("that writes without end is ended", async () => {
    const { transcriber, log } = transcriberOf(
      "process.stdout.on('error', () => {}); (function on() { process.stdout.write('x'.repeat(65536), on) })()",
    );
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow("The transcription program failed.");
    expect(log.of("transcriber failed")[0]?.fields?.reason).toBe("wrote more than a million characters");
  });

  test("that complains without end is not, and the log has how its complaint ends", async () => {
    const script = "process.stderr.write('x'.repeat(5_000_000) + '\\nno model', () => process.exit(3))";
    const { transcriber, log } = transcriberOf(script);
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow("The transcription program failed.");
    const stderr = String(log.of("transcriber failed")[0]?.fields?.stderr);
    expect(stderr).toMatch(/x\nno model$/);
    expect(stderr.length).toBeLessThanOrEqual(1_000);
  });

  test("that takes too long is ended, and with it what the program has started", async () => {
    // What it has started holds its stdout open, which has to close before this is over.
    const script = `
      require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    const { transcriber } = transcriberOf(script, [], 1_000);
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow("The transcription took too long.");
  });

  test("of many recordings runs for two at once", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "rooms-"));
    const log = join(directory.path, "log");
    // Nobody leaves before two have come.
    const script = `
      const { appendFileSync, readFileSync } = require('fs');
      const [, log] = process.argv;
      appendFileSync(log, '+');
      const looking = setInterval(() => {
        if (readFileSync(log, 'utf8').split('+').length < 3) return;
        clearInterval(looking);
        appendFileSync(log, '-');
      }, 5);`;
    const { transcriber } = transcriberOf(script, [log]);
    await Promise.all([1, 2, 3, 4, 5].map(() => transcriber.transcribe(recording, never)));
    let [inside, most] = [0, 0];
    for (const sign of await readFile(log, "utf8")) {
      inside += sign === "+" ? 1 : -1;
      most = Math.max(most, inside);
    }
    expect(most).toBe(2);
  });

  test("ends when it is no longer wanted", async () => {
    const { transcriber } = transcriberOf("setInterval(() => {}, 1000)");
    const wanted = new AbortController();
    const asking = transcriber.transcribe(recording, wanted.signal);
    wanted.abort(new Error("no longer wanted"));
    await expect(asking).rejects.toThrow("no longer wanted");
  });
});

describeWithPrograms({ ffmpeg: "ffmpeg" }, "a transcription by a program that asks for {wav}", () => {
  const facts =
    "const { readFileSync } = require('fs'); const wav = readFileSync(process.argv[1]); process.stdout.write([wav.toString('latin1', 0, 4), wav.readUInt16LE(22), wav.readUInt32LE(24)].join(' '))";

  test("is given one channel of 16 kHz, made of what was sent", async () => {
    const { transcriber } = transcriberOf(facts, ["{wav}"]);
    expect(await transcriber.transcribe({ ...recording, bytes: oneSecondOfSilence }, never)).toBe("RIFF 1 16000");
  });

  test("of what is no recording fails with a sentence, and the log has what ffmpeg said", async () => {
    const { transcriber, log } = transcriberOf(facts, ["{wav}"]);
    await expect(transcriber.transcribe(recording, never)).rejects.toThrow(
      new TranscriptionFailed("I could not read this recording."),
    );
    const { program, stderr } = log.of("transcriber failed")[0]?.fields ?? {};
    expect(program).toBe("ffmpeg");
    expect(stderr).toContain("voice.ogg: ");
  });

  test("does not follow a playlist that was sent as a recording to another file of this machine", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "secret-"));
    const secret = join(directory.path, "secret.aac");
    execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=duration=2", secret]);
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`;
    const { transcriber, log } = transcriberOf(facts, ["{wav}"]);
    await expect(transcriber.transcribe({ ...recording, bytes: Buffer.from(playlist) }, never)).rejects.toThrow(
      "I could not read this recording.",
    );
    expect(log.of("transcriber failed")[0]?.fields?.stderr).toContain("not on whitelist");
  });
});
