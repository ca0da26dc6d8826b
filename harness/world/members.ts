import type { ChatMember, ChatPermissions, User } from "@grammyjs/types";

/** What an administrator may be allowed to do. */
export type Right = Extract<keyof Extract<ChatMember, { status: "administrator" }>, `can_${string}`>;

/** Who is, was and may be in a group or channel, and what each may do there. */
export class Members {
  private readonly byId = new Map<number, ChatMember>();
  /** Of those who are no administrators. */
  permissions: ChatPermissions = everythingBut("can_change_info", "can_pin_messages", "can_manage_topics");

  /** Takes everybody over from another chat, with what they may do. */
  takeOver({ byId, permissions }: Members): void {
    for (const member of byId.values()) this.set(member);
    this.permissions = permissions;
  }

  of(user: User): ChatMember {
    return this.byId.get(user.id) ?? { status: "left", user };
  }

  set(member: ChatMember): void {
    this.byId.set(member.user.id, member);
  }

  /** Also who has left, or was thrown out. */
  get all(): ChatMember[] {
    return [...this.byId.values()];
  }

  /** Somebody is called otherwise from now on. */
  describeUser(user: User): void {
    const member = this.byId.get(user.id);
    if (member) this.set({ ...member, user });
  }

  get present(): ChatMember[] {
    return this.all.filter(isPresent);
  }

  get administrators(): ChatMember[] {
    return this.present.filter(({ status }) => status === "creator" || status === "administrator");
  }

  has(userId: number): boolean {
    const member = this.byId.get(userId);
    return member !== undefined && isPresent(member);
  }

  isAdministrator(userId: number): boolean {
    const status = this.byId.get(userId)?.status;
    return status === "creator" || status === "administrator";
  }

  /** Whether they may do as administrator what needs this right. */
  mayAdminister(userId: number, right: Right): boolean {
    const member = this.byId.get(userId);
    return member?.status === "creator" || (member?.status === "administrator" && member[right] === true);
  }

  /** Whether they may do what the chat allows its members, such as to send messages. */
  may(userId: number, permission: keyof ChatPermissions): boolean {
    const member = this.byId.get(userId);
    if (!member || !isPresent(member)) return false;
    if (member.status === "creator" || member.status === "administrator") return true;
    const allowed = this.permissions[permission] ?? false;
    return member.status === "restricted" ? allowed && member[permission] : allowed;
  }
}

export const isPresent = (member: ChatMember): boolean =>
  member.status === "restricted" ? member.is_member : member.status !== "left" && member.status !== "kicked";

const permissionNames = [
  "can_send_messages",
  "can_send_audios",
  "can_send_documents",
  "can_send_photos",
  "can_send_videos",
  "can_send_video_notes",
  "can_send_voice_notes",
  "can_send_polls",
  "can_send_other_messages",
  "can_add_web_page_previews",
  "can_react_to_messages",
  "can_change_info",
  "can_invite_users",
  "can_edit_tag",
  "can_pin_messages",
  "can_manage_topics",
] as const satisfies readonly (keyof ChatPermissions)[];

/** Every permission as told; what is not told is not given. */
export const allPermissions = (told: ChatPermissions): Required<ChatPermissions> =>
  Object.fromEntries(
    permissionNames.map((name) => [name, told[name] === true]),
  ) as unknown as Required<ChatPermissions>;

/** What a new group allows its members. */
export function everythingBut(...without: (keyof ChatPermissions)[]): Required<ChatPermissions> {
  const told = permissionNames.filter((name) => !without.includes(name)).map((name) => [name, true]);
  return allPermissions(Object.fromEntries(told));
}
