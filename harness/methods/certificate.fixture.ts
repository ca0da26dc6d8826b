import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Makes a key and a certificate that nobody else vouches for, as Telegram's guide does. */
export async function selfSigned(directory: string, host = "localhost"): Promise<{ key: string; certificate: string }> {
  const key = join(directory, "key.pem");
  const certificate = join(directory, "cert.pem");
  const how = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-x509", "-days", "2"];
  const what = ["-keyout", key, "-out", certificate, "-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  await promisify(execFile)("openssl", ["req", ...how, ...what]);
  return { key, certificate };
}
