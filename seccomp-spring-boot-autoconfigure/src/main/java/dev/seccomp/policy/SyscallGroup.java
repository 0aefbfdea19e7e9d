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

package dev.seccomp.policy;

import java.util.List;

import dev.seccomp.syscall.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * A named group of system calls.
 *
 * @param name the name
 * @param subject the description of the operation, for messages
 * @param members the calls
 */
public record SyscallGroup(String name, String subject, List<Member> members) {

	public SyscallGroup {
		members = List.copyOf(members);
	}

	/**
	 * A system call of a group.
	 *
	 * @param syscall the name of the call
	 * @param conditions the conditions under which it belongs to the group
	 * @param error the fixed action of the call if the group is denied, or {@code null}
	 * for the action of the group
	 * @param reason the reason for being in the group
	 */
	public record Member(String syscall, List<Condition> conditions, @Nullable Action error, String reason) {

		public Member {
			conditions = List.copyOf(conditions);
		}

		/**
		 * Return the conditions on an architecture.
		 * @param architecture the architecture
		 * @return the conditions
		 */
		public List<ArgumentCondition> conditions(Architecture architecture) {
			return this.conditions.stream().map((condition) -> condition.on(architecture)).toList();
		}

		Action action(Action action) {
			return (this.error != null && action.denies()) ? this.error : action;
		}

	}

	/**
	 * A condition on an argument whose index can depend on the architecture.
	 *
	 * @param condition the condition
	 * @param cloneFlags whether the argument is the flags of {@code clone}
	 */
	public record Condition(ArgumentCondition condition, boolean cloneFlags) {

		ArgumentCondition on(Architecture architecture) {
			return (this.cloneFlags) ? new ArgumentCondition(architecture.cloneFlagsIndex(), this.condition.operator(),
					this.condition.value(), this.condition.mask()) : this.condition;
		}

	}

}
