/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.testing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * System calls that the JVM does not make, and that have no effect with the arguments
 * given here. A test can distinguish policies by the calls that they deny. The error of a
 * denied call is {@value #ERRNO}, which the kernel does not return for these calls.
 */
public enum HarmlessCall {

	GETPGID, GETSID, SCHED_GETSCHEDULER, SCHED_GETPARAM, GETGROUPS, TIMER_DELETE, FLOCK, FCHDIR, FCHOWN, SYNCFS,
	READAHEAD, VMSPLICE, TEE, INOTIFY_RM_WATCH, FGETXATTR, FLISTXATTR, FREMOVEXATTR, FSETXATTR, SYNC_FILE_RANGE;

	/**
	 * The name of the error of a denied call.
	 */
	public static final String ERRNO = "EXFULL";

	/**
	 * Make all of these calls.
	 * @return the calls that are denied
	 */
	public static Set<HarmlessCall> denied() {
		EnumSet<HarmlessCall> denied = EnumSet.noneOf(HarmlessCall.class);
		for (HarmlessCall call : values()) {
			if (Libc.outcome(call.toString(), -1, -1, -1, -1).equals(ERRNO)) {
				denied.add(call);
			}
		}
		return denied;
	}

	/**
	 * Return a policy that denies this call.
	 * @return the property and its value, in YAML's flow style, which is JSON
	 */
	public String toJson() {
		return "{\"seccomp\": {\"syscalls\": [{\"names\": [\"" + this + "\"], \"action\": \"errno\", \"errno\": \""
				+ ERRNO + "\"}]}}";
	}

	/**
	 * Return a policy that denies this call.
	 * @return its properties and their values
	 */
	public Map<String, String> toProperties() {
		String rule = "seccomp.syscalls[0].";
		return Map.of(rule + "names", toString(), rule + "action", "errno", rule + "errno", ERRNO);
	}

	/**
	 * Return the name of the call.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
