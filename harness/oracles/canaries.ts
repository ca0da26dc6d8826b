/** Words that must stay where they were said. */
export class Canaries {
  private readonly homes = new Map<string, Set<number>>();

  /**
   * Watches a word that belongs to one user, such as a secret they tell the bot.
   * @returns the word, to be used in what they say.
   */
  plant(owner: { readonly id: number }, word: string): string {
    const homes = this.homes.get(word) ?? new Set();
    this.homes.set(word, homes.add(owner.id));
    return word;
  }

  /** People said this in a chat: there, the bot may repeat it. */
  said(chatId: number, heard: () => string): void {
    if (this.homes.size === 0) return;
    const text = heard();
    for (const [word, homes] of this.homes) if (text.includes(word)) homes.add(chatId);
  }

  /** The words in this text that do not belong in this chat. */
  escaped(chatId: number, spoken: () => string): readonly string[] {
    if (this.homes.size === 0) return [];
    const text = spoken();
    return [...this.homes].filter(([word, homes]) => !homes.has(chatId) && text.includes(word)).map(([word]) => word);
  }
}
