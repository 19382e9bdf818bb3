// The addresses of the conversations in this page.

export const addressOf = (group) => `/messages/${encodeURIComponent(group)}`;

export const addressToWrite = (handle) => `/messages/new/@${encodeURIComponent(handle)}`;

export const withoutAt = (handle) => handle.trim().replace(/^@/, "");

export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
