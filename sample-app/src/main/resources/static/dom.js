/**
 * Creates an element. Text is never inserted as markup, because an attacker may control it.
 */
export function create(name, properties = {}, ...children) {
	const element = Object.assign(document.createElement(name), properties);
	element.append(...children.filter((child) => child !== undefined && child !== null));
	return element;
}

export function element(id) {
	return document.getElementById(id);
}

/** Shows a text, or hides the element if there is none. */
export function showText(element, text) {
	element.textContent = text ?? '';
	element.hidden = !text;
}

export function time(value) {
	const date = new Date(value);
	if (Number.isNaN(date.getTime())) {
		return create('span', {}, value ?? 'at an unknown time');
	}
	return create('time', { dateTime: value, title: value }, date.toLocaleTimeString([], { hour12: false }));
}
