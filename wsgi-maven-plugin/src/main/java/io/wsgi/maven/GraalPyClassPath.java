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

package io.wsgi.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.maven.artifact.Artifact;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * GraalPy among the dependencies of a project, with the launcher that they lack.
 *
 * @param system resolves the launcher
 * @param session what Maven knows
 * @param repositories where the project has its dependencies from
 * @author wsgi-spring-boot contributors
 */
record GraalPyClassPath(RepositorySystem system, RepositorySystemSession session, List<RemoteRepository> repositories) {

	private static final String GROUP = "org.graalvm.python";

	/**
	 * Return the class path that starts GraalPy.
	 * @param dependencies the dependencies of the project
	 * @return the class path
	 * @throws PipException if the project has no GraalPy or there is no launcher for it
	 */
	String find(Stream<Artifact> dependencies) throws PipException {
		List<Artifact> graal = dependencies
			.filter((artifact) -> artifact.getGroupId().startsWith("org.graalvm.")
					|| artifact.getGroupId().equals("org.bouncycastle"))
			.toList();
		return Stream.concat(launcher(version(graal.stream())), graal.stream().map(Artifact::getFile))
			.map(File::toPath)
			.distinct()
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Return the version of GraalPy.
	 * @param dependencies the dependencies of the project
	 * @return the version
	 * @throws PipException if the project has no GraalPy
	 */
	static String version(Stream<Artifact> dependencies) throws PipException {
		return dependencies
			.filter((artifact) -> artifact.getGroupId().equals(GROUP)
					&& artifact.getArtifactId().equals("python-language"))
			.map(Artifact::getVersion)
			.findFirst()
			.orElseThrow(() -> new PipException("The project does not depend on GraalPy"));
	}

	private Stream<File> launcher(String version) throws PipException {
		Dependency launcher = new Dependency(new DefaultArtifact(GROUP, "python-launcher", "jar", version), "runtime");
		try {
			return this.system
				.resolveDependencies(this.session,
						new DependencyRequest(new CollectRequest(launcher, this.repositories), null))
				.getArtifactResults()
				.stream()
				.map(ArtifactResult::getArtifact)
				.map(org.eclipse.aether.artifact.Artifact::getFile);
		}
		catch (DependencyResolutionException ex) {
			throw new PipException("pip of GraalPy: " + ex.getMessage());
		}
	}

}
