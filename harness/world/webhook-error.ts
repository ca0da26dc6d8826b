/** What getWebhookInfo says of a failed connection; nothing of one that was closed without an answer. */
export function webhookError({ code = "", message }: NodeJS.ErrnoException): string | undefined {
  if (code === "ECONNRESET") return undefined;
  if (code === "ECONNREFUSED") return "Connection refused";
  const ssl = /error:([0-9A-F]{8}):SSL routines:[^:]*:([^:]+)/i.exec(message);
  if (ssl) return sslError(String(ssl[1]).toUpperCase(), String(ssl[2]));
  if (untrusted.test(code)) return sslError("0A000086", "certificate verify failed");
  return message;
}

/** As it has been seen in the field; the server's source only says that OpenSSL words it. */
const sslError = (number: string, reason: string) => `SSL error {error:${number}:SSL routines::${reason}}`;

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|CHAIN|CRL|HOSTNAME_MISMATCH/;
