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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key for {@code localhost} and its certificate.
 *
 * @param store the store that has both
 * @author wsgi-spring-boot contributors
 */
record TlsKey(KeyStore store) {

	static final String PASSWORD = "conformance";

	private static final String ALIAS = "conformance";

	/**
	 * Create a key.
	 * @param file where to store it, in the format PKCS12
	 * @return the key
	 * @throws IOException if it cannot be stored
	 * @throws GeneralSecurityException if it cannot be read
	 */
	static TlsKey create(Path file) throws IOException, GeneralSecurityException {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", "EC",
				"-dname", "CN=localhost,O=J\u00f6rg", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
			.inheritIO()
			.start();
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException("keytool failed");
		}
		return new TlsKey(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
	}

	Certificate certificate() throws GeneralSecurityException {
		return this.store.getCertificate(ALIAS);
	}

	/**
	 * Write both in the format PEM.
	 * @param certificateFile where to write the certificate
	 * @param keyFile where to write the key
	 * @throws IOException if they cannot be written
	 * @throws GeneralSecurityException if they cannot be read
	 */
	void writePem(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
		byte[] key = this.store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
		Files.writeString(keyFile, pem("PRIVATE KEY", key));
		Files.writeString(certificateFile, pem("CERTIFICATE", certificate().getEncoded()));
	}

	private static String pem(String type, byte[] content) {
		String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
		return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
	}

	/**
	 * Make a store that trusts the holders of keys.
	 * @param keys the keys
	 * @return the store
	 * @throws IOException if that fails
	 * @throws GeneralSecurityException if that fails
	 */
	static KeyStore trust(TlsKey... keys) throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		for (int i = 0; i < keys.length; i++) {
			trusted.setCertificateEntry(ALIAS + i, keys[i].certificate());
		}
		return trusted;
	}

	/**
	 * Make the context of a client.
	 * @param key its own key, or {@code null}
	 * @param trusted whom it trusts
	 * @return the context
	 * @throws GeneralSecurityException if that fails
	 */
	static SSLContext client(TlsKey key, KeyStore trusted) throws GeneralSecurityException {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init((key != null) ? key.store() : null, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init((key != null) ? own.getKeyManagers() : null, trust.getTrustManagers(), null);
		return context;
	}

}
