/** The command that plays a scenario on a stage that stays, and opens the playground on it. */
export function openCommand({ file, title, bot }: { file: string; title: string; bot: string }): string {
  return `holdfast play --scenario ${quoted(file)} --title ${quoted(title)} --bot ${quoted(bot)}`;
}

/** The same for a scenario of the acceptance, in its column; random instants are those of that run. */
export function openAcceptedCommand({ title, column, seed }: { title: string; column: string; seed: number }): string {
  return `HOLDFAST_SEED=${seed} holdfast play --acceptance ${quoted(title)} --column ${quoted(column)}`;
}

/** As one word of a shell. */
const quoted = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
