// Requests to the API, with the access token of the user who is signed in, and what is said where they fail.

import { clearNotice, notice } from "./elements.js";
import { accessToken, endSession } from "./session.js";
import { state } from "./state.js";

export const longestMessage = 1024; // characters as JavaScript and the server count them: UTF-16 units
export const retryPause = 2000; // milliseconds to wait after a request that failed

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const notSignedIn = "Your sign-in is not valid any more. Please sign in again.";

class Failure extends Error {
  constructor(status, answer) {
    super(sentences(status, answer));
    this.status = status;
  }
}

export async function request(path, { method = "GET", body, headers = {}, signal } = {}) {
  const token = accessToken();
  let response, data;
  try {
    response = await fetch(path, {
      method,
      signal,
      cache: "no-store",
      headers: {
        Accept: "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    data = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure(response && !response.ok ? response.status : 0);
  }
  if (response.status === 401 && token && token === accessToken()) endSession(notSignedIn);
  if (!response.ok) throw new Failure(response.status, data);
  return data;
}

// Requests again while the server or its database does not answer, and says so, until the view changes.
export async function requestUntilAnswered(path) {
  const { view } = state;
  let shown = "";
  try {
    for (;;) {
      try {
        return await request(path);
      } catch (failure) {
        if (view !== state.view || (failure.status > 0 && failure.status < 500)) throw failure;
        shown = `${failure.message} Trying again.`;
        notice(shown);
        await pause(retryPause);
        if (view !== state.view) throw failure;
      }
    }
  } finally {
    clearNotice(shown);
  }
}

// What went wrong, for the user. The answer to a request that cannot be used is a list of codes.
function sentences(status, answer) {
  const known = {
    message_blank: "The message is empty.",
    message_exceed_max_chars: `The message is longer than ${longestMessage} characters.`,
    message_exceed_max_chars_1024: `The message is longer than ${longestMessage} characters.`,
    user_reciever_handle_blank: "There is nobody to send it to.",
    message_group_uuid_blank: "There is no conversation to send it to.",
  };
  if (Array.isArray(answer)) return answer.map((code) => known[code] ?? `The server says: ${code}.`).join(" ");
  return {
    0: "The server does not answer.",
    401: notSignedIn,
    413: "The message is too large.",
    503: "The server's database does not answer at the moment.",
  }[status] ?? `The server refused this: ${answer?.error ?? status}.`;
}
