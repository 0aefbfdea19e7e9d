import { create, element, showText, time } from './dom.js';

const LIBRARY = /^(java|javax|jakarta|jdk|sun|com\.sun|org\.springframework|org\.apache|io\.micrometer|org\.slf4j)\./;

/** Proxies and lambdas have names of the application, but are generated. */
const GENERATED = /\$Proxy\d|\$\$/;

/** The entries of the list by their content. Existing entries are kept, so that they stay open. */
const entries = new Map();

export function showViolations(state) {
	const total = state.violations?.total ?? 0;
	const text = `${(state.mode === 'log') ? 'Violations (not enforced)' : 'Denied calls'} since startup: ${total}.`;
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
		return 'This application does not report violations.';
	}
	if (state.violations.unsupervised) {
		return `Callers are not reported: ${state.violations.unsupervised}.`;
	}
	if (total && !state.recent) {
		return 'Callers are hidden. Set management.endpoint.seccomp.show-values=always to show them.';
	}
	return total ? undefined : 'No violations yet. Attacks appear here.';
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
					...row('Rule', violation.rule && `${violation.rule}, ${violation.filter} filter`),
					...row('Thread', thread && `${thread.name || 'unnamed'}, id ${thread.id ?? 'unknown'}`),
					...row('Process', process && `${process.comm || 'unnamed'}, pid ${process.pid ?? 'unknown'}`),
					...Object.entries(violation.arguments ?? {}).flatMap(([name, value]) => row(name, argument(value)))),
			stack(frames));
}

function outcome({ action, errno }) {
	return [action ?? 'denied', errno].filter(Boolean).join(' ');
}

function row(name, value) {
	return (value) ? [create('dt', {}, name), create('dd', {}, create('code', {}, value))] : [];
}

/** Formats an argument as JSON, which makes line breaks visible and distinguishes strings from numbers. */
function argument(value) {
	return JSON.stringify(value);
}

function frame(line) {
	const text = line.replace(/^\s*at /, '');
	// The class name may have a prefix with class loader and module: app//, java.base/
	const method = text.replace(/^([^/(]*\/)*/, '');
	return { text, ofApplication: !LIBRARY.test(method) && !GENERATED.test(text) };
}

function stack(frames) {
	if (!frames.length) {
		return create('p', { className: 'note' }, 'The caller is not a Java thread, or its stack could not be read in time.');
	}
	return create('details', {}, create('summary', {}, `Stack: ${frames.length} ${(frames.length === 1) ? 'frame' : 'frames'}`),
			create('ol', { className: 'stack' }, ...frames.map(({ text, ofApplication }) =>
				create('li', {}, create((ofApplication) ? 'strong' : 'span', {}, text)))));
}
