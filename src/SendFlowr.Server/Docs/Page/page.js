"use strict";

// Reads /openapi.json and shows every endpoint with its fields and a form to try it. No other resource is loaded.
(async function () {
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children.filter(child => child !== null));
    return element;
  };

  const description = await (await fetch("/openapi.json")).json();
  const resolve = schema => schema && schema.$ref ? description.components.schemas[schema.$ref.split("/").pop()] : schema || {};
  document.getElementById("about").textContent = description.info.description;

  const typeOf = schema => {
    const types = [].concat(schema.type || []).join(" or ");
    return types.includes("array") ? `list of ${typeOf(resolve(schema.items))}` : types;
  };

  const limitsOf = schema => {
    const parts = [];
    if (schema.enum) parts.push(schema.enum.length > 12 ? `one of ${schema.enum.length} values` : schema.enum.join(" | "));
    if (schema.minimum !== undefined || schema.maximum !== undefined) parts.push(`${schema.minimum ?? ""} … ${schema.maximum ?? ""}`);
    if (schema.maxLength !== undefined) parts.push(`${schema.minLength ?? 0} … ${schema.maxLength} characters`);
    if (schema.maxItems !== undefined) parts.push(`at most ${schema.maxItems}`);
    if (schema.default !== undefined) parts.push(`default ${JSON.stringify(schema.default)}`);
    return parts.join("; ");
  };

  const table = (rows, title) => rows.length === 0 ? null : make("div", {},
    make("h4", { textContent: title }),
    make("table", {}, ...rows.map(([name, schema, text, required]) => make("tr", {},
      make("td", { textContent: name + (required ? " *" : "") }),
      make("td", { textContent: typeOf(schema) }),
      make("td", { textContent: limitsOf(schema) }),
      make("td", { textContent: text || schema.description || "" })))));

  const fieldsOf = (schema, title) => {
    const resolved = resolve(schema);
    const required = resolved.required || [];
    return table(Object.entries(resolved.properties || {}).map(([name, member]) =>
      [name, resolve(member), resolve(member).description, required.includes(name)]), title);
  };

  const tryIt = (method, path, operation) => {
    const content = operation.requestBody ? operation.requestBody.content : null;
    const mediaType = content ? Object.keys(content)[0] : null;
    const inputs = (operation.parameters || []).map(parameter => {
      const input = make("input", { type: "text" });
      const example = (parameter.schema.examples || [])[0];
      if (parameter.in === "path" && example !== undefined) input.value = example;
      return { parameter, input };
    });
    const body = mediaType ? make("textarea", { value: JSON.stringify(content[mediaType].example, null, mediaType.endsWith("ndjson") ? 0 : 2) }) : null;
    if (body) body.setAttribute("aria-label", "Body");
    const answer = make("pre", { hidden: true });
    answer.setAttribute("aria-live", "polite");
    const send = async () => {
      let url = path;
      const query = new URLSearchParams();
      for (const { parameter, input } of inputs) {
        if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
        else if (input.value !== "") query.set(parameter.name, input.value);
      }
      if ([...query].length > 0) url += "?" + query;
      answer.hidden = false;
      answer.textContent = "…";
      try {
        const response = await fetch(url, { method: method.toUpperCase(), body: body ? body.value : undefined, headers: body ? { "Content-Type": mediaType } : {} });
        const text = await response.text();
        let shown = text;
        try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* lines of JSON are shown as they are */ }
        answer.textContent = `${response.status} ${response.statusText}\n${shown.length > 100000 ? shown.slice(0, 100000) + " …" : shown}`;
      } catch (error) {
        answer.textContent = String(error);
      }
    };
    return make("form", { onsubmit: event => { event.preventDefault(); send(); } },
      make("h4", { textContent: "Try it" }),
      ...inputs.map(({ parameter, input }) => make("label", {}, make("span", { textContent: parameter.name + " " }), input)),
      body, make("div", {}, make("button", { textContent: "Send" })), answer);
  };

  const show = (method, path, operation) => {
    const content = operation.requestBody ? Object.values(operation.requestBody.content)[0] : null;
    const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
    const refusals = Object.entries(operation.responses).filter(([status]) => !status.startsWith("2"));
    return make("details", {},
      make("summary", {},
        make("span", { className: "method", textContent: method.toUpperCase() }),
        make("span", { className: "path", textContent: path }),
        make("span", { className: "about", textContent: operation.summary || "" })),
      make("div", { className: "inside" },
        table((operation.parameters || []).map(p => [p.name, p.schema, p.description, p.required]), "Parameters"),
        content ? fieldsOf(content.schema, `Body (${Object.keys(operation.requestBody.content).join(" or ")})`) : null,
        success && success[1].content ? fieldsOf(Object.values(success[1].content)[0].schema, `Answer ${success[0]}`) : null,
        table(refusals.map(([status, response]) => [status, {}, response.description, false]), "Refusals"),
        tryIt(method, path, operation)));
  };

  const groups = new Map();
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const group = (operation.tags || ["Other"])[0];
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(show(method, path, operation));
    }
  }

  for (const [group, elements] of groups) {
    const id = group.toLowerCase();
    document.getElementById("groups").append(make("a", { href: "#" + id, textContent: group }));
    document.getElementById("endpoints").append(make("section", { id }, make("h2", { textContent: group }), ...elements));
  }
})().catch(error => { document.getElementById("about").textContent = String(error); });
