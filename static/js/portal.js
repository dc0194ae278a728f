// Every page is complete without this file. It shows nothing of its own and stores nothing.
for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.addEventListener("click", () => window.print());
}

const summary = document.querySelector("[data-portal-error-summary]");
if (summary) summary.focus();
