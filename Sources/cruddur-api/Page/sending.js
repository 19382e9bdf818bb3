// Sending the text of the form.

import { insert } from "./conversation.js";
import { element } from "./elements.js";
import { draft, draftName, keepDraft, openForm, removeDraft, setSending } from "./form.js";
import { addressOf, loadGroups } from "./groups.js";
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
    removeDraft(name, key);
    // The user may have left the conversation, and come back.
    if (view === state.view || name === draftName()) await showSent(answer);
  } catch (failure) {
    if (view === state.view) showNotSent(failure);
  } finally {
    if (view === state.view) setSending(false);
  }
}

async function showSent(answer) {
  const { view, group } = state;
  if (group) {
    openForm();
    insert([answer], null);
    element("no-messages").hidden = true;
    element("scroller").scrollTop = 0;
  } else {
    await loadGroups().catch(() => {}); // the message is sent, even if the list cannot be loaded
    if (view === state.view) await go(addressOf(answer.message_group_uuid), { replace: true, focus: false });
  }
}

function showNotSent(failure) {
  element("send-error").textContent = `Not sent. ${failure.message ?? ""}`;
  element("send").textContent = "Send again";
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
