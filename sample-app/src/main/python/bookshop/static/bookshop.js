// The pages work without this script. It asks the Spring controllers for each book's stock and for
// what the server is doing, makes requests, and shows the server-sent events as they arrive.

for (const link of document.querySelectorAll("[data-stock]")) {
  fetch(link.href, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : null))
    .then((stock) => {
      link.textContent = stock === null ? "not stocked" : `${stock.copies} in stock`;
    })
    .catch(() => {});
}

const button = document.querySelector("[data-events]");
const output = document.querySelector("#events");

button?.addEventListener("click", () => {
  const source = new EventSource(button.dataset.events);
  const close = () => {
    source.close();
    button.disabled = false;
  };
  button.disabled = true;
  output.replaceChildren();
  source.addEventListener("message", (message) => {
    const item = document.createElement("li");
    item.textContent = message.data;
    output.append(item);
  });
  source.addEventListener("done", close);
  source.addEventListener("error", close);
});

const live = document.querySelector("[data-live]");
const outcomes = document.querySelector("#outcomes");
let last = null;

function show(name, text) {
  live.querySelector(`[data-show=${name}]`).textContent = text;
}

function jit(state) {
  if (state === null) {
    return "none: CPython";
  }
  return state.enabled ? `${state.compiled} compiled, ${state.queue} waiting` : "off: only interpreted";
}

async function refresh() {
  const response = await fetch(live.dataset.live, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    return;
  }
  const now = await response.json();
  show("python", now.python);
  show("jit", jit(now.jit));
  show("workers", now.workers);
  show("generation", now.generation);
  show("active", `${now.active}, ${now.pending} waiting`);
  if (last !== null && now.milliseconds > last.milliseconds) {
    show("rate", Math.round(((now.calls - last.calls) * 1000) / (now.milliseconds - last.milliseconds)));
  }
  last = now;
  live.hidden = false;
}

async function repeat() {
  await refresh().catch(() => {});
  setTimeout(repeat, 1000);
}

async function request(button) {
  const times = Number(button.dataset.times ?? 1);
  const statuses = new Map();
  let left = times;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const { status } = await fetch(button.dataset.request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const began = performance.now();
  // A browser has at most six connections to a server
  await Promise.all(Array.from({ length: Math.min(times, 6) }, one));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const counts = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  return `${button.dataset.request}: ${counts}, after ${seconds} s`;
}

if (live) {
  for (const button of live.querySelectorAll("[data-request]")) {
    button.addEventListener("click", () => {
      button.disabled = true;
      request(button)
        .catch((error) => `${button.dataset.request}: ${error.message}`)
        .then((outcome) => {
          const item = document.createElement("li");
          item.textContent = outcome;
          outcomes.prepend(item);
          button.disabled = false;
        });
    });
  }
  repeat();
}
