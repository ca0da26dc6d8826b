/** The command that plays a scenario on a stage that stays, and opens the playground on it. */
export function openCommand({ file, title, bot }: { file: string; title: string; bot: string }): string {
  return `holdfast play --scenario ${quoted(file)} --title ${quoted(title)} --bot ${quoted(bot)}`;
}

/** As one word of a shell. */
const quoted = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
