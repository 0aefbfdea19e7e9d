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

package dev.seccomp.violation;

/**
 * The names of socket families, types and protocols. Unnamed ones are shown as numbers.
 */
final class SocketNames {

	static final int AF_UNIX = 1;

	static final int AF_INET = 2;

	static final int AF_INET6 = 10;

	private static final int AF_NETLINK = 16;

	/** linux/socket.h. */
	private static final String[] FAMILIES = { "AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_AX25", "AF_IPX", "AF_APPLETALK",
			"AF_NETROM", "AF_BRIDGE", "AF_ATMPVC", "AF_X25", "AF_INET6", "AF_ROSE", "AF_DECnet", "AF_NETBEUI",
			"AF_SECURITY", "AF_KEY", "AF_NETLINK", "AF_PACKET", "AF_ASH", "AF_ECONET", "AF_ATMSVC", "AF_RDS", "AF_SNA",
			"AF_IRDA", "AF_PPPOX", "AF_WANPIPE", "AF_LLC", "AF_IB", "AF_MPLS", "AF_CAN", "AF_TIPC", "AF_BLUETOOTH",
			"AF_IUCV", "AF_RXRPC", "AF_ISDN", "AF_PHONET", "AF_IEEE802154", "AF_CAIF", "AF_ALG", "AF_NFC", "AF_VSOCK",
			"AF_KCM", "AF_QIPCRTR", "AF_SMC", "AF_XDP", "AF_MCTP" };

	/** linux/net.h, the same on all supported architectures. */
	private static final String[] TYPES = { "", "SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET",
			"SOCK_DCCP", "", "", "", "SOCK_PACKET" };

	private static final int SOCK_TYPE_MASK = 0xf;

	/** linux/netlink.h. */
	private static final String[] NETLINK_PROTOCOLS = { "NETLINK_ROUTE", "", "NETLINK_USERSOCK", "NETLINK_FIREWALL",
			"NETLINK_SOCK_DIAG", "NETLINK_NFLOG", "NETLINK_XFRM", "NETLINK_SELINUX", "NETLINK_ISCSI", "NETLINK_AUDIT",
			"NETLINK_FIB_LOOKUP", "NETLINK_CONNECTOR", "NETLINK_NETFILTER", "NETLINK_IP6_FW", "NETLINK_DNRTMSG",
			"NETLINK_KOBJECT_UEVENT", "NETLINK_GENERIC", "", "NETLINK_SCSITRANSPORT", "NETLINK_ECRYPTFS",
			"NETLINK_RDMA", "NETLINK_CRYPTO", "NETLINK_SMC" };

	private SocketNames() {
	}

	static ArgumentValue family(int family) {
		return name(FAMILIES, family);
	}

	static String type(int type) {
		int base = type & SOCK_TYPE_MASK;
		String name = name(TYPES, base).toString();
		int flags = type & ~SOCK_TYPE_MASK;
		return (flags != 0) ? name.concat("|").concat(flags(flags)) : name;
	}

	static String flags(int flags) {
		return CallFlags.SOCKET.format(flags & 0xffffffffL);
	}

	static ArgumentValue protocol(int family, int protocol) {
		if (family == AF_NETLINK) {
			return name(NETLINK_PROTOCOLS, protocol);
		}
		if (family != AF_INET && family != AF_INET6) {
			return new ArgumentValue.Number(protocol);
		}
		// linux/in.h and in6.h
		String name = switch (protocol) {
			case 1 -> "IPPROTO_ICMP";
			case 6 -> "IPPROTO_TCP";
			case 17 -> "IPPROTO_UDP";
			case 33 -> "IPPROTO_DCCP";
			case 58 -> "IPPROTO_ICMPV6";
			case 132 -> "IPPROTO_SCTP";
			case 136 -> "IPPROTO_UDPLITE";
			case 255 -> "IPPROTO_RAW";
			case 262 -> "IPPROTO_MPTCP";
			default -> "";
		};
		return (name.isEmpty()) ? new ArgumentValue.Number(protocol) : new ArgumentValue.Text(name);
	}

	private static ArgumentValue name(String[] names, int number) {
		return (number >= 0 && number < names.length && !names[number].isEmpty())
				? new ArgumentValue.Text(names[number]) : new ArgumentValue.Number(number);
	}

}
