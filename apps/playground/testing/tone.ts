const rate = 8_000;

/** A sound of so many seconds, as a WAV file that any browser plays. */
export function tone(seconds: number): Buffer {
  const samples = Math.round(rate * seconds);
  const head = Buffer.alloc(44);
  head.write("RIFF");
  head.writeUInt32LE(36 + samples, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples, 40);
  const sound = Uint8Array.from({ length: samples }, (_, at) => 128 + 90 * Math.sin((at * 2 * Math.PI * 440) / rate));
  return Buffer.concat([head, sound]);
}
