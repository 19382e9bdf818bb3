// The form for a message, and what is written in it and not sent yet.

import { element } from "./elements.js";
import { longestMessage } from "./requests.js";
import { mySubject } from "./session.js";

// The name under which a draft is kept, by user and address.
export const draftName = () => `draft ${mySubject()} ${location.pathname}`;

// What is written and not sent yet, with its idempotency key: a second attempt to send it writes nothing twice.
export function draft() {
  return JSON.parse(sessionStorage.getItem(draftName())) ?? { text: "", key: null };
}

export function keepDraft(text, key = null) {
  if (text === "") sessionStorage.removeItem(draftName());
  else sessionStorage.setItem(draftName(), JSON.stringify({ text, key }));
}

// Removes a draft that is sent, if it was not changed meanwhile.
export function removeDraft(name, key) {
  if (JSON.parse(sessionStorage.getItem(name))?.key === key) sessionStorage.removeItem(name);
}

// Opens the form with the draft for this address.
export function openForm() {
  element("text").disabled = false;
  element("text").value = draft().text;
  element("send-error").textContent = "";
  element("send").textContent = "Send";
  setSending(false);
}

export function closeForm() {
  element("text").disabled = element("send").disabled = true;
}

export function setSending(isSending) {
  element("text").readOnly = isSending;
  element("message-form").setAttribute("aria-busy", isSending);
  showCount();
}

function showCount() {
  const { value } = element("text");
  const left = longestMessage - value.length;
  element("count").textContent = left;
  element("count").classList.toggle("over", left < 0);
  const cannotSend = left < 0 || value.trim() === "" || element("text").disabled;
  // A button loses the focus when it is disabled.
  if (cannotSend && document.activeElement === element("send")) element("text").focus();
  element("send").disabled = cannotSend;
  element("count").setAttribute("aria-label", left < 0 ? `${-left} characters too many` : `${left} characters left`);
}

element("text").addEventListener("input", () => {
  keepDraft(element("text").value);
  showCount();
});
