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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/**
 * Keeps a received text, and sends it back on a server.
 */
@ChannelHandler.Sharable
class Echo extends SimpleChannelInboundHandler<ByteBuf> {

	static final String TEXT = "text";

	private final boolean server;

	private final CompletableFuture<String> received = new CompletableFuture<>();

	Echo(boolean server) {
		this.server = server;
	}

	static ByteBuf text(Channel channel) {
		return channel.alloc().buffer().writeBytes(TEXT.getBytes(StandardCharsets.UTF_8));
	}

	String received() throws Exception {
		return this.received.get(1, TimeUnit.MINUTES);
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
		if (this.server) {
			context.writeAndFlush(message.retain());
		}
		else {
			this.received.complete(message.toString(StandardCharsets.UTF_8));
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.received.completeExceptionally(cause);
	}

}
