// Names that begin with what is typed so far. The search works without it; nothing typed is stored.
for (const box of document.querySelectorAll("[data-portal-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-names`;
  box.after(list);
  box.setAttribute("list", list.id);
  let timer, asked;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = (asked = box.value.trim());
      if (typed.length < 2) return list.replaceChildren();
      const answer = await fetch(box.dataset.portalSuggest + "?q=" + encodeURIComponent(typed)).catch(() => null);
      if (!answer?.ok || asked !== typed) return;
      const { names } = await answer.json();
      list.replaceChildren(...names.map((name) => new Option(name, name)));
    }, 200);
  });
}
