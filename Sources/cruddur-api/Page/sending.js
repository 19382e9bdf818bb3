// Sending the text of the form.

import { addressOf } from "./addresses.js";
import { insert } from "./conversation.js";
import { draft, draftName, keepDraft, showCount, showDraft } from "./drafts.js";
import { element } from "./elements.js";
import { loadGroups } from "./groups.js";
import { request } from "./requests.js";
import { go } from "./routes.js";
import { state } from "./state.js";

// Replaces half surrogate pairs, which UTF-8 cannot encode, in text that a user typed.
const wellFormed = (text) => text.toWellFormed?.() ?? text;

async function send() {
  const { view } = state;
  const box = element("text");
  if (element("send").disabled || box.readOnly) return;
  const text = wellFormed(box.value);
  const kept = draft();
  const key = kept.text === text && kept.key ? kept.key : crypto.randomUUID();
  const name = draftName();
  keepDraft(text, key);
  setSending(true);
  const target = state.group ? { message_group_uuid: state.group } : { handle: state.partner.handle };
  try {
    const answer = await request("/api/messages", {
      method: "POST",
      headers: { "Idempotency-Key": key },
      body: { message: text, ...target },
    });
    sessionStorage.removeItem(name);
    if (view === state.view) await isSent(answer);
  } catch (failure) {
    if (view === state.view) isNotSent(failure);
  } finally {
    if (view === state.view) setSending(false);
  }
}

async function isSent(answer) {
  showDraft();
  if (!state.group) return go(addressOf(answer.message_group_uuid), { replace: true });
  insert([answer], null);
  element("no-messages").hidden = true;
  element("scroller").scrollTop = 0;
  loadGroups().catch(() => {}); // the message is sent, even if the list cannot be loaded
}

function isNotSent(failure) {
  if (failure.status === 401) return; // the sign-in says so; the text is kept
  element("send-error").textContent = `Not sent. ${failure.message ?? ""}`;
  element("send").textContent = "Send again";
}

function setSending(isSending) {
  element("text").readOnly = isSending;
  element("message-form").setAttribute("aria-busy", isSending);
  if (isSending) element("send").disabled = true;
  else showCount();
}

element("message-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

element("text").addEventListener("keydown", (event) => {
  const begins = event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches;
  if (event.key !== "Enter" || (begins && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  send();
});
