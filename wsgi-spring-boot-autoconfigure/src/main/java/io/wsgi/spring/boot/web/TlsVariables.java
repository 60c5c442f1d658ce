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

package io.wsgi.spring.boot.web;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells the application about TLS, under the names of Apache's mod_ssl.
 *
 * @author wsgi-spring-boot contributors
 */
final class TlsVariables {

	private static final String PROTOCOL = "org.apache.tomcat.util.net.secure_protocol_version";

	private static final String CIPHER = "jakarta.servlet.request.cipher_suite";

	private static final String KEY_SIZE = "jakarta.servlet.request.key_size";

	private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

	private TlsVariables() {
	}

	static void append(EnvironBuilder environ, HttpServletRequest request) {
		environ.add("HTTPS", "on");
		if (!(request.getAttribute(CIPHER) instanceof String cipher)) {
			// A proxy did it
			return;
		}
		environ.add("SSL_CIPHER", cipher);
		if (request.getAttribute(PROTOCOL) instanceof String protocol) {
			environ.add("SSL_PROTOCOL", protocol);
		}
		if (request.getAttribute(KEY_SIZE) instanceof Integer keySize) {
			environ.add("SSL_CIPHER_USEKEYSIZE", keySize.toString());
		}
		if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates && certificates.length > 0) {
			append(environ, certificates[0]);
		}
		else {
			environ.add("SSL_CLIENT_VERIFY", "NONE");
		}
	}

	private static void append(EnvironBuilder environ, X509Certificate certificate) {
		environ.add("SSL_CLIENT_VERIFY", "SUCCESS")
			.add("SSL_CLIENT_S_DN", RequestPath.nativeString(certificate.getSubjectX500Principal().getName()))
			.add("SSL_CLIENT_I_DN", RequestPath.nativeString(certificate.getIssuerX500Principal().getName()))
			.add("SSL_CLIENT_M_SERIAL", certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
			.add("SSL_CLIENT_CERT", pem(certificate));
	}

	private static String pem(X509Certificate certificate) {
		try {
			String encoded = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(certificate.getEncoded());
			return "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n";
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException("A verified certificate cannot be encoded", ex);
		}
	}

}
