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

package io.wsgi.graalpy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.Set;

import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The file system that Python sees: the real one, with the content of the files that the
 * kernel makes.
 *
 * @author wsgi-spring-boot contributors
 */
final class KernelFileSystem implements FileSystem {

	private final FileSystem delegate = FileSystem.newDefaultFileSystem();

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
			throws IOException {
		SeekableByteChannel file = this.delegate.newByteChannel(path, options, attrs);
		return KernelFileChannel.isNeededFor(path) ? new KernelFileChannel(file) : file;
	}

	@Override
	public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... linkOptions) throws IOException {
		this.delegate.checkAccess(path, modes, linkOptions);
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
		return this.delegate.readAttributes(path, attributes, options);
	}

	@Override
	public Path parsePath(URI uri) {
		return this.delegate.parsePath(uri);
	}

	@Override
	public Path parsePath(String path) {
		return this.delegate.parsePath(path);
	}

	@Override
	public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
		this.delegate.createDirectory(dir, attrs);
	}

	@Override
	public void delete(Path path) throws IOException {
		this.delegate.delete(path);
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		return this.delegate.newDirectoryStream(dir, filter);
	}

	@Override
	public Path toAbsolutePath(Path path) {
		return this.delegate.toAbsolutePath(path);
	}

	@Override
	public Path toRealPath(Path path, LinkOption... linkOptions) throws IOException {
		return this.delegate.toRealPath(path, linkOptions);
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
		this.delegate.setAttribute(path, attribute, value, options);
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) throws IOException {
		this.delegate.copy(source, target, options);
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		this.delegate.move(source, target, options);
	}

	@Override
	public void createLink(Path link, Path existing) throws IOException {
		this.delegate.createLink(link, existing);
	}

	@Override
	public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs) throws IOException {
		this.delegate.createSymbolicLink(link, target, attrs);
	}

	@Override
	public Path readSymbolicLink(Path link) throws IOException {
		return this.delegate.readSymbolicLink(link);
	}

	@Override
	public void setCurrentWorkingDirectory(Path currentWorkingDirectory) {
		this.delegate.setCurrentWorkingDirectory(currentWorkingDirectory);
	}

	@Override
	public String getSeparator() {
		return this.delegate.getSeparator();
	}

	@Override
	public String getPathSeparator() {
		return this.delegate.getPathSeparator();
	}

	@Override
	public @Nullable String getMimeType(Path path) {
		return this.delegate.getMimeType(path);
	}

	@Override
	public @Nullable Charset getEncoding(Path path) {
		return this.delegate.getEncoding(path);
	}

	@Override
	public Path getTempDirectory() {
		return this.delegate.getTempDirectory();
	}

	@Override
	public boolean isSameFile(Path path1, Path path2, LinkOption... options) throws IOException {
		return this.delegate.isSameFile(path1, path2, options);
	}

	@Override
	public long getFileStoreTotalSpace(Path path) throws IOException {
		return this.delegate.getFileStoreTotalSpace(path);
	}

	@Override
	public long getFileStoreUnallocatedSpace(Path path) throws IOException {
		return this.delegate.getFileStoreUnallocatedSpace(path);
	}

	@Override
	public long getFileStoreUsableSpace(Path path) throws IOException {
		return this.delegate.getFileStoreUsableSpace(path);
	}

	@Override
	public long getFileStoreBlockSize(Path path) throws IOException {
		return this.delegate.getFileStoreBlockSize(path);
	}

	@Override
	public boolean isFileStoreReadOnly(Path path) throws IOException {
		return this.delegate.isFileStoreReadOnly(path);
	}

}
