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

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

import org.springframework.stereotype.Component;

/**
 * TLS with the BoringSSL of Netty.
 */
@Component("boringssl")
class BoringSslExercise implements Exercise {

	@Override
	public void run(Path folder) throws Exception {
		X509Bundle bundle = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.addSanIpAddress("127.0.0.1")
			.buildSelfSigned();
		SslContext server = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
			.sslProvider(SslProvider.OPENSSL_REFCNT)
			.build();
		SslContext client = SslContextBuilder.forClient()
			.trustManager(bundle.getRootCertificate())
			.sslProvider(SslProvider.OPENSSL_REFCNT)
			.build();
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
		try {
			EpollExercise.echo(group, (channel) -> server.newHandler(channel.alloc()),
					(channel) -> client.newHandler(channel.alloc(), "127.0.0.1", 443));
		}
		finally {
			group.shutdownGracefully().sync();
		}
	}

}
