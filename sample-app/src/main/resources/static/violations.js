import { create, element, showText, time } from './dom.js';

const NOT_OF_THE_APPLICATION = /^(java|javax|jakarta|jdk|sun|com\.sun|org\.springframework|org\.apache|io\.micrometer|org\.slf4j)\./;

/** Proxies and lambdas bear the name of the application, yet nobody wrote them. */
const GENERATED = /\$Proxy\d|\$\$/;

/** The entries of the list, by what they show: one that is there stays as it is, opened or not. */
const entries = new Map();

export function showViolations(state) {
	const total = state.violations?.total ?? 0;
	const text = `${(state.mode === 'log') ? 'Would have been denied' : 'Denied'} since the start: ${total}.`;
	if (element('total').textContent !== text) {
		element('total').textContent = text;
		element('by-syscall').replaceChildren(...Object.entries(state.violations?.bySyscall ?? {})
			.sort(([, one], [, other]) => other - one)
			.map(([syscall, count]) => create('li', {}, create('code', {}, syscall), ` ${count}`)));
	}
	showText(element('no-violations'), absence(state, total));
	showRecent(state.recent ?? []);
}

function absence(state, total) {
	if (!state.violations) {
		return 'This application does not count violations.';
	}
	if (state.violations.unsupervised) {
		return `Who makes them cannot be told: ${state.violations.unsupervised}.`;
	}
	if (total && !state.recent) {
		return 'Who made them is shown only where management.endpoint.seccomp.show-values allows it.';
	}
	return total ? undefined : 'Attack it, and they appear here.';
}

function showRecent(recent) {
	const keys = new Map();
	for (const violation of recent) {
		const text = JSON.stringify(violation);
		let key = text;
		for (let copy = 2; keys.has(key); copy++) {
			key = `${text} ${copy}`;
		}
		keys.set(key, violation);
	}
	for (const [key, entry] of entries) {
		if (!keys.has(key)) {
			entry.remove();
			entries.delete(key);
		}
	}
	const list = element('recent');
	const newestFirst = [...keys].sort(([, one], [, other]) => Date.parse(other.time) - Date.parse(one.time));
	newestFirst.forEach(([key, violation], index) => {
		if (!entries.has(key)) {
			entries.set(key, describe(violation));
		}
		if (list.children[index] !== entries.get(key)) {
			list.insertBefore(entries.get(key), list.children[index] ?? null);
		}
	});
}

function describe(violation) {
	const { thread, process } = violation;
	const frames = (violation.stackTrace ?? []).map(frame);
	const caller = frames.find(({ ofApplication }) => ofApplication);
	return create('li', { className: 'violation' },
			create('h3', {}, create('code', {}, violation.syscall ?? 'unknown call'), ' ',
					create('span', { className: `badge ${(violation.action === 'log') ? 'fair' : 'good'}` }, outcome(violation)), time(violation.time)),
			caller && create('p', { className: 'caller' }, create('code', {}, caller.text)),
			create('dl', {},
					...row('Number', violation.number?.toString()),
					...row('Thread', thread && `${thread.name || 'without a name'}, id ${thread.id ?? 'unknown'}`),
					...row('Process', process && `${process.comm || 'without a name'}, pid ${process.pid ?? 'unknown'}`),
					...Object.entries(violation.arguments ?? {}).flatMap(([name, value]) => row(name, argument(value)))),
			stack(frames));
}

function outcome({ action, errno }) {
	return [action ?? 'denied', errno].filter(Boolean).join(' ');
}

function row(name, value) {
	return (value) ? [create('dt', {}, name), create('dd', {}, create('code', {}, value))] : [];
}

/** An argument as JSON has it, so that an attacker's line break, or a text that looks like a number, shows as such. */
function argument(value) {
	return JSON.stringify(value);
}

function frame(line) {
	const text = line.replace(/^\s*at /, '');
	// Before the class may stand the class loader and the module: app//, java.base/
	const method = text.replace(/^([^/(]*\/)*/, '');
	return { text, ofApplication: !NOT_OF_THE_APPLICATION.test(method) && !GENERATED.test(text) };
}

function stack(frames) {
	if (!frames.length) {
		return create('p', { className: 'note' }, 'No Java thread asked, or its stack could not be read in time.');
	}
	return create('details', {}, create('summary', {}, `The stack: ${frames.length} frames`),
			create('ol', { className: 'stack' }, ...frames.map(({ text, ofApplication }) =>
				create('li', {}, create((ofApplication) ? 'strong' : 'span', {}, text)))));
}
