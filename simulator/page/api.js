// The control API as the page uses it: everything a person does goes through /sim/act.

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error || response.statusText);
  return body;
}

export async function get(path, query = {}) {
  return answer(await fetch(`/sim/${path}?${new URLSearchParams(query)}`));
}

export async function post(path, body = {}) {
  return answer(await fetch(`/sim/${path}`, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  }));
}

export async function sendFiles(place, files, kind, more = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...place, kind, ...more })) {
    if (value !== null && value !== undefined && value !== "") form.append(name, value);
  }
  for (const file of files) form.append("file", file, file.name);
  return answer(await fetch(`/sim/act/${files.length > 1 ? "album" : "upload"}`, { method: "POST", body: form }));
}

export function listen(onEvent, onState) {
  const source = new EventSource("/sim/events");
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
}
