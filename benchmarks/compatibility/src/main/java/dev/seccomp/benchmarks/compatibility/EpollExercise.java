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

package dev.seccomp.benchmarks.compatibility;

import java.nio.file.Path;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Netty's native epoll transport, over TCP and UDP.
 */
@Component("epoll")
class EpollExercise implements Exercise {

	@Override
	public void run(Path folder) throws Exception {
		IoHandlerFactory epoll = EpollIoHandler.newFactory();
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, epoll);
		try {
			echo(group, null, null);
			new Bootstrap().group(group)
				.channel(EpollDatagramChannel.class)
				.handler(new Echo(false))
				.bind("127.0.0.1", 0)
				.sync()
				.channel()
				.close()
				.sync();
		}
		finally {
			group.shutdownGracefully().sync();
		}
	}

	/** Sends a text to a server of this process and checks that it comes back. */
	static void echo(EventLoopGroup group, @Nullable TlsHandlers serverTls, @Nullable TlsHandlers clientTls)
			throws Exception {
		Channel server = new ServerBootstrap().group(group)
			.channel(EpollServerSocketChannel.class)
			.childHandler(initializer(serverTls, new Echo(true)))
			.bind("127.0.0.1", 0)
			.sync()
			.channel();
		Echo client = new Echo(false);
		Channel connection = new Bootstrap().group(group)
			.channel(EpollSocketChannel.class)
			.handler(initializer(clientTls, client))
			.connect(server.localAddress())
			.sync()
			.channel();
		connection.writeAndFlush(Echo.text(connection)).sync();
		String received = client.received();
		Exercise.check(Echo.TEXT.equals(received), received);
		connection.close().sync();
		server.close().sync();
	}

	private static ChannelInitializer<Channel> initializer(@Nullable TlsHandlers tls, Echo echo) {
		return new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel channel) {
				if (tls != null) {
					channel.pipeline().addLast(tls.create(channel));
				}
				channel.pipeline().addLast(echo);
			}

		};
	}

	/** Creates handlers for TLS. */
	interface TlsHandlers {

		ChannelHandler create(Channel channel);

	}

}
