// The pages work without this script. It asks the Spring controller for each book's stock
// and shows the server-sent events as they arrive.

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
