import { crc32 } from "node:zlib";

/** An object as JSON whose last field is a checksum over all before it. */
export function sealed(value: object): string {
  const body = JSON.stringify(value).slice(0, -1);
  return `${body}${checksumField(body)}`;
}

/** Whether the text is as `sealed` wrote it. */
export function isIntact(text: string): boolean {
  const body = text.slice(0, -CHECKSUM_FIELD_LENGTH);
  return text.slice(-CHECKSUM_FIELD_LENGTH) === checksumField(body);
}

const checksumField = (body: string) => `,"checksum":"${crc32(body).toString(16).padStart(8, "0")}"}`;
const CHECKSUM_FIELD_LENGTH = checksumField("").length;
