import type { ChatInviteLink, User } from "@grammyjs/types";

/** Ways into a chat, and who has asked to be let in by one. */
export class InviteLinks {
  private readonly byAddress = new Map<string, ChatInviteLink>();
  private readonly usedBy = new Map<string, number>();
  private readonly requests = new Map<number, { readonly user: User; readonly link: ChatInviteLink | undefined }>();
  private latest = 0;

  /** Each administrator has one link that is primary; a new one revokes it. */
  add(creator: User, details: Partial<ChatInviteLink> = {}): ChatInviteLink {
    if (details.is_primary) {
      for (const link of this.byAddress.values()) {
        if (link.is_primary && link.creator.id === creator.id) this.change(link.invite_link, { is_revoked: true });
      }
    }
    const invite_link = `https://t.me/+harness${String(++this.latest).padStart(9, "0")}`;
    const link = {
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
      ...details,
      invite_link,
      creator,
    };
    this.byAddress.set(invite_link, link);
    return link;
  }

  find(address: string): ChatInviteLink | undefined {
    return this.byAddress.get(address);
  }

  change(address: string, changes: Partial<ChatInviteLink>): ChatInviteLink | undefined {
    const before = this.byAddress.get(address);
    const after = before && { ...before, ...changes };
    if (after) this.byAddress.set(address, after);
    return after;
  }

  /** Whether somebody may still come in by it. @param now in seconds since the epoch. */
  isOpen({ invite_link, is_revoked, expire_date, member_limit }: ChatInviteLink, now: number): boolean {
    const used = this.usedBy.get(invite_link) ?? 0;
    return !is_revoked && (expire_date ?? Infinity) > now && used < (member_limit ?? Infinity);
  }

  use({ invite_link }: ChatInviteLink): void {
    this.usedBy.set(invite_link, (this.usedBy.get(invite_link) ?? 0) + 1);
  }

  ask(user: User, link: ChatInviteLink | undefined): void {
    this.requests.set(user.id, { user, link });
  }

  /** Takes a request out, to be granted or declined. */
  takeRequest(userId: number): { readonly user: User; readonly link: ChatInviteLink | undefined } | undefined {
    const request = this.requests.get(userId);
    this.requests.delete(userId);
    return request;
  }
}
